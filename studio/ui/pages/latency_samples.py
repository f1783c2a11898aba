"""Stored raw samples for the plots and the exports; reading is for a background thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QWidget

from studio.core.errors import ErrorInfo, RunError
from studio.core.sample_file import BlockRecord, decode, read_blocks
from studio.core.session import Run
from studio.ui.pages.latency_data import RunSamples
from studio.ui.worker import run_in_background


def read_run(run: Run, stored: Callable[[str], Iterable[BlockRecord]]) -> list[BlockRecord]:
    """The blocks of a run, from the history, else from the file that the run wrote.

    ``stored``: History.samples. Raises RunError ``samples-missing``, ``samples-damaged``.
    """
    blocks = list(stored(run.id))
    path = Path(run.result.samples_path) if run.result.samples_path else None
    if not blocks and path is not None and path.is_file():
        blocks = list(read_blocks(path))
    if not blocks:
        raise RunError("samples-missing")
    return blocks


def read_in_background(
    owner: QWidget,
    run: Run,
    stored: Callable[[str], Iterable[BlockRecord]],
    on_read: Callable[[RunSamples], None],
    on_failed: Callable[[ErrorInfo], None],
) -> None:
    """``on_read`` is given the samples of ``run``, unless ``owner`` has ended before; ``on_failed``
    what :func:`read_run` raises, whose ``stored`` is wanted."""
    run_in_background(
        owner,
        lambda: to_samples(read_run(run, stored), len(run.result.measurements)),
        on_read,
        on_failed,
    )


def to_samples(blocks: Iterable[BlockRecord], variants: int) -> RunSamples:
    samples = RunSamples(variants)
    for block in blocks:
        rows = _rows(block)
        samples.add(rows[:, 0], rows[:, 2])
    return samples


def _rows(block: BlockRecord) -> NDArray[np.int64]:
    return np.frombuffer(decode(block.payload, block.count), dtype=np.int64).reshape(-1, 4)
