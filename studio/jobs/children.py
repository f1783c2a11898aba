"""The children of one lane: some stay warm between requests, the others are fresh each time.

The child "verify" runs artifacts, any of which may leave a crashing process, or one with broken
memory, behind. It is warm all the same, since a fresh one costs as much as a check: whatever it
fails at ends it, and a crash is a failure only where a fresh process repeats it. Where it does not,
what ran before may be at fault, so it is counted in ``Job.forgiven_crashes``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.core.child_protocol import ChildRequest, ChildResult, Note, WarmUpRequest
from studio.core.errors import ProcessError, StudioError
from studio.core.measure_protocol import ProbeRequest, ProbeResult
from studio.core.opening import LEGACY_KERAS, TORCH
from studio.jobs.config import QueueConfig
from studio.jobs.fresh_child import FreshChild
from studio.jobs.job import Job
from studio.jobs.process_tree import memory_total
from studio.jobs.transport import Child, Progress
from studio.jobs.watchdog import Limits

_MEMORY_SHARE = 0.8
_RECYCLE_SHARE = 0.5
_INSPECT_TIME_S = 300.0
_MEASURE_INTERVAL_S = 2.0
_UNTRUSTED_AFTER = ("internal-error", "child-protocol", "child-out-of-memory")
_RUNS_ARTIFACTS = "verify"
_PROBES = "measure"
_WHEN_NEEDED = (LEGACY_KERAS, TORCH)
"""Kept warm once started, but seldom wanted: started by the first request to it."""
CRASHES = ("child-crashed", "child-aborted", "child-ended")
"""Codes of a process that ended by itself, in the middle of a request."""

Probes = dict[str, ProbeResult | StudioError]
"""Implementation -> what a process found out about it, or why it does not work here."""


class Children:
    """Used on one lane's thread only: children must be started by a thread that outlives them."""

    def __init__(
        self, config: QueueConfig, warm: Collection[str], temp: Path, probes: Probes
    ) -> None:
        """``probes``: what all lanes know of this machine's runtimes."""
        self._config = config
        self._temp = temp
        self._warm: dict[str, Child | None] = dict.fromkeys(warm)
        self._probes = probes
        self._memory_bytes = config.memory_limit_bytes or int(_MEMORY_SHARE * memory_total())

    def call(
        self, job: Job, name: str, request: ChildRequest, on_progress: Callable[[Progress], None]
    ) -> ChildResult:
        """Run ``request`` in the lane's warm child ``name``, or in a fresh one.

        Raises what :meth:`Child.request` raises.
        """
        job.check()
        if name in self._warm:
            was_used = self._is_running(name)
            try:
                return self._call_warm(job, name, request, on_progress)
            except ProcessError as error:
                if name != _RUNS_ARTIFACTS or not was_used or error.code not in CRASHES:
                    raise
                text = f"{name}: {error.code} in a process that had run other files; again"
                job.log.line(text)
                job.emit(Note(text=text))
            job.check()
            result = self._call_warm(job, name, request, on_progress)
            job.forgiven_crashes += 1
            return result
        with self.fresh(job, name) as fresh:
            return fresh.converse(request, on_progress)

    @contextmanager
    def fresh(self, job: Job, name: str) -> Iterator[FreshChild]:
        """A child of its own for as long as the block lasts. Raises ProcessError, Cancelled."""
        job.check()
        child = Child(name, self._config, job.work, job.log)
        try:
            yield FreshChild(job, child, self._limits(name))
        finally:
            child.kill()

    def probe(
        self, job: Job, implementation: str, on_progress: Callable[[Progress], None]
    ) -> ProbeResult:
        """What a fresh process found out about ``implementation``, the first time it was asked.

        Raises what it raised: what the runtime says, or that the process crashed. Other ends of a
        process may have another cause, so it is tried again the next time.
        """
        known = self._probes.get(implementation)
        if known is None:
            known = self._try_out(job, implementation, on_progress)
            self._probes[implementation] = known
        if isinstance(known, StudioError):
            raise known
        return known

    def forget_probes(self) -> None:
        self._probes.clear()

    @property
    def are_warm(self) -> bool:
        """Whether all children that the lane keeps, and starts before they are needed, run."""
        return all(self._is_running(name) for name in self._warm if name not in _WHEN_NEEDED)

    def warm_up(self, job: Job) -> None:
        """Start the lane's warm children and let them import what they need."""
        for name in self._warm:
            if name in _WHEN_NEEDED:
                continue
            self.call(job, name, WarmUpRequest(), lambda _: None)

    def close(self) -> None:
        for name in self._warm:
            self._discard(name)

    def _try_out(
        self, job: Job, implementation: str, on_progress: Callable[[Progress], None]
    ) -> ProbeResult | StudioError:
        try:
            found = self.call(
                job, _PROBES, ProbeRequest(implementation=implementation), on_progress
            )
        except StudioError as error:
            if isinstance(error, ProcessError) and error.code not in CRASHES:
                raise
            return error
        if not isinstance(found, ProbeResult):
            raise ProcessError("child-protocol", type(found).__name__, child=_PROBES)
        return found

    def _call_warm(
        self, job: Job, name: str, request: ChildRequest, on_progress: Callable[[Progress], None]
    ) -> ChildResult:
        child = self._warm[name]
        if child is None or not self._is_running(name):
            self._discard(name)
            temp = self._temp / f"warm-{name}"
            temp.mkdir(parents=True, exist_ok=True)
            child = self._warm[name] = Child(name, self._config, temp, job.log)
        try:
            result = self._converse(job, child, request, on_progress)
        except StudioError as error:
            if name == _RUNS_ARTIFACTS or error.code in _UNTRUSTED_AFTER or child.has_exited():
                self._discard(name)
            raise
        except BaseException:
            self._discard(name)
            raise
        if child.rss_bytes() > _RECYCLE_SHARE * self._memory_bytes:
            self._discard(name)
        return result

    def _is_running(self, name: str) -> bool:
        child = self._warm[name]
        return child is not None and not child.has_exited()

    def _converse(
        self, job: Job, child: Child, request: ChildRequest, on_progress: Callable[[Progress], None]
    ) -> ChildResult:
        job.attach(child)
        try:
            return child.request(request, self._limits(child.name), on_progress)
        finally:
            job.detach()

    def _limits(self, name: str) -> Limits:
        limits = Limits(hang_s=self._config.hang_seconds, memory_bytes=self._memory_bytes)
        if name == "inspect":
            return Limits(limits.hang_s, limits.memory_bytes, time_s=_INSPECT_TIME_S)
        if name == "measure":
            return Limits(
                limits.hang_s,
                limits.memory_bytes,
                _MEASURE_INTERVAL_S,
                silent_s=self._config.silent_seconds,
            )
        return limits

    def _discard(self, name: str) -> None:
        child = self._warm[name]
        self._warm[name] = None
        if child is not None:
            child.kill()
