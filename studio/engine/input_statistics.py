"""What the first layers of a Keras model tell of the inputs that it was trained on.

Behind Rescaling, Normalization or BatchNormalization at the input it is written down. Behind a
first convolution or dense layer, BatchNormalization remembers mean and variance of each of that
layer's outputs, which are sums of inputs weighted by known numbers: for inputs of mean m and
deviation s whose neighbors correlate by r, output c has the mean m * S_c and the variance
s^2 * (r * S_c^2 + (1 - r) * Q_c), with S_c the sum of its weights and Q_c that of their squares.
Least squares over the outputs give m, and (with both parts not negative) s.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.optimize import nnls

from studio.core.model import InputStatistics
from studio.engine.loaders.keras_source import KerasSource

_PASSED = frozenset({"InputLayer", "ZeroPadding2D", "ZeroPadding1D", "Dropout", "GaussianNoise"})
_WEIGHTED = frozenset({"Conv1D", "Conv2D", "Conv3D", "Dense"})
_LEAST_CHANNELS = 4
_DEAD = 1e-6
"""Of the largest sum of squares: training has let go of a channel with less."""
_EXPLAINED = 0.8
"""Share of what the means and the variances do that the fit must explain; 1 is all."""
_COLORS = 3
_LEAST_FOR_COLORS = 12
_SURE_ERRORS = 4.0
_MISSED_MEANS = 0.3
"""How far off a fitted mean may be, in deviations of its output."""


def statistics_of(source: object) -> tuple[InputStatistics, ...]:
    """Of the inputs whose first layers tell; none of what is no Keras model."""
    if not isinstance(source, KerasSource):
        return ()
    return input_statistics(source.model, [spec.name for spec in source.signatures[0].inputs])


def input_statistics(model: Any, names: list[str]) -> tuple[InputStatistics, ...]:
    """``model``: functional Keras 3; ``names``: of its inputs in order. Those that tell nothing, or
    that no training has touched, are left out."""
    functional = getattr(model, "_functional", None) or model
    if not hasattr(functional, "operations"):
        return ()  # Keras 2, whose graphs are kept in another way
    found = (_of_chain(name, list(_chain(functional, index))) for index, name in enumerate(names))
    return tuple(one for one in found if one is not None)


def _chain(functional: Any, index: int) -> Iterator[Any]:
    """The layers behind input ``index``, one after the other, while there is one only."""
    tensor = functional.inputs[index]
    while True:
        nodes = [
            node
            for level in functional._nodes_by_depth.values()
            for node in level
            if any(one is tensor for one in node.input_tensors)
        ]
        if len(nodes) != 1 or len(nodes[0].input_tensors) != 1 or len(nodes[0].outputs) != 1:
            return
        layer = nodes[0].operation
        inner = getattr(layer, "_functional", None) or layer
        if hasattr(inner, "_nodes_by_depth") and len(getattr(inner, "inputs", ())) == 1:
            yield from _chain(inner, 0)
            return
        yield layer
        tensor = nodes[0].outputs[0]


def _of_chain(name: str, layers: list[Any]) -> InputStatistics | None:
    layers = [layer for layer in layers if type(layer).__name__ not in _PASSED]
    if not layers:
        return None
    first, kind = layers[0], type(layers[0]).__name__
    if kind == "Rescaling":
        scale, offset = np.ravel(first.scale), np.ravel(first.offset)
        if scale.size != 1 or offset.size != 1 or not scale[0]:
            return None
        return InputStatistics(
            input=name, origin="rescaling", scale=float(scale[0]), offset=float(offset[0])
        )
    if kind == "Normalization" and getattr(first, "mean", None) is not None:
        return _pooled(name, "normalization", np.ravel(first.mean), np.ravel(first.variance))
    if kind == "BatchNormalization":
        mean, variance = np.ravel(first.moving_mean), np.ravel(first.moving_variance)
        return _pooled(name, "batchnorm", mean, variance) if _is_trained(mean, variance) else None
    if kind in _WEIGHTED and len(layers) > 1 and type(layers[1]).__name__ == "BatchNormalization":
        return _behind_weights(name, first, layers[1])
    return None


def _pooled(name: str, origin: Any, mean: np.ndarray, variance: np.ndarray) -> InputStatistics:
    """Over all channels: the variance within them and that between their means."""
    total = float(np.mean(variance) + np.var(mean))
    return InputStatistics(
        input=name,
        origin=origin,
        mean=float(np.mean(mean)),
        std=math.sqrt(max(total, 0.0)),
        channel_means=tuple(map(float, mean)) if mean.size == _COLORS else (),
    )


def _behind_weights(name: str, layer: Any, norm: Any) -> InputStatistics | None:
    if getattr(layer, "activation", None) is not None and layer.activation.__name__ != "linear":
        return None
    mean = np.asarray(norm.moving_mean, np.float64)
    variance = np.asarray(norm.moving_variance, np.float64)
    if not _is_trained(mean, variance):
        return None
    if layer.use_bias:
        mean = mean - np.asarray(layer.bias, np.float64)
    kernel = np.asarray(layer.kernel, np.float64)
    colors = _colors(kernel, mean, variance)
    kernel = kernel.reshape(-1, kernel.shape[-1])
    is_alive = np.square(kernel).sum(axis=0) > _DEAD * np.square(kernel).sum(axis=0).max()
    if np.count_nonzero(is_alive) < _LEAST_CHANNELS:
        return None
    kernel, mean, variance = kernel[:, is_alive], mean[is_alive], variance[is_alive]
    sums, squares = kernel.sum(axis=0), np.square(kernel).sum(axis=0)
    center = float(sums @ mean / (sums @ sums)) if sums @ sums else 0.0
    parts = np.stack([sums**2, squares], axis=1) / variance[:, None]
    shares, _ = nnls(parts, np.ones(len(variance)))
    missed = float(np.mean(np.square(parts @ shares - 1)))
    if 1 - missed < _EXPLAINED or shares.sum() <= 0:
        return None
    missed_means = np.sqrt(np.mean(np.square(mean - center * sums) / variance))
    return InputStatistics(
        input=name,
        origin="batchnorm",
        mean=center if missed_means < _MISSED_MEANS else None,
        std=math.sqrt(float(shares.sum())),
        channel_means=colors if missed_means < _MISSED_MEANS else (),
    )


def _colors(kernel: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> tuple[float, ...]:
    """The means of three input channels that best explain those of a convolution's outputs, each
    in its own deviations; () where red and blue are not told apart by it.

    ``kernel``: (height, width, 3, outputs).
    """
    if kernel.ndim != 4 or kernel.shape[2] != _COLORS or kernel.shape[3] < _LEAST_FOR_COLORS:
        return ()
    spread = np.sqrt(variance)
    weights, wanted = (kernel.sum(axis=(0, 1)) / spread).T, mean / spread
    found, _, rank, _ = np.linalg.lstsq(weights, wanted)
    if rank < _COLORS:
        return ()
    residual = float(np.sum(np.square(weights @ found - wanted))) / (len(wanted) - _COLORS)
    covariance = residual * np.linalg.inv(weights.T @ weights)
    between = np.array([1.0, 0.0, -1.0])
    error = math.sqrt(max(float(between @ covariance @ between), 0.0))
    is_told = abs(float(between @ found)) > _SURE_ERRORS * error
    return tuple(map(float, found)) if is_told else ()


def _is_trained(mean: np.ndarray, variance: np.ndarray) -> bool:
    is_fresh = bool(np.all(mean == 0) and np.all(variance == 1))
    return not is_fresh and bool(np.isfinite(mean).all() and np.all(variance > 0))
