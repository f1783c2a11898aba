"""``studio benchmark``: latency of several files, interleaved, under stated conditions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import options
from studio.cli.documents import benchmark_json
from studio.cli.output import Output
from studio.cli.reports import measurement_names, show_conditions, show_measurements
from studio.cli.workplace import execute, open_workplace, record_run
from studio.core.arms import usable
from studio.core.errors import StorageError, UsageError
from studio.core.formats import sniff
from studio.core.messages import render
from studio.core.requests import BenchmarkRequest
from studio.core.results import BenchmarkResult
from studio.core.settings import Settings, default_targets
from studio.core.targets import Target, make_target, parse_target


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
    threads: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="Threads of the default target."),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(min=0.1, help="Measuring time over all files; default: setting."),
    ] = None,
    warmup_runs: Annotated[
        int | None, typer.Option(min=0, help="Runs that are not counted; default: setting.")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=100, help="Fresh processes.")] = 6,
    seed: options.Seed = 0,
    json: options.Json = False,
) -> int:
    """Measure latency, init time and peak memory; the run is kept in the history.

    The files take turns in random blocks within the same processes, so that what disturbs one
    disturbs all. Exit code 1 where a file could not be measured.
    """
    output = Output(json)
    workplace = open_workplace()
    request = BenchmarkRequest(
        files=tuple(map(options.absolute, files)),
        targets=_targets(files, targets or [], threads, workplace.settings),
        seconds=workplace.settings.benchmark_seconds if seconds is None else seconds,
        warmup_runs=workplace.settings.warmup_runs if warmup_runs is None else warmup_runs,
        processes=processes,
        seed=seed,
    )
    title = files[0].name if len(files) == 1 else f"{len(files)} files"
    result = execute(workplace, request, BenchmarkResult, output, title)
    try:
        record_run(workplace, request, result)
    except StorageError as error:  # the numbers in hand are worth more than the record of them
        output.say(f"not kept in the history: {render(error.code, error.params)[0]}")
    output.result(benchmark_json(result), lambda: _show(output, result))
    return 1 if any(item.error is not None for item in result.measurements) else 0


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


def _show(output: Output, result: BenchmarkResult) -> None:
    show_measurements(output, result.measurements, measurement_names(result.measurements))
    output.stdout.print()
    show_conditions(output, result)
