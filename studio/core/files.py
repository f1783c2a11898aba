"""Files written whole or not at all, and told apart by content."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from studio.core.checkpoints import checkpoint_files
from studio.core.errors import UsageError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes ``path`` when the block ends well; else nothing changes.

    The temporary file lies beside it (a rename within one file system is atomic), and is on the
    disk before it takes the name. Folders are made. A symbolic link stays, and what it points to
    is replaced. Raises OSError; UsageError: output-no-file.
    """
    path = replaceable(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(".part", f".{path.name}.", path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(_usual_mode(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content``. Raises OSError; UsageError: output-no-file."""
    with replacing(path) as stream:
        stream.write(content)


def replaceable(path: Path) -> Path:
    """The file that writing ``path`` means: the one behind symbolic links; it need not exist.

    Putting a file in the place of a device, a pipe or a folder would destroy what others rely on.
    Raises UsageError: output-no-file.
    """
    behind = Path(os.path.realpath(path))
    try:
        mode = behind.lstat().st_mode
    except OSError:
        return behind  # nothing there, or nothing to be known: writing it tells
    if not stat.S_ISREG(mode):
        raise UsageError("output-no-file", path=path)
    return behind


def file_sha256(path: str | Path) -> str:
    """Hex digest of a file's bytes. Raises OSError."""
    with Path(path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def modified_ns(path: str | Path) -> int | None:
    """When a file was last written, nanoseconds since the epoch; None where it cannot be asked."""
    try:
        return Path(path).stat().st_mtime_ns
    except OSError:
        return None


def content_sha256(path: Path, of_file: Callable[[Path], str] = file_sha256) -> str:
    """Of a file its digest; of a checkpoint or a folder, over the sorted relative names and the
    digests of its files.

    Raises OSError.
    """
    files = content_files(path)
    if files == (path,):
        return of_file(path)
    folder = path if path.is_dir() else path.parent
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(folder).as_posix()}\0{of_file(file)}\n".encode())
    return digest.hexdigest()


def content_files(path: Path) -> tuple[Path, ...]:
    """The file itself; the parts of the checkpoint that it is one of; all files of a folder."""
    if path.is_dir() and (path / "saved_model.pb").is_file():
        parts: tuple[Path, ...] = ()
    else:
        parts = checkpoint_files(path)
    if parts or not path.is_dir():
        return parts or (path,)
    return tuple(sorted(entry for entry in path.rglob("*") if entry.is_file()))


def _usual_mode(path: Path) -> int:
    """The mode of what is replaced; mkstemp's own is private to the user."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return 0o644
