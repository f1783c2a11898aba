"""What a model computed: kept in a .npz to be compared and scored, or as numbers to be shown."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.core.errors import RunError, StorageError
from studio.core.results import TriedOutput

_MOST_VALUES = 1000
_TOP = 5


@dataclass(frozen=True)
class Reference:
    """Values by name, (samples, *sample shape); ``labels``: (samples,) where known."""

    inputs: dict[str, np.ndarray]
    outputs: dict[str, np.ndarray]
    labels: np.ndarray | None = None


def write_reference(path: str, content: Reference) -> None:
    """Keys "in:NAME", "out:NAME", "labels". Raises StorageError: reference-unwritable."""
    arrays = {f"in:{name}": array for name, array in content.inputs.items()}
    arrays |= {f"out:{name}": array for name, array in content.outputs.items()}
    if content.labels is not None:
        arrays["labels"] = content.labels
    write_arrays(path, arrays)


def write_arrays(path: str, arrays: Mapping[str, np.ndarray]) -> None:
    """A .npz of arrays by any names. Raises StorageError: reference-unwritable."""
    try:
        with Path(path).open("wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            for name, array in arrays.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)
    except OSError as error:
        raise StorageError("reference-unwritable", str(error), path=path) from error


def read_reference(path: str) -> Reference:
    """Raises RunError: reference-damaged."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise RunError("reference-damaged", str(error), path=path) from error
    return Reference(
        inputs=_prefixed(arrays, "in:"),
        outputs=_prefixed(arrays, "out:"),
        labels=arrays.get("labels"),
    )


def tried_output(file: str, name: str, values: np.ndarray) -> TriedOutput:
    """One sample's output for showing: at most 1,000 values, the five largest with their index.

    ``values``: real ones, without the batch dimension.
    """
    flat = np.asarray(values, np.float64).ravel()
    shape = tuple(values.shape)
    if not np.isfinite(flat).all():
        error = RunError("output-not-finite").info()
        return TriedOutput(file=file, name=name, shape=shape, values=(), top=(), error=error)
    order = np.argsort(-flat, kind="stable")[:_TOP]
    return TriedOutput(
        file=file,
        name=name,
        shape=shape,
        values=tuple(flat[:_MOST_VALUES].tolist()),
        top=tuple((int(index), float(flat[index])) for index in order),
    )


def _prefixed(arrays: Mapping[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {name[len(prefix) :]: array for name, array in arrays.items() if name.startswith(prefix)}
