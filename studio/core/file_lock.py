"""A lock between processes that the system releases when its holder dies, however it dies."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

_LOOK_S = 0.01
_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class FileLock:
    """Exclusive over all processes of this machine that use the same path.

    The file may belong to another user (the shared temporary folder): it is then only read, which
    is enough to lock it there. Where it is ours it is opened for writing, as network file systems
    want it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock if it is free; whether it is held. Raises OSError where the file cannot be
        opened or locked."""
        if self._descriptor is not None:
            return True
        descriptor = _open(self._path)
        is_ours = False
        try:
            is_ours = _try_lock(descriptor)
        finally:
            if not is_ours:
                os.close(descriptor)
        self._descriptor = descriptor if is_ours else None
        return is_ours

    def acquire(self, seconds: float) -> bool:
        """Take the lock, waiting for it so long at most; whether it is held. Raises OSError."""
        until = time.monotonic() + seconds
        while not self.try_acquire():
            if time.monotonic() >= until:
                return False
            time.sleep(_LOOK_S)
        return True

    def release(self) -> None:
        """Give the lock back; nothing happens where it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32":
        return os.open(path, os.O_RDWR | os.O_CREAT)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        return _open_existing(path)
    os.fchmod(descriptor, 0o644)  # whatever the umask: other users open it for reading
    return descriptor


def _open_existing(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:  # another user's
        return os.open(path, os.O_RDONLY | os.O_NOFOLLOW)


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            return False
        raise  # a file system without locks
    return True
