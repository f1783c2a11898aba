"""Whether a request may run the code that a model brings along.

A person's yes belongs to an opened model, on this machine. Requests are stored and travel, so the
yes that one of them carries counts for nothing when it is made again.
"""

from __future__ import annotations

from typing import TypeVar

from msgspec.structs import replace

from studio.core.graph_requests import ConstantsRequest, CutRequest, DiffRequest
from studio.core.lookup import model_at, same_path
from studio.core.requests import (
    AgreeRequest,
    BenchmarkRequest,
    CheckRequest,
    ConvertRequest,
    DataRequest,
    DiagnoseRequest,
    EvaluateRequest,
    InspectRequest,
    ProfileRequest,
    Request,
    TargetsRequest,
    TryRequest,
)
from studio.core.session import Session

RequestT = TypeVar("RequestT", bound=Request)
_RUN_NO_CODE = TargetsRequest | ProfileRequest | ConstantsRequest | CutRequest


def without_consent(request: RequestT) -> RequestT:
    """``request`` with code not allowed."""
    if isinstance(request, _RUN_NO_CODE) or not request.allow_code:
        return request
    return replace(request, allow_code=False)


def with_consent_of(session: Session, request: RequestT) -> RequestT:
    """``request`` with code allowed only where it is for every model in it, as of now.

    Artifacts of the session carry no code; a file that the session does not know has no consent.
    """
    if all(_is_allowed(session, path) for path in _paths(request)):
        return request
    return without_consent(request)


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
        case ProfileRequest() | TargetsRequest() | ConstantsRequest() | CutRequest():
            return ()
