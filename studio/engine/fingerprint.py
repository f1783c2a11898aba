"""The content hash of a source: a file, or the folder of a SavedModel.

Hashes are remembered by each file's identity and times, because one source is converted, checked
and evaluated many times in the life of the warm process.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from studio.core.agreed import is_agreed
from studio.core.errors import ModelError
from studio.core.files import content_files, content_sha256, file_sha256
from studio.core.opening import Opening

LoadedT = TypeVar("LoadedT")
_remembered: dict[tuple[str, int, int, int, int], str] = {}


def source_sha256(path: Path) -> str:
    """Hex sha256 of the content, see :func:`content_sha256`.

    Raises ModelError: model-missing, model-unreadable.
    """
    try:
        return content_sha256(path, _file_sha256)
    except FileNotFoundError as error:
        raise ModelError("model-missing", str(error), path=path) from error
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error


def load_agreed(
    load: Callable[[Path, bool, Opening], LoadedT], path: Path, allow_code: bool, opening: Opening
) -> LoadedT:
    """What ``load`` gives, with code allowed only where the yes is one to this content.

    Raises what ``load`` does; what it says of code that nobody has allowed names the content
    (``sha256``), so that a yes can be given to just that.
    """
    try:
        return load(path, is_agreed(path, allow_code, opening, source_sha256), opening)
    except ModelError as error:
        if error.code == "model-needs-code":
            error.params["sha256"] = source_sha256(path)
        raise


def source_size_bytes(path: Path) -> int:
    """Bytes of the file, of all parts of the checkpoint, or of all files in the folder."""
    return sum(entry.stat().st_size for entry in content_files(path))


def _file_sha256(path: Path) -> str:
    status = path.stat()
    key = (
        str(path.resolve()),
        status.st_ino,
        status.st_size,
        status.st_mtime_ns,
        status.st_ctime_ns,
    )
    found = _remembered.get(key)
    if found is None:
        found = _remembered[key] = file_sha256(path)
    return found
