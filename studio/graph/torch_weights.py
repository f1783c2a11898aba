"""The weights that a .pt2 holds, read as data: plainly stored ones of floating-point numbers."""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.errors import ModelError
from studio.graph.torch_archive import DAMAGE, damaged, read_archive
from studio.graph.torch_arguments import DTYPES

_STORED = {"float16": "<f2", "float32": "<f4", "float64": "<f8"}
_FOLDERS = {"parameter": "weights", "buffer": "weights", "tensor_constant": "constants"}


def float_weights(path: Path) -> Iterator[tuple[str, np.ndarray]]:
    """(name of the tensor in the graph, values in any order of axes), one after the other.

    Left out is what is pickled, or a part of a stored tensor only. Raises ModelError:
    model-damaged, model-unreadable, model-unpacks-too-large.
    """
    archive = read_archive(path)
    entries = {"weights": archive.weights, "constants": archive.constants}
    try:
        with zipfile.ZipFile(path) as file:
            members = {name.partition("/")[2]: name for name in file.namelist()}
            order = members.get("byteorder")
            if order is not None and file.read(order) != b"little":
                return
            for name, folder, stored in _named(archive.program):
                entry = entries[folder].get(stored)
                member = members.get(f"data/{folder}/{(entry or {}).get('path_name')}")
                if entry is not None and member is not None and not entry.get("use_pickle"):
                    values = _values(file, member, entry["tensor_meta"])
                    if values is not None:
                        yield name, values
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error
    except DAMAGE as error:
        raise damaged(path, error) from error


def _named(program: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(tensor of the graph, folder, name there)"""
    for spec in program["graph_module"]["signature"]["input_specs"]:
        ((kind, entry),) = spec.items()
        if kind in _FOLDERS:
            stored = entry.get(f"{kind}_name")
            yield str(entry["arg"]["name"]), _FOLDERS[kind], str(stored)


def _values(file: zipfile.ZipFile, member: str, meta: Mapping[str, Any]) -> np.ndarray | None:
    """None where it is not all of what is stored there, or no plain floating-point numbers."""
    dtype = _STORED.get(DTYPES.get(int(meta["dtype"]), ""))
    sizes = [size.get("as_int") for size in meta["sizes"]]
    if dtype is None or None in sizes:
        return None
    if file.getinfo(member).file_size != math.prod(sizes) * np.dtype(dtype).itemsize:
        return None
    return np.frombuffer(file.read(member), dtype)
