"""A real classifier with one layer made fragile, in float the same function as before."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import h5py

FACTOR = 1e4
_WEIGHTS = "model.weights.h5"


def make_fragile(source: Path, path: Path, before: str, after: str, channel: int) -> Path:
    """``source``: a .keras file in which layer ``after`` is the next with weights behind
    ``before``, with nothing but a ReLU and pooling between. One channel of ``before`` is made
    10,000 times as large, which ``after`` undoes: the others have no room in 8 bits any more.
    """
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(path, "w") as written:
        for name in given.namelist():
            data = given.read(name)
            written.writestr(
                name, _changed(data, before, after, channel) if name == _WEIGHTS else data
            )
    return path


def _changed(data: bytes, before: str, after: str, channel: int) -> bytes:
    buffer = BytesIO(data)
    with h5py.File(buffer, "r+") as file:
        first, second = file[f"layers/{before}/vars"], file[f"layers/{after}/vars"]
        first["0"][..., channel] *= FACTOR
        first["1"][channel] *= FACTOR
        second["0"][..., channel, :] /= FACTOR
    return buffer.getvalue()
