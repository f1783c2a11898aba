"""What a benchmark knows while it samples: who takes part, and whom a death is blamed on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from studio.core.errors import (
    ErrorInfo,
    RunError,
    StorageError,
    StudioError,
    from_info,
)
from studio.core.incidents import Incident
from studio.core.measure_protocol import (
    Footprint,
    FootprintResult,
)
from studio.core.targets import Arm
from studio.jobs.context import JobContext

_UNEXPLAINED_DEATHS = 2
_FROM_OUTSIDE = "child-killed"


@dataclass
class BenchmarkState:
    """What is known so far. ``active``: places in ``arms`` of those still taking part.

    ``runs_per_sample``, ``subtracts_empty``: as the first process decided, for all that follow.
    ``incidents``: what cut processes short. ``end``: why no further process is worth trying.
    """

    arms: tuple[Arm, ...]
    active: list[int]
    footprints: list[FootprintResult | None]
    errors: list[ErrorInfo | None]
    sample_files: list[Path] = field(default_factory=list)
    runs_per_sample: dict[int, int] = field(default_factory=dict)
    subtracts_empty: bool | None = None
    unexplained: int = 0
    process: int = 0
    incidents: list[Incident] = field(default_factory=list)
    end: StudioError | None = None

    @property
    def is_over(self) -> bool:
        return self.end is not None or not self.active

    @property
    def has_samples(self) -> bool:
        return any(path.is_file() and path.stat().st_size for path in self.sample_files)

    def drop(self, variant: int, error: StudioError) -> None:
        self.active.remove(variant)
        self.errors[variant] = error.info()

    def raise_failure(self) -> None:
        """Where nothing more can be measured, say why."""
        if self.end is not None:
            raise self.end
        if not self.active:
            raise from_info(next(error for error in self.errors if error is not None))


def blame(variant: int, error: StudioError, state: BenchmarkState, job: JobContext) -> None:
    """Drop the variant that the failed process was running, unless its end came from outside.

    Finished samples stay on file in any case.
    """
    state.incidents.append(Incident(error=error.info(), process=state.process - 1))
    if isinstance(error, StorageError):  # another process would have no more room
        job.note_error("nothing more can be measured", error)
        state.end = error
        return
    if error.code == _FROM_OUTSIDE:
        _count_unexplained(error, state, job)
        return
    if variant not in state.active and len(state.active) == 1:
        variant = state.active[0]
    if variant in state.active:
        arm = state.arms[variant]
        job.note_error(f"{arm.file} on {arm.target.text}: dropped while sampling", error)
        state.drop(variant, error)
        job.emit(
            Footprint(
                variant=variant, result=state.footprints[variant], error=state.errors[variant]
            )
        )
        return
    _count_unexplained(error, state, job)


def _count_unexplained(error: StudioError, state: BenchmarkState, job: JobContext) -> None:
    state.unexplained += 1
    job.note_error("a measuring process failed", error)
    if state.unexplained >= _UNEXPLAINED_DEATHS:
        state.end = RunError("sampling-died", error.detail, what=error.code)
