"""Checking, evaluating and trying what was converted."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from studio.core.fix_measure import fix_measurement
from studio.core.fixing import parse_goal
from studio.core.keep import KeepPrecision
from studio.core.requests import (
    EvaluateRequest,
    FixRequest,
    TryRequest,
)
from studio.core.session import Model, Variant
from studio.core.targets import parse_target
from studio.ui.actions.check_requests import (
    agree_request,
    check_request,
    diagnose_file_request,
    diagnose_request,
)
from studio.ui.actions.variants import variants_to_use
from studio.ui.actions.work import convert_request
from studio.ui.shell import Shell, selected_model
from studio.ui.store import Store
from studio.ui.texts import tr


def evaluate_reason(store: Store) -> str | None:
    model = selected_model(store)
    if model is None:
        return tr("Open a model first.")
    if model.evaluation_data is None:
        return tr("Choose evaluation data (x, and y for labels) first.")
    if not variants_to_use(store):
        return tr("Convert the model first.")
    return None


def evaluate(shell: Shell, files: Sequence[str] = (), metrics: Sequence[str] = ()) -> list[str]:
    """Score each variant on the evaluation data, paired with its source.

    ``files``: artifacts; without any, the selected variants. ``metrics``: as in EvaluateRequest.
    """
    chosen = [
        (model, variant)
        for model in shell.store.session.models
        for variant in model.variants
        if variant.artifact in files
    ]
    requests = evaluate_requests(chosen or variants_to_use(shell.store))
    return [
        shell.submit(replace(request, metrics=tuple(metrics)), model_id)
        for model_id, request in requests
    ]


def evaluate_requests(
    chosen: Sequence[tuple[Model, Variant]],
) -> list[tuple[str, EvaluateRequest]]:
    """(model id, request): one for the variants of a model that share signature and shapes, since
    they are paired with what the source answers under just these."""
    alike: dict[tuple[object, ...], list[tuple[Model, Variant]]] = {}
    for model, variant in chosen:
        recipe = variant.recipe
        key = (model.id, recipe.signature, tuple(sorted(recipe.shapes.items())))
        alike.setdefault(key, []).append((model, variant))
    requests = []
    for together in alike.values():
        model, first = together[0]
        if model.evaluation_data is None:
            continue
        request = EvaluateRequest(
            files=(model.path, *(variant.artifact for _, variant in together)),
            data=model.evaluation_data.path,
            data_ref=model.evaluation_data.ref,
            source=model.path,
            shapes=first.recipe.shapes,
            signature=first.recipe.signature,
            allow_code=model.allow_code,
            opening=model.opening,
        )
        requests.append((model.id, request))
    return requests


def check_reason(store: Store) -> str | None:
    return None if variants_to_use(store) else tr("Convert the model first.")


def check(shell: Shell) -> list[str]:
    """Compare the variants' outputs with the source's once more."""
    jobs = []
    for model, variant in variants_to_use(shell.store):
        jobs.append(shell.submit(check_request(model, variant), model.id))
    return jobs


def diagnose_reason(store: Store) -> str | None:
    """An opened .tflite can be diagnosed as well, against another opened model."""
    model = selected_model(store)
    if model is not None and model.info is not None and model.info.format == "tflite":
        return None
    return check_reason(store)


def diagnose(shell: Shell, variant_id: str = "", file: str = "", against: str = "") -> list[str]:
    """Compare tensors with the float stage's; ``variant_id`` "": of all selected variants.

    ``file``, ``against``: paths of two opened models, the one made from the other. Without any of
    these and without variants, show where to choose them.
    """
    shell.page_requested.emit("errors", {})
    if file:
        models = shell.store.session.models
        artifact = next((one for one in models if one.path == file), None)
        source = next((one for one in models if one.path == against), None)
        if artifact is None or source is None:
            return []
        return [shell.submit(diagnose_file_request(artifact, source), artifact.id)]
    chosen = [
        (model, variant)
        for model, variant in variants_to_use(shell.store)
        if variant_id in ("", variant.id)
    ]
    if variant_id and not chosen:
        found = shell.store.session.variant(variant_id)
        chosen = [found] if found is not None else []
    return [shell.submit(diagnose_request(*one), one[0].id) for one in chosen]


def fix(
    shell: Shell,
    variant_id: str = "",
    goal: str = "",
    precision: KeepPrecision = "float",
    measured: str = "",
) -> str:
    """Find the ops to keep so that ``goal`` is met; without one, show where to choose it.

    ``measured``: "result" = what comes of it, against the variant; "trials" = all others too.
    """
    found = shell.store.session.variant(variant_id) if variant_id else None
    if found is None or not goal:
        shell.page_requested.emit("errors", {})
        return ""
    model, variant = found
    settings = shell.settings
    request = FixRequest(
        artifact=variant.artifact,
        convert=convert_request(shell, model, variant.recipe),
        goal=parse_goal(goal),
        precision=precision,
        measure=fix_measurement(settings, settings.benchmark_seconds) if measured else None,
        measures_trials=measured == "trials",
    )
    return shell.submit(request, model.id)


def agree(shell: Shell, files: Sequence[str] = (), targets: Sequence[str] = ()) -> list[str]:
    """Run variants in several ways and compare. ``files``: artifacts, without any the selected
    variants; ``targets``: the ways, without any all that work here."""
    chosen = [
        (model, variant)
        for model in shell.store.session.models
        for variant in model.variants
        if variant.artifact in files
    ] or variants_to_use(shell.store)
    shell.page_requested.emit("compare", {"section": "agreement", "file": chosen[0][1].artifact})
    ways = tuple(map(parse_target, targets))
    return [
        shell.submit(replace(agree_request(*pair), targets=ways), pair[0].id) for pair in chosen
    ]


def try_reason(store: Store) -> str | None:
    """One that tries has answers of variants beside those of the source."""
    if selected_model(store) is None:
        return tr("Open a model first.")
    return check_reason(store)


def try_it(
    shell: Shell, files: Sequence[str] = (), data: str = "", index: int = 0, image: str = ""
) -> str:
    """Run one input through source and variants; without an input, show where to choose one."""
    model = selected_model(shell.store)
    if model is None:
        return ""
    if not (data or image):
        shell.page_requested.emit("compare", {"section": "try"})
        return ""
    variants = [one for owner, one in variants_to_use(shell.store) if owner.id == model.id]
    # One input suits one signature: that of the first variant decides which others take part.
    recipe = variants[0].recipe if variants else None
    chosen = tuple(files) or (
        model.path,
        *(one.artifact for one in variants if recipe and one.recipe.signature == recipe.signature),
    )
    dataset = model.evaluation_data or model.calibration
    request = TryRequest(
        files=chosen,
        data=data,
        index=index,
        image=image,
        data_ref=dataset.ref if dataset else None,
        shapes=recipe.shapes if recipe else model.shapes,
        signature=recipe.signature if recipe else None,
        allow_code=model.allow_code,
        opening=model.opening,
    )
    return shell.submit(request, model.id)
