"""``studio demo``: the whole tour on the sample, from opening it to a report of what came out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from studio.cli import options, system
from studio.cli.demo_reports import (
    SAMPLE,
    Tour,
    demo_json,
    file_name,
    show_demo,
)
from studio.cli.output import Output
from studio.cli.workplace import Workplace, open_workplace
from studio.core import edits
from studio.core.arms import usable
from studio.core.errors import StorageError
from studio.core.evaluation_results import EvaluateResult
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.model import InspectResult
from studio.core.recipe import DatasetRef, Recipe, make_recipe, make_step
from studio.core.requests import ConvertRequest, EvaluateRequest, InspectRequest
from studio.core.resources import resource
from studio.core.results import ConvertResult
from studio.core.session import Dataset, Model
from studio.core.settings import default_targets, default_threshold

VARIANTS: tuple[tuple[str, ...], ...] = ((), ("float16",), ("dynamic-range",), ("int8",))


def demo(
    no_window: Annotated[
        bool, typer.Option("--no-window", help="Do not open the window afterwards.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Put the artifacts and the report there too, under plain names."
        ),
    ] = None,
    seconds: Annotated[
        float, typer.Option(min=0.5, help="Measuring time, over all variants.")
    ] = 8.0,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> int:
    """Convert the sample four ways, check, evaluate and measure each, and write a report.

    What it makes stays in the automatic session, which the window then shows.
    """
    started = time.monotonic()
    output = Output(json)
    if out is not None:
        out = out.expanduser().absolute()
        options.refuse_existing(out / "report.html", overwrite)
        for recipe in _recipes():
            options.refuse_existing(out / file_name(recipe), overwrite)
        options.refuse_unwritable(out / "report.html" if out.exists() else out)
    workplace = open_workplace()
    tour = _tour(workplace, output, seconds)
    report = _report(workplace, tour, out)
    if out is not None:
        _copy(tour, out)
    took = time.monotonic() - started
    output.result(demo_json(tour, report), lambda: show_demo(output, tour, report, took))
    if not (no_window or json):
        _open_window(output)
    return 1 if any(item.check.status in ("failed", "unchecked") for item in tour.converted) else 0


def _tour(workplace: Workplace, output: Output, seconds: float) -> Tour:
    from studio.cli.session_work import SessionWork

    source = str(resource("samples", f"{SAMPLE}.keras"))
    calibration = Dataset(path=str(resource("samples", "mnist_calibration.npz")))
    evaluation = Dataset(path=str(resource("samples", "mnist_evaluation.npz")))
    with SessionWork(workplace, output) as work:
        session, model_id = edits.add_model(work.session, source)
        session = edits.set_datasets(session, model_id, calibration, evaluation)
        session = edits.set_labels(session, model_id, str(resource("samples", "mnist_labels.txt")))
        work.apply(lambda _: session)
        work.run(InspectRequest(path=source), InspectResult, f"opening {SAMPLE}")
        converted = tuple(
            work.run(
                ConvertRequest(
                    source=source,
                    artifact=_artifact(workplace, work.session.model(model_id), recipe),
                    overwrite=True,
                    recipe=recipe,
                    calibration=calibration.path if recipe.needs_calibration else "",
                    evaluation=evaluation.path,
                    evaluation_ref=evaluation.ref,
                ),
                ConvertResult,
                f"{SAMPLE} → {recipe.label}",
            )
            for recipe in _recipes()
        )
        files = tuple(item.artifact for item in converted)
        evaluated = work.run(
            EvaluateRequest(
                files=(source, *files), data=evaluation.path, data_ref=evaluation.ref, source=source
            ),
            EvaluateResult,
            "evaluating",
        )
        measured = work.run(
            BenchmarkRequest(
                files=files,
                targets=usable(default_targets(workplace.settings), ("tflite",)),
                seconds=seconds,
                threshold=default_threshold(workplace.settings),
            ),
            BenchmarkResult,
            "measuring",
        )
        model = work.session.model(model_id)
        assert model is not None
        return Tour(model, work.session.runs[-1], converted, evaluated, measured)


def _recipes() -> tuple[Recipe, ...]:
    recipes = []
    for ids in VARIANTS:
        recipe = make_recipe([make_step(name) for name in ids])
        ref = DatasetRef() if recipe.needs_calibration else None
        recipes.append(make_recipe(recipe.steps, calibration=ref))
    return tuple(recipes)


def _artifact(workplace: Workplace, model: Model | None, recipe: Recipe) -> str:
    """A place of its own among the session's artifacts; an earlier tour's is made anew."""
    for variant in model.variants if model else ():
        is_same = replace(variant.recipe, calibration=recipe.calibration) == recipe
        if is_same and Path(variant.artifact).is_relative_to(workplace.places.artifacts):
            return variant.artifact
    return str(workplace.places.artifacts / uuid.uuid4().hex[:12] / file_name(recipe))


def _report(workplace: Workplace, tour: Tour, out: Path | None) -> Path:
    from studio.report.html import write_report

    folder = out or workplace.places.data / "reports"
    name = "report.html" if out else f"demo-{time.strftime('%Y%m%d-%H%M%S')}.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_report(folder / name, tour.model, tour.run)
    except OSError as error:
        raise StorageError("file-not-written", str(error), path=folder / name) from error
    return folder / name


def _copy(tour: Tour, out: Path) -> None:
    for item in tour.converted:
        target = out / Path(item.artifact).name
        try:
            shutil.copyfile(item.artifact, target)
        except OSError as error:
            raise StorageError("file-not-written", str(error), path=target) from error


def _open_window(output: Output) -> None:
    """The window starts afresh: nothing that this command has imported weighs on it."""
    display = system.display()
    if not display.available:
        output.say(f"No window: {display.reason}.")
        return
    missing = [item for item in system.libraries(system.WINDOW_LIBRARIES) if not item.found]
    if missing:
        output.say("No window: system libraries are missing; “studio doctor” says which.")
        return
    output.say("Opening the window (--no-window leaves that out).")
    program = [sys.executable, *([] if getattr(sys, "frozen", False) else ["-m", "studio"])]
    sys.stdout.flush()
    if sys.platform == "win32":
        subprocess.run(program, check=False)
    else:
        os.execv(sys.executable, program)
