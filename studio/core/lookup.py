"""Finding things in a session, and the small rules about names, paths and ids."""

from __future__ import annotations

import hashlib
import os.path
from collections.abc import Collection, Iterable

from msgspec.structs import replace

from studio.core.evaluation_results import Evaluation
from studio.core.graph_requests import (
    ConstantsRequest,
    CutRequest,
    DiffRequest,
    LayoutRequest,
    PictureRequest,
)
from studio.core.measure_requests import BenchmarkRequest, ProfileRequest, TargetsRequest
from studio.core.opening import AS_FOUND, Opening
from studio.core.recipe import Recipe
from studio.core.requests import (
    AgreeRequest,
    BisectRequest,
    CheckRequest,
    ConvertRequest,
    DataRequest,
    DiagnoseRequest,
    EvaluateRequest,
    FixRequest,
    InspectRequest,
    Request,
    SetupRequest,
)
from studio.core.session import Job, Model, Session


def is_finished(job: Job) -> bool:
    return job.state in ("succeeded", "failed", "cancelled")


def path_key(path: str) -> str:
    """The same for absolute paths that name the same file, without asking the disk."""
    return os.path.normcase(os.path.normpath(path)) if path else ""


def same_path(first: str, second: str) -> bool:
    """Whether two absolute paths name the same file, without asking the disk."""
    return path_key(first) == path_key(second)


def evaluation_of(model: Model, evaluation: Evaluation | None) -> Evaluation | None:
    """``evaluation`` where it was measured on the model's evaluation data of now, else None."""
    if evaluation is None or not evaluation.data:
        return evaluation
    data = model.evaluation_data
    if data is None or not same_path(data.path, evaluation.data):
        return None
    hashes = {data.ref.sha256, evaluation.data_sha256} - {""}
    is_same = len(hashes) < 2 and data.ref.preprocessing == evaluation.preprocessing
    return evaluation if is_same else None


def model_at(session: Session, path: str) -> Model | None:
    """The model opened from ``path``, else the one that has a variant there."""
    for model in session.models:
        if same_path(model.path, path):
            return model
    for model in session.models:
        if any(same_path(variant.artifact, path) for variant in model.variants):
            return model
    return None


def format_of(session: Session, path: str) -> str:
    """The id of a file's format: that of an opened model, else what variants are."""
    for model in session.models:
        if same_path(model.path, path) and model.info is not None:
            return model.info.format
    return "tflite"


def variant_id(model_id: str, recipe: Recipe) -> str:
    """The same recipe of the same model is the same variant: made again, it is replaced."""
    text = f"{model_id}\n{recipe.fingerprint()}"
    return "v" + hashlib.sha256(text.encode()).hexdigest()[:16]


def unique_name(wanted: str, taken: set[str]) -> str:
    """``wanted``, or "wanted (2)", "wanted (3)" where that is taken."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted} ({number})" in taken:
        number += 1
    return f"{wanted} ({number})"


def openings_of(session: Session, paths: Iterable[str]) -> dict[str, Opening]:
    """Of those of ``paths`` that are sources of the session and not opened as they are found."""
    sources = _sources_among(session, paths)
    return {path: model.opening for path, model in sources if model.opening != AS_FOUND}


def signatures_of(session: Session, paths: Collection[str]) -> dict[str, str]:
    """Of those of ``paths`` that are sources of the session: the signature that the variants among
    ``paths`` were made of, else the one that is chosen for the next; none where it is the main one.
    """
    found: dict[str, str | None] = {}
    for path, model in _sources_among(session, paths):
        made = {one.recipe.signature for one in model.variants if one.artifact in paths}
        found[path] = made.pop() if len(made) == 1 else model.draft.signature
    return {path: name for path, name in found.items() if name is not None}


def shapes_of(session: Session, paths: Iterable[str]) -> dict[str, dict[str, tuple[int, ...]]]:
    """Of those of ``paths`` that are sources of the session: the shapes given for what they leave
    open."""
    sources = _sources_among(session, paths)
    return {path: dict(model.shapes) for path, model in sources if model.shapes}


def _sources_among(session: Session, paths: Iterable[str]) -> list[tuple[str, Model]]:
    found = [(path, model_at(session, path)) for path in paths]
    return [
        (path, model) for path, model in found if model is not None and same_path(model.path, path)
    ]


def model_of(session: Session, request: Request) -> Model | None:
    """The model that a request is about; ``None`` for what is about several, or about none."""
    match request:
        case InspectRequest() | LayoutRequest():
            return model_at(session, request.path)
        case DataRequest():
            return model_at(session, request.model)
        case ConvertRequest():
            return model_at(session, request.source)
        case FixRequest() | BisectRequest():
            return model_at(session, request.convert.source)
        case CheckRequest() | DiagnoseRequest():
            return model_at(session, request.against)
        case AgreeRequest():
            return model_at(session, request.against or request.file)
        case EvaluateRequest() if request.source:
            return model_at(session, request.source)
        case EvaluateRequest() | BenchmarkRequest():
            found = {
                model.id: model for path in request.files if (model := model_at(session, path))
            }
            return next(iter(found.values())) if len(found) == 1 else None
        case TargetsRequest() | PictureRequest() | SetupRequest():
            return None
        case DiffRequest():
            models = [model_at(session, path) for path in (request.first, request.second)]
            return models[0] if models[0] is models[1] else None
        case ConstantsRequest() | CutRequest():
            return model_at(session, request.path)
        case ProfileRequest():
            return model_at(session, request.file)
        case _:
            return model_at(session, request.files[0]) if request.files else None


def inspects(request: Request, model: Model) -> bool:
    return isinstance(request, InspectRequest) and same_path(request.path, model.path)


def with_model(session: Session, changed: Model) -> Session:
    models = tuple(changed if model.id == changed.id else model for model in session.models)
    return replace(session, models=models)
