"""Four bytes in a shared file that outlive a crash: which variant is being run right now."""

from __future__ import annotations

import os
import struct
from mmap import mmap
from pathlib import Path

NONE = -1
_INDEX = struct.Struct("<i")


class Progress:
    """Setting is a write to mapped memory: cheap beside a run, and kept when the process dies."""

    def __init__(self, path: str) -> None:
        Path(path).write_bytes(_INDEX.pack(NONE))
        fd = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            self._map = mmap(fd, _INDEX.size)
        finally:
            os.close(fd)

    def set(self, index: int) -> None:
        _INDEX.pack_into(self._map, 0, index)

    def close(self) -> None:
        self._map.close()


def read_progress(path: str | Path) -> int:
    """The index last set, ``NONE`` where nothing was being run or nothing is known."""
    try:
        data = Path(path).read_bytes()
    except OSError:
        return NONE
    return int(_INDEX.unpack(data[:4])[0]) if len(data) >= _INDEX.size else NONE
