"""Counts what the data doctor judges: spread, neighbors, repetition, likeness to labels.

Values are real ones: those of a quantized input as the model's scale reads them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping

import numpy as np
from msgspec.structs import replace

from studio.core.data_findings import InputFigures
from studio.core.model import Signature, TensorSpec
from studio.data.dataset import LABEL_KEYS, LoadedDataset, class_labels
from studio.data.fitting import convert, dequantize
from studio.data.layout import sample_shape
from studio.data.picture_layout import image_layout

_CORRELATED_ELEMENTS = 2_000_000
_LEAST_AXIS = 8
_LAGS = 8
SURE_ELEMENTS = 64
"""Samples of at least so many numbers have the same content only where they are the same."""
_STEPS = 61.3
"""Coarse, so that rounding in another scale falls on the same step; no whole number, so that whole
pixel values do not fall between two steps."""


def input_figures(
    part: LoadedDataset, bound: Mapping[str, np.ndarray], signature: Signature
) -> tuple[InputFigures, ...]:
    """Of each input that has values. ``part``: the samples looked at; ``bound``: as it binds."""
    arranged = part.arranged(signature)
    found = []
    for spec in signature.inputs:
        key, stored = arranged[spec.name]
        if bound[spec.name].size:
            found.append(_of_input(part, spec, key, stored, bound[spec.name], signature))
    return tuple(found)


def sample_keys(bound: Mapping[str, np.ndarray]) -> list[bytes]:
    """A hash of each sample's content; of large samples the same however they are scaled.

    ``bound``: name -> (samples, *sample shape). A sample of at least ``SURE_ELEMENTS`` numbers
    that differ is stretched to its own range first, so that 0..255 and 0..1 are the same picture.
    Samples of a single value all have the key b"" (they say nothing about where they come from).
    """
    names = sorted(bound)
    count = len(bound[names[0]]) if names else 0
    keys = []
    for at in range(count):
        digest = hashlib.blake2b(digest_size=12)
        is_flat = True
        for name in names:
            values = np.asarray(bound[name][at], np.float32).ravel()
            low, high = (values.min(), values.max()) if values.size else (0.0, 0.0)
            is_flat = is_flat and low == high
            if values.size >= SURE_ELEMENTS and low < high:
                stretched = (values.astype(np.float64) - low) * (_STEPS / (float(high) - low))
                digest.update(np.rint(stretched).astype(np.int32).tobytes())
            else:
                digest.update(values.tobytes())
        is_nothing = is_flat and sum(bound[name][at].size for name in names) > 1
        keys.append(b"" if is_nothing else digest.digest())
    return keys


def correlation(values: np.ndarray) -> tuple[float | None, int]:
    """(greatest absolute autocorrelation of samples over 1 to 8 steps along any axis, pairs).

    ``values``: (samples, *sample shape). An axis needs 8 places; what is no such axis (channels)
    is centered on its own. (None, 0): no axis is long enough, or no sample varies.
    """
    axes = [axis for axis in range(1, values.ndim) if values.shape[axis] >= _LEAST_AXIS]
    if not axes:
        return None, 0
    step = max(1, math.ceil(values.size / _CORRELATED_ELEMENTS))
    part = values[::step].astype(np.float32)
    part = part[: max(1, _CORRELATED_ELEMENTS // max(1, part[0].size))]
    centered = part - part.mean(axis=tuple(axes), keepdims=True)
    power = float(np.mean(np.square(centered, dtype=np.float32), dtype=np.float64))
    if power <= 0:
        return None, 0
    strongest, pairs = 0.0, 0
    for axis in axes:
        along = np.moveaxis(centered, axis, 0)
        for lag in range(1, min(_LAGS, len(along) // 2) + 1):
            product = along[lag:] * along[:-lag]
            strongest = max(strongest, abs(float(product.mean(dtype=np.float64))) / power)
            pairs = max(pairs, product.size)
    return strongest, pairs


def _of_channels(real: np.ndarray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """(mean of each channel, its standard error over the samples) of pictures of three channels."""
    layout = image_layout(real.shape[1:])
    if layout is None or layout.channels != 3 or len(real) < 2:
        return (), ()
    axes = (2, 3) if layout.order == "chw" else (1, 2)
    each = real.mean(axis=axes, dtype=np.float64)
    errors = each.std(axis=0, ddof=1) / math.sqrt(len(each))
    return tuple(map(float, each.mean(axis=0))), tuple(map(float, errors))


def class_count(signature: Signature) -> int | None:
    """How many classes the model's one vector of two or more values has; None = not known."""
    wide = []
    for spec in signature.outputs:
        shape = sample_shape(spec, signature)
        if not spec.rank_known or None in shape:
            return None
        dims = [dim or 0 for dim in shape]
        size = math.prod(dims)
        if size >= 2 and max(dims, default=1) == size:
            wide.append(size)
    return wide[0] if len(wide) == 1 else None


