"""A variant as the command line that makes it."""

from __future__ import annotations

import shlex

from studio.core.recipe import format_step
from studio.core.session import Model, Variant


def convert_command(model: Model, variant: Variant) -> str:
    """``studio convert MODEL -o OUT ...`` with every choice of the variant's recipe."""
    recipe = variant.recipe
    words = ["studio", "convert", model.path, "-o", f"{model.name}_{recipe.label}.tflite"]
    for step in recipe.steps:
        words += ["--optimize", format_step(step)]
    for name, shape in recipe.shapes.items():
        words += ["--shape", f"{name}={','.join(map(str, shape))}"]
    if recipe.calibration is not None:
        if recipe.calibration.kind == "random":
            words += ["--calibration", "random"]
        elif model.calibration is not None:
            words += ["--calibration", model.calibration.path]
    if model.evaluation_data is not None:
        words += ["--data", model.evaluation_data.path]
    return " ".join(map(shlex.quote, words))
