"""``studio bisect``: the smallest part of a model that makes the converter die, as a zip."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from studio.cli import options
from studio.cli.opening_options import with_opening_options
from studio.cli.output import Output
from studio.cli.outputs import Wanted, claim
from studio.cli.recipe_options import RecipeOptions, build_recipe
from studio.cli.workplace import execute, open_workplace
from studio.core.bisecting import MOST_MINUTES, MOST_TRIALS, BisectResult
from studio.core.bisecting_text import facts, title
from studio.core.formats import sniff
from studio.core.input_selection import InputSelection
from studio.core.opening import Opening
from studio.core.optimizations import CATALOG
from studio.core.requests import BisectRequest, ConvertRequest


@with_opening_options
def bisect(
    model: Annotated[Path, typer.Argument(help="The model whose conversion or run dies.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="ZIP", help="The zip to write.")],
    optimize: Annotated[
        list[str] | None,
        typer.Option(
            metavar=escape("ID[:k=v,...]"),
            help=f"A step of the recipe that dies: {', '.join(CATALOG)}. May be repeated.",
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="REGEX=P", help="Ops left in another precision, as with convert."),
    ] = None,
    recipe: options.RecipeFile = None,
    shape: options.Shapes = None,
    signature: options.SignatureName = None,
    keep_dynamic_batch: options.KeepDynamicBatch = False,
    slow_route: options.SlowRoute = False,
    calibration: options.Calibration = None,
    random_calibration: options.RandomCalibration = False,
    data: Annotated[
        Path | None, typer.Option(metavar="D", help="Held-out data, that the check runs on.")
    ] = None,
    trials: Annotated[
        int, typer.Option(min=3, metavar="N", help="At most about so many trials.")
    ] = MOST_TRIALS,
    minutes: Annotated[
        float, typer.Option(min=0.1, metavar="M", help="At most about so many minutes.")
    ] = MOST_MINUTES,
    scale: options.Scale = None,
    mean: options.Mean = None,
    std: options.Std = None,
    preprocess: options.Preprocess = None,
    seed: options.Seed = 0,
    allow_code: options.AllowCode = False,
    *,
    opening: Opening,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> None:
    """Find the smallest part of a model that makes a library crash, and pack what reproduces it.

    The options are those of studio convert; a .tflite without a recipe is only run. The zip has the
    part, the recipe, the inputs, versions, the log and a README with the one command that
    reproduces the crash; it was run once more from the zip. A failure that is no crash, or one that
    does not come again, is said and nothing is written: exit code 1.
    """
    output = Output(json)
    preprocessing = options.parse_preprocessing(scale, mean, std, preprocess)
    made = build_recipe(
        RecipeOptions(
            optimize=tuple(optimize or ()),
            recipe_file=recipe,
            shapes=options.parse_shapes(shape),
            signature=signature,
            keep_dynamic_batch=keep_dynamic_batch,
            slow_route=slow_route,
            seed=seed,
            has_calibration=calibration is not None,
            random_calibration=random_calibration,
            preprocessing=preprocessing,
            keep=tuple(keep or ()),
        )
    )
    format_ = sniff(model.expanduser())
    claim([Wanted(out, (".zip",))], (model, calibration, data), overwrite=overwrite)
    ref = made.calibration if preprocessing is None else None
    held_out = options.absolute(data) if data else ""
    held_out_ref = options.dataset_ref(ref.preprocessing if ref else preprocessing)
    request = BisectRequest(
        convert=ConvertRequest(
            source=options.absolute(model),
            artifact="",
            recipe=made,
            calibration=options.absolute(calibration) if calibration else "",
            evaluation=held_out,
            evaluation_ref=held_out_ref,
            allow_code=allow_code,
            opening=opening,
        ),
        archive=options.absolute(out),
        runs_only=format_.id == "tflite" and not made.steps,
        inputs=InputSelection(given=held_out, given_ref=held_out_ref, seed=made.seed),
        most_trials=trials,
        most_minutes=minutes,
        overwrite=overwrite,
    )
    result = execute(open_workplace(), request, BisectResult, output, f"{model.name} → {out.name}")

    def show() -> None:
        output.heading(title(result))
        output.facts(facts(result))

    output.result(_json(result), show)


def _json(result: BisectResult) -> dict[str, Any]:
    death = result.death
    return {
        "source": result.source,
        "archive": result.archive,
        "sha256": result.sha256,
        "size_bytes": result.size_bytes,
        "died": {
            "code": death.code,
            "signal": death.signal,
            "child": death.child,
            "phase": death.phase,
        },
        "total_ops": result.total_ops,
        "ops": result.ops,
        "kinds": list(result.kinds),
        "is_minimal": result.is_minimal,
        "trials": result.trials,
        "inputs": result.inputs,
        "data": result.data,
        "rows": list(result.rows),
        "samples": result.samples,
        "command": result.command,
    }
