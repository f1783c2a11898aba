"""The zip that a person can send when something failed: error, recipe, versions, log.

The model itself goes in only where asked for; nothing else of the user's is read.
"""

from __future__ import annotations

import platform
import zipfile
from importlib import metadata
from pathlib import Path

import msgspec

from studio import __version__
from studio.core.errors import StorageError
from studio.core.messages import render_error
from studio.core.protocol import ConvertRequest
from studio.core.recipe import to_json
from studio.core.session import Job

PACKAGES = (
    "tensorflow", "keras", "ai-edge-litert", "ai-edge-quantizer", "PySide6", "numpy", "msgspec",
    "netron", "pyqtgraph", "SQLAlchemy",
)  # fmt: skip


def versions() -> dict[str, str]:
    """Installed versions of what decides a result, without importing any of it."""
    found = {"studio": __version__, "python": platform.python_version(), "os": platform.platform()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def write_failure_report(path: Path, job: Job, model_path: str = "") -> Path:
    """Write the zip to ``path``; ``model_path`` "" leaves the model out.

    Raises StorageError: file-not-written.
    """
    part = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("error.txt", _error_text(job))
            archive.writestr("versions.json", _json(versions()))
            archive.writestr("request.json", _json(job.request))
            if isinstance(job.request, ConvertRequest):
                archive.writestr("recipe.json", to_json(job.request.recipe))
            archive.writestr("log.txt", _log_text(job))
            if model_path:
                _add_model(archive, Path(model_path))
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StorageError("file-not-written", str(error), path=path) from error
    return path


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def _error_text(job: Job) -> str:
    if job.error is None:
        return f"The job ended as: {job.state}\n"
    text = render_error(job.error)
    return f"{text.code}\n{text.title}\n{text.hint}\n\n{text.detail}\n"


def _log_text(job: Job) -> str:
    if job.log and Path(job.log).is_file():
        return Path(job.log).read_text(encoding="utf-8", errors="replace")
    return "\n".join(job.log_tail)


def _add_model(archive: zipfile.ZipFile, model: Path) -> None:
    if model.is_file():
        archive.write(model, f"model/{model.name}")
        return
    for item in sorted(model.rglob("*")):
        if item.is_file():
            archive.write(item, f"model/{model.name}/{item.relative_to(model)}")
