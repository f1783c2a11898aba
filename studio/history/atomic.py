"""Writing a file so that it is either the old one or the new one, never half of each."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from studio.core.errors import StorageError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes ``path`` when the block ends well; else nothing changes.

    The temporary file lies beside it (a rename within one file system is atomic).
    Raises StorageError: file-not-written.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_usual_mode(path))
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise StorageError("file-not-written", str(error), path=path) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content``. Raises StorageError: file-not-written."""
    with replacing(path) as stream:
        stream.write(content)


def _usual_mode(path: Path) -> int:
    """The mode of what is replaced; mkstemp's own is private to the user."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o644
