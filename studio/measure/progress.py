"""Says which variant is being run right now, in a form that outlives a crash."""

from __future__ import annotations

import os
from mmap import mmap
from pathlib import Path

from studio.core.run_marker import NONE, pack


class Progress:
    """Setting is a write to mapped memory: cheap beside a run, and kept when the process dies."""

    def __init__(self, path: str) -> None:
        Path(path).write_bytes(pack(NONE))
        fd = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            self._map = mmap(fd, len(pack(NONE)))
        finally:
            os.close(fd)

    def set(self, index: int) -> None:
        self._map[:] = pack(index)

    def close(self) -> None:
        self._map.close()
