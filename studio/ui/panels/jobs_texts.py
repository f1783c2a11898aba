"""What the Jobs panel says of a job: its title, phase, and how long it will take."""

from __future__ import annotations

from pathlib import PurePath

from studio.core.data_findings import is_warning
from studio.core.fix_text import goal_text
from studio.core.graph_requests import (
    ConstantsRequest,
    CutRequest,
    DiffRequest,
    LayoutRequest,
    PictureRequest,
)
from studio.core.measure_requests import BenchmarkRequest, ProfileRequest, TargetsRequest
from studio.core.messages.marking import mark
from studio.core.requests import (
    AgreeRequest,
    BisectRequest,
    CheckRequest,
    ConvertRequest,
    DataRequest,
    DiagnoseRequest,
    EvaluateRequest,
    FixRequest,
    InspectRequest,
    SetupRequest,
    TryRequest,
)
from studio.core.session import Job, Session
from studio.ui.humanize import duration_text
from studio.ui.pages.conditions_text import measuring_left
from studio.ui.texts import phase_text, render_error, render_message, sentences, tr, tr_core

STATE_TEXTS = {
    "queued": mark("waiting for its turn"),
    "running": mark("running"),
    "succeeded": mark("done"),
    "failed": mark("failed"),
    "cancelled": mark("cancelled"),
}
STATE_SIGNS = {"queued": "…", "running": "▶", "succeeded": "✓", "failed": "✕", "cancelled": "–"}
_INTERRUPTED = mark("interrupted")
_MIN_FRACTION, _MIN_SECONDS = 0.05, 1.0


def is_interrupted(job: Job) -> bool:
    """Whether a process of Studio that ended unexpectedly left it unfinished."""
    return job.error is not None and job.error.code == "job-interrupted"


def state_text(job: Job) -> str:
    return tr(_INTERRUPTED if is_interrupted(job) else STATE_TEXTS[job.state])


def state_sign(job: Job) -> str:
    return "⚠" if is_interrupted(job) else STATE_SIGNS[job.state]


def job_title(session: Session, job: Job) -> str:
    """ "convert mnist_cnn → int8", "measure 4 files"."""
    request = job.request
    model = session.model(job.model_id)
    match request:
        case InspectRequest() if _variant_name(session, request.path):
            return tr("read the graph of {name}").format(name=_file(session, request.path))
        case InspectRequest():
            return tr("open {name}").format(name=_name(model, request.path))
        case DataRequest():
            return tr("look at {name}").format(name=PurePath(request.data).name)
        case ConvertRequest():
            return tr("convert {name} → {recipe}").format(
                name=_name(model, request.source), recipe=request.recipe.label
            )
        case FixRequest():
            return tr("fix {name}: {goal}").format(
                name=_name(model, request.convert.source), goal=goal_text(request.goal, tr_core)
            )
        case BisectRequest():
            return tr("bisect the crash of {name}").format(
                name=_name(model, request.convert.source)
            )
        case CheckRequest():
            return tr("check {name}").format(name=_file(session, request.artifact))
        case DiagnoseRequest():
            return tr("diagnose {name}").format(name=_file(session, request.artifact))
        case AgreeRequest():
            return tr("check agreement of {name}").format(name=_file(session, request.file))
        case EvaluateRequest():
            return tr("evaluate {name}").format(name=_files(session, request.files))
        case TryRequest():
            return tr("try {name}").format(name=_name(model, request.files[0]))
        case BenchmarkRequest():
            return tr("measure {name}").format(name=_files(session, request.files))
        case TargetsRequest():
            return tr("find the targets of this machine")
        case SetupRequest():
            return tr("install the ONNX converter")
        case DiffRequest():
            return tr("compare the graphs of {first} and {second}").format(
                first=_file(session, request.first), second=_file(session, request.second)
            )
        case CutRequest():
            return tr("cut {name} out of {model}").format(
                name=PurePath(request.artifact).stem, model=_file(session, request.path)
            )
        case ConstantsRequest():
            return tr("look at the weights of {name}").format(name=_file(session, request.path))
        case ProfileRequest():
            return tr("profile {name}").format(name=_file(session, request.file))
        case PictureRequest():
            return tr("draw {name}").format(name=PurePath(request.picture).name)
        case LayoutRequest():
            return tr("lay out {name}").format(name=_file(session, request.path))


def _name(model: object, path: str) -> str:
    return str(getattr(model, "name", "")) or PurePath(path).stem


def _variant_name(session: Session, path: str) -> str:
    """ "mnist_cnn · int8"; "" where ``path`` is no variant's."""
    for model in session.models:
        for variant in model.variants:
            if variant.artifact == path:
                return f"{model.name} · {variant.name}"
    return ""


def _file(session: Session, path: str) -> str:
    """A variant by its name: two may lie in files of one name."""
    model = next((one for one in session.models if one.path == path), None)
    return _variant_name(session, path) or _name(model, path)


def _files(session: Session, files: tuple[str, ...]) -> str:
    if len(files) == 1:
        return _file(session, files[0])
    return tr("{count} files").format(count=len(files))


def phase_line(job: Job) -> str:
    """ "calibrating 120/200"; what it waits for; or its state."""
    if job.waiting:
        return tr("waiting: {reason}").format(reason=phase_text(job.waiting))
    if job.error is not None and (job.state == "failed" or is_interrupted(job)):
        return render_error(job.error).title
    if job.state != "running" or not job.phase:
        return state_text(job)
    text = phase_text(job.phase)
    if job.current is not None and job.total:
        text += f" {job.current}/{job.total}"
    return text


def warnings_text(job: Job) -> str:
    """ "⚠ 2 warnings on the data", "" where the data doctor had none."""
    count = sum(map(is_warning, job.findings))
    return "⚠ " + tr("warnings on the data: {count}").format(count=count) if count else ""


def warning_lines(job: Job) -> str:
    """What they are, a line each."""
    found = [one for one in job.findings if is_warning(one)]
    return "\n".join(sentences(*render_message(one.code, one.params)) for one in found)


def elapsed_seconds(job: Job, now: float) -> float | None:
    """Seconds since it started, until it ended; None for one that has not started."""
    if job.started_at is None:
        return None
    return max(0.0, (job.ended_at if job.ended_at is not None else now) - job.started_at)


def remaining_seconds(
    job: Job, phase_started: float, now: float, before: float = 0.0
) -> float | None:
    """Seconds left at the pace of this phase so far; None where that cannot be said yet.

    ``before``: the fraction at which the phase began, where it is one of the whole job.
    Of a measurement: of the measuring time that was asked for.
    """
    if isinstance(job.request, BenchmarkRequest):
        return measuring_left(job)
    spent = now - phase_started
    fraction = job.fraction
    if job.state != "running" or fraction is None:
        return None
    done = fraction - before
    if done < _MIN_FRACTION or fraction >= 1.0 or spent < _MIN_SECONDS:
        return None
    return spent * (1.0 - fraction) / done


def time_line(job: Job, phase_started: float, now: float, before: float = 0.0) -> str:
    """ "12 s · 3 s left"; the second part only where it is known."""
    elapsed = elapsed_seconds(job, now)
    if elapsed is None:
        return ""
    text = duration_text(elapsed)
    remaining = remaining_seconds(job, phase_started, now, before)
    if remaining is not None:
        left = duration_text(float(max(1, round(remaining))) if remaining < 10 else remaining)
        text += " · " + tr("{time} left").format(time=left.replace(".0 s", " s"))
    return text
