"""Converting, and ending what is under way."""

from __future__ import annotations

import uuid

from studio.core.lookup import is_finished
from studio.core.measure_requests import BenchmarkRequest
from studio.core.model import Signature
from studio.core.recipe import Recipe
from studio.core.requests import ConvertRequest
from studio.core.session import Job, Model
from studio.core.settings import stops_on_doubt
from studio.ui.actions.variants import file_stem
from studio.ui.planning import ready_recipe, why_not_convert
from studio.ui.shell import Shell, selected_model
from studio.ui.store import Store
from studio.ui.texts import tr


def convert_reason(store: Store) -> str | None:
    return why_not_convert(selected_model(store))


def convert(shell: Shell, model_id: str = "") -> list[str]:
    """Make every variant that is ticked in the Optimize panel; returns the job ids."""
    model = shell.store.session.model(model_id or shell.store.selection.model_id)
    if model is None or why_not_convert(model) is not None:
        return []
    return [
        shell.submit(convert_request(shell, model, recipe), model.id)
        for recipe in model.draft.recipes
    ]


def convert_request(shell: Shell, model: Model, recipe: Recipe) -> ConvertRequest:
    """The artifact gets a folder of its own, so that its file name can be the one to ship."""
    ready = ready_recipe(model, recipe)
    folder = shell.places.artifacts / uuid.uuid4().hex[:12]
    is_random = ready.calibration is not None and ready.calibration.kind == "random"
    samples = None if is_random else model.calibration  # for the check, where nothing calibrates
    return ConvertRequest(
        source=model.path,
        artifact=str(folder / f"{file_stem(model, ready.label)}.tflite"),
        recipe=ready,
        calibration=samples.path if samples else "",
        calibration_ref=samples.ref if samples else None,
        evaluation=model.evaluation_data.path if model.evaluation_data else "",
        evaluation_ref=model.evaluation_data.ref if model.evaluation_data else None,
        allow_code=model.allow_code,
        opening=model.opening,
        strict_data=stops_on_doubt(shell.settings),
        known=_signature(model, ready),
        statistics=model.info.input_statistics if model.info else (),
    )


def _signature(model: Model, recipe: Recipe) -> Signature | None:
    """The one that is converted, where it is known."""
    found = model.info.signatures if model.info else ()
    return next((one for one in found if recipe.signature in (None, one.name)), None)


def running_benchmark(store: Store) -> Job | None:
    return next(
        (
            job
            for job in reversed(store.session.jobs)
            if isinstance(job.request, BenchmarkRequest) and not is_finished(job)
        ),
        None,
    )


def stop_reason(store: Store) -> str | None:
    return None if running_benchmark(store) else tr("No measurement is running.")


def stop(shell: Shell, job_id: str = "") -> None:
    """End the measurement early and keep what was measured."""
    job = running_benchmark(shell.store)
    wanted = job_id or (job.id if job else "")
    if wanted:
        shell.stop(wanted)


def cancel_reason(store: Store) -> str | None:
    return None if unfinished(store) else tr("No job is running.")


def unfinished(store: Store) -> list[Job]:
    return [job for job in store.session.jobs if not is_finished(job)]


def cancel(shell: Shell, job_id: str = "") -> None:
    """Cancel one job, or the one that was started last."""
    jobs = unfinished(shell.store)
    wanted = job_id or (jobs[-1].id if jobs else "")
    if wanted:
        shell.cancel(wanted)


def cancel_all(shell: Shell) -> None:
    for job in unfinished(shell.store):
        shell.cancel(job.id)
