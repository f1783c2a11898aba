"""What this machine was found to resolve, over time, as a small JSON file, written atomically."""

from __future__ import annotations

from pathlib import Path

import msgspec

from studio.core.comparisons import Resolution
from studio.core.errors import StorageError
from studio.core.file_lock import FileLock
from studio.history.atomic import write_bytes

KEPT = 100
_PATIENCE_S = 10.0


def load(path: Path) -> tuple[Resolution, ...]:
    """All that is kept, oldest first; () where there is no file or it is damaged.

    Never raises: it is measured again whenever one wishes.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Resolution, ...])
    except (msgspec.MsgspecError, UnicodeDecodeError, OSError):
        return ()


def add(path: Path, resolution: Resolution) -> None:
    """Keep one more; of more than ``KEPT`` the oldest go. Blocks while another process adds one.

    Raises StorageError: file-not-written.
    """
    lock = FileLock(path.with_name(f"{path.name}.lock"))
    try:
        if not lock.acquire(_PATIENCE_S):
            raise StorageError("file-not-written", "another process holds its lock", path=path)
    except OSError:
        pass  # a file system without locks; what follows says whether it can be written
    try:
        kept = (*load(path), resolution)[-KEPT:]
        write_bytes(path, msgspec.json.format(msgspec.json.encode(kept), indent=2) + b"\n")
    finally:
        lock.release()
