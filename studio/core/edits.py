"""What a person does to the session: small pure functions ``(session, ...) -> session``.

An edit of something that is no longer there leaves the session as it is. Undo is
``merge.revert``: it takes back one edit and keeps what finished jobs have added since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePath

import msgspec
from msgspec.structs import replace

from studio.core.errors import ErrorInfo
from studio.core.keep import Keep
from studio.core.lookup import is_finished, same_path, unique_name
from studio.core.opening import AS_FOUND, Opening, same_parts, without_code
from studio.core.recipe import Recipe, offered_keeps
from studio.core.reduce import trim_jobs
from studio.core.requests import InspectRequest
from studio.core.session import Dataset, Draft, Model, Session, Variant

_ANSWERED = frozenset({"model-needs-code", "model-custom-class"})
"""What opening a model is refused for until a person allows the code that it needs."""


class FileFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What was found on disk. ``None``/"" = not looked at (folders, files too large to hash)."""

    size_bytes: int | None = None
    sha256: str = ""


def add_model(session: Session, path: str, name: str = "") -> tuple[Session, str]:
    """The session with the model at the absolute ``path``, and the model's id.

    The same path twice is the same model. ``name`` defaults to the file's stem, made unique.
    """
    known = next((model for model in session.models if same_path(model.path, path)), None)
    if known is not None:
        return session, known.id
    taken = {model.name for model in session.models}
    pure = PurePath(path)
    model = Model(
        id=_free_id(session, path),
        path=path,
        name=unique_name(name or pure.stem or pure.name, taken),
        color=session.next_color,
    )
    session = replace(session, models=(*session.models, model), next_color=session.next_color + 1)
    return session, model.id


def remove_model(session: Session, model_id: str) -> Session:
    """Without the model and its variants; files on disk stay."""
    models = tuple(model for model in session.models if model.id != model_id)
    return session if len(models) == len(session.models) else replace(session, models=models)


def rename_model(session: Session, model_id: str, name: str) -> Session:
    taken = {model.name for model in session.models if model.id != model_id}
    if not name.strip():
        return session
    return _change(session, model_id, name=unique_name(name.strip(), taken))


def rename_variant(session: Session, variant_id: str, name: str) -> Session:
    """Names are unique within a model ("int8 (2)"); an empty one changes nothing."""
    found = session.variant(variant_id)
    if found is None or not name.strip():
        return session
    taken = {variant.name for variant in found[0].variants if variant.id != variant_id}
    wanted = unique_name(name.strip(), taken)
    return _change_variant(session, variant_id, lambda variant: replace(variant, name=wanted))


def set_note(session: Session, variant_id: str, note: str) -> Session:
    return _change_variant(session, variant_id, lambda variant: replace(variant, note=note))


def accept_variant(session: Session, variant_id: str) -> Session:
    """What a fix has proposed is a variant like others."""
    return _change_variant(session, variant_id, lambda variant: replace(variant, is_proposed=False))


def delete_variant(session: Session, variant_id: str) -> Session:
    """Without the variant; its artifact stays on disk, so that undo brings it back whole."""
    found = session.variant(variant_id)
    if found is None:
        return session
    model = found[0]
    variants = tuple(variant for variant in model.variants if variant.id != variant_id)
    return _change(session, model.id, variants=variants)


def set_draft(session: Session, model_id: str, draft: Draft) -> Session:
    return _change(session, model_id, draft=draft)


def set_keep(session: Session, model_id: str, keeps: tuple[Keep, ...]) -> Session:
    """The draft with another list of per-op precision, in each recipe what it has a meaning for."""
    model = session.model(model_id)
    if model is None:
        return session
    recipes = tuple(
        replace(recipe, keep=offered_keeps(keeps, recipe.steps)) for recipe in model.draft.recipes
    )
    return _change(session, model_id, draft=replace(model.draft, keep=keeps, recipes=recipes))


def duplicate_recipe(session: Session, variant_id: str) -> Session:
    """The variant's recipe as its model's draft, ready to be edited and converted."""
    found = session.variant(variant_id)
    if found is None:
        return session
    model, variant = found
    recipe: Recipe = variant.recipe
    random = recipe.calibration is not None and recipe.calibration.kind == "random"
    return _change(
        session,
        model.id,
        draft=Draft(recipes=(recipe,), random_calibration=random, keep=recipe.keep),
    )


def set_calibration(session: Session, model_id: str, dataset: Dataset | None) -> Session:
    return _change(session, model_id, calibration=dataset)


def set_evaluation_data(session: Session, model_id: str, dataset: Dataset | None) -> Session:
    """Other data make the evaluations known so far those of other data: they are dropped."""
    model = session.model(model_id)
    if model is None or model.evaluation_data == dataset:
        return session
    variants = tuple(replace(variant, evaluation=None) for variant in model.variants)
    return _change(session, model_id, evaluation_data=dataset, evaluation=None, variants=variants)


def set_datasets(
    session: Session, model_id: str, calibration: Dataset | None, evaluation: Dataset | None
) -> Session:
    session = set_calibration(session, model_id, calibration)
    return set_evaluation_data(session, model_id, evaluation)


