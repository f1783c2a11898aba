"""Writing a file whole or not at all, where failing is a StorageError."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from studio.core import files
from studio.core.errors import StorageError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """As :func:`studio.core.files.replacing`. Raises StorageError: file-not-written."""
    try:
        with files.replacing(path) as stream:
            yield stream
    except OSError as error:
        raise StorageError("file-not-written", str(error), path=path) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content``. Raises StorageError: file-not-written."""
    with replacing(path) as stream:
        stream.write(content)
