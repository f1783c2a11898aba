"""A data set by its headers, and its first samples without the others."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import numpy as np

from studio.core.model import Signature
from studio.core.recipe import DatasetRef, Preprocessing
from studio.data.dataset import LABEL_KEYS, LoadedDataset
from studio.data.reader import read_headers, read_start
from studio.data.rows import Header

MOST_ELEMENTS = 8_000_000
"""Numbers looked at, over all inputs: 0.2 s and 100 MB; all of MNIST's 10,000 test pictures."""


def set_outline(
    path: Path, ref: DatasetRef | None, headers: dict[str, Header] | None = None
) -> LoadedDataset:
    """The data set with arrays that have shapes and dtypes, and take up nothing.

    ``headers``: where they were read already. Raises DataError as ``reader.read_headers``.
    """
    declared = ref.preprocessing if ref is not None else Preprocessing()
    known = read_headers(path, declared=declared) if headers is None else headers
    return LoadedDataset(
        path=path,
        arrays={
            key: np.broadcast_to(np.zeros((), header.dtype), header.shape)
            for key, header in known.items()
        },
        labels=None,
        sha256="",
        preprocessing=declared,
    )


def samples_of(outline: LoadedDataset, signature: Signature) -> int:
    """How many samples it holds. Raises DataError as ``LoadedDataset.arranged``."""
    return len(next(iter(outline.arranged(signature).values()))[1])


def rows_within(outline: LoadedDataset, signature: Signature, most: int = MOST_ELEMENTS) -> int:
    """How many samples are ``most`` numbers at most, over all inputs."""
    arranged = outline.arranged(signature)
    of_sample = sum(math.prod(array.shape[1:]) for _, array in arranged.values())
    return min(samples_of(outline, signature), most // max(1, of_sample))


def first_rows(outline: LoadedDataset, signature: Signature, rows: int) -> LoadedDataset | None:
    """The first ``rows`` samples as stored, and as many labels; other arrays are dropped.

    Arranging moves dimensions of 1 about and nothing else, so the first samples are the first
    numbers of the file. None where they cannot be had without all the others.
    Raises DataError as ``reader.read_start``.
    """
    shapes = {key: array.shape[1:] for key, array in outline.arranged(signature).values()}
    labels = [key for key in LABEL_KEYS if key in outline.arrays and key not in shapes]
    for key in labels[:1]:
        if outline.arrays[key].ndim and math.prod(outline.arrays[key].shape[1:]) <= 1:
            shapes[key] = outline.arrays[key].shape[1:]
    arrays: dict[str, np.ndarray] = {}
    for key, shape in shapes.items():
        flat = read_start(outline.path, key, rows * math.prod(shape), outline.preprocessing)
        if flat is None:
            return None
        arrays[key] = flat.reshape(-1, *shape)
    return dataclasses.replace(outline, arrays=arrays)
