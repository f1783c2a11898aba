"""Files that a .tflite carries behind itself as a zip archive: labels, vocabularies.

TensorFlow Lite's metadata names such files; they stand behind the flatbuffer, where no tool that
rewrites it sees them.
"""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

_MOST_BYTES = 256 << 20
"""Unpacked, of all files together: more is no label file, and is not unpacked."""

PackedFile = tuple[zipfile.ZipInfo, bytes]


_UNREADABLE = (
    zipfile.BadZipFile,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)
"""What unpacking a damaged, encrypted or foreign member raises."""


def packed_files(path: Path) -> tuple[PackedFile, ...] | None:
    """The files behind the model at ``path``; () = there are none, None = they cannot be read: one
    is damaged or encrypted, or all together are too large."""
    if not zipfile.is_zipfile(path):
        return ()
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                return None
            return tuple((entry, archive.read(entry)) for entry in entries)
    except _UNREADABLE:
        return None


def packed_names(path: Path) -> tuple[str, ...]:
    """What the files are called, without unpacking them."""
    try:
        with zipfile.ZipFile(path) as archive:
            return tuple(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return ()


def with_packed_files(data: bytes, files: Sequence[PackedFile]) -> bytes:
    """``data`` with ``files`` behind it, unless it still has some there."""
    if not files or zipfile.is_zipfile(io.BytesIO(data)):
        return data
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        for entry, content in files:
            kept = zipfile.ZipInfo(entry.filename, entry.date_time)
            kept.compress_type = entry.compress_type
            archive.writestr(kept, content)
    return stream.getvalue()
