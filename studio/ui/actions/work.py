"""Actions that start or end long work: convert, check, evaluate, try, measure, stop, cancel."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from studio.core.arms import pair_up, usable
from studio.core.cli_command import benchmark_command
from studio.core.lookup import format_of, is_finished
from studio.core.recipe import Recipe
from studio.core.requests import (
    BenchmarkRequest,
    CheckRequest,
    ConvertRequest,
    EvaluateRequest,
    InputSelection,
    TryRequest,
)
from studio.core.scenarios import parse_scenario
from studio.core.session import Dataset, Job, Model, Session, Variant
from studio.core.settings import Settings, default_scenarios, default_targets, default_threshold
from studio.core.targets import Arm, Target, parse_target
from studio.ui.actions.variants import file_stem
from studio.ui.planning import ready_recipe, why_not_convert, why_only_looked_at
from studio.ui.shell import Shell, selected_model, selected_variants
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
    )


def variants_to_use(store: Store) -> list[tuple[Model, Variant]]:
    """The selected variants; with none selected, all of the selected model."""
    chosen = selected_variants(store)
    model = selected_model(store)
    if not chosen and model is not None:
        chosen = [(model, variant) for variant in model.variants]
    return [(owner, variant) for owner, variant in chosen if not variant.is_missing]


def files_to_measure(store: Store, targets: Sequence[Target] = ()) -> tuple[str, ...]:
    """Artifacts to measure, and the model's own file where one of ``targets`` runs its format.

    Of a .tflite model without variants it is the file itself; one with variants is measured as
    what was made of it.
    """
    files = tuple(variant.artifact for _, variant in variants_to_use(store))
    model = selected_model(store)
    if model is None or model.info is None or model.is_missing:
        return files
    own = model.info.format
    if own == "tflite":
        return files or (model.path,)
    is_run = any(own in target.kind.formats for target in targets)
    return (model.path, *files) if is_run else files


def selected_formats(store: Store) -> tuple[str, ...]:
    """Ids of the formats of what is selected."""
    model = selected_model(store)
    own = (model.info.format,) if model is not None and model.info is not None else ()
    return tuple(dict.fromkeys(("tflite", *own)))


def measure_reason(store: Store, settings: Settings) -> str | None:
    return _why_not_measure(store, default_targets(settings))


def resolution_reason(store: Store) -> str | None:
    return _why_not_measure(store, ())


def _why_not_measure(store: Store, targets: Sequence[Target]) -> str | None:
    if selected_model(store) is None and not store.selection.variant_ids:
        return tr("Open a model first.")
    if running_benchmark(store) is not None:
        return tr("A measurement is under way; only one runs at a time.")
    if not files_to_measure(store, targets):
        return tr("Convert the model first, or choose a target that runs the model as it is.")
    return None


def measure(
    shell: Shell,
    files: Sequence[str] = (),
    targets: Sequence[str] = (),
    seconds: float = 0.0,
    warmup_runs: int | None = None,
    processes: int = 0,
    baseline: str = "",
    scenarios: Sequence[str] = (),
    sustained_minutes: float | None = None,
) -> str:
    """Measure the chosen variants together, interleaved; returns the job id ("" = nothing).

    ``baseline``: the file that the others are compared with, "" = the float32 variant.
    ``sustained_minutes``: so long in one process without a pause, 0 = not so; None = as is set,
    unless ``seconds`` are given.
    """
    minutes = sustained_minutes
    if minutes is None:
        is_set = shell.settings.benchmark_mode == "sustained" and not seconds
        minutes = shell.settings.sustained_minutes if is_set else 0.0
    ways = tuple(map(parse_scenario, scenarios)) or default_scenarios(shell.settings)
    wanted = tuple(map(parse_target, targets)) or default_targets(shell.settings)
    chosen = tuple(files) or files_to_measure(shell.store, wanted)
    if not chosen:
        return ""
    formats = [format_of(shell.store.session, file) for file in chosen]
    usable_targets = usable(wanted, formats)
    defaults = BenchmarkRequest(files=chosen)
    model = selected_model(shell.store)
    request = BenchmarkRequest(
        files=chosen,
        targets=usable_targets,
        scenarios=ways,
        sustained=minutes > 0,
        seconds=60 * minutes or seconds or shell.settings.benchmark_seconds,
        warmup_runs=shell.settings.warmup_runs if warmup_runs is None else warmup_runs,
        processes=processes or defaults.processes,
        threshold=default_threshold(shell.settings),
        baseline=_place_of(
            baseline or default_baseline(shell.store.session, chosen),
            pair_up(chosen, formats, usable_targets, ways),
        ),
        allow_code=model is not None and model.allow_code and model.path in chosen,
    )
    shell.page_requested.emit("latency", {})
    return shell.submit(request)


def measure_resolution(shell: Shell) -> str:
    """Measure a file against itself: what this machine can tell apart in the time that is set."""
    files = files_to_measure(shell.store)[:1]
    if not files:
        return ""
    request = BenchmarkRequest(
        files=files * 2,
        targets=(target_of_resolution(shell.store, shell.settings),),
        seconds=shell.settings.benchmark_seconds,
        warmup_runs=shell.settings.warmup_runs,
        threshold=default_threshold(shell.settings),
    )
    shell.page_requested.emit("latency", {})
    return shell.submit(request)


def target_of_resolution(store: Store, settings: Settings) -> Target:
    """The one that :func:`measure_resolution` would measure on, as things are."""
    formats = [format_of(store.session, file) for file in files_to_measure(store)[:1]]
    return usable(default_targets(settings), formats)[0]


def default_baseline(session: Session, files: Sequence[str]) -> str:
    """The first of ``files`` in which nothing was optimized, else the first of them."""
    plain = {
        variant.artifact
        for model in session.models
        for variant in model.variants
        if not variant.recipe.steps
    }
    return next((file for file in files if file in plain), files[0])


def _place_of(file: str, arms: Sequence[Arm]) -> int:
    return next((place for place, arm in enumerate(arms) if arm.file == file), 0)


def copy_benchmark_command(shell: Shell, request: BenchmarkRequest | None = None) -> str:
    """Copy the `studio benchmark` command that makes a measurement again; returns it.

    Without ``request``: the newest measurement of the session.
    """
    runs = shell.store.session.runs
    asked = request or (runs[-1].request if runs else None)
    if asked is None:
        return ""
    text = benchmark_command(asked)
    QGuiApplication.clipboard().setText(text)
    shell.said.emit(tr("Copied: {text}").format(text=text))
    return text


def has_run(store: Store) -> str | None:
    return None if store.session.runs else tr("Nothing has been measured yet.")


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


def evaluate_reason(store: Store) -> str | None:
    model = selected_model(store)
    if model is None:
        return tr("Open a model first.")
    if model.evaluation_data is None:
        return tr("Choose evaluation data with labels (x, y) first.")
    if not variants_to_use(store):
        return tr("Convert the model first.")
    return None


def evaluate(shell: Shell, files: Sequence[str] = ()) -> list[str]:
    """Count how many evaluation samples each variant gets right, paired with its source.

    ``files``: artifacts; without any, the selected variants.
    """
    chosen = [
        (model, variant)
        for model in shell.store.session.models
        for variant in model.variants
        if variant.artifact in files
    ]
    requests = evaluate_requests(chosen or variants_to_use(shell.store))
    return [shell.submit(request, model_id) for model_id, request in requests]


def evaluate_requests(
    chosen: Sequence[tuple[Model, Variant]],
) -> list[tuple[str, EvaluateRequest]]:
    """(model id, request): one for the variants of a model that share signature and shapes, since
    they are paired with what the source answers under just these."""
    alike: dict[tuple[object, ...], list[tuple[Model, Variant]]] = {}
    for model, variant in chosen:
        recipe = variant.recipe
        key = (model.id, recipe.signature, tuple(sorted(recipe.shapes.items())))
        alike.setdefault(key, []).append((model, variant))
    requests = []
    for together in alike.values():
        model, first = together[0]
        if model.evaluation_data is None:
            continue
        request = EvaluateRequest(
            files=(model.path, *(variant.artifact for _, variant in together)),
            data=model.evaluation_data.path,
            data_ref=model.evaluation_data.ref,
            source=model.path,
            shapes=first.recipe.shapes,
            signature=first.recipe.signature,
            allow_code=model.allow_code,
        )
        requests.append((model.id, request))
    return requests


def check_reason(store: Store) -> str | None:
    return None if variants_to_use(store) else tr("Convert the model first.")


def check(shell: Shell) -> list[str]:
    """Compare the variants' outputs with the source's once more."""
    jobs = []
    for model, variant in variants_to_use(shell.store):
        jobs.append(shell.submit(check_request(model, variant), model.id))
    return jobs


def check_request(model: Model, variant: Variant) -> CheckRequest:
    recipe, evaluation, calibration = variant.recipe, model.evaluation_data, model.calibration
    inputs = InputSelection(
        evaluation=evaluation.path if evaluation else "",
        evaluation_ref=evaluation.ref if evaluation else None,
        calibration=calibration.path if calibration else "",
        calibration_ref=calibration.ref if calibration else None,
        calibration_used=_calibration_used(recipe, calibration),
        seed=recipe.seed,
    )
    return CheckRequest(
        artifact=variant.artifact,
        against=model.path,
        inputs=inputs,
        recipe=recipe,
        shapes=recipe.shapes,
        signature=recipe.signature,
        allow_code=model.allow_code,
    )


def _calibration_used(recipe: Recipe, chosen: Dataset | None) -> int:
    """Samples that the variant was calibrated with; none where other data are chosen by now."""
    if chosen is None or recipe.calibration is None:
        return 0
    ours, theirs = chosen.ref.sha256, recipe.calibration.sha256
    return 0 if ours and theirs and ours != theirs else recipe.calibration_samples


def try_reason(store: Store) -> str | None:
    model = selected_model(store)
    return tr("Open a model first.") if model is None else why_only_looked_at(model)


def try_it(
    shell: Shell, files: Sequence[str] = (), data: str = "", index: int = 0, image: str = ""
) -> str:
    """Run one input through source and variants; without an input, show where to choose one."""
    model = selected_model(shell.store)
    if model is None:
        return ""
    if not (data or image):
        shell.page_requested.emit("compare", {"section": "try"})
        return ""
    variants = [one for owner, one in variants_to_use(shell.store) if owner.id == model.id]
    # One input suits one signature: that of the first variant decides which others take part.
    recipe = variants[0].recipe if variants else None
    chosen = tuple(files) or (
        model.path,
        *(one.artifact for one in variants if recipe and one.recipe.signature == recipe.signature),
    )
    dataset = model.evaluation_data or model.calibration
    request = TryRequest(
        files=chosen,
        data=data,
        index=index,
        image=image,
        data_ref=dataset.ref if dataset else None,
        shapes=recipe.shapes if recipe else model.shapes,
        signature=recipe.signature if recipe else None,
        allow_code=model.allow_code,
    )
    return shell.submit(request, model.id)
