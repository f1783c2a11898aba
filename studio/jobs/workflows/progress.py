"""Progress of one step as a share of the whole job, so that the fraction never runs backwards."""

from __future__ import annotations

from studio.core.child_protocol import Phase
from studio.jobs.context import JobContext
from studio.jobs.transport import Progress


class ShareOfJob:
    """Forwards a child's messages; its phases' fractions are mapped into [start, start + share].

    A phase that knows no fraction stays where the step has come to.
    """

    def __init__(self, job: JobContext, start: float, share: float) -> None:
        self._job = job
        self._start = start
        self._share = share
        self._reached = 0.0

    def __call__(self, message: Progress) -> None:
        if isinstance(message, Phase):
            self._reached = max(self._reached, min(1.0, message.fraction or 0.0))
            message = Phase(
                name=message.name,
                fraction=self._start + self._share * self._reached,
                current=message.current,
                total=message.total,
            )
        self._job.forward(message)
