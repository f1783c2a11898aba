"""Bounds on what a .keras archive unpacks to, so that a small file cannot fill memory or disk."""

from __future__ import annotations

import zipfile
from pathlib import Path

from studio.core.errors import ModelError

MAX_UNPACKED_BYTES = 64 << 30
MAX_RATIO = 100
RATIO_FREE_BYTES = 64 << 20
MAX_ENTRIES = 10_000
MAX_CONFIG_BYTES = 64 << 20


def read_config(path: Path, name: str = "config.json") -> bytes:
    """``name`` out of the archive, after the whole archive's stated sizes passed the bounds.

    Deflate cannot exceed about 1000:1, and weights hardly compress: beyond 64 MB, more than 100:1
    is refused. Raises ModelError: model-damaged, model-unpacks-too-large.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _require_bounds(path, archive)
            with archive.open(name) as stream:
                data = stream.read(MAX_CONFIG_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError) as error:
        raise ModelError("model-damaged", str(error), path=path, suffix=path.suffix) from error
    if len(data) > MAX_CONFIG_BYTES:
        raise ModelError("model-unpacks-too-large", path=path, size=len(data))
    return data


def _require_bounds(path: Path, archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    allowed = max(RATIO_FREE_BYTES, path.stat().st_size * MAX_RATIO)
    if len(entries) > MAX_ENTRIES or unpacked > min(allowed, MAX_UNPACKED_BYTES):
        raise ModelError("model-unpacks-too-large", path=path, size=unpacked)
