"""``studio benchmark``: latency of several files, interleaved, under stated conditions."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from studio.cli import options
from studio.cli.measurement_documents import benchmark_json, resolution_json
from studio.cli.opening_options import of_files, with_opening_options
from studio.cli.output import Output
from studio.cli.reports import measurement_names, show_conditions, show_measurements
from studio.cli.verdict_options import (
    fails,
    find_baseline,
    parse_fail_if,
    parse_threshold,
    refuse_without_comparison,
)
from studio.cli.verdict_reports import show_comparisons, show_resolution, show_sustained
from studio.cli.workplace import execute, open_workplace, record_run
from studio.core.arms import usable
from studio.core.cli_command import sources_of
from studio.core.comparisons import Resolution
from studio.core.errors import StorageError, UsageError
from studio.core.formats import sniff
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.messages import render
from studio.core.opening import Opening
from studio.core.resolution import resolution_of
from studio.core.scenarios import Scenario, make_scenario, parse_scenario
from studio.core.settings import (
    BENCHMARK_SECONDS,
    THRESHOLD,
    WARMUP_RUNS,
    Settings,
    default_scenarios,
    default_targets,
    default_threshold,
)
from studio.core.targets import Target, make_target, parse_target
from studio.history.resolution_file import add


@with_opening_options
def benchmark(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Files to measure together.")
    ],
    targets: Annotated[
        list[str] | None,
        typer.Option(
            "--target",
            metavar="ID[:k=v,...]",
            help="Where and how to run, e.g. litert-cpu:threads=2; repeat it to compare targets.",
        ),
    ] = None,
    scenarios: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="ID[:k=v,...]",
            help="How samples come: single-stream, multi-stream:streams=4, offline:streams=2 or "
            "server:rate=50; repeat it to compare scenarios.",
        ),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Threads of the default target."),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(
            min=0.1, help=f"Measuring time over all files. {options.default_of(BENCHMARK_SECONDS)}"
        ),
    ] = None,
    warmup_runs: Annotated[
        int | None,
        typer.Option(min=0, help=f"Runs that are not counted. {options.default_of(WARMUP_RUNS)}"),
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=100, help="Fresh processes.")] = 6,
    threshold: Annotated[
        str | None,
        typer.Option(
            metavar="3%|0.03",
            help="Differences up to this do not matter: equivalent. "
            + options.default_of(THRESHOLD),
        ),
    ] = None,
    baseline: Annotated[
        str,
        typer.Option(
            metavar="FILE|NUMBER", help="What the others are compared with: a file, or arm 0, 1, …"
        ),
    ] = "0",
    fail_if: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-if",
            metavar="VERDICT",
            help="Exit code 1 where a comparison says faster, slower, equivalent or cannot-tell; "
            "may be repeated.",
        ),
    ] = None,
    sustained: Annotated[
        float | None,
        typer.Option(
            min=0.05,
            metavar="MINUTES",
            help="Measure in one process without a pause for so long: does it slow down?",
        ),
    ] = None,
    aa: Annotated[
        bool,
        typer.Option("--aa", help="Measure one file against itself: what this machine resolves."),
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="D",
            help="Take the inputs from a data set (see studio data) instead of random values; "
            "single-stream:preprocessing=serial or =pipelined then pre-processes a sample before "
            "each run, as declared by --preprocess, --scale, --mean and --std.",
        ),
    ] = None,
    scale: options.Scale = None,
    mean: options.Mean = None,
    std: options.Std = None,
    preprocess: options.Preprocess = None,
    shape: options.Shapes = None,
    signature: options.SignatureName = None,
    seed: options.Seed = 0,
    allow_code: options.AllowCode = False,
    *,
    opening: Opening,
    json: options.Json = False,
) -> int:
    """Measure latency, init time and peak memory; the run is kept in the history.

    The files take turns in random blocks within the same processes, so that what disturbs one
    disturbs all. Each is compared with the baseline: faster, slower, equivalent, or cannot tell.
    Exit code 1 where a file could not be measured, or a verdict is one of --fail-if.
    """
    output = Output(json)
    workplace = open_workplace()
    verdicts = parse_fail_if(fail_if or ())
    paths = tuple(map(options.absolute, files))
    if aa and len(paths) != 1:
        raise UsageError("aa-one-file")
    on = _targets(files, targets or [], threads, workplace.settings)
    ways = _scenarios(scenarios or [], workplace.settings, is_aa=aa)
    if aa:
        if len(on) != 1 or len(ways) != 1:
            raise UsageError("aa-one-file")
        paths *= 2
    if sustained is not None and seconds is not None:
        raise UsageError("options-conflict", first="--sustained", second="--seconds")
    if sustained is not None:
        seconds = 60 * sustained
    shapes = options.parse_shapes(shape)
    declared = options.parse_preprocessing(scale, mean, std, preprocess)
    if declared is not None and data is None:
        raise UsageError("preprocessing-without-data")
    request = BenchmarkRequest(
        files=paths,
        targets=on,
        scenarios=ways,
        seconds=workplace.settings.benchmark_seconds if seconds is None else seconds,
        warmup_runs=workplace.settings.warmup_runs if warmup_runs is None else warmup_runs,
        processes=processes,
        seed=seed,
        data=options.absolute(data) if data else "",
        data_ref=options.dataset_ref(declared) if data else None,
        sustained=sustained is not None,
        allow_code=allow_code,
        openings=of_files(opening, paths),
        signatures=dict.fromkeys(sources_of(paths), signature) if signature else {},
        shapes=dict.fromkeys(sources_of(paths), shapes) if shapes else {},
        threshold=default_threshold(workplace.settings)
        if threshold is None
        else parse_threshold(threshold),
        baseline=find_baseline(baseline, paths, on, ways),
    )
    refuse_without_comparison(verdicts, paths, on, ways)
    title = files[0].name if len(files) == 1 else f"{len(files)} files"
    result = execute(workplace, request, BenchmarkResult, output, title)
    document = benchmark_json(result)
    resolution = resolution_of(result, time.time()) if aa else None
    try:
        if not aa:
            record_run(workplace, request, result)
        elif resolution is not None:
            add(workplace.places.resolution_file, resolution)
    except StorageError as error:  # the numbers in hand are worth more than the record of them
        output.say(f"not kept in the history: {render(error.code, error.params)[0]}")
    if aa:
        document["resolution"] = resolution_json(resolution)
    output.result(document, lambda: _show(output, request, result, aa, resolution))
    is_failed = any(item.error is not None for item in result.measurements)
    return 1 if is_failed or fails(result.comparisons, verdicts) else 0


def _targets(
    files: list[Path], chosen: list[str], threads: int | None, settings: Settings
) -> tuple[Target, ...]:
    if chosen and threads is not None:
        raise UsageError("options-conflict", first="--target", second="--threads")
    if threads is not None:
        return (make_target(threads=threads),)
    if chosen:
        return tuple(map(parse_target, chosen))
    return usable(default_targets(settings), [sniff(path).id for path in files])


def _scenarios(chosen: list[str], settings: Settings, *, is_aa: bool) -> tuple[Scenario, ...]:
    """Those named, else the settings'; a machine is measured in the plainest one."""
    if chosen:
        return tuple(map(parse_scenario, chosen))
    return (make_scenario(),) if is_aa else default_scenarios(settings)


def _show(
    output: Output,
    request: BenchmarkRequest,
    result: BenchmarkResult,
    is_aa: bool,
    resolution: Resolution | None,
) -> None:
    names = measurement_names(result.measurements)
    show_measurements(output, result.measurements, names)
    output.stdout.print()
    if is_aa:
        show_resolution(output, result, resolution)
    show_comparisons(output, result.comparisons, names)
    show_sustained(output, result, names, request.threshold)
    show_conditions(output, result, request)
