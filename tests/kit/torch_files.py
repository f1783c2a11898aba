"""Files as torch.save writes them, without torch: archives and pickles with its names in them."""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path


def pickled(*names: str) -> bytes:
    """A pickle that imports ``names`` ("module name") and is a list of them."""
    found = b"".join(pickle.GLOBAL + name.replace(" ", "\n").encode() + b"\n" for name in names)
    return pickle.PROTO + b"\x02" + pickle.MARK + found + pickle.LIST + pickle.STOP


STATE = pickled("collections OrderedDict", "torch._utils _rebuild_tensor_v2", "torch FloatStorage")
MODEL = pickled("torch.nn.modules.linear Linear", "torch FloatStorage")


def archive(path: Path, *, data: bytes = STATE, extra: tuple[str, ...] = ()) -> Path:
    """As torch.save writes it since 1.6; ``extra``: names of more entries."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("model/data.pkl", data)
        for name in ("version", *extra):
            file.writestr(f"model/{name}", "1")
    return path
