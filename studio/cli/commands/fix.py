"""``studio fix``: keep as few ops as possible out of 8 bits so that an artifact meets a goal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.markup import escape

from studio.cli import options
from studio.cli.documents import audit_json, check_json
from studio.cli.opening_options import with_opening_options
from studio.cli.output import Output
from studio.cli.recipe_options import RecipeOptions, build_recipe
from studio.cli.reports import show_audit, show_check
from studio.cli.workplace import execute, open_workplace
from studio.core.errors import UsageError
from studio.core.fixing import MOST_TRIALS, FixResult, Trial, parse_goal
from studio.core.formats import sniff
from studio.core.keep import PRECISIONS
from studio.core.model import InspectResult
from studio.core.opening import Opening
from studio.core.quantities import format_bytes, format_count, significant
from studio.core.requests import ConvertRequest, FixRequest, InspectRequest


@with_opening_options
def fix(
    artifact: Annotated[Path, typer.Argument(help="The .tflite file that is to be better.")],
    model: Annotated[
        Path, typer.Option("--against", metavar="MODEL", help="The model to make it from.")
    ],
    goal: Annotated[
        str, typer.Option(help="agreement>=0.99, accuracy>=0.97 or rmse<=0.01 (RMSE / range).")
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
        typer.Option(metavar="D", help="Held-out data, .npz or .npy; for accuracy with labels."),
    ] = None,
    keep_in: Annotated[
        str, typer.Option(metavar="P", help=f"What kept ops compute in: {', '.join(PRECISIONS)}.")
    ] = "float",
    trials: Annotated[
        int, typer.Option(min=1, metavar="N", help="At most about so many.")
    ] = MOST_TRIALS,
    shape: options.Shapes = None,
    signature: options.SignatureName = None,
    scale: options.Scale = None,
    mean: options.Mean = None,
    std: options.Std = None,
    seed: options.Seed = 0,
    allow_code: options.AllowCode = False,
    *,
    opening: Opening,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> None:
    """Find the smallest set of ops, by multiply-accumulates, to keep in float (or 16 bits).

    ARTIFACT itself is judged first; where it meets the goal, nothing is written. Each trial is
    converted, checked and judged by what it computes. Exit code 1 where the goal is out of reach.
    """
    output = Output(json)
    wanted = parse_goal(goal)
    preprocessing = options.parse_preprocessing(scale, mean, std)
    for path in (artifact, model):
        sniff(path.expanduser())
    workplace = open_workplace()
    if recipe is None and not optimize:
        look = InspectRequest(path=options.absolute(artifact))
        optimize = [recipe_of(execute(workplace, look, InspectResult, output, artifact.name))]
    made = build_recipe(
        RecipeOptions(
            optimize=tuple(optimize or ()),
            recipe_file=recipe,
            shapes=options.parse_shapes(shape),
            signature=signature,
            seed=seed,
            has_calibration=calibration is not None,
            preprocessing=preprocessing,
        )
    )
    options.refuse_existing(out, overwrite)
    options.refuse_unwritable(out)
    if keep_in not in PRECISIONS:
        expected = ", ".join(PRECISIONS)
        raise UsageError("argument-invalid", name="--keep-in", value=keep_in, expected=expected)
    request = FixRequest(
        artifact=options.absolute(artifact),
        convert=ConvertRequest(
            source=options.absolute(model),
            artifact=options.absolute(out),
            recipe=made,
            calibration=options.absolute(calibration) if calibration else "",
            evaluation=options.absolute(data) if data else "",
            evaluation_ref=options.dataset_ref(preprocessing),
            allow_code=allow_code,
            opening=opening,
            overwrite=overwrite,
        ),
        goal=wanted,
        precision=keep_in,
        most_trials=trials,
    )
    title = f"{model.name} → {wanted.text}"
    result = execute(workplace, request, FixResult, output, title)
    output.result(_json(result), lambda: _show(output, result))


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


def _json(result: FixResult) -> dict[str, Any]:
    converted = result.converted
    return {
        "goal": result.goal.text,
        "before": _trial_json(result.before),
        "trials": [_trial_json(one) for one in result.trials],
        "kept": [
            {"op_index": op, "op": result.names[op][0], "name": result.names[op][1]}
            for op in (result.best.kept if result.best is not None else ())
        ],
        "artifact": converted.artifact if converted is not None else None,
        "sha256": converted.sha256 if converted is not None else None,
        "size_bytes": converted.size_bytes if converted is not None else None,
        "recipe": msgspec.to_builtins(converted.recipe) if converted is not None else None,
        "audit": audit_json(converted.audit) if converted is not None else None,
        "check": check_json(converted.check) if converted is not None else None,
    }


def _trial_json(trial: Trial) -> dict[str, Any]:
    return {
        "kept": list(trial.kept),
        "score": trial.score,
        "agreement": trial.agreement,
        "is_broken": trial.is_broken,
        "size_bytes": trial.size_bytes,
        "kept_macs": trial.kept_macs,
        "is_met": trial.is_met,
    }


def _show(output: Output, result: FixResult) -> None:
    output.heading(f"Goal: {result.goal.text}")
    if result.converted is None or result.best is None:
        output.say(f"Met already: {result.goal.kind} {_score(result.before)}. Nothing was written.")
        return
    output.table(
        (">ops kept", ">their MACs", f">{result.goal.kind}", ">size", "goal met"),
        [
            (
                str(len(one.kept)),
                format_count(one.kept_macs),
                _score(one),
                format_bytes(one.size_bytes),
                "yes" if one.is_met else "no",
            )
            for one in (result.before, *result.trials)
        ],
    )
    output.heading("Kept")
    output.table(
        (">op", "kind", "output"), [(str(op), *result.names[op]) for op in result.best.kept]
    )
    output.heading(result.converted.artifact)
    show_audit(output, result.converted.audit)
    show_check(output, result.converted.check)
    output.say("Measure it against the variant before: studio benchmark BEFORE AFTER")


def _score(trial: Trial) -> str:
    return "?" if trial.score is None else significant(trial.score, 4)
