"""Balanced quadruples: what is left of two arms when all that disturbs both is divided out.

Blocks 2k and 2k+1 of a process hold the arms in a random order and in its reverse (see
``core.block_orders``): for any two arms that is ABBA or BAAB, in which both have the same mean
position in time. A linear drift within the quadruple cancels, and what disturbs the machine for
longer than a quadruple (0.15 s) disturbs both arms alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Floats = NDArray[np.float64]
PROCESS, BLOCK = 0, 1


@dataclass(frozen=True)
class Quadruples:
    """``log_ratio``: float64 (quadruples,), ln(candidate / baseline); ``process``: int64, aligned.

    ``index``: int64, the place of each quadruple in its process, ascending.
    """

    log_ratio: Floats
    process: NDArray[np.int64]
    index: NDArray[np.int64]

    def sitting(self, first_blocks: Mapping[int, Sequence[int]]) -> NDArray[np.int64]:
        """int64 (quadruples,): a number for each process and sitting of it.

        ``first_blocks``: process -> the blocks with which its sittings began, ascending.
        """
        keys = [
            (process, bisect_right(first_blocks.get(process, ()), 2 * index))
            for process, index in zip(self.process.tolist(), self.index.tolist(), strict=True)
        ]
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        return np.array([numbers[key] for key in keys], np.int64)

    def __len__(self) -> int:
        return len(self.log_ratio)


def pair(baseline: Rows, candidate: Rows, column: int) -> Quadruples:
    """The complete quadruples of two arms.

    ``baseline``, ``candidate``: int64 (samples, columns) in the order measured, process and block
    in the first two columns; ``column``: nanoseconds to compare. What counts of a burst is its
    median (see :func:`burst_medians`).
    """
    first, second = burst_medians(baseline, column), burst_medians(candidate, column)
    found = []
    for process, block in first:
        if block % 2:
            continue
        places = (process, block), (process, block + 1)
        if all(place in first and place in second for place in places):
            logs = [np.log(second[place] / first[place]) for place in places]
            found.append((sum(logs) / 2, process, block // 2))
    found.sort(key=lambda quadruple: quadruple[1:])
    columns = list(zip(*found, strict=True)) or [(), (), ()]
    return Quadruples(
        np.array(columns[0], np.float64),
        np.array(columns[1], np.int64),
        np.array(columns[2], np.int64),
    )


def burst_medians(rows: Rows, column: int) -> dict[tuple[int, int], float]:
    """(process, block) -> median of that block's samples; bursts without a positive one left out.

    The median and not the mean: of 77 A/A trials of MobileNetV2 on a busy machine the intervals
    from CPU time missed 1 in 14 with medians, in 16 with means and in 21 with minima; their widths
    differed little.
    """
    if not len(rows):
        return {}
    keys = rows[:, [PROCESS, BLOCK]]
    starts = np.flatnonzero(np.any(np.diff(keys, axis=0) != 0, axis=1)) + 1
    medians = {}
    for part in np.split(rows, starts):
        middle = float(np.median(part[:, column]))
        if middle > 0:
            medians[int(part[0, PROCESS]), int(part[0, BLOCK])] = middle
    return medians
