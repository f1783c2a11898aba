"""Runs of whole data sets, several samples at once where the child finds that it can."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace

from studio.core.child_protocol import Batched
from studio.core.errors import ProcessError
from studio.core.verify_protocol import ReferenceRequest, ScoreRequest
from studio.jobs.children import CRASHES
from studio.jobs.context import JobContext
from studio.jobs.transport import Progress

RequestT = TypeVar("RequestT", ReferenceRequest, ScoreRequest)
ResultT = TypeVar("ResultT")
Watch = Callable[[Progress], None]


def alone_if_need_be(
    request: RequestT, call: Callable[[RequestT, Watch], ResultT], job: JobContext, watch: Watch
) -> ResultT:
    """What ``call`` makes of ``request``. A file whose process crashed after it began to run
    several samples at once is run one sample at a time.

    Raises what ``call`` raises.
    """
    was_batched = False

    def listen(message: Progress) -> None:
        nonlocal was_batched
        was_batched |= isinstance(message, Batched)
        watch(message)

    try:
        return call(request, listen)
    except ProcessError as error:
        job.check()
        if not was_batched or error.code not in CRASHES:
            raise
        job.note_error("running it one sample at a time", error)
        return call(replace(request, batched=False), watch)
