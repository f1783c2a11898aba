"""The action on a crash: find the smallest part of the model that dies, and pack it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from studio.core.bisecting import is_native_death
from studio.core.lookup import is_finished
from studio.core.recipe import Recipe
from studio.core.requests import (
    BisectRequest,
    CheckRequest,
    ConvertRequest,
    DiagnoseRequest,
    EvaluateRequest,
)
from studio.core.run_inputs import inputs_of
from studio.core.session import Job
from studio.ui.shell import Shell
from studio.ui.store import Store
from studio.ui.texts import tr


def bisect_request(job: Job, archive: str) -> BisectRequest | None:
    """What finds the part that ``job`` died of; None where it failed otherwise, or did what cannot
    be bisected."""
    request, error = job.request, job.error
    if job.state != "failed" or error is None or not is_native_death(error):
        return None
    if isinstance(request, ConvertRequest):
        return BisectRequest(convert=request, archive=archive, overwrite=True)
    path = error.params.get("path", "")
    if error.code != "artifact-crashed" or not path:
        return None
    inputs = inputs_of(request)
    shapes: dict[str, tuple[int, ...]] = {}
    if isinstance(request, CheckRequest | DiagnoseRequest | EvaluateRequest):
        shapes = request.shapes
    recipe = Recipe(seed=inputs.seed, shapes=shapes)
    return BisectRequest(
        convert=ConvertRequest(source=path, artifact="", recipe=recipe),
        archive=archive,
        runs_only=True,
        inputs=inputs,
        overwrite=True,
    )


def bisect_of(jobs: Iterable[Job], wanted: BisectRequest) -> Job | None:
    """The last of ``jobs`` that looks for what ``wanted`` does, wherever it puts it."""
    found = None
    for job in jobs:
        if isinstance(job.request, BisectRequest):
            asked = replace(job.request, archive=wanted.archive)
            found = job if asked == wanted else found
    return found


def bisect_crash(shell: Shell, job_id: str = "", archive: str = "") -> str:
    """Of the job ``job_id``, without one of the last that died; returns the new job's id."""
    job = shell.store.session.job(job_id) if job_id else _last_death(shell.store)
    wanted = bisect_request(job, "") if job is not None else None
    if job is None or wanted is None:
        return ""
    running = bisect_of(shell.store.session.jobs, wanted)
    if running is not None and not is_finished(running):
        shell.said.emit(tr("The smallest part of it is being looked for already."))
        return running.id
    target = archive or shell.dialogs.save_file(
        tr("Save the smallest part that dies"), "crash.zip", tr("Zip (*.zip)")
    )
    if not target:
        return ""
    # who chose a name that is taken has said yes to replacing it
    return shell.submit(replace(wanted, archive=str(Path(target).absolute())), job.model_id)


def has_death(store: Store) -> str | None:
    return None if _last_death(store) else tr("No job has died of a crash.")


def _last_death(store: Store) -> Job | None:
    jobs = reversed(store.session.jobs)
    return next((job for job in jobs if bisect_request(job, "") is not None), None)
