"""What TFLite calls the ops of ATen, as far as they do the same; others keep their own name."""

from __future__ import annotations

from collections.abc import Sequence

from studio.core.model import Node, Shape

SAME = frozenset({
    "dropout", "feature_dropout", "alpha_dropout", "contiguous", "clone", "alias", "detach",
    "detach_", "lift_fresh_copy", "positive",
})  # fmt: skip
"""They hand on what they are given, other than in training, which is not compared."""
FILLED = frozenset({
    "zeros", "ones", "full", "arange", "eye", "linspace", "scalar_tensor",
})  # fmt: skip
"""They make the same values at each run and are given none."""
OF_SHAPE = frozenset({
    "zeros_like", "ones_like", "full_like", "new_zeros", "new_ones", "new_full",
})  # fmt: skip
"""Of what they are given they look at the shape alone."""
WRITTEN_OUT = frozenset({
    "lstm", "gru", "rnn_tanh", "rnn_relu", "layer_norm", "native_layer_norm", "group_norm",
    "instance_norm", "rms_norm", "silu", "silu_", "gelu", "mish", "softplus", "hardswish",
    "hardswish_", "hardsigmoid", "hardsigmoid_", "glu", "scaled_dot_product_attention", "std",
    "var", "linalg_vector_norm", "cumsum", "logsumexp", "pixel_shuffle", "einsum",
})  # fmt: skip
"""They may be one op of ATen and several of a .tflite."""
_RESHAPE = (
    "view", "_unsafe_view", "reshape", "flatten", "unflatten", "squeeze", "unsqueeze",
    "squeeze_copy",
)  # fmt: skip
_KINDS: dict[str, str] = {
    **dict.fromkeys(_RESHAPE, "RESHAPE"),
    **dict.fromkeys(("permute", "transpose", "t", "movedim", "swapaxes", "numpy_t"), "TRANSPOSE"),
    **dict.fromkeys(("conv_transpose1d", "conv_transpose2d"), "TRANSPOSE_CONV"),
    **dict.fromkeys(("linear", "addmm", "mm", "bmm", "matmul", "baddbmm"), "FULLY_CONNECTED"),
    **dict.fromkeys(("batch_norm", "_native_batch_norm_legit_no_training"), "BATCH_NORM"),
    **dict.fromkeys(("max_pool1d", "max_pool2d", "max_pool2d_with_indices"), "MAX_POOL_2D"),
    **dict.fromkeys(("avg_pool1d", "avg_pool2d"), "AVERAGE_POOL_2D"),
    **dict.fromkeys(("slice", "select", "narrow"), "STRIDED_SLICE"),
    **dict.fromkeys(("split", "split_with_sizes", "chunk"), "SPLIT"),
    **dict.fromkeys(("cat", "concat", "stack"), "CONCATENATION"),
    **dict.fromkeys(("embedding", "index_select"), "GATHER"),
    **dict.fromkeys(("pad", "constant_pad_nd"), "PAD"),
    "conv3d": "CONV_3D", "sigmoid": "LOGISTIC", "hardswish": "HARD_SWISH", "rsub": "SUB",
    "_softmax": "SOFTMAX", "_log_softmax": "LOG_SOFTMAX", "amax": "REDUCE_MAX",
    "amin": "REDUCE_MIN", "prod": "REDUCE_PROD", "argmax": "ARG_MAX", "argmin": "ARG_MIN",
    "where": "SELECT_V2", "expand": "BROADCAST_TO", "to": "CAST", "_to_copy": "CAST",
    "upsample_nearest2d": "RESIZE_NEAREST_NEIGHBOR", "upsample_bilinear2d": "RESIZE_BILINEAR",
}  # fmt: skip
_CLAMPS: dict[tuple[float | None, float | None], str] = {
    (0.0, 6.0): "RELU6", (0.0, None): "RELU", (-1.0, 1.0): "RELU_N1_TO_1",
    (0.0, 1.0): "RELU_0_TO_1",
}  # fmt: skip


def torch_kind(node: Node, weights: Sequence[Shape]) -> str:
    """``weights``: shapes of what it reads of stored values."""
    op = node.op if node.op in SAME else node.op.rstrip("_")  # "relu_" computes in place
    stated = node.attributes
    if op == "convolution" and stated.get("transposed") == "True":
        return "TRANSPOSE_CONV"
    if op in ("conv1d", "conv2d", "convolution"):
        # of a weight [out, in / groups, ...]; with fewer groups than channels TFLite calls it
        # whole, and litert-torch makes one of a single channel one by channel
        is_by_channel = any(len(shape) > 2 and shape[1] == 1 for shape in weights)
        return "DEPTHWISE_CONV_2D" if is_by_channel else "CONV_2D"
    if op in ("hardtanh", "clamp"):
        least = "-1" if op == "hardtanh" else ""
        most = "1" if op == "hardtanh" else ""
        bounds = (
            _number(stated.get("min_val", stated.get("min", least))),
            _number(stated.get("max_val", stated.get("max", most))),
        )
        return _CLAMPS.get(bounds, "CLAMP")
    if op in ("adaptive_avg_pool1d", "adaptive_avg_pool2d"):
        is_global = set(stated.get("output_size", "").split(", ")) == {"1"}
        return "MEAN" if is_global else "AVERAGE_POOL_2D"
    if op == "pad" and stated.get("mode", "constant") != "constant":
        return "MIRROR_PAD"
    return _KINDS.get(op) or op.upper()


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
