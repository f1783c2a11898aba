"""How many bytes of a Keras file are not the model but the state of its optimizer."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

_GROUPS = {"h5": "optimizer_weights", "keras": "optimizer"}


def optimizer_bytes(path: Path, format_id: str) -> dict[str, int]:
    """{"optimizer state": bytes}, or {} where there is none. The file has been opened before."""
    import h5py

    if format_id == "h5":
        with h5py.File(path, "r") as file:
            size = _group_bytes(file, _GROUPS[format_id])
    else:
        with (
            zipfile.ZipFile(path) as archive,
            archive.open("model.weights.h5") as stream,
            h5py.File(stream, "r") as file,
        ):
            size = _group_bytes(file, _GROUPS[format_id])
    return {"optimizer state": size} if size else {}


def _group_bytes(file: Any, name: str) -> int:
    import h5py

    if name not in file:
        return 0
    sizes: list[int] = []

    def visit(_: str, entry: Any) -> None:
        if isinstance(entry, h5py.Dataset):
            sizes.append(int(entry.size * entry.dtype.itemsize))

    file[name].visititems(visit)
    return sum(sizes)
