"""What every command that does work needs: places, settings, and the way through the job queue."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import TypeVar

from studio.cli.output import Output
from studio.cli.progress import ProgressView
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.requests import Request, Result
from studio.core.session import Run
from studio.core.settings import Settings
from studio.history.settings_file import load
from studio.jobs.config import QueueConfig
from studio.jobs.configure import queue_config
from studio.places import Places, find_places

ResultType = TypeVar("ResultType", bound=Result)


@dataclass(frozen=True)
class Workplace:
    """This machine's folders and this person's settings."""

    places: Places
    settings: Settings

    @property
    def queue(self) -> QueueConfig:
        return queue_config(self.places, self.settings)


def open_workplace() -> Workplace:
    places = find_places()
    settings, _ = load(places.settings_file)
    return Workplace(places.with_data(settings.data_dir), settings)


def execute(
    workplace: Workplace,
    request: Request,
    expected: type[ResultType],
    output: Output,
    title: str,
) -> ResultType:
    """Run one job to its end with its progress on stderr.

    Raises StudioError as the job failed; KeyboardInterrupt after everything was cleaned up.
    """
    from studio.jobs.blocking import run_blocking

    with ProgressView(output, title) as view:
        result = run_blocking(workplace.queue, request, view.on_event)
    if not isinstance(result, expected):
        raise TypeError(f"{type(result).__name__} came back instead of {expected.__name__}")
    return result


def record_run(workplace: Workplace, request: BenchmarkRequest, result: BenchmarkResult) -> str:
    """Store a measurement with its raw samples in the history; returns the run's id."""
    from studio.history.store import History

    run = Run(id=uuid.uuid4().hex, at=time.time(), result=result, request=request)
    history = History(workplace.places.database)
    try:
        history.add_run(run)
        history.flush()
    finally:
        history.close()
    return run.id
