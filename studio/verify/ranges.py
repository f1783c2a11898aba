"""How the range of each tensor grows from sample to sample, and what other data do outside it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from studio.core.child import Reporter
from studio.core.data_findings import RangeFigures
from studio.core.model import Graph
from studio.core.targets import make_target
from studio.runtimes.litert_interpreter import WatchedModel, load_watched
from studio.verify.running import Runner

_KERNELS = make_target("litert-interpreter", kernels="builtin")
SETTLED = 0.05
"""A range is settled once it grows by no more of itself: 5 % cost 0.07 bits of 8."""
_STEPS = 255


def measure_ranges(
    path: str,
    graph: Graph,
    used: Mapping[str, np.ndarray],
    held_out: Mapping[str, np.ndarray] | None,
    reporter: Reporter,
) -> tuple[RangeFigures, ...]:
    """Of each float tensor that an op of the main subgraph makes, and that varies.

    ``used``: the samples that calibrate, in their order; ``held_out``: others, None = none. Name
    -> (samples, *sample shape). A held-out value counts as outside beyond half a step of int8.
    Raises RunError, ModelError as ``Runner``.
    """
    indices = _watched(graph)
    watched = load_watched(path, _KERNELS)
    total = _count(used) + (_count(held_out) if held_out is not None else 0)
    with Runner(path, watched) as runner:
        lows, highs = [], []
        for at in range(_count(used)):
            reporter.phase("examining", at / total, at, total)
            _run(runner, used, at)
            ends = [_ends(watched, index) for index in indices]
            lows.append([low for low, _ in ends])
            highs.append([high for _, high in ends])
        low, high = np.array(lows), np.array(highs)
        counts = np.zeros((2, len(indices)), np.int64)
        for at in range(_count(held_out) if held_out is not None else 0):
            assert held_out is not None
            reporter.phase("examining", (len(lows) + at) / total, len(lows) + at, total)
            _run(runner, held_out, at)
            counts += _outside(watched, indices, low.min(axis=0), high.max(axis=0))
    return tuple(
        _figures(graph.tensors[index].name, low[:, place], high[:, place], counts[:, place])
        for place, index in enumerate(indices)
        if np.isfinite(low[:, place]).all() and low[:, place].min() < high[:, place].max()
    )


def _watched(graph: Graph) -> list[int]:
    found: dict[int, None] = {}
    for node in graph.nodes:
        if node.subgraph == 0:
            found |= dict.fromkeys(
                index
                for index in node.outputs
                if index >= 0
                and graph.tensors[index].dtype == "float32"
                and not graph.tensors[index].is_constant
            )
    return list(found)


def _run(runner: Runner, inputs: Mapping[str, np.ndarray], at: int) -> None:
    runner.run({name: array[at : at + 1] for name, array in inputs.items()})


def _ends(watched: WatchedModel, index: int) -> tuple[float, float]:
    values = watched.tensor(index)
    return (float(values.min()), float(values.max())) if values.size else (np.nan, np.nan)


def _outside(
    watched: WatchedModel, indices: list[int], low: np.ndarray, high: np.ndarray
) -> np.ndarray:
    """(2, tensors): how many values lie outside of the range, and how many there are."""
    counts = np.zeros((2, len(indices)), np.int64)
    for place, index in enumerate(indices):
        values = watched.tensor(index)
        room = (high[place] - low[place]) / _STEPS / 2
        beyond = (values < low[place] - room) | (values > high[place] + room)
        counts[:, place] = np.count_nonzero(beyond), values.size
    return counts


def _figures(name: str, low: np.ndarray, high: np.ndarray, counts: np.ndarray) -> RangeFigures:
    """``low``, ``high``: (samples,) of one tensor; ``counts``: (outside, all) of held-out data."""
    lowest, highest = np.minimum.accumulate(low), np.maximum.accumulate(high)
    width = highest - lowest
    missing = 1 - width / width[-1]
    before = len(low) * 3 // 4
    outside, total = counts
    return RangeFigures(
        tensor=name,
        minimum=float(lowest[-1]),
        maximum=float(highest[-1]),
        grown=float(missing[before - 1]) if before else 1.0,
        enough=int(np.argmax(missing <= SETTLED)) + 1,
        outside=float(outside / total) if total else None,
    )


def _count(inputs: Mapping[str, np.ndarray]) -> int:
    return len(next(iter(inputs.values())))
