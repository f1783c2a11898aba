"""``studio convert``: make one variant of a model, audit it and check it against its source."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.markup import escape

from studio.cli import options
from studio.cli.documents import audit_json, check_json, findings_json, stages_json
from studio.cli.finding_reports import show_findings
from studio.cli.opening_options import with_opening_options
from studio.cli.output import Output
from studio.cli.outputs import TFLITE, Wanted, claim
from studio.cli.recipe_options import RecipeOptions, build_recipe, with_recipe_options
from studio.cli.reports import show_audit, show_check, show_stages
from studio.cli.workplace import execute, open_workplace
from studio.core.formats import sniff
from studio.core.opening import Opening
from studio.core.optimizations import CATALOG
from studio.core.recipe import Recipe, to_json
from studio.core.requests import ConvertRequest
from studio.core.results import ConvertResult
from studio.history.atomic import write_bytes


@with_recipe_options
@with_opening_options
def convert(
    model: Annotated[Path, typer.Argument(help="A model file or SavedModel folder.")],
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="OUT",
            help="The .tflite file to write, or a folder for it. Default: MODEL_RECIPE.tflite.",
            show_default=False,
        ),
    ] = None,
    *,
    asked: RecipeOptions,
    save_recipe: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the recipe, as JSON, beside it.")
    ] = None,
    print_recipe: Annotated[
        bool,
        typer.Option(
            "--print-recipe", help="Only show the recipe that the options stand for, as JSON."
        ),
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option(metavar="D", help="Held-out data for the check."),
    ] = None,
    strict_data: options.StrictData = None,
    allow_code: options.AllowCode = False,
    opening: Opening,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> int:
    """Convert a model to LiteRT (TFLite), optimized by a recipe; audit and check the result."""
    output = Output(json)
    made = build_recipe(asked)
    if print_recipe:
        document = msgspec.to_builtins(made)
        output.result(document, lambda: output.stdout.print_json(data=document))
        return 0
    sniff(model.expanduser())
    artifact = _artifact(model, out, made)
    claim(
        (Wanted(artifact, TFLITE), Wanted(save_recipe, (".json",))),
        (model, asked.calibration, data),
        overwrite=overwrite,
    )
    workplace = open_workplace()
    request = ConvertRequest(
        source=options.absolute(model),
        artifact=options.absolute(artifact),
        recipe=made,
        calibration=options.absolute(asked.calibration) if asked.calibration else "",
        evaluation=options.absolute(data) if data else "",
        evaluation_ref=asked.evaluation_ref(made),
        allow_code=allow_code,
        opening=opening,
        overwrite=overwrite,
        strict_data=options.is_strict(strict_data, workplace.settings),
    )
    title = f"{model.name} → {made.label}"
    result = execute(workplace, request, ConvertResult, output, title)
    if save_recipe is not None:
        _write_recipe(save_recipe, result.recipe)
    output.result(_json(result), lambda: _show(output, result))
    return _exit_code(result)


def _exit_code(result: ConvertResult) -> int:
    """A file that cannot run here is what was asked for where TensorFlow's ops were allowed."""
    is_foreign = result.check.status == "cannot-run" and not result.recipe.allows_tensorflow_ops
    return 1 if result.check.status in ("failed", "unchecked") or is_foreign else 0


def epilog() -> str:
    """The catalog as the help's last lines, one paragraph each."""
    lines = ["Optimizations (ID: what it does; parameters with their defaults):"]
    for entry in CATALOG.values():
        params = "; ".join(
            f"{param.name}={param.default} ({param.allowed})" for param in entry.params
        )
        lines.append(f"{entry.id}: {entry.help}" + (f" Parameters: {params}." if params else ""))
    lines.append("Exit code 1 where the conversion or the check failed, 2 for a wrong request.")
    return escape("\n\n".join(lines))


def _artifact(model: Path, out: Path | None, recipe: Recipe) -> Path:
    name = f"{model.resolve().stem}_{recipe.label}.tflite"
    if out is None:
        return Path(name)
    out = out.expanduser()
    return out / name if out.is_dir() else out


def _write_recipe(path: Path, recipe: Recipe) -> None:
    write_bytes(path.expanduser(), msgspec.json.format(to_json(recipe), indent=2) + b"\n")


def _json(result: ConvertResult) -> dict[str, Any]:
    return {
        "artifact": result.artifact,
        "sha256": result.sha256,
        "size_bytes": result.size_bytes,
        "recipe": msgspec.to_builtins(result.recipe),
        "stages": stages_json(result.stages),
        "audit": audit_json(result.audit),
        "check": check_json(result.check),
        "calibration_samples_used": result.calibration_samples_used,
        "calibration_content": result.recipe.calibration and result.recipe.calibration.content,
        "findings": findings_json(result.findings),
    }


def _calibration_text(result: ConvertResult) -> str:
    reference = result.recipe.calibration
    is_random = reference is not None and reference.kind == "random"
    random = " of random data: the ranges are not those of real inputs" if is_random else ""
    return f"{result.calibration_samples_used}{random}"


def _show(output: Output, result: ConvertResult) -> None:
    output.heading(result.artifact)
    show_audit(output, result.audit)
    output.facts([("sha256", result.sha256)])
    if result.calibration_samples_used:
        output.facts([("calibration samples used", _calibration_text(result))])
    output.heading("Stages")
    show_stages(output, result.stages)
    show_check(output, result.check)
    show_findings(output, result.findings, "Data and calibration")
