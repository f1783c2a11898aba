"""Which items of two ordered lists belong together, where the order leaves only one answer.

The longest common subsequence by dynamic programming (Wagner and Fischer 1974), within a band that
is widened until no best alignment can lie outside of it (Ukkonen 1985). What differs from a diff
tool: of all the best alignments not one is picked. A pair counts only where every best alignment
has it.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

FirstT = TypeVar("FirstT")
SecondT = TypeVar("SecondT")


@dataclass(frozen=True)
class Alignment:
    """Indices. ``pairs``: first -> second, certain. ``open_first``/``open_second``: has a partner
    in some best alignment, but not the same one in all. What is in neither has none.
    """

    pairs: dict[int, int]
    open_first: frozenset[int] = frozenset()
    open_second: frozenset[int] = frozenset()


def align(
    first: Sequence[FirstT],
    second: Sequence[SecondT],
    fits: Callable[[FirstT, SecondT], bool],
    most_cells: int = 5_000_000,
) -> Alignment:
    """Align in order, as many pairs that fit as possible.

    ``most_cells``: lists so long and different that their table would be larger are left open
    altogether; a million cells take about a second.
    """
    width = abs(len(first) - len(second)) + 16
    longest = max(len(first), len(second))
    while (len(first) + 1) * (2 * width + 1) <= most_cells:
        table = _Table(first, second, fits, width)
        if width >= longest or len(first) + len(second) - 2 * table.best <= width:
            return table.alignment()
        width = min(2 * width, longest)
    return Alignment({}, frozenset(range(len(first))), frozenset(range(len(second))))


class _Table:
    """Most pairs of all prefixes and of all suffixes whose lengths differ by at most ``width``."""

    def __init__(
        self,
        first: Sequence[FirstT],
        second: Sequence[SecondT],
        fits: Callable[[FirstT, SecondT], bool],
        width: int,
    ) -> None:
        self._rows, self._columns, self._width = len(first), len(second), width
        self._fitting = [
            [j for j in self._band(i) if j < len(second) and fits(one, second[j])]
            for i, one in enumerate(first)
        ]
        self._before = self._prefixes()
        self._after = self._suffixes()
        self.best = self._before[self._rows][self._at(self._rows, self._columns)]

    def alignment(self) -> Alignment:
        partners: dict[int, list[int]] = {}
        wanted: dict[int, set[int]] = {}
        for i in range(self._rows):
            found = [j for j in self._fitting[i] if self._is_on_best(i, j)]
            if found:
                partners[i] = found
                for j in found:
                    wanted.setdefault(j, set()).add(i)
        pairs = {
            i: found[0]
            for i, found in partners.items()
            if len(found) == 1 and len(wanted[found[0]]) == 1 and not self._can_skip(i)
        }
        return Alignment(
            pairs,
            frozenset(partners) - frozenset(pairs),
            frozenset(wanted) - frozenset(pairs.values()),
        )

    def _band(self, i: int) -> range:
        return range(max(0, i - self._width), min(self._columns, i + self._width) + 1)

    def _at(self, i: int, j: int) -> int:
        return j - i + self._width

    def _is_on_best(self, i: int, j: int) -> bool:
        before = self._before[i][self._at(i, j)]
        after = self._after[i + 1][self._at(i + 1, j + 1)]
        return bool(before >= 0 and after >= 0 and before + 1 + after == self.best)

    def _can_skip(self, i: int) -> bool:
        below = self._band(i + 1)
        for j in self._band(i):
            if j in below:
                before = self._before[i][self._at(i, j)]
                after = self._after[i + 1][self._at(i + 1, j)]
                if before >= 0 and after >= 0 and before + after == self.best:
                    return True
        return False

    def _empty(self) -> list[array[int]]:
        blank = array("i", [-1]) * (2 * self._width + 1)
        return [array("i", blank) for _ in range(self._rows + 1)]

    def _prefixes(self) -> list[array[int]]:
        table, width = self._empty(), self._width
        for i in range(self._rows + 1):
            row, above = table[i], table[i - 1]
            fitting = set(self._fitting[i - 1]) if i else set()
            for j in self._band(i):
                at = j - i + width
                value = 0 if i == 0 or j == 0 else -1
                if i and at < 2 * width:
                    value = max(value, above[at + 1])
                if j and at:
                    value = max(value, row[at - 1])
                if i and j and (j - 1) in fitting and above[at] >= 0:
                    value = max(value, above[at] + 1)
                row[at] = value
        return table

    def _suffixes(self) -> list[array[int]]:
        table, width = self._empty(), self._width
        for i in range(self._rows, -1, -1):
            row = table[i]
            below = table[i + 1] if i < self._rows else row
            fitting = set(self._fitting[i]) if i < self._rows else set()
            for j in reversed(self._band(i)):
                at = j - i + width
                value = 0 if i == self._rows or j == self._columns else -1
                if i < self._rows and at:
                    value = max(value, below[at - 1])
                if j < self._columns and at < 2 * width:
                    value = max(value, row[at + 1])
                if j in fitting and below[at] >= 0:
                    value = max(value, below[at] + 1)
                row[at] = value
        return table
