"""Find out which targets run on this machine: every implementation in a process of its own."""

from __future__ import annotations

from importlib.util import find_spec

from studio.core.errors import ErrorInfo, StudioError
from studio.core.measure_requests import TargetsRequest
from studio.core.measurements import TargetsResult, TargetState
from studio.core.targets import TARGETS, TargetKind
from studio.jobs.context import JobContext


def lane(request: TargetsRequest) -> str:
    del request
    return "measure"


def run(request: TargetsRequest, job: JobContext) -> TargetsResult:
    """All are tried anew: what was missing a while ago may have been installed."""
    del request
    job.forget_probes()
    states: list[TargetState] = []
    for kind in TARGETS.values():
        job.phase("trying-targets", len(states) / len(TARGETS))
        states.append(_state(kind, job))
    return TargetsResult(targets=tuple(states))


def _state(kind: TargetKind, job: JobContext) -> TargetState:
    errors: list[ErrorInfo] = []
    missing = [package for package in kind.packages if find_spec(package) is None]
    if missing:
        error = ErrorInfo(code=kind.missing, params={"packages": " ".join(missing)})
        return TargetState(id=kind.id, errors=(error,))
    for implementation in kind.implementations:
        try:
            found = job.probe(implementation)
        except StudioError as error:
            errors.append(error.info())
        else:
            return TargetState(
                id=kind.id,
                implementation=implementation,
                versions=found.versions,
                device=found.device,
                is_software=found.is_software,
                errors=tuple(errors),
            )
    return TargetState(id=kind.id, errors=tuple(errors))
