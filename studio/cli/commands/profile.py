"""``studio profile``: what each op of a file takes, and where the time went between two files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import options
from studio.cli.output import Output
from studio.cli.profile_reports import (
    comparison_json,
    profile_json,
    show_comparison,
    show_profile,
)
from studio.cli.workplace import execute, open_workplace
from studio.core.arms import usable
from studio.core.measure_requests import ProfileRequest
from studio.core.profile import ProfileResult
from studio.core.profile_comparison import compare_profiles
from studio.core.settings import TARGETS, default_targets
from studio.core.targets import parse_target


def profile(
    file: Annotated[Path, typer.Argument(help="The .tflite file to profile.")],
    other: Annotated[
        Path | None, typer.Argument(help="A second one, to be compared with it op by op.")
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            metavar="ID[:k=v,...]",
            help=f"Where and how to run, e.g. litert-cpu:threads=2. {options.default_of(TARGETS)}",
        ),
    ] = None,
    runs: Annotated[int, typer.Option(min=1, max=100_000, help="Runs after a warm-up.")] = 50,
    seed: options.Seed = 0,
    json: options.Json = False,
) -> int:
    """Say what each op takes, how much of a run that explains, and what may make it slow.

    Times are with the profiler on; for latencies and a verdict there is "studio benchmark".
    """
    output = Output(json)
    workplace = open_workplace()
    settings = workplace.settings
    chosen = usable(default_targets(settings), ("tflite",))[0]
    where = parse_target(target) if target is not None else chosen
    results: list[ProfileResult] = []
    for path in (file, other):
        if path is not None:
            request = ProfileRequest(
                file=options.absolute(path), target=where, runs=runs, seed=seed
            )
            results.append(execute(workplace, request, ProfileResult, output, path.name))
    if len(results) == 1:
        output.result(profile_json(results[0]), lambda: show_profile(output, results[0]))
        return 0
    comparison = compare_profiles(*results)
    document = {
        "profiles": [profile_json(result) for result in results],
        "comparison": comparison_json(comparison),
    }

    def show() -> None:
        for result in results:
            output.heading(result.file)
            show_profile(output, result)
        show_comparison(output, comparison)

    output.result(document, show)
    return 0
