"""Makes an array of a data set fit one input of a model: layout, values, dtype."""

from __future__ import annotations

import math

import numpy as np

from studio.core.errors import DataError
from studio.core.model import Quantization, Shape, TensorSpec
from studio.core.recipe import Preprocessing
from studio.data.layout import show

_CHUNK_ELEMENTS = 4_000_000
_INTEGERS = ("int64", "int32", "int16", "int8", "uint64", "uint32", "uint16", "uint8")
_NUMERIC = frozenset(("float64", "float32", "float16", "bool", *_INTEGERS))


def arrange(array: np.ndarray, wanted: Shape, key: str) -> np.ndarray:
    """A view of ``array`` as (samples, *wanted).

    Taken as it is where it fits. Else the one reading that fits among: a batch dimension of 1 in
    each sample; a single sample; a missing last (channel) dimension of 1; one too many; samples
    written out as one row each (as in a table).
    Raises DataError: data-shape-mismatch, data-shape-ambiguous.
    """
    shape = array.shape
    if _fits(shape[1:], wanted) and array.ndim:
        return array
    readings: dict[tuple[int, ...], None] = {}
    if array.ndim >= 2 and shape[1] == 1 and _fits(shape[2:], wanted):
        readings[(shape[0], *shape[2:])] = None
    if _fits(shape, wanted):
        readings[(1, *shape)] = None
    if wanted and wanted[-1] == 1:
        if array.ndim and _fits(shape[1:], wanted[:-1]):
            readings[(*shape, 1)] = None
        elif _fits(shape, wanted[:-1]):
            readings[(1, *shape, 1)] = None
    if array.ndim >= 2 and shape[-1] == 1 and _fits(shape[1:-1], wanted):
        readings[shape[:-1]] = None
    if array.ndim == 2 and len(wanted) > 1 and None not in wanted:
        dims = [dim or 0 for dim in wanted]
        if math.prod(dims) == shape[1]:
            readings[(shape[0], *dims)] = None
    if len(readings) == 1:
        return array.reshape(next(iter(readings)))
    code = "data-shape-ambiguous" if readings else "data-shape-mismatch"
    raise DataError(code, key=key, given=show(shape), wanted=show((None, *wanted)))


def convert(
    array: np.ndarray, spec: TensorSpec, preprocessing: Preprocessing, key: str
) -> np.ndarray:
    """``array`` (samples, ...) as values of ``spec``'s dtype, declared preprocessing applied.

    Float input: computed in float64, then cast. Quantized integer input: real values are quantized
    by its scale and zero point; data already of its dtype without preprocessing are taken as
    stored. Other integer inputs take whole numbers in range only.
    Raises DataError: data-not-finite, data-dtype-mismatch, input-dtype-unsupported,
    preprocessing-does-not-fit.
    """
    require_numeric(spec)
    is_plain = preprocessing == Preprocessing()
    dtype = np.dtype(spec.dtype)
    require_finite(array, key)
    if is_plain and array.dtype == dtype:
        return array
    channels = array.shape[-1] if array.ndim > 1 else 1
    mean, std = (
        _channels(values, channels, key) for values in (preprocessing.mean, preprocessing.std)
    )
    if not np.all(std):
        raise DataError("preprocessing-does-not-fit", key=key, channels=channels)
    result = np.empty(array.shape, dtype)
    step = max(1, _CHUNK_ELEMENTS // max(1, array[:1].size))
    for start in range(0, len(array), step):
        part = array[start : start + step].astype(np.float64)
        if not is_plain:
            part = (part * preprocessing.scale - mean) / std
        result[start : start + step] = _cast(part, spec, dtype, key)
    return result


def require_numeric(spec: TensorSpec) -> None:
    """Raises DataError input-dtype-unsupported for strings, resources and packed types."""
    if spec.dtype not in _NUMERIC:
        raise DataError("input-dtype-unsupported", name=spec.name, dtype=spec.dtype)


def quantize(values: np.ndarray, quantization: Quantization, dtype: np.dtype) -> np.ndarray:
    """Real values -> stored integers: round(x / scale) + zero_point, saturated to ``dtype``."""
    limits = np.iinfo(dtype)
    scale, zero = _per_axis(quantization, values.ndim)
    stored = np.rint(values.astype(np.float64) / scale) + zero
    return np.asarray(np.clip(stored, limits.min, limits.max), dtype)


def dequantize(stored: np.ndarray, quantization: Quantization) -> np.ndarray:
    """Stored integers -> real values: scale * (x - zero_point), float64."""
    scale, zero = _per_axis(quantization, stored.ndim)
    return np.asarray(scale * (stored.astype(np.float64) - zero))


def _per_axis(quantization: Quantization, rank: int) -> tuple[np.ndarray, np.ndarray]:
    shape = [1] * rank
    if len(quantization.scales) > 1:
        shape[quantization.axis] = -1
    scale = np.asarray(quantization.scales, np.float64).reshape(shape if rank else ())
    zero = np.asarray(quantization.zero_points or (0,), np.float64)
    return scale, zero.reshape(shape if rank and zero.size > 1 else [1] * rank)


def _cast(part: np.ndarray, spec: TensorSpec, dtype: np.dtype, key: str) -> np.ndarray:
    if spec.quantization is not None and dtype.kind in "iu":
        return quantize(part, spec.quantization, dtype)
    if dtype.kind == "f":
        with np.errstate(over="ignore"):
            cast = part.astype(dtype)
        require_finite(cast, key)
        return cast
    low, high = (0, 1) if dtype.kind == "b" else (np.iinfo(dtype).min, np.iinfo(dtype).max)
    if np.any(part != np.rint(part)) or np.any(part < low) or np.any(part > high):
        raise DataError("data-dtype-mismatch", key=key, name=spec.name, dtype=spec.dtype)
    return part.astype(dtype)


def _channels(values: tuple[float, ...], channels: int, key: str) -> np.ndarray:
    if len(values) not in (1, channels) or not all(np.isfinite(values)):
        raise DataError("preprocessing-does-not-fit", key=key, channels=channels)
    return np.asarray(values if len(values) > 1 else values[0], np.float64)


def require_finite(array: np.ndarray, key: str) -> None:
    """Raises DataError data-not-finite for NaN and infinite values."""
    if array.dtype.kind != "f" or np.isfinite(array).all():
        return
    count = int(array.size - np.count_nonzero(np.isfinite(array)))
    raise DataError("data-not-finite", key=key, count=count)


def _fits(shape: tuple[int, ...], wanted: Shape) -> bool:
    return len(shape) == len(wanted) and all(
        dim in (None, given) for dim, given in zip(wanted, shape, strict=True)
    )
