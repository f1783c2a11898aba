"""Which tensors of a graph can be its inputs and outputs, where its file does not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from studio.core.model import Graph, GraphTensor, Shape, Signature


class End(msgspec.Struct, frozen=True, kw_only=True):
    """A tensor that can be chosen. ``is_proposed``: a placeholder (as an input), or what no op
    reads (as an output)."""

    name: str
    dtype: str
    shape: Shape
    rank_known: bool
    is_proposed: bool


def input_ends(graph: Graph) -> tuple[End, ...]:
    """All that is not constant, in the graph's order; proposed are its placeholders."""
    return _ends(graph, {at for each in graph.inputs for at in each})


def output_ends(graph: Graph) -> tuple[End, ...]:
    """All that is computed, in the graph's order; proposed is what no op reads."""
    read = {at for node in graph.nodes for at in node.inputs}
    made = [node.outputs for node in graph.nodes]
    last = {at for outputs in made if not read.intersection(outputs) for at in outputs}
    computed = {at for outputs in made for at in outputs}
    return tuple(
        one
        for one, tensor in zip(_ends(graph, last), _fit(graph), strict=True)
        if tensor.index in computed
    )


def with_end_names(graph: Graph, signature: Signature) -> Graph:
    """``graph`` whose inputs and outputs are called as in ``signature``, by their places; those of
    a side stay without where its number or types are others."""
    names: dict[int, str] = {}
    for side, specs in ((graph.inputs, signature.inputs), (graph.outputs, signature.outputs)):
        ends = side[0] if side else ()
        types = [graph.tensors[index].dtype for index in ends]
        if types == [spec.dtype for spec in specs]:
            names |= {index: spec.name for index, spec in zip(ends, specs, strict=True)}
    return replace(graph, end_names=names)


def full_name(name: str) -> str:
    """ "image" stands for "image:0"."""
    return name if ":" in name else f"{name}:0"


def matching(ends: Sequence[End], text: str, chosen: Iterable[str]) -> list[End]:
    """Those whose name has all words of ``text`` in it; without any the proposed and the chosen
    ones. ``chosen``: full names."""
    words, picked = text.casefold().split(), set(chosen)
    if not words:
        return [one for one in ends if one.is_proposed or one.name in picked]
    return [one for one in ends if all(word in one.name.casefold() for word in words)]


def _fit(graph: Graph) -> list[GraphTensor]:
    return [one for one in graph.tensors if one.name and not one.is_constant]


def _ends(graph: Graph, proposed: set[int]) -> tuple[End, ...]:
    return tuple(
        End(
            name=full_name(one.name),
            dtype=one.dtype,
            shape=one.shape,
            # a rank that is not known stands there as no dimensions at all; its size is 0 then
            rank_known=bool(one.shape) or one.size_bytes > 0,
            is_proposed=one.index in proposed,
        )
        for one in _fit(graph)
    )
