"""One request at a time, for a face that waits for it."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue

from studio.core.errors import ProcessError, from_info
from studio.core.events import Event, JobCancelled, JobFailed, JobSucceeded
from studio.core.requests import Request, Result
from studio.jobs.config import QueueConfig
from studio.jobs.queue import JobQueue

_EVENT_LOOK_S = 0.5


def run_blocking(
    config: QueueConfig, request: Request, on_event: Callable[[Event], None]
) -> Result:
    """Run one request and wait for its result; ``on_event`` is called on this thread.

    Raises the job's StudioError. KeyboardInterrupt cancels, ends all children and goes on up.
    """
    events: SimpleQueue[Event] = SimpleQueue()
    queue = JobQueue(config, events.put)
    try:
        queue.submit(request)
        while True:
            try:
                event = events.get(timeout=_EVENT_LOOK_S)
            except Empty:
                continue  # on Windows only a wait that ends lets Ctrl+C through
            on_event(event)
            if isinstance(event.body, JobSucceeded):
                return event.body.result
            if isinstance(event.body, JobFailed):
                raise from_info(event.body.error)
            if isinstance(event.body, JobCancelled):
                raise ProcessError("job-cancelled")
    finally:
        queue.close()
