"""What a workflow is given: its job, its folders, and a way to have children work."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import copy
from pathlib import Path
from typing import TypeVar

from studio.core.child_protocol import Batched, ChildRequest, Note, Phase
from studio.core.errors import ProcessError, StudioError
from studio.core.events import EventBody
from studio.core.measure_protocol import ProbeResult
from studio.core.messages import title_of
from studio.jobs.children import Children
from studio.jobs.config import QueueConfig
from studio.jobs.fresh_child import FreshChild
from studio.jobs.job import Job
from studio.jobs.transport import Progress

ResultT = TypeVar("ResultT")


class JobContext:
    """One per running job, on the thread of its lane.

    ``work`` is removed when the job ends; files for the result go to :meth:`kept`.
    """

    def __init__(
        self,
        job: Job,
        config: QueueConfig,
        children: Children,
        kept: Path,
        alone: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.job_id = job.id
        self.config = config
        self.work = job.work
        self._job = job
        self._children = children
        self._kept = kept
        self._alone = alone
        self._emit: Callable[[EventBody], None] = job.emit

    def quietly(self, on_phase: Callable[[str], None]) -> JobContext:
        """The same job, whose work shows in the log file only; phases go to ``on_phase``."""

        def emit(body: EventBody) -> None:
            if isinstance(body, Phase):
                on_phase(body.name)

        quiet = copy(self)
        quiet._emit = emit
        return quiet

    @property
    def stop_file(self) -> Path:
        return self._job.stop_file

    @property
    def forgiven_crashes(self) -> int:
        """Crashes of this job's children so far that a fresh process did not repeat."""
        return self._job.forgiven_crashes

    @property
    def is_exclusive(self) -> bool:
        """Whether the machine lock keeps other Studios from measuring meanwhile."""
        return self._job.is_exclusive

    def kept(self, suffix: str) -> Path:
        """A path for a file or folder that outlives the job (it is removed a day later)."""
        self._kept.mkdir(parents=True, exist_ok=True)
        return self._kept / f"{self.job_id}{suffix}"

    def emit(self, body: EventBody) -> None:
        self._emit(body)

    def phase(self, name: str, fraction: float | None = None) -> None:
        self.emit(Phase(name=name, fraction=fraction))

    def note(self, text: str) -> None:
        """A line for the log, in the file and in the faces."""
        self._job.log.line(text)
        self.emit(Note(text=text))

    def note_error(self, what: str, error: StudioError) -> None:
        """A note that ``error`` led to ``what``; its technical detail goes to the log file only."""
        self.note(f"{what}: {title_of(error)}")
        if error.detail:
            self._job.log.line(error.detail)

    def log_error(self, what: str, error: StudioError) -> None:
        """As :meth:`note_error`, for the log file alone."""
        self._job.log.line(f"{what}: {title_of(error)} {error.detail}".rstrip())

    def check(self) -> None:
        """Raises Cancelled once the job was cancelled."""
        self._job.check()

    def forward(self, message: Progress) -> None:
        """Hand a child's message on to the faces; notes go to the log file as well."""
        if isinstance(message, Note):
            self.note(message.text)
        elif not isinstance(message, Batched):
            self.emit(message)

    def alone(self) -> AbstractContextManager[None]:
        """For the block: no other job of ours runs, no other Studio times. For a workflow that is
        not exclusive as a whole but times something. Raises Cancelled while it waits."""
        return self._alone()

    def fresh_child(self, name: str) -> AbstractContextManager[FreshChild]:
        """A child to be asked several times; it is killed at the end of the block.

        For a child that the lane keeps warm, :meth:`call` is the way.
        """
        return self._children.fresh(self._job, name)

    def call(
        self,
        child: str,
        request: ChildRequest,
        result_type: type[ResultT],
        on_progress: Callable[[Progress], None] | None = None,
    ) -> ResultT:
        """Have ``child`` work on ``request``; its progress is forwarded unless taken.

        Raises what the child reports, ProcessError where it dies or answers something else, and
        Cancelled.
        """
        result = self._children.call(self._job, child, request, on_progress or self.forward)
        if not isinstance(result, result_type):
            raise ProcessError("child-protocol", type(result).__name__, child=child)
        return result

    def probe(self, implementation: str) -> ProbeResult:
        """Whether a runtime works on this machine. Raises StudioError with the reason where not;
        all lanes remember either.
        """
        return self._children.probe(self._job, implementation, self.forward)

    def forget_probes(self) -> None:
        """Have everything tried anew."""
        self._children.forget_probes()
