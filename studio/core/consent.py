"""Whether a request may run the code that a model brings along.

A person's yes belongs to the content of an opened model, on this machine. Requests are stored and
travel, so the yes that one of them carries counts for nothing when it is made again.
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
from studio.core.opening import AS_FOUND, Opening, same_parts, without_code
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
from studio.core.session import Model, Session

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
    """``request`` with code allowed only where it is for every model in it, as of now, and only for
    the contents that it was given for.

    Artifacts of the session carry no code; a file that the session does not know has no consent.
    """
    if isinstance(request, _RUN_NO_CODE):
        return request
    paths = _paths(request)
    contents = {sha256 for path in paths for sha256 in _agreed(session, path)}
    is_allowed = contents and all(_is_allowed(session, path) for path in paths)
    if not is_allowed or not request.allow_code:
        return without_consent(request)
    agreed = tuple(sorted(contents))
    if isinstance(request, BenchmarkRequest | DiffRequest):
        given = {path: request.openings.get(path, AS_FOUND) for path in paths}
        if not all(_is_as_shown(session, path, one) for path, one in given.items()):
            return without_consent(request)
        openings = {path: _with(one, agreed, _code(session, path)) for path, one in given.items()}
        return replace(request, openings=openings)
    if not all(_is_as_shown(session, path, request.opening) for path in paths):
        return without_consent(request)
    opening = _with(request.opening, agreed, *(_code(session, path) for path in paths))
    if isinstance(request, FixRequest | BisectRequest):
        return replace(request, convert=replace(request.convert, opening=opening))
    return replace(request, opening=opening)


def _with(opening: Opening, agreed: tuple[str, ...], *codes: str) -> Opening:
    """``codes``: the Python files that a person named for the models."""
    kept = opening if opening.custom_code in codes else without_code(opening)
    return replace(kept, agreed=agreed)


def _own(session: Session, path: str) -> Model | None:
    return next((model for model in session.models if same_path(model.path, path)), None)


def _code(session: Session, path: str) -> str:
    own = _own(session, path)
    return own.opening.custom_code if own is not None else ""


def _agreed(session: Session, path: str) -> tuple[str, ...]:
    own = _own(session, path)
    return own.agreed if own is not None else ()


def _is_allowed(session: Session, path: str) -> bool:
    own = _own(session, path)
    return own.allow_code if own is not None else model_at(session, path) is not None


def _is_as_shown(session: Session, path: str, opening: Opening) -> bool:
    """Whether what would be opened is the part of the file that was shown; other parts may run
    other ops."""
    own = _own(session, path)
    return own is None or same_parts(own.opening, opening)


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