def set_labels(session: Session, model_id: str, path: str) -> Session:
    """The file with the names of the classes, a line each; "" = none."""
    return _change(session, model_id, labels=path)


def set_shapes(session: Session, model_id: str, shapes: Mapping[str, tuple[int, ...]]) -> Session:
    return _change(session, model_id, shapes=dict(shapes))


def allow_code(session: Session, model_id: str, sha256: str) -> Session:
    """The person's explicit yes to running code of this model, or the file with its classes, whose
    content is ``sha256``."""
    model = session.model(model_id)
    if model is None or sha256 in model.agreed:
        return session
    return _change(session, model_id, agreed=(*model.agreed, sha256))


def forget_refusals(session: Session, model_id: str) -> Session:
    """Without the jobs that opened the model only to find that it needs a yes, now that it has one:
    they asked, and are no failures."""
    jobs = tuple(
        job
        for job in session.jobs
        if job.model_id != model_id
        or not isinstance(job.request, InspectRequest)
        or job.error is None
        or job.error.code not in _ANSWERED
    )
    return session if len(jobs) == len(session.jobs) else replace(session, jobs=jobs)


def set_opening(session: Session, model_id: str, opening: Opening) -> Session:
    """How the model's file is to be opened; it is to be inspected again.

    The yes to running its code does not carry over to another part of it.
    """
    model = session.model(model_id)
    is_same = model is not None and same_parts(model.opening, opening)
    agreed = model.agreed if model is not None and is_same else ()
    return _change(session, model_id, opening=opening, agreed=agreed)


def relocate_model(session: Session, model_id: str, path: str) -> Session:
    """The model's file lies elsewhere now; it is to be inspected again.

    The yes to running its code does not carry over to another file.
    """
    other = next((model for model in session.models if same_path(model.path, path)), None)
    if other is not None and other.id != model_id:
        return session
    model = session.model(model_id)
    opening = without_code(model.opening) if model else AS_FOUND
    return _change(
        session,
        model_id,
        path=path,
        is_missing=False,
        error=None,
        agreed=(),
        opening=opening,
    )


def check_sources(session: Session, facts: Mapping[str, FileFacts | None]) -> Session:
    """What the disk says now. ``facts``: path -> what was found, ``None`` = no such file.

    Paths that are not in ``facts`` keep their flags.
    """
    models = []
    for model in session.models:
        variants = tuple(
            replace(variant, is_missing=facts[variant.artifact] is None)
            if variant.artifact in facts
            else variant
            for variant in model.variants
        )
        changed = replace(model, variants=variants)
        if model.path in facts:
            found = facts[model.path]
            changed = replace(
                changed,
                is_missing=found is None,
                is_changed=found is not None and _differs(model, found),
            )
        models.append(changed)
    after = tuple(models)
    return session if after == session.models else replace(session, models=after)


def is_stale(model: Model, variant: Variant) -> bool:
    """Whether the variant was made from other bytes than the model's file has now."""
    if model.is_changed:
        return True
    known = model.info.sha256 if model.info is not None else ""
    return bool(known and variant.source_sha256 and known != variant.source_sha256)


def interrupt_jobs(session: Session, at: float) -> Session:
    """Jobs that a process which is gone had under way are cancelled, and say why."""
    jobs = tuple(
        job
        if is_finished(job)
        else replace(
            job,
            state="cancelled",
            ended_at=at,
            waiting="",
            error=ErrorInfo(code="job-interrupted", family="ProcessError"),
        )
        for job in session.jobs
    )
    return session if jobs == session.jobs else replace(session, jobs=trim_jobs(jobs))


def clear_jobs(session: Session) -> Session:
    """Without the finished jobs."""
    jobs = tuple(job for job in session.jobs if not is_finished(job))
    return session if len(jobs) == len(session.jobs) else replace(session, jobs=jobs)


def _differs(model: Model, found: FileFacts) -> bool:
    if model.info is None:
        return False
    if found.sha256:
        return found.sha256 != model.info.sha256
    return found.size_bytes is not None and found.size_bytes != model.info.size_bytes


def _free_id(session: Session, path: str) -> str:
    taken = {model.id for model in session.models}
    number = 0
    while True:
        text = path if number == 0 else f"{path}\n{number}"
        candidate = "m" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        if candidate not in taken:
            return candidate
        number += 1


def _change(session: Session, model_id: str, **fields: object) -> Session:
    model = session.model(model_id)
    if model is None:
        return session
    changed = replace(model, **fields)
    if changed == model:
        return session
    models = tuple(changed if other.id == model_id else other for other in session.models)
    return replace(session, models=models)


def _change_variant(
    session: Session, variant_id: str, change: Callable[[Variant], Variant]
) -> Session:
    found = session.variant(variant_id)
    if found is None:
        return session
    model, variant = found
    changed = change(variant)
    variants = tuple(changed if other.id == variant_id else other for other in model.variants)
    return _change(session, model.id, variants=variants)
