"""Multiply-accumulates of PyTorch's ops, counted from shapes as :mod:`studio.graph.macs` does.

Layouts are those of ATen: weights of convolutions [out, in / groups, *kernel], of transposed ones
[in, out / groups, *kernel], of linear [out, in]; products by their last two dimensions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from studio.core.model import GraphTensor

_CONVOLUTIONS = ("conv1d", "conv2d", "conv3d")
_TRANSPOSED = ("conv_transpose1d", "conv_transpose2d", "conv_transpose3d")
_PRODUCTS = ("matmul", "mm", "bmm", "mv", "dot")
_SUMMED = ("addmm", "baddbmm", "addmv")
_RECURRENT = ("lstm", "gru", "rnn_tanh", "rnn_relu")
_NOT_COUNTED = ("einsum", "convolution", "tensordot", "bilinear", "fft", "stft", "cdist")


def macs_of(op: str, inputs: Sequence[GraphTensor], outputs: Sequence[GraphTensor]) -> int | None:
    """``None`` where it cannot be told; ops of other namespaces ("prims.x") may do what they like.

    ``inputs``: all tensors among the arguments, in order.
    """
    if op.startswith(_NOT_COUNTED) or "." in op:
        return None
    if op == "scaled_dot_product_attention":
        return _attention(inputs)
    if op in _RECURRENT:
        return _recurrent(inputs)
    if op not in (*_CONVOLUTIONS, *_TRANSPOSED, "linear", *_PRODUCTS, *_SUMMED):
        return 0
    inputs = inputs[1:] if op in _SUMMED else inputs
    if len(inputs) < 2 or not outputs:
        return None
    data, weights, made = _dims(inputs[0]), _dims(inputs[1]), _dims(outputs[0])
    if data is None or weights is None or made is None or not data:
        return None
    if op in _CONVOLUTIONS:
        return math.prod(made) * math.prod(weights[1:])
    if op in _TRANSPOSED:
        return math.prod(data) * math.prod(weights[1:])
    return math.prod(made) * data[-1]


def _attention(inputs: Sequence[GraphTensor]) -> int | None:
    """Queries by keys, then the shares by values."""
    query, key, value = (_dims(one) for one in inputs[:3]) if len(inputs) >= 3 else (None,) * 3
    if query is None or key is None or value is None:
        return None
    return math.prod(query) * key[-2] + math.prod(query[:-1]) * key[-2] * value[-1]


def _recurrent(inputs: Sequence[GraphTensor]) -> int | None:
    """Every weight matrix multiplies each step of each sequence once."""
    data = _dims(inputs[0]) if inputs else None
    if data is None or len(data) != 3:
        return None
    matrices = [_dims(one) for one in inputs if one.is_constant and len(one.shape) == 2]
    return data[0] * data[1] * sum(math.prod(one or ()) for one in matrices)


def _dims(tensor: GraphTensor) -> list[int] | None:
    """None where one is open."""
    dims = [dim for dim in tensor.shape if dim is not None]
    return dims if len(dims) == len(tensor.shape) else None
