"""The options of every command that converts: the recipe that they stand for, and its data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from msgspec.structs import replace
from rich.markup import escape

from studio.cli import options
from studio.cli.grouped_options import grouped
from studio.core.errors import UsageError
from studio.core.keep import parse_keep
from studio.core.optimizations import CATALOG
from studio.core.optimizations.availability import require_packages
from studio.core.recipe import (
    RECIPE_VERSION,
    DatasetRef,
    Preprocessing,
    Recipe,
    from_json,
    make_recipe,
    parse_step,
)

Result = TypeVar("Result")


@dataclass(frozen=True)
class RecipeOptions:
    """The options as typed, after their own syntax was checked."""

    optimize: tuple[str, ...] = ()
    recipe_file: Path | None = None
    shapes: dict[str, tuple[int, ...]] | None = None
    signature: str | None = None
    keep_dynamic_batch: bool = False
    slow_route: bool = False
    seed: int = 0
    calibration: Path | None = None
    random_calibration: bool = False
    preprocessing: Preprocessing | None = None
    keep: tuple[str, ...] = ()

    def evaluation_ref(self, recipe: Recipe) -> DatasetRef:
        """How held-out data become inputs: as is stated, else as the calibration data do."""
        stated = self.preprocessing
        if stated is None and recipe.calibration is not None:
            stated = recipe.calibration.preprocessing
        return options.dataset_ref(stated)


def make_recipe_options(
    optimize: Annotated[
        list[str] | None,
        typer.Option(
            metavar=escape("ID[:k=v,...]"),
            help=f"A step of the recipe: {', '.join(CATALOG)}. May be repeated.",
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REGEX=P",
            help="Leave ops whose name matches in P: float, int16 or int8. Also node:NAME=P (one "
            "op or Keras layer) and op:KIND=P (CONV_2D). May be repeated, the last match decides.",
        ),
    ] = None,
    recipe: options.RecipeFile = None,
    shape: options.Shapes = None,
    signature: Annotated[
        str | None, typer.Option(help="Which signature of the model; default: its main one.")
    ] = None,
    keep_dynamic_batch: options.KeepDynamicBatch = False,
    slow_route: options.SlowRoute = False,
    calibration: options.Calibration = None,
    random_calibration: options.RandomCalibration = False,
    scale: options.Scale = None,
    mean: options.Mean = None,
    std: options.Std = None,
    preprocess: options.Preprocess = None,
    seed: options.Seed = 0,
) -> RecipeOptions:
    """Raises UsageError: argument-invalid."""
    return RecipeOptions(
        optimize=tuple(optimize or ()),
        recipe_file=recipe,
        shapes=options.parse_shapes(shape),
        signature=signature,
        keep_dynamic_batch=keep_dynamic_batch,
        slow_route=slow_route,
        seed=seed,
        calibration=calibration,
        random_calibration=random_calibration,
        preprocessing=options.parse_preprocessing(scale, mean, std, preprocess),
        keep=tuple(keep or ()),
    )


def with_recipe_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """``command(..., asked: RecipeOptions, ...)`` with the single options in its place."""
    return grouped(command, "asked", make_recipe_options)


def build_recipe(asked: RecipeOptions) -> Recipe:
    """Raises UsageError: options-conflict, calibration-not-given, optimization-unavailable, others
    of ``core.recipe``.
    """
    if asked.calibration is not None and asked.random_calibration:
        raise UsageError("options-conflict", first="--calibration", second="--random-calibration")
    recipe = _from_file(asked) if asked.recipe_file else _from_flags(asked)
    recipe = replace(recipe, calibration=_calibration(recipe, asked))
    for step in recipe.steps:
        require_packages(CATALOG[step.optimization])
    return recipe


def _from_flags(asked: RecipeOptions) -> Recipe:
    return make_recipe(
        [parse_step(text) for text in asked.optimize],
        shapes=asked.shapes or {},
        signature=asked.signature,
        batch="dynamic" if asked.keep_dynamic_batch else "fixed",
        route="slow" if asked.slow_route else "auto",
        seed=asked.seed,
        keep=tuple(map(parse_keep, asked.keep)),
    )


def _from_file(asked: RecipeOptions) -> Recipe:
    stated = {
        "--optimize": asked.optimize,
        "--keep": asked.keep,
        "--shape": asked.shapes,
        "--signature": asked.signature,
        "--keep-dynamic-batch": asked.keep_dynamic_batch,
        "--slow-route": asked.slow_route,
        "--seed": asked.seed,
        "--scale, --mean, --std or --preprocess": asked.preprocessing,
    }
    for name, value in stated.items():
        if value:
            raise UsageError("options-conflict", first="--recipe", second=name)
    path = asked.recipe_file
    assert path is not None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("recipe-invalid", str(error), path=path, version=RECIPE_VERSION) from error
    return from_json(data, str(path))


def _calibration(recipe: Recipe, asked: RecipeOptions) -> DatasetRef | None:
    """What the recipe says of calibration data: only what decides bytes, or how data is read.

    A recipe from a file brings its own preprocessing and content hash.
    """
    given = recipe.calibration
    if asked.random_calibration:
        if not recipe.needs_calibration:
            return None
        return DatasetRef(kind="random")
    if asked.calibration is not None:
        if given is not None and given.kind == "file":
            return given
        if recipe.needs_calibration or asked.preprocessing is not None:
            return DatasetRef(preprocessing=asked.preprocessing or Preprocessing())
        return None
    if not recipe.needs_calibration:
        return given
    if given is not None and given.kind == "random":
        return given
    needing = next(
        step.optimization for step in recipe.steps if CATALOG[step.optimization].needs_calibration
    )
    raise UsageError("calibration-not-given", optimization=needing)
