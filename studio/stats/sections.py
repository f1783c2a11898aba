"""Cut a measurement into sections: stretches that are long enough to be nearly independent.

Single latencies are no independent draws: neighbours share the clock frequency, the caches and the
other processes of the moment. Blocks of the same process are therefore joined, in order, into about
15 sections in all (batch means: few long batches give intervals that keep their promise, where many
short ones do not; B. Schmeiser, "Batch size effects in the analysis of simulation output",
Operations Research 30 (1982) 556-568).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

TARGET_SECTIONS = 15
_PROCESS_EFFECT_ALPHA = 0.05

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Sections:
    """``values`` (n,) in order; ``starts`` (m,) where each section begins; ``process`` (m,)."""

    values: Floats
    starts: Integers
    process: Integers

    @property
    def count(self) -> int:
        return len(self.starts)

    @property
    def sizes(self) -> Integers:
        return np.diff(np.append(self.starts, len(self.values)))

    def parts(self) -> list[Floats]:
        return np.split(self.values, self.starts[1:])

    def means(self, values: Floats) -> Floats:
        """Mean of ``values`` (n,) within each section."""
        return np.asarray(np.add.reduceat(values, self.starts) / self.sizes, dtype=np.float64)

    def by_process(self) -> Sections:
        """The same samples, one section a process."""
        first = np.flatnonzero(np.diff(self.process, prepend=-1) != 0)
        return Sections(self.values, self.starts[first], self.process[first])


def make_sections(
    values: NDArray[np.int64], process: NDArray[np.int64], block: NDArray[np.int64]
) -> Sections:
    """``values``, ``process``, ``block``: (n,), aligned, n >= 1, in any order."""
    order = np.lexsort((block, process)) if not _is_ordered(process, block) else slice(None)
    values, process, block = values[order], process[order], block[order]
    is_new = (np.diff(process) != 0) | (np.diff(block) != 0)
    block_starts = np.concatenate(([0], np.flatnonzero(is_new) + 1))
    block_process = process[block_starts]
    processes = np.unique(block_process)
    per_process = max(1, -(-TARGET_SECTIONS // len(processes)))
    starts: list[np.int64] = []
    for one in processes:
        own = block_starts[block_process == one]
        starts.extend(part[0] for part in np.array_split(own, min(per_process, len(own))))
    starts_array = np.asarray(starts, dtype=np.int64)
    return Sections(values.astype(np.float64), starts_array, process[starts_array])


def processes_differ(section_values: Floats, process: Integers) -> bool:
    """Do processes differ by more than their sections explain (F test, 5 %)?

    They do where, for instance, memory landed differently; the process is then the unit that
    repeats, and an interval over sections would promise too much.
    """
    processes, which, sizes = np.unique(process, return_inverse=True, return_counts=True)
    groups, total = len(processes), len(section_values)
    if groups < 2 or total <= groups:
        return False
    from scipy.special import fdtrc

    means = np.bincount(which, weights=section_values) / sizes
    within = float(np.sum((section_values - means[which]) ** 2)) / (total - groups)
    between = float(np.sum(sizes * (means - section_values.mean()) ** 2)) / (groups - 1)
    if within == 0:
        return between > 0
    return bool(fdtrc(groups - 1, total - groups, between / within) < _PROCESS_EFFECT_ALPHA)


def _is_ordered(process: Integers, block: Integers) -> bool:
    step, within = np.diff(process), np.diff(block)
    return bool(np.all((step > 0) | ((step == 0) & (within >= 0))))
