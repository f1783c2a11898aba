"""The content hash of a source: a file, or the folder of a SavedModel.

Hashes are remembered by each file's identity and times, because one source is converted, checked
and evaluated many times in the life of the warm process.
"""

from __future__ import annotations

from pathlib import Path

from studio.core.errors import ModelError
from studio.core.files import content_files, content_sha256, file_sha256

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
