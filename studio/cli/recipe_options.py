"""The recipe that the options of ``studio convert`` stand for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

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
    has_calibration: bool = False
    random_calibration: bool = False
    preprocessing: Preprocessing | None = None
    keep: tuple[str, ...] = ()


def build_recipe(options: RecipeOptions) -> Recipe:
    """Raises UsageError: options-conflict, calibration-not-given, optimization-unavailable, others
    of ``core.recipe``.
    """
    if options.has_calibration and options.random_calibration:
        raise UsageError("options-conflict", first="--calibration", second="--random-calibration")
    recipe = _from_file(options) if options.recipe_file else _from_flags(options)
    recipe = replace(recipe, calibration=_calibration(recipe, options))
    for step in recipe.steps:
        require_packages(CATALOG[step.optimization])
    return recipe


def _from_flags(options: RecipeOptions) -> Recipe:
    return make_recipe(
        [parse_step(text) for text in options.optimize],
        shapes=options.shapes or {},
        signature=options.signature,
        batch="dynamic" if options.keep_dynamic_batch else "fixed",
        route="slow" if options.slow_route else "auto",
        seed=options.seed,
        keep=tuple(map(parse_keep, options.keep)),
    )


def _from_file(options: RecipeOptions) -> Recipe:
    stated = {
        "--optimize": options.optimize,
        "--keep": options.keep,
        "--shape": options.shapes,
        "--signature": options.signature,
        "--keep-dynamic-batch": options.keep_dynamic_batch,
        "--slow-route": options.slow_route,
        "--seed": options.seed,
        "--scale, --mean, --std or --preprocess": options.preprocessing,
    }
    for name, value in stated.items():
        if value:
            raise UsageError("options-conflict", first="--recipe", second=name)
    path = options.recipe_file
    assert path is not None
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("recipe-invalid", str(error), path=path, version=RECIPE_VERSION) from error
    return from_json(data, str(path))


def _calibration(recipe: Recipe, options: RecipeOptions) -> DatasetRef | None:
    """What the recipe says of calibration data: only what decides bytes, or how data is read.

    A recipe from a file brings its own preprocessing and content hash.
    """
    given = recipe.calibration
    if options.random_calibration:
        if not recipe.needs_calibration:
            return None
        return DatasetRef(kind="random")
    if options.has_calibration:
        if given is not None and given.kind == "file":
            return given
        if recipe.needs_calibration or options.preprocessing is not None:
            return DatasetRef(preprocessing=options.preprocessing or Preprocessing())
        return None
    if not recipe.needs_calibration:
        return given
    if given is not None and given.kind == "random":
        return given
    needing = next(
        step.optimization for step in recipe.steps if CATALOG[step.optimization].needs_calibration
    )
    raise UsageError("calibration-not-given", optimization=needing)
