"""Finds the first op that two kernels compute differently, each op run by itself on the same."""

from __future__ import annotations

import tempfile
from contextlib import closing
from pathlib import Path

import numpy as np

from studio.core.agreement import FirstDifference
from studio.core.agreement_text import is_within
from studio.core.child import Reporter
from studio.core.verify_protocol import PartRequest, PartResult
from studio.data.computed import read_reference
from studio.graph.apart import Apart, can_stand_alone
from studio.graph.parsing import Tensor
from studio.runtimes.litert_interpreter import FedModel, WatchedModel, load_fed, load_watched
from studio.verify.counterparts import Side, apart_of, read_side
from studio.verify.diagnose import KERNELS
from studio.verify.running import Runner
from studio.verify.ways import largest_difference

SAMPLES = 4
"""Every op is run on so many; a difference of kernels shows in the first."""


def part(request: PartRequest, reporter: Reporter) -> PartResult:
    """What LiteRT's own kernels make of the inputs is what both kernels are fed with, op by op.

    A delegate joins ops in the whole file, which by themselves it cannot: what comes of that shows
    in the outputs alone. Raises RunError, ModelError as :func:`load_fed`.
    """
    side = read_side(request.file)
    main = side.parsed.subgraphs[0]
    alone = [at for at, op in enumerate(main.ops) if op.inputs and can_stand_alone(op, main)]
    if not alone:
        return PartResult()
    apart = apart_of(side, alone)
    largest = dict.fromkeys(apart.outputs, 0.0)
    spans: dict[int, tuple[float, float]] = {}
    inputs = read_reference(request.inputs).inputs
    watched = load_watched(request.file, KERNELS)
    with tempfile.TemporaryDirectory(prefix="studio-part-") as folder:
        path = Path(folder) / "apart.tflite"
        path.write_bytes(apart.content)
        with (
            Runner(request.file, watched) as whole,
            closing(load_fed(path, request.first)) as first,
            closing(load_fed(path, request.second)) as second,
        ):
            samples = min(SAMPLES, len(next(iter(inputs.values()))))
            for at in range(samples):
                reporter.phase("comparing-tensors", at / samples, at, samples)
                whole.run({name: array[at : at + 1] for name, array in inputs.items()})
                _add(apart, watched, first, second, largest, spans)
    return PartResult(first=_first(request, side, apart, largest, spans, len(main.ops)))


def _add(
    apart: Apart,
    watched: WatchedModel,
    first: FedModel,
    second: FedModel,
    largest: dict[int, float],
    spans: dict[int, tuple[float, float]],
) -> None:
    fed = [watched.tensor(feed.tensor) for feed in apart.feeds]
    for model in (first, second):
        model.feed(fed)
        model.invoke()
    for tensor, ours, theirs in zip(apart.outputs, first.made(), second.made(), strict=True):
        difference, _ = largest_difference(np.atleast_1d(ours), np.atleast_1d(theirs))
        largest[tensor] = max(largest[tensor], difference)
        known = ours[np.isfinite(ours)] if ours.dtype.kind == "f" else ours
        if known.size:
            low, high = spans.get(tensor, (np.inf, -np.inf))
            spans[tensor] = min(low, float(known.min())), max(high, float(known.max()))


def _first(
    request: PartRequest,
    side: Side,
    apart: Apart,
    largest: dict[int, float],
    spans: dict[int, tuple[float, float]],
    ops: int,
) -> FirstDifference | None:
    main = side.parsed.subgraphs[0]
    made_by = {tensor: at for at, op in enumerate(main.ops) for tensor in op.outputs}
    found = []
    for tensor in apart.outputs:
        difference = largest[tensor]
        if difference == 0:
            continue
        steps, share = _scaled(difference, main.tensors[tensor], spans.get(tensor))
        found.append((made_by[tensor], tensor, steps, share, is_within(steps, share)))
    if not found:
        return None
    found.sort()
    beyond = [one for one in found if not one[4]]
    at, tensor, steps, share, within = (beyond or found)[0]
    node = side.graph.nodes[at]
    return FirstDifference(
        first=request.first,
        second=request.second,
        op=node.op,
        op_index=at,
        node_id=node.id,
        name=side.graph.tensors[tensor].name,
        steps=steps,
        share=share,
        is_beyond=not within,
        beyond=len({one[0] for one in beyond}),
        differing=len({one[0] for one in found}),
        compared=len({made_by[tensor] for tensor in apart.outputs}),
        ops=ops,
    )


def _scaled(
    difference: float, tensor: Tensor, span: tuple[float, float] | None
) -> tuple[float | None, float | None]:
    """(steps, None) of a quantized tensor, whose stored values differ by whole steps; (None, share
    of its range) of others; (None, None) where it is not finite."""
    if not np.isfinite(difference):
        return None, None
    if tensor.is_quantized:
        return difference, None
    width = span[1] - span[0] if span is not None else 0.0
    return None, difference / width if width > 0 else 1.0
