"""Compares one output of an artifact with its source's, both as real values.

All sums run over samples one at a time in float64, so that large outputs fit into memory.
"""

from __future__ import annotations

import math

import msgspec
import numpy as np

from studio.core.results import OutputCheck
from studio.stats.proportions import wilson
from studio.verify.running import Output

_SAME = 1e-6
SOURCE_SAME = 1e-4
_PROBABILITY_TOLERANCE = 0.02
_PROBABILITY_TOLERANCE_MAX = 0.2


def compare(
    name: str, source: np.ndarray, artifact: Output, labels: np.ndarray | None = None
) -> OutputCheck:
    """``source`` and ``artifact.values``: (samples, *sample shape).

    Reasons found here: output-shape-differs, output-dtype-differs, output-not-finite,
    output-constant, source-not-finite. Notes: output-both-constant, source-argmax-constant. What
    the numbers mean is judged by ``core.thresholds``.
    """
    found = OutputCheck(
        name=name, max_abs_error=None, rmse_over_range=None, cosine=None, argmax_agreement=None
    )
    values = artifact.values
    if source.shape != values.shape:
        return msgspec.structs.replace(found, reasons=("output-shape-differs",))
    if _kind(source) != _kind(values):
        return msgspec.structs.replace(found, reasons=("output-dtype-differs",))
    unfit = [
        code
        for code, array in (("output-not-finite", values), ("source-not-finite", source))
        if not _is_finite(array)
    ]
    if unfit:
        return msgspec.structs.replace(found, reasons=tuple(unfit))
    reasons, notes = _constancy(source, artifact)
    agreement = interval = None
    if is_classifier(source, labels, artifact.step):
        ours, theirs = _classes(values), _classes(source)
        if len(theirs) > 1 and np.all(ours == theirs[0]) and np.all(theirs == theirs[0]):
            notes = notes or ("source-argmax-constant",)
        else:
            agreement = float(np.mean(ours == theirs))
            interval = wilson(int(np.sum(ours == theirs)), ours.size)
    return msgspec.structs.replace(
        found,
        reasons=reasons,
        notes=notes,
        argmax_agreement=agreement,
        argmax_ci95=interval,
        **_numbers(source, values),
    )


def is_classifier(source: np.ndarray, labels: np.ndarray | None = None, step: float = 0.0) -> bool:
    """Whether ``source`` (samples, ...) ranks classes, so that its argmax means something.

    One vector of at least two float values for each sample, and either all are probabilities
    (none negative, each sample sums to 1), or the data are labelled with classes and the argmax
    hits the labels more often than the commonest class would. Without either, a vector may just as
    well be an embedding or coordinates, whose argmax means nothing.
    """
    if _kind(source) != "f" or not len(source):
        return False
    rows = source.reshape(len(source), -1)
    classes = rows.shape[1]
    if classes < 2 or max(source.shape[1:], default=0) != classes:
        return False
    tolerance = min(_PROBABILITY_TOLERANCE_MAX, max(_PROBABILITY_TOLERANCE, step * classes / 2))
    sums = rows.sum(axis=1, dtype=np.float64)
    if rows.min() >= -_SAME and bool(np.all(np.abs(sums - 1) <= tolerance)):
        return True
    if labels is None or len(labels) != len(rows) or int(labels.max()) >= classes:
        return False
    hits = float(np.mean(rows.argmax(axis=1) == labels))
    return bool(hits > np.bincount(labels).max() / len(labels))


def _classes(values: np.ndarray) -> np.ndarray:
    return np.asarray(values.reshape(len(values), -1).argmax(axis=1))


def _numbers(source: np.ndarray, values: np.ndarray) -> dict[str, float | None]:
    largest = squares = dot = source_norm = values_norm = 0.0
    low, high = math.inf, -math.inf
    for one, other in zip(source, values, strict=True):
        a, b = np.asarray(one, np.float64).ravel(), np.asarray(other, np.float64).ravel()
        if not a.size:
            continue
        difference = b - a
        largest = max(largest, float(np.abs(difference).max()))
        squares += float(difference @ difference)
        dot += float(a @ b)
        source_norm += float(a @ a)
        values_norm += float(b @ b)
        low, high = min(low, float(a.min())), max(high, float(a.max()))
    span = high - low
    rmse = math.sqrt(squares / source.size) if source.size else 0.0
    norms = math.sqrt(source_norm) * math.sqrt(values_norm)
    cosine = None
    if norms > 0:
        cosine = min(1.0, dot / norms)
    elif source_norm != values_norm:
        cosine = 0.0
    return {
        "max_abs_error": _finite(largest),
        "rmse_over_range": _finite(rmse / span) if span > 0 else None,
        "cosine": _finite(cosine),
    }


def _constancy(source: np.ndarray, artifact: Output) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(reasons, notes). With one sample, or where all inputs gave the same, nothing is said."""
    if len(source) < 2 or not source.size or not is_constant(artifact.values, _SAME, 0.0):
        return (), ()
    if is_constant(source, SOURCE_SAME, artifact.step / 2):
        return (), ("output-both-constant",)
    return ("output-constant",), ()


def is_constant(array: np.ndarray, relative: float, absolute: float) -> bool:
    """Whether no element varies over the samples by more than this share of the largest value."""
    low = high = np.asarray(array[0], np.float64)
    for one in array[1:]:
        low, high = np.minimum(low, one), np.maximum(high, one)
    magnitude = max(float(np.abs(low).max()), float(np.abs(high).max()))
    return float((high - low).max()) <= max(relative * magnitude, absolute)


def _kind(array: np.ndarray) -> str:
    return {"u": "i"}.get(array.dtype.kind, array.dtype.kind)


def _is_finite(array: np.ndarray) -> bool:
    return array.dtype.kind != "f" or all(bool(np.isfinite(one).all()) for one in array)


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
