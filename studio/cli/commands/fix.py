"""``studio fix``: keep as few ops as possible out of 8 bits so that an artifact meets a goal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace
from rich.markup import escape

from studio.cli import options
from studio.cli.fix_reports import fix_json, show_fix
from studio.cli.output import Output
from studio.cli.outputs import TFLITE, Wanted, claim
from studio.cli.recipe_options import RecipeOptions, build_recipe
from studio.cli.run_options import RunOptions, with_run_options
from studio.cli.workplace import Workplace, execute, open_workplace, record_run
from studio.core.errors import StorageError, UsageError
from studio.core.fix_measure import fix_measurement
from studio.core.fix_text import goal_text
from studio.core.fixing import MOST_TRIALS, FixResult, parse_goal
from studio.core.keep import PRECISIONS
from studio.core.messages import render
from studio.core.model import InspectResult
from studio.core.requests import ConvertRequest, FixRequest, InspectRequest
from studio.core.targets import parse_target


@with_run_options
def fix(
    artifact: Annotated[Path, typer.Argument(help="The .tflite file that is to be better.")],
    model: Annotated[
        Path, typer.Option("--against", metavar="MODEL", help="The model to make it from.")
    ],
    goal: Annotated[
        str,
        typer.Option(help="agreement>=99%, accuracy>=97% or rmse<=1% (RMSE / range)."),
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT", help="The .tflite to write.")],
    optimize: Annotated[
        list[str] | None,
        typer.Option(
            metavar=escape("ID[:k=v,...]"),
            help="How ARTIFACT was made; default: as the file itself tells.",
        ),
    ] = None,
    recipe: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take the recipe from a JSON file.")
    ] = None,
    calibration: Annotated[
        Path | None, typer.Option(metavar="D", help="Calibration data, .npz or .npy.")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="D",
            help="Held-out data: up to 2,000 samples judge; for accuracy all, with labels.",
        ),
    ] = None,
    keep_in: Annotated[
        str, typer.Option(metavar="P", help=f"What kept ops compute in: {', '.join(PRECISIONS)}.")
    ] = "float",
    trials: Annotated[
        int, typer.Option(min=1, metavar="N", help="At most about so many.")
    ] = MOST_TRIALS,
    measure: Annotated[
        float,
        typer.Option(
            min=0.0,
            metavar="SECONDS",
            help="Measure OUT against ARTIFACT for so long, interleaved, with a verdict; 0 = not.",
        ),
    ] = 0.0,
    measure_trials: Annotated[
        bool,
        typer.Option("--measure-trials", help="Measure all other trials in the same run too."),
    ] = False,
    target: Annotated[
        str | None,
        typer.Option(
            metavar=escape("ID[:k=v,...]"),
            help="Where to measure, see “studio targets”; default: as the settings say.",
        ),
    ] = None,
    *,
    run: RunOptions,
    strict_data: options.StrictData = None,
    seed: options.Seed = 0,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> int:
    """Find the smallest set of ops, by multiply-accumulates, to keep in float (or 16 bits).

    ARTIFACT itself is judged first; where it meets the goal already, nothing is written and the
    exit code is 0. Each trial is converted, checked and judged by what it computes; the best one
    is written, checked, and evaluated where there are labelled data. Exit code 1 where the goal is
    out of reach: then nothing is written, and it is said how close the trials came.
    """
    output = Output(json)
    wanted = parse_goal(goal)
    if measure_trials and not measure:
        raise UsageError("option-needs", option="--measure-trials", needed="--measure SECONDS")
    options.require_models(artifact, model)
    workplace = open_workplace()
    if recipe is None and not optimize:
        look = InspectRequest(path=options.absolute(artifact))
        optimize = [recipe_of(execute(workplace, look, InspectResult, output, artifact.name))]
    made = build_recipe(
        RecipeOptions(
            optimize=tuple(optimize or ()),
            recipe_file=recipe,
            shapes=run.shapes,
            signature=run.signature,
            seed=seed,
            calibration=calibration,
            preprocessing=run.preprocessing,
        )
    )
    claim([Wanted(out, TFLITE)], (artifact, model, calibration), overwrite=overwrite)
    if keep_in not in PRECISIONS:
        expected = ", ".join(PRECISIONS)
        raise UsageError("argument-invalid", name="--keep-in", value=keep_in, expected=expected)
    on = parse_target(target) if target else None
    request = FixRequest(
        artifact=options.absolute(artifact),
        convert=ConvertRequest(
            source=options.absolute(model),
            artifact=options.absolute(out),
            recipe=made,
            calibration=options.absolute(calibration) if calibration else "",
            evaluation=options.absolute(data) if data else "",
            evaluation_ref=run.data_ref,
            allow_code=run.allow_code,
            opening=run.opening,
            overwrite=overwrite,
            strict_data=options.is_strict(strict_data, workplace.settings),
        ),
        goal=wanted,
        precision=keep_in,
        most_trials=trials,
        measure=fix_measurement(workplace.settings, measure, on, seed) if measure else None,
        measures_trials=measure_trials,
    )
    title = f"{model.name} → {goal_text(wanted)}"
    result = execute(workplace, request, FixResult, output, title)
    _record(workplace, request, result, output)
    output.result(fix_json(result), lambda: show_fix(output, request, result))
    return 0 if result.is_reached else 1


def _record(workplace: Workplace, request: FixRequest, result: FixResult, output: Output) -> None:
    if result.measured is None or request.measure is None:
        return
    files = tuple(one.file for one in result.measured.measurements)
    try:
        record_run(workplace, replace(request.measure, files=files), result.measured)
    except StorageError as error:  # the numbers in hand are worth more than the record of them
        output.say(f"not kept in the history: {render(error.code, error.params)[0]}")


def recipe_of(found: InspectResult) -> str:
    """The step that makes such a file. Raises UsageError: fix-recipe-unknown."""
    precisions = {node.precision for node in found.graph.nodes}
    inputs = found.info.signatures[0].inputs if found.info.signatures else ()
    if "int8" in precisions:
        given = inputs[0].dtype if inputs else ""
        return f"int8:io={given}" if given in ("float32", "int8") else "int8"
    if "int16" in precisions:
        return "int16x8"
    raise UsageError("fix-recipe-unknown", path=found.path)
