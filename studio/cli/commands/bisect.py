"""``studio bisect``: the smallest part of a model that makes the converter die, as a zip."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from studio.cli import options
from studio.cli.opening_options import with_opening_options
from studio.cli.output import Output
from studio.cli.outputs import Wanted, claim
from studio.cli.recipe_options import RecipeOptions, build_recipe, with_recipe_options
from studio.cli.workplace import execute, open_workplace
from studio.core.bisecting import MOST_MINUTES, MOST_TRIALS, BisectResult
from studio.core.bisecting_text import facts, title
from studio.core.formats import sniff
from studio.core.input_selection import InputSelection
from studio.core.opening import Opening
from studio.core.requests import BisectRequest, ConvertRequest


@with_recipe_options
@with_opening_options
def bisect(
    model: Annotated[Path, typer.Argument(help="The model whose conversion or run dies.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="ZIP", help="The zip to write.")],
    asked: RecipeOptions,
    data: Annotated[
        Path | None, typer.Option(metavar="D", help="Held-out data, that the check runs on.")
    ] = None,
    trials: Annotated[
        int, typer.Option(min=3, metavar="N", help="At most about so many trials.")
    ] = MOST_TRIALS,
    minutes: Annotated[
        float, typer.Option(min=0.1, metavar="M", help="At most about so many minutes.")
    ] = MOST_MINUTES,
    allow_code: options.AllowCode = False,
    *,
    opening: Opening,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> None:
    """Find the smallest part of a model that makes a library crash, and pack what reproduces it.

    The options are those of studio convert; a .tflite without a recipe is only run. What is cut is
    the float .tflite; of a source that dies before there is one, the graph that TensorFlow freezes
    it to. The zip has the part, the recipe, the inputs where it needs any, versions, the log and a
    README with the one command that reproduces the crash; it was run once more from the zip. A
    failure that is no crash, or one that does not come again, is said and nothing is written: exit
    code 1.
    """
    output = Output(json)
    made = build_recipe(asked)
    format_ = sniff(model.expanduser())
    claim([Wanted(out, (".zip",))], (model, asked.calibration, data), overwrite=overwrite)
    held_out = options.absolute(data) if data else ""
    held_out_ref = asked.evaluation_ref(made)
    request = BisectRequest(
        convert=ConvertRequest(
            source=options.absolute(model),
            artifact="",
            recipe=made,
            calibration=options.absolute(asked.calibration) if asked.calibration else "",
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
        "cut_from": result.cut_from,
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
