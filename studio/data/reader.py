"""Reads .npz and .npy within bounds: never a pickle, never more memory than allowed."""

from __future__ import annotations

import math
import zipfile
import zlib
from pathlib import Path
from typing import IO

import numpy as np

from studio.core.errors import DataError

LIMIT_BYTES = 2 * 1024**3
"""How much a data set may take up unpacked."""

_NPY_MAGIC = b"\x93NUMPY"
_ZIP_MAGIC = b"PK\x03\x04"
_HEADER_BYTES = 10_000


def read_arrays(path: Path, limit_bytes: int = LIMIT_BYTES) -> dict[str, np.ndarray]:
    """The arrays of a .npz by key; a .npy gives the one key "x". By content, not by suffix.

    Sizes are read from headers before anything is unpacked, and a member may not hold more than
    its header says. Raises DataError: data-missing, data-unreadable, data-damaged, data-pickled,
    data-too-large, data-unknown-format, data-empty.
    """
    if not path.is_file():
        raise DataError("data-missing", path=path)
    try:
        with path.open("rb") as stream:
            head = stream.read(6)
            if head == _NPY_MAGIC:
                stream.seek(0)
                return {"x": _read_npy(stream, path.stat().st_size, path, limit_bytes)}
        if head[:4] == _ZIP_MAGIC:
            return _read_npz(path, limit_bytes)
    except OSError as error:
        raise DataError("data-unreadable", str(error), path=path) from error
    raise DataError("data-unknown-format", path=path)


def _read_npz(path: Path, limit_bytes: int) -> dict[str, np.ndarray]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if info.filename.endswith(".npy")]
            total = sum(info.file_size for info in members)
            if total > limit_bytes:
                raise _too_large(path, total, limit_bytes)
            arrays: dict[str, np.ndarray] = {}
            for info in members:
                with archive.open(info) as stream:
                    array = _read_npy(stream, info.file_size, path, limit_bytes)
                arrays[info.filename.removesuffix(".npy")] = array
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise DataError("data-damaged", str(error), path=path) from error
    if not arrays:
        raise DataError("data-empty", path=path)
    return arrays


def _read_npy(stream: IO[bytes], size_bytes: int, path: Path, limit_bytes: int) -> np.ndarray:
    """One array of at most ``size_bytes`` with its header. The header is checked before reading."""
    try:
        version = np.lib.format.read_magic(stream)
        read_header = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }.get(version)
        if read_header is None:
            raise DataError("data-damaged", f".npy version {version}", path=path)
        shape, is_fortran, dtype = read_header(stream, max_header_size=_HEADER_BYTES)
        if dtype.hasobject:
            raise DataError("data-pickled", path=path)
        if dtype.kind not in "biuf":
            raise DataError("data-kind-unsupported", path=path, dtype=dtype)
        needed = math.prod(shape) * dtype.itemsize
        if needed > limit_bytes:
            raise _too_large(path, needed, limit_bytes)
        if needed > size_bytes or any(dim < 0 for dim in shape):
            raise DataError("data-damaged", f"{shape} of {dtype} is not there", path=path)
        content = bytearray(needed)
        if _read_into(stream, memoryview(content)) != needed:
            raise DataError("data-damaged", f"{shape} of {dtype} ends early", path=path)
    except (ValueError, SyntaxError, TypeError, EOFError) as error:
        raise DataError("data-damaged", str(error), path=path) from error
    array = np.frombuffer(content, dtype=dtype).reshape(shape, order="F" if is_fortran else "C")
    native = array.dtype.newbyteorder("=")
    return np.ascontiguousarray(array, dtype=native).reshape(shape)


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
