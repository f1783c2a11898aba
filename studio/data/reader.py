"""Reads data within bounds: never a pickle, never more memory than allowed.

.npz and .npy are read here, all else by :mod:`studio.data.sources`.
"""

from __future__ import annotations

import math
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

import numpy as np

from studio.core.errors import DataError
from studio.core.recipe import Preprocessing
from studio.data.rows import Header, gathered
from studio.data.sources import open_rows

PLAIN = Preprocessing()
LIMIT_BYTES = 2 * 1024**3
"""How much a data set may take up unpacked."""

_NPY_MAGIC = b"\x93NUMPY"
_ZIP_MAGIC = b"PK\x03\x04"
_HEADER_BYTES = 10_000


def read_arrays(
    path: Path, limit_bytes: int = LIMIT_BYTES, declared: Preprocessing = PLAIN
) -> dict[str, np.ndarray]:
    """The arrays of a .npz by key; a .npy gives the one key "x". By content, not by suffix.

    Folders, CSV and TFRecord are decoded as :mod:`studio.data.sources` says; ``declared`` gives
    pictures their size. Sizes are read from headers before anything is unpacked, and a member may
    not hold more than its header says. Raises DataError: data-missing, data-unreadable,
    data-damaged, data-pickled, data-kind-unsupported, data-too-large, data-unknown-format,
    data-empty.
    """
    source = open_rows(path, declared)
    if source is not None:
        return gathered(source, path, limit_bytes)
    with _members(path, limit_bytes) as members:
        return {key: member.array(path, limit_bytes) for key, member in members.items()}


def read_headers(
    path: Path, limit_bytes: int = LIMIT_BYTES, declared: Preprocessing = PLAIN
) -> dict[str, Header]:
    """The headers of what :func:`read_arrays` would read, with the same refusals before it does."""
    source = open_rows(path, declared)
    if source is not None:
        return dict(source.headers)
    with _members(path, limit_bytes) as members:
        return {key: member.header(path, limit_bytes) for key, member in members.items()}


