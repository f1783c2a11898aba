"""Data that are decoded sample by sample: folders of pictures and sounds, CSV, TFRecord."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from studio.core.errors import DataError

_PIECE_BYTES = 64 << 20


@dataclass(frozen=True)
class Header:
    """What is known of an array before it is read. ``is_fortran``: stored in Fortran's order."""

    shape: tuple[int, ...]
    dtype: np.dtype
    is_fortran: bool = False

    @property
    def elements(self) -> int:
        return math.prod(self.shape)

    @property
    def size_bytes(self) -> int:
        return self.elements * self.dtype.itemsize


class RowSource(Protocol):
    """A data set whose samples are decoded when they are asked for, always in the same order."""

    @property
    def headers(self) -> Mapping[str, Header]: ...

    def rows(self, key: str, start: int, stop: int) -> np.ndarray:
        """Samples ``start`` to ``stop`` of array ``key``. Raises DataError, naming the member."""
        ...


def gathered(source: RowSource, path: Path, limit_bytes: int) -> dict[str, np.ndarray]:
    """All arrays, decoded a piece at a time into temporary files and mapped from there.

    Raises DataError: data-too-large, data-empty, and those of decoding.
    """
    total = sum(header.size_bytes for header in source.headers.values())
    if total > limit_bytes:
        raise DataError(
            "data-too-large",
            path=path,
            size=f"{total / 1e6:,.0f}",
            limit=f"{limit_bytes / 1e6:,.0f}",
        )
    return {key: _mapped(source, key, header) for key, header in source.headers.items()}


def _mapped(source: RowSource, key: str, header: Header) -> np.ndarray:
    count = header.shape[0]
    step = max(1, _PIECE_BYTES * count // max(1, header.size_bytes))
    if header.size_bytes <= _PIECE_BYTES:
        return source.rows(key, 0, count)
    with tempfile.TemporaryFile(prefix="studio-data-") as stream:
        array = np.memmap(stream, header.dtype, "w+", shape=header.shape)
        for start in range(0, count, step):
            stop = min(count, start + step)
            array[start:stop] = source.rows(key, start, stop)
    return array
