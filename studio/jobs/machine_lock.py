"""A lock between processes that the system releases when its holder dies, however it dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path


class MachineLock:
    """Exclusive over all processes of this machine that use the same path. Not re-entrant.

    The file may belong to another user (shared temporary folder), so on POSIX it is only read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock if it is free. Raises OSError where the file cannot be opened."""
        fd = _open(self._path)
        if not _try_lock(fd):
            os.close(fd)
            return False
        self._fd = fd
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        return os.open(path, os.O_RDWR | os.O_CREAT)
    flags = os.O_RDONLY | os.O_NOFOLLOW
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        try:
            fd = os.open(path, flags | os.O_CREAT | os.O_EXCL, 0o644)
            os.fchmod(fd, 0o644)  # whatever the umask: other users open it for reading
            return fd
        except FileExistsError:
            return os.open(path, flags)


def _try_lock(fd: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
