"""The arms that the latency page shows: what they are called, and what is known of them so far."""

from __future__ import annotations

from studio.core.errors import ErrorInfo
from studio.core.measure_protocol import Footprint, FootprintResult
from studio.core.measure_requests import BenchmarkRequest
from studio.core.session import Run, Session
from studio.core.targets import Arm
from studio.ui.pages.latency_data import RunSamples
from studio.ui.pages.latency_table import LatencyRow, rows_of_run, rows_so_far
from studio.ui.pages.latency_time import Line
from studio.ui.pages.naming import FileName, arm_names, arms_of, arms_to_be


class LatencyArms:
    """``samples``: of the measurement under way, or those stored of a run once they are read."""

    def __init__(self) -> None:
        self.arms: tuple[Arm, ...] = ()
        self.samples: RunSamples | None = None
        self._names: tuple[FileName, ...] = ()
        self._footprints: dict[int, FootprintResult | ErrorInfo] = {}

    def begin(self, session: Session, request: BenchmarkRequest) -> None:
        """A measurement has begun."""
        self._footprints = {}
        self.arms = arms_to_be(session, request)
        self.samples = RunSamples(len(self.arms))
        self._names = arm_names(session, self.arms)

    def show_run(self, session: Session, run: Run) -> None:
        """A run is on display, whose files may have other names by now."""
        self.arms = arms_of(run)
        hashes = tuple(item.sha256 for item in run.result.measurements)
        self._names = arm_names(session, self.arms, hashes)

    def add_footprint(self, found: Footprint) -> None:
        known = found.result or found.error
        if known is not None:
            self._footprints[found.variant] = known

    @property
    def names(self) -> list[str]:
        return [one.name for one in self._names]

    @property
    def lines(self) -> tuple[Line, ...]:
        """How each is drawn."""
        ways = list(dict.fromkeys(arm.scenario.text for arm in self.arms))
        return tuple(
            Line(one.name, max(one.color, 0), one.shade, ways.index(arm.scenario.text))
            for one, arm in zip(self._names, self.arms, strict=True)
        )

    def rows(self, run: Run | None, *, is_live: bool) -> list[LatencyRow]:
        """Of the run on display, else of the measurement under way, else none."""
        if run is not None:
            return rows_of_run(self._names, run.result.measurements)
        if is_live and self.samples is not None:
            return rows_so_far(self._names, self.arms, self.samples, self._footprints)
        return []
