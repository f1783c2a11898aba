"""Looks at a data set as a doctor: what is wrong with it, and what cannot be told.

Bounded as ``studio.data.describe``: figures are of the first samples, and samples are compared by
their hashes, a bounded part of each set, one piece in memory at a time.
"""

from __future__ import annotations

import contextlib
import dataclasses
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from studio.core.data_doctor import judge
from studio.core.data_findings import DataFinding, Overlap, SetFigures, in_order
from studio.core.errors import DataError
from studio.core.model import InputStatistics, Signature
from studio.core.recipe import DatasetRef
from studio.data.dataset import LABEL_KEYS, LoadedDataset, class_labels
from studio.data.figures import SURE_ELEMENTS, input_figures, sample_keys
from studio.data.fitting import arrange
from studio.data.layout import sample_shape, show
from studio.data.outline import first_rows, rows_within, samples_of, set_outline
from studio.data.reader import read_pieces, read_start

HASHED_ELEMENTS = 32_000_000
"""Numbers hashed of each set: one to two seconds; all of MNIST's 60,000 would be 47 million."""
_PIECE_ELEMENTS = 2_000_000


@dataclasses.dataclass(frozen=True)
class Beside:
    """What a set is judged beside: held-out data ("" = none), what the first layers expect."""

    evaluation: str = ""
    evaluation_ref: DatasetRef | None = None
    statistics: tuple[InputStatistics, ...] = ()


def examine(
    outline: LoadedDataset,
    part: LoadedDataset,
    bound: Mapping[str, np.ndarray],
    signature: Signature,
    beside: Beside,
) -> tuple[DataFinding, ...]:
    """Of a set that fits. ``part``, ``bound``: its first samples. Raises DataError where more of
    the file turns out to be damaged or to hold what cannot be fed."""
    total = samples_of(outline, signature)
    evaluation, overlap = None, None
    if beside.evaluation and Path(beside.evaluation) != outline.path:
        keys = _keys(outline, signature)
        with contextlib.suppress(DataError):  # said where that set is chosen
            evaluation, overlap = _beside(keys, total, signature, beside)
    else:
        keys = sample_keys(bound)
        overlap = _with_itself(len(keys), total) if beside.evaluation else None
    found = _figures(part, bound, signature, keys, total)
    return judge(found, beside.statistics, evaluation, overlap)


def _with_itself(hashed: int, total: int) -> Overlap:
    return Overlap(
        shared=hashed,
        hashed=hashed,
        total=total,
        other_hashed=hashed,
        other_total=total,
        is_sure=True,
    )


def examine_misfit(outline: LoadedDataset, signature: Signature) -> tuple[DataFinding, ...]:
    """Why a set does not fit, where it looks like a common mistake; by shapes, and few values."""
    return in_order(_misfits(outline, signature))


def _figures(
    part: LoadedDataset,
    bound: Mapping[str, np.ndarray],
    signature: Signature,
    keys: list[bytes],
    total: int,
) -> SetFigures:
    telling = Counter(key for key in keys if key)
    return SetFigures(
        samples=len(next(iter(bound.values()))),
        total=total,
        hashed=sum(telling.values()),
        distinct=len(telling),
        most_repeated=max(telling.values(), default=0),
        inputs=input_figures(part, bound, signature),
    )


def _beside(
    keys: list[bytes], total: int, signature: Signature, beside: Beside
) -> tuple[SetFigures, Overlap]:
    other = set_outline(Path(beside.evaluation), beside.evaluation_ref)
    part = first_rows(other, signature, rows_within(other, signature))
    if part is None:
        raise DataError("data-unreadable", path=other.path)
    bound = part.bind(signature)
    other_total = samples_of(other, signature)
    other_keys = _keys(other, signature)
    figures = _figures(part, bound, signature, other_keys, other_total)
    known = {key for key in other_keys if key}
    sample = sum(array[:1].size for array in bound.values())
    overlap = Overlap(
        shared=sum(key in known for key in keys if key),
        hashed=len(keys),
        total=total,
        other_hashed=len(other_keys),
        other_total=other_total,
        is_sure=sample >= SURE_ELEMENTS,
    )
    return figures, overlap


