"""Multiply-accumulates of PyTorch's ops, counted from shapes as :mod:`studio.graph.macs` does.

Layouts are those of ATen: weights of convolutions [out, in / groups, *kernel], of transposed ones
[in, out / groups, *kernel], of linear [out, in]; products by their last two dimensions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from studio.core.model import GraphTensor

_CONVOLUTIONS = ("conv1d", "conv2d", "conv3d")
_TRANSPOSED = ("conv_transpose1d", "conv_transpose2d", "conv_transpose3d")
_PRODUCTS = ("matmul", "mm", "bmm", "mv", "dot")
_SUMMED = ("addmm", "baddbmm", "addmv")
_RECURRENT = ("lstm", "gru", "rnn_tanh", "rnn_relu")
_SUMS_PRODUCTS = re.compile(
    r"attention|linear|cdist|conv|einsum|encoder|fft|gru|linalg|lstm|mm($|_)|matmul|multi_head|pdist|rnn"
    r"|stft|tensordot|transformer|cholesky|(^|_)solve|matrix|[^a-z]?v?dot$|mv$|baddb"
)
"""In names of ops that multiply and add, of which those that are not told apart here cost what is
not known."""
_MORE_SUMS = frozenset({
    "inner", "outer", "ger", "kron", "svd", "inverse", "pinverse", "det", "slogdet", "logdet",
    "cov", "corrcoef", "cosine_similarity", "qr", "lu",
})  # fmt: skip
_WITHOUT = frozenset({
    # their names say otherwise, or they are private, where anything may be
    "fft_fftfreq", "fft_rfftfreq", "fft_fftshift", "fft_ifftshift", "linalg_diagonal",
    "linalg_norm", "linalg_vector_norm", "_softmax", "_log_softmax", "_safe_softmax",
    "_masked_softmax", "_unsafe_view", "_to_copy", "_reshape_alias", "_reshape_copy", "_conj",
    "_conj_physical", "_neg_view", "_stack", "_chunk_cat", "_adaptive_avg_pool2d",
    "_adaptive_avg_pool3d", "_unsafe_index", "_unsafe_index_put", "_unsafe_masked_index",
    "_index_put_impl", "_native_batch_norm_legit", "_native_batch_norm_legit_no_training",
    "_native_batch_norm_legit_functional", "_batch_norm_no_update", "_assert_async",
    "_assert_scalar", "_assert_tensor_metadata", "_functional_assert_async",
    "_functional_assert_scalar", "_local_scalar_dense", "_shape_as_tensor", "_pad_circular",
    "_pad_enum", "_prelu_kernel", "_lazy_clone", "_print", "_aminmax", "_logcumsumexp",
})  # fmt: skip


def macs_of(op: str, inputs: Sequence[GraphTensor], outputs: Sequence[GraphTensor]) -> int | None:
    """``None`` where it cannot be told.

    ``inputs``: all tensors among the arguments, in order.
    """
    op = op if op in _WITHOUT else op.rstrip("_")  # "addmm_" computes in place
    if op == "scaled_dot_product_attention":
        return _attention(inputs)
    if op in _RECURRENT:
        return _recurrent(inputs)
    if op not in (*_CONVOLUTIONS, *_TRANSPOSED, "linear", *_PRODUCTS, *_SUMMED):
        return None if _may_sum_products(op) else 0
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


def _may_sum_products(op: str) -> bool:
    if op in _WITHOUT or re.fullmatch(r"_?upsample_\w+", op):
        return False
    # of other namespaces ("prims.x") and private ones nothing is known
    is_open = op.startswith("_") or "." in op or op in _MORE_SUMS
    return is_open or _SUMS_PRODUCTS.search(op) is not None


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
