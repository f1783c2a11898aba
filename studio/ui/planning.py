"""What the Optimize panel's ticks mean: which recipes, and why one cannot be made now.

Pure functions over the session's data. Ticked optimizations that fit together share a recipe;
those that conflict become several variants.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from msgspec.structs import replace

from studio.core.messages.marking import mark
from studio.core.model import ModelInfo
from studio.core.optimizations import CATALOG, PRESETS, Optimization, availability
from studio.core.params import ParamValue
from studio.core.recipe import (
    DatasetRef,
    Recipe,
    Step,
    completed,
    make_recipe,
    make_step,
    offered_keeps,
)
from studio.core.session import Draft, Model
from studio.ui.texts import render_message, sentences, tr

PLAIN = "float32"
"""The tick of the variant that nothing is optimized in; no optimization has this id."""

SHAPE_ERRORS = frozenset({"shape-refused", "shape-invalid", "shape-input-unknown"})
"""What other input shapes are the way out of."""

PLAIN_TITLE = mark("float32 (nothing optimized)")
PLAIN_HELP = mark("Converts the model as it is: the reference that the others are compared with.")


@dataclass(frozen=True)
class Ticks:
    """The state of the boxes. ``params``: optimization id -> its parameters."""

    ids: frozenset[str]
    params: Mapping[str, Mapping[str, ParamValue]]


def ticks_of(draft: Draft) -> Ticks:
    """The boxes that stand for the draft's recipes; parameters not in it are at their defaults."""
    ids: set[str] = set()
    params: dict[str, Mapping[str, ParamValue]] = {
        entry.id: make_step(entry.id).params for entry in CATALOG.values()
    }
    for recipe in draft.recipes:
        if not recipe.steps:
            ids.add(PLAIN)
        for step in recipe.steps:
            ids.add(step.optimization)
            params[step.optimization] = step.params
    return Ticks(frozenset(ids), params)


def recipes_for(ticks: Ticks, common: Recipe) -> tuple[Recipe, ...]:
    """One recipe for each largest set of ticked optimizations that do not conflict.

    ``common`` gives what all share: batch, shapes, signature, route, seed, per-op precision.
    """
    recipes = [_on(common, ())] if PLAIN in ticks.ids else []
    chosen = [entry for entry in CATALOG if entry in ticks.ids]
    for ids in _largest_sets(chosen):
        steps = make_recipe(make_step(entry, dict(ticks.params.get(entry, {}))) for entry in ids)
        recipes.append(_on(common, steps.steps))
    return tuple(recipes)


def common_of(draft: Draft) -> Recipe:
    """What the draft's recipes share, without their steps."""
    if draft.recipes:
        return replace(draft.recipes[0], steps=(), keep=draft.keep)
    return Recipe(batch=draft.batch, signature=draft.signature, keep=draft.keep)


def preset_recipes(preset_id: str, common: Recipe) -> tuple[Recipe, ...]:
    preset = next(entry for entry in PRESETS if entry.id == preset_id)
    return tuple(_on(common, make_recipe(map(make_step, ids)).steps) for ids in preset.variants)


def _on(common: Recipe, steps: tuple[Step, ...]) -> Recipe:
    """``common`` with these steps, and of its per-op precision what they have a meaning for."""
    return replace(common, steps=steps, keep=offered_keeps(common.keep, steps))


def preset_of(draft: Draft) -> str:
    """The preset that the draft is equal to, "" for none."""
    labels = {tuple(step.optimization for step in recipe.steps) for recipe in draft.recipes}
    for preset in PRESETS:
        if preset_recipes(preset.id, common_of(draft)) == draft.recipes and labels:
            return preset.id
    return ""


def ready_recipe(model: Model, recipe: Recipe) -> Recipe:
    """``recipe`` with what the model brings: shapes, and the calibration data where needed."""
    ready = replace(completed(recipe), shapes=dict(model.shapes))
    if not recipe.needs_calibration:
        return replace(ready, calibration=None)
    if model.calibration is not None:
        return replace(ready, calibration=model.calibration.ref)
    if model.draft.random_calibration:
        return replace(ready, calibration=DatasetRef(kind="random"))
    return ready


def why_not_optimization(model: Model | None, optimization: Optimization) -> str | None:
    """Why the box of ``optimization`` is disabled; None = it can be ticked."""
    missing = [name for name in optimization.packages if not _is_installed(name)]
    if missing:
        return tr("The package “{name}” is not installed for this system.").format(name=missing[0])
    if model is None or model.info is None:
        return None
    reason = availability.why_not(optimization, model.info, model.graph)
    return _sentence(reason) if reason is not None else None


