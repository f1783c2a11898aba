"""A child that a workflow holds open for several requests, beside others if it likes.

Between requests nobody watches it; its memory is looked at behind a request now and then, and where
it has died meanwhile the next request says so.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from studio.core.child_protocol import ChildRequest, ChildResult
from studio.core.errors import ProcessError
from studio.jobs.job import Job
from studio.jobs.transport import Child, Progress
from studio.jobs.watchdog import Limits, out_of_memory

ResultT = TypeVar("ResultT")


class FreshChild:
    """Used on the thread of its job's lane, like the child inside."""

    def __init__(self, job: Job, child: Child, limits: Limits) -> None:
        self._job = job
        self._child = child
        self._limits = limits
        self._looked_at = time.monotonic()

    def has_exited(self) -> bool:
        return self._child.has_exited()

    def call(
        self,
        request: ChildRequest,
        result_type: type[ResultT],
        on_progress: Callable[[Progress], None],
    ) -> ResultT:
        """Raises what the child reports, ProcessError where it dies, breaks its limits or answers
        something else, and Cancelled.
        """
        result = self.converse(request, on_progress)
        if not isinstance(result, result_type):
            raise ProcessError("child-protocol", type(result).__name__, child=self._child.name)
        return result

    def converse(
        self, request: ChildRequest, on_progress: Callable[[Progress], None]
    ) -> ChildResult:
        self._job.attach(self._child)
        try:
            result = self._child.request(request, self._limits, on_progress)
        finally:
            self._job.detach()
        self._look()
        return result

    def _look(self) -> None:
        """Short requests end before their watchdog looks at the memory."""
        now = time.monotonic()
        if now - self._looked_at < self._limits.interval_s:
            return
        self._looked_at = now
        used = self._child.rss_bytes()
        if used > self._limits.memory_bytes:
            self._child.kill()
            raise out_of_memory(self._child.name, used, self._limits.memory_bytes)
