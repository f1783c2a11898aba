"""The samples of one run as the plots need them: series over time and a histogram per variant.

Filled live from batches, or at once from what the history stored; the same in both cases.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

import numpy as np
from numpy.typing import NDArray

from studio.core.measure_protocol import SampleRow
from studio.core.measurements import BenchmarkResult
from studio.ui.pages.decimate import Floats, MinMaxSeries

_BINS_PER_DECADE = 2_000
_LOWEST_MS = 1e-4
_DECADES = 10


class LogHistogram:
    """Counts of latencies in bins of equal ratio (0.12 %), from 0.1 us to 1,000 s. Adding is O(n).

    Fine enough to be summed into any bins that a plot wants, and to read a median from.
    """

    def __init__(self) -> None:
        self._counts = np.zeros(_BINS_PER_DECADE * _DECADES, dtype=np.int64)
        self._edges = _LOWEST_MS * 10 ** (np.arange(len(self._counts) + 1) / _BINS_PER_DECADE)
        self._below = np.zeros(len(self._counts) + 1, dtype=np.int64)
        self._is_summed = True
        self.total = 0

    def add(self, latencies_ms: Floats) -> None:
        place = np.log10(np.maximum(latencies_ms, _LOWEST_MS) / _LOWEST_MS) * _BINS_PER_DECADE
        place = np.clip(place.astype(np.int64), 0, len(self._counts) - 1)
        self._counts += np.bincount(place, minlength=len(self._counts))
        self._is_summed = False
        self.total += len(latencies_ms)

    def quantile(self, q: float) -> float | None:
        """The latency (ms) below which a share ``q`` lies, to within 0.12 %; None while empty."""
        if not self.total:
            return None
        place = int(np.searchsorted(self._sums()[1:], max(q * self.total, 1)))
        place = min(place, len(self._counts) - 1)
        return float(np.sqrt(self._edges[place] * self._edges[place + 1]))

    def counts_in(self, edges: Floats) -> Floats:
        """Samples in each bin between ``edges`` (ms, ascending), split where a fine bin is cut."""
        return np.diff(np.interp(edges, self._edges, self._sums()))

    def share_up_to(self, latency_ms: float) -> float:
        """The part of the samples at or below ``latency_ms``; 0 while there are none."""
        below = float(np.interp(latency_ms, self._edges, self._sums()))
        return below / self.total if self.total else 0.0

    def distribution(self) -> tuple[Floats, Floats]:
        """Latencies (ms) and the percentages of the samples below, where there are any."""
        sums = self._sums()
        first = max(int(np.searchsorted(sums, 0, side="right")) - 1, 0)
        last = int(np.searchsorted(sums, self.total)) + 1
        return self._edges[first:last], 100.0 * sums[first:last] / max(self.total, 1)

    def _sums(self) -> NDArray[np.int64]:
        """How many lie below each edge; summed up once between two batches."""
        if not self._is_summed:
            np.cumsum(self._counts, out=self._below[1:])
            self._is_summed = True
        return self._below


class VariantSamples:
    """One line of the plots."""

    def __init__(self) -> None:
        self.series = MinMaxSeries()
        self.histogram = LogHistogram()
        self._sum_ms = 0.0
        self._ordered: Floats | None = None

    @property
    def ordered_ms(self) -> Floats | None:
        """All latencies that are held, ascending; None where they have not been sorted yet."""
        known = self._ordered
        return known if known is not None and len(known) == len(self.series) else None

    def sort(self) -> Floats:
        """Any thread, when no more samples come."""
        ordered = np.sort(self.series.y)
        self._ordered = ordered
        return ordered

    @property
    def count(self) -> int:
        return self.histogram.total

    @property
    def mean(self) -> float | None:
        return self._sum_ms / self.count if self.count else None

    def add(self, at_s: Floats, latencies_ms: Floats) -> None:
        self.series.append(at_s, latencies_ms)
        self.histogram.add(latencies_ms)
        self._sum_ms += float(latencies_ms.sum())


class RunSamples:
    """All samples of a run of ``variants`` files, in the order in which they were taken.

    The time axis is the time spent inside timed runs, added up over all variants (seconds): it can
    be told from stored samples too, and leaves out the pauses between processes.
    """

    def __init__(self, variants: int) -> None:
        self.variants = tuple(VariantSamples() for _ in range(variants))
        self.seconds = 0.0
        self.count = 0
        self.busy_percent: float | None = None

    def add_rows(self, rows: Sequence[SampleRow]) -> None:
        """Take in a batch as it comes from the measuring child."""
        pairs = [(row.variant, row.wall_ns) for row in rows]
        table = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
        self.add(table[:, 0], table[:, 1])

    def add(self, variant: NDArray[np.int64], wall_ns: NDArray[np.int64]) -> None:
        """``variant``: index of the file; ``wall_ns``: nanoseconds. Both (samples,), in order."""
        if not len(variant):
            return
        at = self.seconds + np.cumsum(wall_ns) / 1e9
        milliseconds = wall_ns / 1e6
        for index, samples in enumerate(self.variants):
            chosen = variant == index
            if chosen.any():
                samples.add(at[chosen], milliseconds[chosen])
        self.seconds = float(at[-1])
        self.count += len(variant)

    def is_whole(self, result: BenchmarkResult) -> bool:
        """Whether these are all samples of the run (the page may have been made late)."""
        return self.count == sum(item.samples for item in result.measurements)

    def latency_range(
        self, with_outliers: bool, only: Container[int] | None = None
    ) -> tuple[float, float] | None:
        """Bounds (ms) for a plot's axis: of all samples, or without those far out; ``only``: of
        these variants, by their places.

        Far out is above the 99th percentile, 1.5 times the 90th, or 3 times the median: on a busy
        machine many runs take far longer, and would press the medians against the axis.
        """
        full = [
            samples
            for index, samples in enumerate(self.variants)
            if samples.count and (only is None or index in only)
        ]
        if not full:
            return None
        low = min(_of(samples.histogram.quantile(0.0)) for samples in full)
        if with_outliers:
            return low, max(_of(samples.histogram.quantile(1.0)) for samples in full)
        return low, max(
            min(
                _of(one.histogram.quantile(0.99)),
                1.5 * _of(one.histogram.quantile(0.9)),
                3.0 * _of(one.histogram.quantile(0.5)),
            )
            for one in full
        )

    def count_above(self, limits_ms: Sequence[float]) -> int:
        """How many samples lie above the plotted range, of which each variant has its own."""
        return round(
            sum(
                float(one.histogram.counts_in(np.array([limit, _LOWEST_MS * 10.0**_DECADES]))[0])
                for one, limit in zip(self.variants, limits_ms, strict=True)
            )
        )


def _of(value: float | None) -> float:
    assert value is not None
    return value
