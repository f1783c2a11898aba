"""Four bytes in a file that say which variant is being run: written by the child that may die of
it, read by the parent that wants to know.
"""

from __future__ import annotations

import struct
from pathlib import Path

NONE = -1
_INDEX = struct.Struct("<i")


def pack(index: int) -> bytes:
    """Little-endian int32, as SampleRequest.progress says."""
    return _INDEX.pack(index)


def read_marker(path: str | Path) -> int:
    """The index last set, ``NONE`` where nothing was being run or nothing is known."""
    try:
        data = Path(path).read_bytes()
    except OSError:
        return NONE
    return int(_INDEX.unpack(data[: _INDEX.size])[0]) if len(data) >= _INDEX.size else NONE
