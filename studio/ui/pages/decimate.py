"""A growing series that can be drawn at any zoom for the price of a few thousand points.

Smallest and largest value of every 16, 32, 64, ... samples are kept up to date as samples arrive,
so that a redraw reads one level of that pyramid instead of all samples, and no outlier is lost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
FIRST_BUCKET = 16
LEVELS = 18
CAPACITY = 1 << 22
"""So many samples are held; then the oldest quarter goes (see ``dropped``)."""


_NOTHING = np.empty(0)


@dataclass(frozen=True)
class View:
    """What to draw of a series.

    ``is_buckets``: ``x``, ``y`` are min/max pairs at the same place, and ``middle_x``, ``middle_y``
    the medians of the buckets; else they are the single points, and there are no medians.
    """

    x: Floats
    y: Floats
    is_buckets: bool
    middle_x: Floats
    middle_y: Floats


class MinMaxSeries:
    """Points (x ascending, y) of one line. Arrays are float64; appending is amortized O(n)."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._x = np.empty(1024)
        self._y = np.empty(1024)
        self._low = [np.empty(64) for _ in range(LEVELS)]
        self._high = [np.empty(64) for _ in range(LEVELS)]
        self._done = [0] * LEVELS
        self._count = 0
        self._median_level = -1
        self._medians = _NOTHING
        self.dropped = 0

    def __len__(self) -> int:
        return self._count

    @property
    def x(self) -> Floats:
        return self._x[: self._count]

    @property
    def y(self) -> Floats:
        return self._y[: self._count]

    def append(self, x: Floats, y: Floats) -> None:
        """Add points to the right; ``x`` must not go back."""
        if len(x) > self._capacity:
            self.dropped += len(x) - self._capacity
            x, y = x[-self._capacity :], y[-self._capacity :]
        while self._count + len(x) > self._capacity:
            self._drop_oldest()
        start, self._count = self._count, self._count + len(x)
        self._x = _grown(self._x, self._count)
        self._y = _grown(self._y, self._count)
        self._x[start : self._count] = x
        self._y[start : self._count] = y
        self._update_levels()

    def nearest(self, x: float) -> int:
        """Index of the point nearest to ``x``; -1 where there is none."""
        if not self._count:
            return -1
        right = int(np.searchsorted(self.x, x))
        if right == 0:
            return 0
        if right == self._count or x - self._x[right - 1] < self._x[right] - x:
            return right - 1
        return right

    def view(self, left: float, right: float, pixels: int) -> View:
        """What to draw between ``left`` and ``right``: at most 2 min/max pairs for each pixel.

        Where there are fewer points than that, the points themselves. The neighbors just outside
        are included, so that lines reach the border.
        """
        first = max(int(np.searchsorted(self.x, left)) - 1, 0)
        last = min(int(np.searchsorted(self.x, right, side="right")) + 1, self._count)
        if last - first <= 4 * pixels:
            return self._points(first, last)
        level = 0
        while (last - first) // (FIRST_BUCKET << level) > 2 * pixels - 2 and level < LEVELS - 1:
            level += 1
        if FIRST_BUCKET << level > last - first:
            return self._points(first, last)
        return self._buckets(level, first, last)

    def _points(self, first: int, last: int) -> View:
        return View(self._x[first:last], self._y[first:last], False, _NOTHING, _NOTHING)

    def _buckets(self, level: int, first: int, last: int) -> View:
        size = FIRST_BUCKET << level
        begin, end = first // size, min(-(-last // size), self._done[level])
        pairs = end - begin
        rest = self._y[end * size : last]
        count = pairs + (1 if len(rest) else 0)
        x, y = np.empty(2 * count), np.empty(2 * count)
        x[: 2 * pairs] = np.repeat(self._x[begin * size : end * size : size], 2)
        y[0 : 2 * pairs : 2] = self._low[level][begin:end]
        y[1 : 2 * pairs : 2] = self._high[level][begin:end]
        if len(rest):
            x[-2:] = self._x[end * size]
            y[-2:] = rest.min(), rest.max()
        middle = self._medians_of(level, begin, end)
        return View(x, y, True, x[0 : 2 * pairs : 2], middle)

    def _medians_of(self, level: int, begin: int, end: int) -> Floats:
        """Medians of whole buckets. Kept for the level last asked for, since redraws ask again."""
        if level != self._median_level:
            self._median_level, self._medians = level, np.full(64, np.nan)
        size, known = FIRST_BUCKET << level, len(self._medians)
        if end > known:
            self._medians = np.append(self._medians, np.full(max(end, known), np.nan))
        wanted = self._medians[begin:end]
        missing = np.flatnonzero(np.isnan(wanted))
        if len(missing):
            start, stop = begin + int(missing[0]), begin + int(missing[-1]) + 1
            rows = self._y[start * size : stop * size].reshape(stop - start, size)
            self._medians[start:stop] = np.median(rows, axis=1)
        return self._medians[begin:end]

    def _update_levels(self) -> None:
        low, high, size = self.y, self.y, FIRST_BUCKET
        for level in range(LEVELS):
            done, complete = self._done[level], len(low) // size
            if complete == done:
                return
            self._low[level] = _grown(self._low[level], complete)
            self._high[level] = _grown(self._high[level], complete)
            shape = (complete - done, size)
            self._low[level][done:complete] = (
                low[done * size : complete * size].reshape(shape).min(axis=1)
            )
            self._high[level][done:complete] = (
                high[done * size : complete * size].reshape(shape).max(axis=1)
            )
            self._done[level] = complete
            low, high, size = self._low[level][:complete], self._high[level][:complete], 2

    def _drop_oldest(self) -> None:
        gone = max(self._count // 4, 1)
        kept = self._count - gone
        self._x[:kept] = self._x[gone : self._count].copy()
        self._y[:kept] = self._y[gone : self._count].copy()
        self._count = kept
        self.dropped += gone
        self._done = [0] * LEVELS
        self._median_level = -1
        self._update_levels()


def _grown(array: Floats, needed: int) -> Floats:
    if needed <= len(array):
        return array
    larger = np.empty(max(needed, 2 * len(array)))
    larger[: len(array)] = array
    return larger
