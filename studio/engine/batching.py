"""Runs a source on a whole data set: several samples at a time where that changes nothing.

A call of a traced function costs about a millisecond whatever it computes: of the digits sample 16
at once take a seventh of the processor time. The source is traced again for a batch, and the first
one runs both ways; where the outputs are not the same, all samples are run one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.core.child import Reporter
from studio.core.errors import StudioError
from studio.core.messages import title_of
from studio.core.model import Signature
from studio.data import LoadedDataset
from studio.data.batches import differing
from studio.data.layout import fixed_batch
from studio.engine.running import SampleRunner
from studio.engine.shapes import resolve
from studio.engine.source import Sources

MOST_BATCH = 32
MACS_AT_ONCE = 2_000_000_000
"""Bounds the memory of a batch; of six runs of MobileNetV2 at once a sample takes 0.75 of the
processor time that it takes alone."""
LEAST_BATCHES = 8
"""Fewer would not pay for tracing, and for running the first one twice."""


@dataclass(frozen=True)
class Opened:
    """``chosen``: the signature of ``source`` that is run, its dimensions as the file has them."""

    source: Any
    sources: Sources
    chosen: Signature


def run_all(
    dataset: LoadedDataset,
    runner: SampleRunner,
    opened: Opened,
    reporter: Reporter,
    *,
    batched: bool,
) -> dict[str, np.ndarray]:
    """Outputs for every sample, inputs bound a part at a time: name -> (samples, ...)."""
    signature = runner.traced.signature
    total, done = dataset.count(signature), 0
    faster = _faster(runner, opened, total, reporter) if batched else None
    is_proven = False
    collected: dict[str, list[np.ndarray]] = {}
    for inputs in dataset.parts(signature):
        if faster is not None and not is_proven:
            why = _unlike(faster, runner, inputs, reporter, total)
            is_proven = not why
            if why:
                reporter.note(f"samples were run one at a time: {why}")
                faster = None
        for name, array in (faster or runner).run(inputs, reporter, done, total).items():
            collected.setdefault(name, []).append(array)
        done += len(next(iter(inputs.values())))
    return {name: np.concatenate(arrays) for name, arrays in collected.items()}


def _faster(
    runner: SampleRunner, opened: Opened, total: int, reporter: Reporter
) -> SampleRunner | None:
    """The source traced for several samples; None where it takes one only, or keeps a state."""
    traced = runner.traced
    is_open = all(spec.shape[:1] == (None,) for spec in opened.chosen.inputs)
    if traced.is_stateful or not is_open or fixed_batch(traced.signature) > 1:
        return None
    macs = opened.sources.macs(traced)
    batch = 0 if macs is None else min(MOST_BATCH, MACS_AT_ONCE // max(1, macs))
    if batch < 2 or total < LEAST_BATCHES * batch:
        return None
    shapes = {
        spec.name: (batch, *(dim or 1 for dim in spec.shape[1:]))
        for spec in traced.signature.inputs
    }
    try:
        together = opened.sources.traced(opened.source, resolve(opened.chosen, shapes), reporter)
    except StudioError as error:
        reporter.note(f"samples are run one at a time: {title_of(error)}")
        return None
    if fixed_batch(together.signature) != batch:
        return None
    return SampleRunner(together, f"{runner.identity} x{batch}", runner.memory)


def _unlike(
    faster: SampleRunner,
    runner: SampleRunner,
    inputs: Mapping[str, np.ndarray],
    reporter: Reporter,
    total: int,
) -> str:
    """Why the first batch does not come out together as one by one; "" = it does."""
    batch = fixed_batch(faster.traced.signature)
    first = {name: array[:batch] for name, array in inputs.items()}
    reporter.batched()
    try:
        together = faster.run(first, reporter, 0, total)
    except StudioError as error:
        return title_of(error)
    name = differing(together, runner.run(first, reporter, 0, total))
    return f"“{name}” is another one in a batch of {batch}" if name else ""
