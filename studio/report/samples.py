"""Raw samples of a run as arrays, for plots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from studio.core.errors import StudioError
from studio.core.sample_file import BlockRecord, decode, read_blocks
from studio.core.session import Run


@dataclass(frozen=True)
class RawSamples:
    """Columns of equal length: file, process and sequence number of the block (int64); wall ms."""

    file: npt.NDArray[np.int64]
    process: npt.NDArray[np.int64]
    block: npt.NDArray[np.int64]
    wall_ms: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.wall_ms)

    def of(self, file: int) -> npt.NDArray[np.float64]:
        """Wall times of one file in ms, in the order measured."""
        chosen: npt.NDArray[np.float64] = self.wall_ms[self.file == file]
        return chosen


def blocks_of(run: Run) -> list[BlockRecord]:
    """The blocks in the run's sample file; none where it is gone or damaged."""
    path = run.result.samples_path
    if not path or not Path(path).is_file():
        return []
    try:
        return list(read_blocks(path))
    except (OSError, StudioError):
        return []


def raw_samples(blocks: Iterable[BlockRecord]) -> RawSamples:
    """``block`` counts over all processes, in the order of (process, block)."""
    parts: list[npt.NDArray[np.int64]] = []
    process: list[npt.NDArray[np.int64]] = []
    number: list[npt.NDArray[np.int64]] = []
    for index, record in enumerate(sorted(blocks, key=lambda item: (item.process, item.block))):
        rows = np.array(decode(record.payload, record.count), dtype=np.int64).reshape(-1, 4)
        parts.append(rows)
        process.append(np.full(len(rows), record.process, dtype=np.int64))
        number.append(np.full(len(rows), index, dtype=np.int64))
    if not parts:
        empty = np.empty(0, dtype=np.int64)
        return RawSamples(empty, empty, empty, np.empty(0, dtype=np.float64))
    rows = np.concatenate(parts)
    return RawSamples(
        rows[:, 0], np.concatenate(process), np.concatenate(number), rows[:, 2] / 1_000_000
    )