def _keys(outline: LoadedDataset, signature: Signature) -> list[bytes]:
    """The hashes of the first samples, as many as ``HASHED_ELEMENTS`` allow."""
    keys: list[bytes] = []
    for part in _pieces(outline, signature):
        keys += sample_keys(part.bind(signature))
    return keys


def _pieces(outline: LoadedDataset, signature: Signature) -> Iterator[LoadedDataset]:
    arranged = outline.arranged(signature)
    shapes = {key: array.shape[1:] for key, array in arranged.values()}
    of_sample = max(1, sum(map(math.prod, shapes.values())))
    total = samples_of(outline, signature)
    most = min(total, max(1, HASHED_ELEMENTS // of_sample))
    rows = max(1, min(most, _PIECE_ELEMENTS // of_sample))
    streams = [
        read_pieces(
            outline.path,
            key,
            rows * math.prod(shape),
            most * math.prod(shape),
            outline.preprocessing,
        )
        for key, shape in shapes.items()
    ]
    for flats in zip(*streams, strict=True):
        yield dataclasses.replace(
            outline,
            arrays={
                key: flat.reshape(-1, *shape)
                for (key, shape), flat in zip(shapes.items(), flats, strict=True)
            },
        )


# --- what does not fit ---------------------------------------------------------------------------


def _misfits(outline: LoadedDataset, signature: Signature) -> Iterator[DataFinding]:
    labels = next((key for key in LABEL_KEYS if key in outline.arrays), None)
    for spec in signature.inputs:
        wanted = sample_shape(spec, signature)
        try:
            key = outline.key_of(spec, signature)
        except DataError:
            continue
        stored = outline.arrays[key]
        if _is_arrangeable(stored, wanted):
            continue
        given = show(stored.shape)
        if labels is not None and labels != key and _is_arrangeable(outline.arrays[labels], wanted):
            shape = show(outline.arrays[labels].shape)
            yield _wrong(
                "doctor-labels-swapped", key=key, given=given, other=labels, other_shape=shape
            )
        elif _are_labels(outline, key):
            yield _wrong("doctor-labels-misplaced", key=key, given=given)
        elif _is_reordered(stored.shape[1:], wanted):
            yield _wrong("doctor-layout", key=key, given=given, wanted=show((None, *wanted)))


def _is_arrangeable(array: np.ndarray, wanted: tuple[int | None, ...]) -> bool:
    try:
        arrange(array, wanted, "")
    except DataError:
        return False
    return True


def _is_reordered(given: tuple[int, ...], wanted: tuple[int | None, ...]) -> bool:
    """Whether moving the last axis first, or the first last, would make it fit."""
    if len(given) < 2 or len(given) != len(wanted):
        return False
    moved = ((*given[1:], given[0]), (given[-1], *given[:-1]))
    return any(
        all(dim in (None, have) for dim, have in zip(wanted, shape, strict=True)) for shape in moved
    )


def _are_labels(outline: LoadedDataset, key: str) -> bool:
    shape = outline.arrays[key].shape
    if len(shape) not in (1, 2) or shape[0] < 2 or (len(shape) == 2 and shape[1] > 1000):
        return False
    of_sample = math.prod(shape[1:])
    flat = read_start(outline.path, key, 1000 * of_sample, outline.preprocessing)
    if flat is None or not np.isfinite(flat).all():
        return False
    rows = flat.reshape(-1, *shape[1:])
    labels = class_labels(rows)
    return labels is not None and len(np.unique(labels)) > 1


def _wrong(code: str, **params: str) -> DataFinding:
    return DataFinding(code=code, severity="wrong", params=params)
