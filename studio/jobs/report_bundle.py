"""A report of one job for those who can help: a zip of what was asked, what happened, with what."""

from __future__ import annotations

import platform
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from studio import __version__
from studio.core.errors import ErrorInfo, StorageError
from studio.core.file_names import without_home
from studio.core.files import replacing
from studio.core.graph_requests import (
    ConstantsRequest,
    CutRequest,
    DiffRequest,
    LayoutRequest,
    PictureRequest,
)
from studio.core.measure_requests import BenchmarkRequest, ProfileRequest, TargetsRequest
from studio.core.requests import (
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


def write_report(
    path: Path,
    request: Request,
    versions: Mapping[str, str],
    log: Path | None,
    include_model: bool,
    error: ErrorInfo | None = None,
) -> None:
    """Write the zip ``path`` whole or not at all.

    It holds request.json, recipe.json (of a conversion), error.json, versions.json and job.log, in
    which the home folder is written ``~``; the model files only where ``include_model``: they may
    be confidential. Raises StorageError: report-unwritable.
    """
    try:
        with (
            replacing(path) as stream,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name, text in _texts(request, versions, log, error):
                archive.writestr(name, without_home(text))
            if include_model:
                for model in _models(request):
                    for name, file in _files(model):
                        archive.write(file, f"models/{name}")
    except OSError as problem:
        raise StorageError("report-unwritable", str(problem), path=path) from problem


def _texts(
    request: Request, versions: Mapping[str, str], log: Path | None, error: ErrorInfo | None
) -> Iterator[tuple[str, str]]:
    yield "request.json", _json(request)
    if isinstance(request, ConvertRequest):
        yield "recipe.json", _json(request.recipe)
    elif isinstance(request, FixRequest | BisectRequest):
        yield "recipe.json", _json(request.convert.recipe)
    if error is not None:
        yield "error.json", _json(error)
    system = {"studio": __version__, "python": platform.python_version()}
    yield "versions.json", _json({**system, "platform": platform.platform(), **versions})
    if log is not None and log.is_file():
        yield "job.log", log.read_text(encoding="utf-8", errors="replace")


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()


def _models(request: Request) -> tuple[Path, ...]:
    match request:
        case InspectRequest() | LayoutRequest():
            paths: tuple[str, ...] = (request.path,)
        case DataRequest():
            paths = (request.model,)
        case ConvertRequest():
            paths = (request.source,)
        case FixRequest() | BisectRequest():
            paths = (request.convert.source,)
        case CheckRequest() | DiagnoseRequest():
            paths = (request.artifact, request.against)
        case EvaluateRequest():
            paths = (*request.files, request.source)
        case DiffRequest():
            paths = (request.first, request.second)
        case ConstantsRequest() | CutRequest():
            paths = (request.path,)
        case TryRequest() | BenchmarkRequest():
            paths = request.files
        case ProfileRequest():
            paths = (request.file,)
        case TargetsRequest() | PictureRequest() | SetupRequest():
            paths = ()
    return tuple(dict.fromkeys(Path(path) for path in paths if path))


def _files(model: Path) -> Iterator[tuple[str, Path]]:
    """Names in the archive and files of a model, which may be a folder or gone."""
    if model.is_file():
        yield model.name, model
    elif model.is_dir():
        for file in sorted(model.rglob("*")):
            if file.is_file():
                yield f"{model.name}/{file.relative_to(model).as_posix()}", file