def why_none(model: Model | None) -> str:
    """What speaks alike against every optimization, to be said once; "" = nothing does."""
    reasons = {why_not_optimization(model, entry) for entry in CATALOG.values()}
    return (reasons.pop() or "") if len(reasons) == 1 else ""


def remark_on(model: Model | None, optimization: Optimization) -> str:
    """What opening the model has told of what an optimization may do to it, "" = nothing."""
    if model is None or model.info is None:
        return ""
    found = availability.remark(optimization, model.info)
    return _sentence(found) if found is not None else ""


def why_not_values(
    model: Model | None, optimization: Optimization, params: Mapping[str, ParamValue]
) -> dict[tuple[str, str], str]:
    """(parameter, value) -> why that value cannot apply to the model, or not beside the others of
    ``params``, of those that cannot."""
    if model is None or model.info is None:
        return {}
    refused = availability.why_not_values(optimization, params, model.info, model.graph)
    return {chosen: _sentence(reason) for chosen, reason in refused.items()}


def _sentence(reason: availability.Reason) -> str:
    return sentences(*render_message(*reason))


def why_not_recipe(model: Model, recipe: Recipe) -> str | None:
    """Why this recipe cannot be converted now; None = it can."""
    kind = model.info.weight_kind if model.info is not None else ""
    if not recipe.steps and kind in ("float16", "quantized"):
        return tr("The file's weights are not float32 any more: there is nothing to convert.")
    for step in recipe.steps:
        reason = why_not_optimization(model, CATALOG[step.optimization])
        if reason is not None:
            return reason
        for chosen, why in why_not_values(model, CATALOG[step.optimization], step.params).items():
            if step.params.get(chosen[0]) == chosen[1]:
                return why
    if model.info is not None:
        for keep in recipe.keep:
            unmatched = availability.why_not_keep(keep, model.info, model.graph)
            if unmatched is not None:
                return _sentence(unmatched)
    if recipe.needs_calibration and ready_recipe(model, recipe).calibration is None:
        return tr("{name} needs calibration data: choose a file, or allow random data.").format(
            name=recipe.label
        )
    return None


def why_not_convert(model: Model | None) -> str | None:
    """Why Convert is disabled for this model; None = it can be pressed."""
    if model is None:
        return tr("Open a model first.")
    if model.is_missing:
        return tr("The model's file is missing: locate it first.")
    if model.error is not None:
        if model.error.code in SHAPE_ERRORS:
            return tr("The input shapes do not fit the model: choose others first.")
        return tr("The model could not be opened.")
    if model.info is None:
        return tr("The model is still being opened.")
    reason = _why_not_text(model.info, model.draft.signature)
    if reason is not None:
        return reason
    if not model.draft.recipes:
        return tr("Tick at least one optimization.")
    reasons = [why_not_recipe(model, recipe) for recipe in model.draft.recipes]
    return next((reason for reason in reasons if reason is not None), None)


def _why_not_text(info: ModelInfo, wanted: str | None) -> str | None:
    """What converting would only fail with: a signature that takes strings."""
    signatures = [one for one in info.signatures if wanted in (None, one.name)]
    names = [spec.name for one in signatures[:1] for spec in one.inputs if spec.dtype == "string"]
    if not names:
        return None
    params = {"names": ", ".join(names), "signature": signatures[0].name}
    return sentences(*render_message("model-string-input", params))


def is_quantized(model: Model) -> bool:
    """Whether the weights of a .tflite file are integers or half precision already."""
    return model.info is not None and model.info.weight_kind not in ("", "float32")


def default_draft(model: Model) -> Draft:
    """What is ticked in a model that was just opened: all kinds that its data allow."""
    if model.info is not None and is_quantized(model):
        return Draft(recipes=(Recipe(),))
    preset = "compare-all" if model.calibration is not None else "no-data"
    recipes = tuple(
        recipe
        for recipe in preset_recipes(preset, Recipe())
        if why_not_recipe(model, recipe) is None
    )
    return Draft(recipes=recipes)


def _largest_sets(ids: Iterable[str]) -> list[tuple[str, ...]]:
    chosen = tuple(ids)
    found: list[tuple[str, ...]] = []
    for count in range(len(chosen), 0, -1):
        for candidate in combinations(chosen, count):
            if any(set(candidate) <= set(larger) for larger in found):
                continue
            if all(_fit(first, second) for first, second in combinations(candidate, 2)):
                found.append(candidate)
    return sorted(found, key=lambda entry: [chosen.index(item) for item in entry])


def _fit(first: str, second: str) -> bool:
    return second not in CATALOG[first].conflicts and first not in CATALOG[second].conflicts


@lru_cache
def _is_installed(package: str) -> bool:
    return importlib.util.find_spec(package) is not None
