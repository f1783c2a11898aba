"""Measuring: what would be measured, and why it cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QGuiApplication

from studio.core.arms import pair_up, usable
from studio.core.cli_command import benchmark_command
from studio.core.errors import UsageError
from studio.core.lookup import format_of, model_at, openings_of, shapes_of, signatures_of
from studio.core.measure_requests import BenchmarkRequest
from studio.core.scenarios import parse_scenario
from studio.core.session import Dataset, Session
from studio.core.settings import Settings, default_scenarios, default_targets, default_threshold
from studio.core.targets import Arm, Target, parse_target
from studio.ui.actions.variants import variants_to_use
from studio.ui.actions.work import running_benchmark
from studio.ui.shell import Shell, selected_model
from studio.ui.store import Store
from studio.ui.texts import render_message, sentences, tr


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
    dataset = data_to_measure_with(shell.store, shell.settings, chosen)
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
        openings=openings_of(shell.store.session, chosen),
        signatures=signatures_of(shell.store.session, chosen),
        shapes=shapes_of(shell.store.session, chosen),
        data=dataset.path if dataset else "",
        data_ref=dataset.ref if dataset else None,
    )
    shell.page_requested.emit("latency", {})
    return shell.submit(request)


def data_to_measure_with(
    store: Store, settings: Settings, files: Sequence[str] = ()
) -> Dataset | None:
    """Where the settings ask for it: the data of the one model that ``files`` belong to."""
    if settings.benchmark_inputs != "data":
        return None
    models = {
        model.id: model
        for file in files or files_to_measure(store, default_targets(settings))
        if (model := model_at(store.session, file)) is not None
    }
    if len(models) != 1:
        return None
    (model,) = models.values()
    return model.evaluation_data or model.calibration


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
    try:
        text = benchmark_command(asked)
    except UsageError as error:
        shell.said.emit(sentences(*render_message(error.code, error.params)))
        return ""
    QGuiApplication.clipboard().setText(text)
    shell.said.emit(tr("Copied: {text}").format(text=text))
    return text


def has_run(store: Store) -> str | None:
    return None if store.session.runs else tr("Nothing has been measured yet.")
