"""Whether a request may run the code that a model brings along.

A person's yes belongs to an opened model, on this machine. Requests are stored and travel, so the
yes that one of them carries counts for nothing when it is made again.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from studio.core.graph_requests import (
    ConstantsRequest,
    CutRequest,
    DiffRequest,
    LayoutRequest,
    PictureRequest,
)
from studio.core.lookup import model_at, same_path
from studio.core.measure_requests import BenchmarkRequest, ProfileRequest, TargetsRequest
from studio.core.opening import without_code
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
    TryRequest,
)
from studio.core.session import Session

RequestT = TypeVar("RequestT", bound=Request)
_OF_GRAPHS = ConstantsRequest | CutRequest | LayoutRequest | PictureRequest
_RUN_NO_CODE = TargetsRequest | ProfileRequest | SetupRequest | _OF_GRAPHS


def without_consent(request: RequestT) -> RequestT:
    """``request`` with code not allowed, and none named that a person chose elsewhere."""
    if isinstance(request, _RUN_NO_CODE):
        return request
    if isinstance(request, FixRequest | BisectRequest):
        return replace(request, convert=without_consent(request.convert))
    if isinstance(request, BenchmarkRequest | DiffRequest):
        openings = {path: without_code(one) for path, one in request.openings.items()}
        return replace(request, allow_code=False, openings=openings)
    return replace(request, allow_code=False, opening=without_code(request.opening))


def with_consent_of(session: Session, request: RequestT) -> RequestT:
    """``request`` with code allowed only where it is for every model in it, as of now.

    Artifacts of the session carry no code; a file that the session does not know has no consent.
    """
    if not all(_is_allowed(session, path) for path in _paths(request)):
        return without_consent(request)
    if isinstance(request, _RUN_NO_CODE):
        return request
    if isinstance(request, BenchmarkRequest | DiffRequest):
        openings = {
            path: one if one.custom_code == _code_of(session, path) else without_code(one)
            for path, one in request.openings.items()
        }
        return replace(request, openings=openings)
    agreed = {_code_of(session, path) for path in _paths(request)}
    if request.opening.custom_code in agreed | {""}:
        return request
    if isinstance(request, FixRequest | BisectRequest):
        convert = request.convert
        opening = without_code(convert.opening)
        return replace(request, convert=replace(convert, opening=opening))
    return replace(request, opening=without_code(request.opening))


def _code_of(session: Session, path: str) -> str:
    """The Python file that a person named for the model at ``path``, "" = none."""
    own = next((model for model in session.models if same_path(model.path, path)), None)
    return own.opening.custom_code if own is not None else ""


def _is_allowed(session: Session, path: str) -> bool:
    own = next((model for model in session.models if same_path(model.path, path)), None)
    return own.allow_code if own is not None else model_at(session, path) is not None


def _paths(request: Request) -> tuple[str, ...]:
    """Of the files that are opened."""
    match request:
        case InspectRequest():
            return (request.path,)
        case DataRequest():
            return (request.model,)
        case ConvertRequest():
            return (request.source,)
        case BisectRequest():
            return (request.convert.source,)
        case FixRequest():
            return (request.artifact, request.convert.source)
        case CheckRequest() | DiagnoseRequest():
            return (request.artifact, request.against)
        case AgreeRequest():
            return (request.file, *([request.against] if request.against else []))
        case EvaluateRequest():
            return (*request.files, *([request.source] if request.source else []))
        case BenchmarkRequest() | TryRequest():
            return request.files
        case DiffRequest():
            return (request.first, request.second)
        case ProfileRequest() | TargetsRequest() | ConstantsRequest():
            return ()
        case CutRequest() | LayoutRequest() | PictureRequest() | SetupRequest():
            return ()
