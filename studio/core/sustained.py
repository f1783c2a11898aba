"""What a sustained measurement shows: latencies over minutes, and what the machine did."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import msgspec

from studio.core.comparisons import Comparison


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """The machine when ``block`` had been run, ``at_s`` after the first; None = cannot be known."""

    block: int
    at_s: float
    frequency_mhz: float | None = None
    temperature_c: float | None = None
    busy_percent: float | None = None


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """Of one arm: ``median_ms`` of the bursts between two moments, with its 95 % interval."""

    begin_s: float
    end_s: float
    median_ms: float
    ci95_ms: tuple[float, float] | None


def with_intervals(windows: Sequence[Window]) -> list[list[Window]]:
    """Stretches of windows that follow one another and have intervals, each at least two long:
    between them no band may be drawn."""
    groups = groupby(windows, key=lambda window: window.ci95_ms is not None)
    stretches = [list(group) for is_known, group in groups if is_known]
    return [stretch for stretch in stretches if len(stretch) > 1]


class SustainedArm(msgspec.Struct, frozen=True, kw_only=True):
    """``last_over_first``: median of the last third over that of the first, with its interval."""

    windows: tuple[Window, ...]
    last_over_first: float | None
    ci95: tuple[float, float] | None


class Sustained(msgspec.Struct, frozen=True, kw_only=True):
    """``first``, ``last``: the comparisons of the first and of the last third of the time.

    ``flipped``: candidates that were faster than the baseline in one of them and slower in the
    other: the ranking flips.
    """

    arms: tuple[SustainedArm, ...]
    moments: tuple[Moment, ...]
    first: tuple[Comparison, ...] = ()
    last: tuple[Comparison, ...] = ()

    @property
    def flipped(self) -> tuple[int, ...]:
        verdicts = {one.candidate: one.verdict for one in self.first}
        return tuple(
            one.candidate
            for one in self.last
            if {verdicts.get(one.candidate), one.verdict} == {"faster", "slower"}
        )