def read_start(
    path: Path, key: str, elements: int, declared: Preprocessing = PLAIN
) -> np.ndarray | None:
    """The first ``elements`` of array ``key`` in C order, flat; no more than those are unpacked.

    None where the file has them in another order and more than those would have to be read.
    Raises DataError as :func:`read_arrays`.
    """
    source = open_rows(path, declared)
    if source is not None:
        header = source.headers[key]
        of_sample = max(1, math.prod(header.shape[1:]))
        count = min(header.shape[0], -(-elements // of_sample))
        return source.rows(key, 0, count).reshape(-1)[:elements]
    with _members(path) as members:
        return members[key].start(path, elements)


def read_pieces(
    path: Path, key: str, piece: int, most: int, declared: Preprocessing = PLAIN
) -> Iterator[np.ndarray]:
    """Array ``key`` in C order, flat, ``piece`` elements at a time, the first ``most`` at most.

    Both are whole numbers of samples.

    One piece is in memory at a time, except where the file has another order.
    Raises DataError as :func:`read_arrays`.
    """
    source = open_rows(path, declared)
    if source is not None:
        of_sample = max(1, math.prod(source.headers[key].shape[1:]))
        last = min(source.headers[key].shape[0], most // of_sample)
        step = max(1, piece // of_sample)
        for start in range(0, last, step):
            yield source.rows(key, start, min(last, start + step)).reshape(-1)
        return
    with _members(path) as members, members[key].open() as stream:
        header = _read_header(stream, members[key].size_bytes, path, LIMIT_BYTES)
        left = min(most, header.elements)
        if header.is_fortran:
            flat = _read_whole(stream, header, path).reshape(-1)[:left]
            yield from (flat[start : start + piece] for start in range(0, left, piece))
            return
        while left > 0:
            taken = min(piece, left)
            left -= taken
            yield _read_flat(stream, header, taken, path)


@dataclass(frozen=True)
class _Member:
    """One array in a file: how to open it, and how many bytes it has with its header."""

    open: Callable[[], IO[bytes]]
    size_bytes: int

    def header(self, path: Path, limit_bytes: int) -> Header:
        with self.open() as stream:
            return _read_header(stream, self.size_bytes, path, limit_bytes)

    def array(self, path: Path, limit_bytes: int) -> np.ndarray:
        with self.open() as stream:
            header = _read_header(stream, self.size_bytes, path, limit_bytes)
            return _read_whole(stream, header, path)

    def start(self, path: Path, elements: int) -> np.ndarray | None:
        with self.open() as stream:
            header = _read_header(stream, self.size_bytes, path, LIMIT_BYTES)
            if not header.is_fortran:
                return _read_flat(stream, header, min(elements, header.elements), path)
            if header.elements > elements:
                return None
            return _read_whole(stream, header, path).reshape(-1)


@contextmanager
def _members(path: Path, limit_bytes: int = LIMIT_BYTES) -> Iterator[dict[str, _Member]]:
    """The arrays of a file by key. What goes wrong while they are read becomes a DataError."""
    if not path.is_file():
        raise DataError("data-missing", path=path)
    try:
        with path.open("rb") as stream:
            head = stream.read(6)
        if head == _NPY_MAGIC:
            yield {"x": _Member(lambda: path.open("rb"), path.stat().st_size)}
        elif head[:4] == _ZIP_MAGIC:
            with zipfile.ZipFile(path) as archive:
                yield _members_of(archive, path, limit_bytes)
        else:
            raise DataError("data-unknown-format", path=path)
    except OSError as error:
        raise DataError("data-unreadable", str(error), path=path) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise DataError("data-damaged", str(error), path=path) from error


def _members_of(archive: zipfile.ZipFile, path: Path, limit_bytes: int) -> dict[str, _Member]:
    entries = [info for info in archive.infolist() if info.filename.endswith(".npy")]
    total = sum(info.file_size for info in entries)
    if total > limit_bytes:
        raise _too_large(path, total, limit_bytes)
    if not entries:
        raise DataError("data-empty", path=path)
    return {
        info.filename.removesuffix(".npy"): _Member(partial(archive.open, info), info.file_size)
        for info in entries
    }


def _read_header(stream: IO[bytes], size_bytes: int, path: Path, limit_bytes: int) -> Header:
    """Read and check the head of one array of at most ``size_bytes`` with it."""
    try:
        version = np.lib.format.read_magic(stream)
        read_header = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }.get(version)
        if read_header is None:
            raise DataError("data-damaged", f".npy version {version}", path=path)
        shape, is_fortran, dtype = read_header(stream, max_header_size=_HEADER_BYTES)
    except (ValueError, SyntaxError, TypeError, EOFError) as error:
        raise DataError("data-damaged", str(error), path=path) from error
    if dtype.hasobject:
        raise DataError("data-pickled", path=path)
    if dtype.kind not in "biuf":
        raise DataError("data-kind-unsupported", path=path, dtype=dtype)
    header = Header(shape, dtype, is_fortran)
    needed = header.elements * dtype.itemsize
    if needed > limit_bytes:
        raise _too_large(path, needed, limit_bytes)
    if needed > size_bytes or any(dim < 0 for dim in shape):
        raise DataError("data-damaged", f"{shape} of {dtype} is not there", path=path)
    return header


def _read_whole(stream: IO[bytes], header: Header, path: Path) -> np.ndarray:
    flat = _read_flat(stream, header, header.elements, path)
    array = flat.reshape(header.shape, order="F" if header.is_fortran else "C")
    return np.ascontiguousarray(array).reshape(header.shape)


def _read_flat(stream: IO[bytes], header: Header, elements: int, path: Path) -> np.ndarray:
    """The next ``elements`` in the order of the file and the byte order of this machine."""
    content = bytearray(elements * header.dtype.itemsize)
    if _read_into(stream, memoryview(content)) != len(content):
        text = f"{header.shape} of {header.dtype} ends early"
        raise DataError("data-damaged", text, path=path)
    array = np.frombuffer(content, dtype=header.dtype)
    return array.astype(header.dtype.newbyteorder("="), copy=False)


def _read_into(stream: IO[bytes], view: memoryview) -> int:
    done = 0
    while done < len(view):
        chunk = stream.read(min(len(view) - done, 1 << 22))
        if not chunk:
            break
        view[done : done + len(chunk)] = chunk
        done += len(chunk)
    return done


def _too_large(path: Path, size_bytes: int, limit_bytes: int) -> DataError:
    return DataError(
        "data-too-large",
        path=path,
        size=f"{size_bytes / 1e6:,.0f}",
        limit=f"{limit_bytes / 1e6:,.0f}",
    )
