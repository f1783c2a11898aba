"""Jobs whose events are folded into the automatic session, just as the window does it."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import TracebackType

from studio.cli.output import Output
from studio.cli.progress import ProgressView
from studio.cli.workplace import ResultType, Workplace
from studio.core.errors import ProcessError, from_info
from studio.core.events import Event, JobCancelled, JobFailed, JobSucceeded
from studio.core.reduce import reduce
from studio.core.requests import Request
from studio.core.session import Session
from studio.history.store import History
from studio.jobs.queue import JobQueue

_LOOK_S = 0.5


class SessionWork:
    """A context manager: one queue (its warm children are reused), one session, one history.

    Every finished job is saved, so whatever ends the program early, the window finds what was done.
    """

    def __init__(self, workplace: Workplace, output: Output) -> None:
        self._output = output
        self._events: SimpleQueue[Event] = SimpleQueue()
        self._history = History(workplace.places.database)
        try:
            self.session = self._history.load_session()
            self._queue = JobQueue(workplace.queue, self._events.put)
        except BaseException:
            self._history.close()
            raise

    def __enter__(self) -> SessionWork:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._queue.close()
            while not self._events.empty():  # jobs that the closing cancelled
                self.session = reduce(self.session, self._events.get())
            self._history.save_session(self.session)
            self._history.flush()
        finally:
            self._history.close()

    def apply(self, edit: Callable[[Session], Session]) -> None:
        self.session = edit(self.session)
        self._history.save_session(self.session)

    def run(self, request: Request, expected: type[ResultType], title: str) -> ResultType:
        """Run one job to its end. Raises StudioError as it failed."""
        with ProgressView(self._output, title) as view:
            job_id = self._queue.submit(request)
            while True:
                try:
                    event = self._events.get(timeout=_LOOK_S)
                except Empty:
                    continue  # on Windows only a wait that ends lets Ctrl+C through
                self.session = reduce(self.session, event)
                if event.job_id != job_id:
                    continue
                view.on_event(event)
                body = event.body
                if isinstance(body, JobSucceeded | JobFailed | JobCancelled):
                    break
        if self.session.runs and self.session.runs[-1].id == job_id:
            self._history.add_run(self.session.runs[-1])
        self._history.save_session(self.session)
        if isinstance(body, JobFailed):
            raise from_info(body.error)
        if isinstance(body, JobCancelled):
            raise ProcessError("job-cancelled")
        if not isinstance(body.result, expected):
            raise TypeError(f"{type(body.result).__name__} instead of {expected.__name__}")
        return body.result
