"""How much processor time this window's own process takes while something is measured."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec.structs import replace

from studio.core.events import TERMINAL, Event, JobQueued, JobStarted, JobSucceeded
from studio.core.fixing import FixResult
from studio.core.measure_protocol import Footprint
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.requests import FixRequest, Request, Result

Clock = Callable[[], float]


class OwnShare:
    """Every event passes through :meth:`stamp` on its way to the store.

    Several measurements may be queued; one at a time is started. A fix measures at its end: from
    the first footprint on.
    ``wall``, ``cpu``: seconds that go by, and those that all threads of this process computed.
    """

    def __init__(self, wall: Clock = time.perf_counter, cpu: Clock = time.process_time) -> None:
        self._wall, self._cpu = wall, cpu
        self._queued: set[str] = set()
        self._fixes: set[str] = set()
        self._job = ""
        self._begun = (0.0, 0.0)

    def stamp(self, event: Event) -> Event:
        """``event``, or, at the end of a measurement, the same with the share in its conditions."""
        body = event.body
        if isinstance(body, JobQueued) and isinstance(body.request, BenchmarkRequest):
            self._queued.add(event.job_id)
        elif isinstance(body, JobQueued) and _measures(body.request):
            self._fixes.add(event.job_id)
        elif event.job_id in self._queued and isinstance(body, JobStarted):
            self._begin(event.job_id)
        elif event.job_id in self._fixes and isinstance(body, Footprint):
            self._fixes.discard(event.job_id)
            self._begin(event.job_id)
        if isinstance(body, TERMINAL):
            self._queued.discard(event.job_id)
            self._fixes.discard(event.job_id)
        if event.job_id == self._job and isinstance(body, TERMINAL):
            percent, self._job = self.percent, ""
            if isinstance(body, JobSucceeded):
                return replace(event, body=replace(body, result=_stamped(body.result, percent)))
        return event

    def _begin(self, job_id: str) -> None:
        self._job = job_id
        self._begun = (self._wall(), self._cpu())

    @property
    def percent(self) -> float | None:
        """Of one core, since the measurement began; None while nothing is measured."""
        wall, cpu = self._begun
        elapsed = self._wall() - wall
        return 100 * (self._cpu() - cpu) / elapsed if self._job and elapsed > 0 else None


def _measures(request: Request) -> bool:
    return isinstance(request, FixRequest) and request.measure is not None


def _stamped(result: Result, percent: float | None) -> Result:
    if isinstance(result, FixResult) and result.measured is not None:
        return replace(result, measured=_with_share(result.measured, percent))
    return _with_share(result, percent) if isinstance(result, BenchmarkResult) else result


def _with_share(result: BenchmarkResult, percent: float | None) -> BenchmarkResult:
    return replace(result, conditions=replace(result.conditions, window_cpu_percent=percent))
