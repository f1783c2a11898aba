"""The requests to check, diagnose and run a variant of a model, made of the session."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.input_selection import InputSelection
from studio.core.recipe import Recipe, make_recipe
from studio.core.requests import AgreeRequest, CheckRequest, DiagnoseRequest
from studio.core.session import Dataset, Model, Variant
from studio.core.thresholds import DIAGNOSE_SAMPLES

AGREE_SAMPLES = 20


def diagnose_request(model: Model, variant: Variant) -> DiagnoseRequest:
    """On the samples that the check takes, at most as many as tell enough."""
    check = check_request(model, variant)
    return DiagnoseRequest(
        artifact=check.artifact,
        against=check.against,
        inputs=replace(check.inputs, limit=DIAGNOSE_SAMPLES),
        recipe=variant.recipe,
        shapes=check.shapes,
        signature=check.signature,
        allow_code=check.allow_code,
        opening=check.opening,
    )


def diagnose_file_request(artifact: Model, source: Model) -> DiagnoseRequest:
    """Of two opened files. On the data of the one that is looked into, else of the other."""
    has_data = artifact.evaluation_data is not None or artifact.calibration is not None
    inputs = _inputs(artifact if has_data else source, make_recipe([]))
    return DiagnoseRequest(
        artifact=artifact.path,
        against=source.path,
        inputs=replace(inputs, limit=DIAGNOSE_SAMPLES),
        shapes=source.shapes,
        allow_code=source.allow_code,
        opening=source.opening,
    )


def agree_request(model: Model, variant: Variant) -> AgreeRequest:
    recipe = variant.recipe
    return AgreeRequest(
        file=variant.artifact,
        against=model.path,
        inputs=replace(_inputs(model, recipe), limit=AGREE_SAMPLES),
        shapes=recipe.shapes,
        signature=recipe.signature,
        allow_code=model.allow_code,
        opening=model.opening,
    )


def _inputs(model: Model, recipe: Recipe) -> InputSelection:
    evaluation, calibration = model.evaluation_data, model.calibration
    return InputSelection(
        evaluation=evaluation.path if evaluation else "",
        evaluation_ref=evaluation.ref if evaluation else None,
        calibration=calibration.path if calibration else "",
        calibration_ref=calibration.ref if calibration else None,
        calibration_used=_calibration_used(recipe, calibration),
        seed=recipe.seed,
    )


def check_request(model: Model, variant: Variant) -> CheckRequest:
    recipe = variant.recipe
    return CheckRequest(
        artifact=variant.artifact,
        against=model.path,
        inputs=_inputs(model, recipe),
        recipe=recipe,
        shapes=recipe.shapes,
        signature=recipe.signature,
        allow_code=model.allow_code,
        opening=model.opening,
    )


def _calibration_used(recipe: Recipe, chosen: Dataset | None) -> int:
    """Samples that the variant was calibrated with; none where other data are chosen by now."""
    if chosen is None or recipe.calibration is None:
        return 0
    ours, theirs = chosen.ref.sha256, recipe.calibration.sha256
    return 0 if ours and theirs and ours != theirs else recipe.calibration_samples
