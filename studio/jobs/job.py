"""One job: its state towards the faces (events in order, one terminal one) and its cancellation."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from studio.core.child_protocol import WarmUpRequest
from studio.core.events import TERMINAL, Event, EventBody
from studio.core.requests import Request
from studio.jobs.logs import JobLog
from studio.jobs.transport import Cancelled, Child

Sink = Callable[[Event], None]


class Job:
    """Thread-safe. Its events reach the sink one after the other, none after the terminal one.

    ``is_exclusive``: it holds the machine's lock, so that no other Studio times anything meanwhile.
    """

    def __init__(
        self, job_id: str, request: Request | WarmUpRequest, work: Path, log: JobLog, sink: Sink
    ) -> None:
        self.id = job_id
        self.request = request
        self.work = work
        self.log = log
        self._sink = sink
        self._emit_lock = threading.RLock()
        self._child_lock = threading.Lock()
        self._child: Child | None = None
        self._cancelled = threading.Event()
        self._is_ended = False
        self.is_running = False
        self.forgiven_crashes = 0
        self.is_exclusive = False

    @property
    def stop_file(self) -> Path:
        """Its existence asks a measurement to end early, with what it has."""
        return self.work / "stop"

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()

    def emit(self, body: EventBody) -> None:
        """Tell the faces; dropped after the terminal event. A sink that raises is only logged."""
        with self._emit_lock:
            if self._is_ended:
                return
            self._is_ended = isinstance(body, TERMINAL)
            try:
                self._sink(Event(job_id=self.id, at=time.time(), body=body))
            except Exception as error:
                self.log.line(f"an event could not be delivered: {error!r}")

    def check(self) -> None:
        """Raises Cancelled once the job was cancelled."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Make the job end; returns at once, the lane's thread kills the child."""
        self._cancelled.set()
        with self._child_lock:
            if self._child is not None:
                self._child.interrupt(Cancelled())

    def attach(self, child: Child) -> None:
        """``child`` now works for this job. Raises Cancelled."""
        with self._child_lock:
            self.check()
            child.begin(self.log)
            self._child = child

    def detach(self) -> None:
        with self._child_lock:
            self._child = None
