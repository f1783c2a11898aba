"""With which shapes the MACs of a model are counted: as stored, as given, or as a runtime says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from msgspec import structs

from studio.core.model import Signature
from studio.graph.macs import MacCounter
from studio.graph.parsing import Parsed, Subgraph, Tensor

KnownShapes = Mapping[int, tuple[int, ...]]
"""Tensor index in the first subgraph -> its shape; a tensor without is one that nobody knows of."""


def main_subgraph(parsed: Parsed) -> int:
    """The subgraph of the first signature."""
    return parsed.signatures[0].subgraph if parsed.signatures else 0


def input_indices(parsed: Parsed, signature: Signature) -> Iterator[tuple[str, int]]:
    """(name, tensor index in the main subgraph) of each input of the first signature."""
    indices = (
        tuple(parsed.signatures[0].inputs.values())
        if parsed.signatures
        else parsed.subgraphs[0].inputs
    )
    for spec, index in zip(signature.inputs, indices, strict=True):
        yield spec.name, index


def counter_for(
    parsed: Parsed,
    signature: Signature,
    shapes: Mapping[str, tuple[int, ...]],
    known: KnownShapes | None = None,
) -> tuple[MacCounter, int, dict[str, tuple[int, ...]]]:
    """(counter, the subgraph of the first signature, the input shapes that it counts with)."""
    main = main_subgraph(parsed)
    if known is not None:
        concrete = _concrete(parsed, known)
        tensors = concrete.subgraphs[main].tensors
        inputs = dict(input_indices(parsed, signature))
        return MacCounter(concrete), main, {name: tensors[i].shape for name, i in inputs.items()}
    used, batch, is_known = _shapes_used(parsed, signature, main, shapes)
    return MacCounter(parsed, batch, is_known), main, used


def _concrete(parsed: Parsed, known: KnownShapes) -> Parsed:
    """``parsed`` with known shapes in its first subgraph and none anywhere else.

    What control flow calls gets its shapes when it runs: there they stay place holders.
    """
    first, *others = parsed.subgraphs
    return replace(
        parsed,
        subgraphs=(
            _with_shapes(first, known),
            *(_with_shapes(other, {}) for other in others),
        ),
    )


def _with_shapes(subgraph: Subgraph, known: KnownShapes) -> Subgraph:
    tensors = tuple(
        _with_shape(tensor, known.get(index)) for index, tensor in enumerate(subgraph.tensors)
    )
    return replace(subgraph, tensors=tensors)


def _with_shape(tensor: Tensor, shape: tuple[int, ...] | None) -> Tensor:
    if shape is None:
        return tensor if tensor.is_constant else structs.replace(tensor, has_shape=False)
    return structs.replace(tensor, shape=shape, dynamic=(False,) * len(shape))


def _shapes_used(
    parsed: Parsed, signature: Signature, main: int, shapes: Mapping[str, tuple[int, ...]]
) -> tuple[dict[str, tuple[int, ...]], int | None, bool]:
    """(input name -> concrete shape, batch of dynamic first dimensions, whether all is known)."""
    subgraph = parsed.subgraphs[main]
    indices = dict(input_indices(parsed, signature))
    used: dict[str, tuple[int, ...]] = {}
    batches: set[int] = set()
    is_known = True
    for spec in signature.inputs:
        tensor = subgraph.tensors[indices[spec.name]]
        shape = tuple(shapes.get(spec.name, tensor.shape))
        is_known &= spec.rank_known and len(shape) == len(tensor.shape)
        is_known &= shape[1:] == tensor.shape[1:] and not any(tensor.dynamic[1:])
        if tensor.dynamic[:1] == (True,):
            batches.add(shape[0])
            is_known &= tensor.shape[0] == 1
        used[spec.name] = shape
    if len(batches) > 1:
        return used, None, False
    return used, next(iter(batches), None), is_known