# --- one input -----------------------------------------------------------------------------------


def _of_input(
    part: LoadedDataset,
    spec: TensorSpec,
    key: str,
    stored: np.ndarray,
    fed: np.ndarray,
    signature: Signature,
) -> InputFigures:
    real = _real(part, spec, key, stored, fed)
    low, high = float(real.min()), float(real.max())
    flat = real.reshape(len(real), -1)
    is_flat = flat.min(axis=1) == flat.max(axis=1) if flat.shape[1] > 1 else np.zeros(0, bool)
    is_index = np.dtype(spec.dtype).kind in "iu" and spec.quantization is None
    neighbors, pairs = (None, 0) if is_index else correlation(real)
    outside, covered = _of_room(real, spec)
    means, errors = _of_channels(real)
    return InputFigures(
        channel_means=means,
        channel_errors=errors,
        name=spec.name,
        key=key,
        minimum=low,
        maximum=high,
        mean=float(real.mean(dtype=np.float64)),
        std=float(real.std(dtype=np.float64)),
        correlation=neighbors,
        pairs=pairs,
        flat_samples=int(np.count_nonzero(is_flat)),
        outside=outside,
        covered=covered,
        is_picture=image_layout(real.shape[1:]) is not None,
        is_index=is_index,
        labels=label_likeness(part, stored, signature),  # type: ignore[arg-type]
    )


def _real(
    part: LoadedDataset, spec: TensorSpec, key: str, stored: np.ndarray, fed: np.ndarray
) -> np.ndarray:
    """What the input means, before a quantized one cuts anything off."""
    if spec.quantization is None or fed.dtype.kind not in "iu":
        return fed
    if stored.dtype == fed.dtype and fed is stored:
        return dequantize(stored, spec.quantization)
    wide = replace(spec, dtype="float64", quantization=None)
    return convert(stored, wide, part.preprocessing, key)


def _of_room(real: np.ndarray, spec: TensorSpec) -> tuple[float | None, float | None]:
    """(share of values outside of what a quantized input can hold, share of that in use)."""
    if spec.quantization is None or np.dtype(spec.dtype).kind not in "iu":
        return None, None
    limits = np.iinfo(np.dtype(spec.dtype))
    ends = dequantize(np.array([limits.min, limits.max]), spec.quantization)
    if len(spec.quantization.scales) > 1:
        return None, None
    step = float(spec.quantization.scales[0])
    low, high = float(ends[0]), float(ends[1])
    outside = (real < low - step) | (real > high + step)
    return float(outside.mean()), float((real.max() - real.min()) / (high - low))


def label_likeness(part: LoadedDataset, stored: np.ndarray, signature: Signature) -> str:
    """What an input's array looks like besides inputs: see ``InputFigures.labels``.

    "same-as-labels": each sample is its label. "one-hot": rows with a single 1, as wide as the
    model's classes; "one-hot-rows": of another width, which may be a feature of the model.
    "flat-classes": each sample is one whole number over and over, below the
    number of classes.
    """
    flat = stored.reshape(len(stored), -1)
    key = next((key for key in LABEL_KEYS if key in part.arrays), None)
    labels = class_labels(part.arrays[key]) if key else None
    if labels is not None and len(labels) >= len(flat) >= 2 and flat.shape[1] == 1:
        first = labels[: len(flat)]
        if len(np.unique(first)) > 1 and np.array_equal(flat[:, 0], first):
            return "same-as-labels"
    classes = class_count(signature)
    if len(flat) < 2 or flat.shape[1] < 2:
        return ""
    is_row = stored.ndim == 2 and flat.shape[1] > 2
    if is_row and bool(np.all((flat == 0) | (flat == 1)) and np.all(flat.sum(axis=1) == 1)):
        return "one-hot" if flat.shape[1] == classes else "one-hot-rows"
    if classes is None:
        return ""
    values = flat[:, 0]
    is_flat = bool(np.all(flat.min(axis=1) == flat.max(axis=1)))
    if is_flat and len(np.unique(values)) > 1:
        is_class = np.all(values == np.rint(values)) and values.min() >= 0
        if is_class and values.max() < classes:
            return "flat-classes"
    return ""
