"""Which functions of TensorFlow a Keras 2 file may name without being asked about.

Such a file may hold layers that are nothing but a call: TFOpLambda finds any public function of
TensorFlow by its name ("math.add", but "io.gfile.rmtree" too) and calls it, on what the file says,
while the model is built. Let through is what only computes; all else needs a yes.
"""

from __future__ import annotations

import re
from typing import Any

from studio.engine.loaders.op_types import may_touch_files
from studio.engine.tensorflow_import import load_tensorflow

_COMPUTING = (
    *("math", "nn", "image", "linalg", "random", "signal", "sparse", "strings", "ragged"),
    *("bitwise", "sets", "quantization", "audio", "dtypes", "__operators__"),
    *("keras.activations", "keras.backend"),
)
_READING_A_FILE = "fixed_unigram_candidate_sampler"
_CODERS = re.compile(
    r"io\.(?:decode|encode|parse|serialize|deserialize)_(?!proto)\w+|io\.is_jpeg"
    r"|io\.extract_jpeg_shape|debugging\.(?:assert_\w+|check_numerics)"
)
_UNNAMED = frozenset(
    {
        *("abs", "acos", "acosh", "add", "add_n", "approx_top_k", "argmax", "argmin"),
        *("argsort", "as_string", "asin", "asinh", "assert_equal", "assert_greater"),
        *("assert_less", "assert_rank", "atan", "atan2", "atanh", "batch_to_space", "bitcast"),
        *("boolean_mask", "broadcast_dynamic_shape", "broadcast_static_shape", "broadcast_to"),
        *("case", "cast", "clip_by_global_norm", "clip_by_norm", "clip_by_value", "complex"),
        *("concat", "cond", "constant", "convert_to_tensor", "cos", "cosh", "cumsum"),
        *("dynamic_partition", "dynamic_stitch", "edit_distance", "eig", "eigvals", "einsum"),
        *("ensure_shape", "equal", "exp", "expand_dims", "extract_volume_patches", "eye"),
        *("fill", "fingerprint", "floor", "foldl", "foldr", "gather", "gather_nd", "greater"),
        *("greater_equal", "histogram_fixed_width", "histogram_fixed_width_bins", "identity"),
        *("identity_n", "is_tensor", "less", "less_equal", "linspace", "logical_and"),
        *("logical_not", "logical_or", "map_fn", "matmul", "matrix_square_root", "maximum"),
        *("meshgrid", "minimum", "multiply", "negative", "no_op", "norm", "not_equal"),
        *("one_hot", "ones", "ones_like", "pad", "parallel_stack", "pow", "range", "rank"),
        *("realdiv", "reduce_all", "reduce_any", "reduce_logsumexp", "reduce_max"),
        *("reduce_mean", "reduce_min", "reduce_prod", "reduce_sum", "repeat", "reshape"),
        *("reverse", "reverse_sequence", "roll", "round", "saturate_cast", "scalar_mul"),
        *("scan", "scatter_nd", "searchsorted", "sequence_mask", "shape", "shape_n", "sigmoid"),
        *("sign", "sin", "sinh", "size", "slice", "sort", "space_to_batch"),
        *("space_to_batch_nd", "split", "sqrt", "square", "squeeze", "stack", "stop_gradient"),
        *("strided_slice", "subtract", "switch_case", "tan", "tanh", "tensor_scatter_nd_add"),
        *("tensor_scatter_nd_max", "tensor_scatter_nd_min", "tensor_scatter_nd_sub"),
        *("tensor_scatter_nd_update", "tensordot", "tile", "transpose", "truediv"),
        *("truncatediv", "truncatemod", "unique", "unique_with_counts", "unravel_index"),
        *("unstack", "vectorized_map", "where", "while_loop", "zeros", "zeros_like"),
    }
)
"""Functions outside of any module, by the same name in TensorFlow 1 or not."""
_UNNAMED_V1 = _UNNAMED | frozenset(
    {
        *("accumulate_n", "angle", "batch_to_space_nd", "ceil", "conj", "cross", "cumprod"),
        *("depth_to_space", "diag", "div", "div_no_nan", "erf", "erfc", "expm1", "floordiv"),
        *("floormod", "is_finite", "is_inf", "is_nan", "log", "log1p", "matrix_transpose"),
        *("mod", "real", "imag", "reciprocal", "rint", "rsqrt", "space_to_depth"),
        *("squared_difference", "to_double", "to_float", "to_int32", "to_int64"),
        *("truncated_normal", "where_v2", "random_normal", "random_uniform"),
    }
)
"""The same of what is called so in TensorFlow 1 only."""
_CLASSES = frozenset({"RaggedTensor", "SparseTensor", "Tensor", "TensorShape"})


def calls_more(class_name: str, config: dict[str, Any]) -> bool:
    """Whether a layer of a Keras 2 file calls what may do more than compute."""
    match class_name:
        case "TFOpLambda" | "SlicingOpLambda":
            return not _only_computes(str(config.get("function", "")))
        case "ClassMethod":
            method = str(config.get("method_name", ""))
            return str(config.get("cls_symbol", "")) not in _CLASSES or method.startswith("_")
        case "TensorFlowOpLayer":
            op = _op_of(config.get("node_def"))
            return op is None or may_touch_files(op)
    return False


def _op_of(stated: Any) -> str | None:
    """The type of the op that Keras 2 makes of a "node_def"; None where it makes none."""
    load_tensorflow()
    from google.protobuf import json_format
    from google.protobuf.message import DecodeError
    from tensorflow.core.framework import node_def_pb2

    node = node_def_pb2.NodeDef()
    try:
        if isinstance(stated, dict):
            json_format.ParseDict(stated, node)
        elif isinstance(stated, str):
            node.ParseFromString(stated.encode())
    except (DecodeError, json_format.ParseError, UnicodeEncodeError):
        return None
    return node.op or None


def _only_computes(function: str) -> bool:
    """``function``: as TensorFlow exports it, e.g. "nn.relu", "cast", "compat.v1.nn.relu"."""
    name = function.removeprefix("compat.v1.")
    if name.startswith("raw_ops."):
        return not may_touch_files(name.removeprefix("raw_ops."))
    if ".experimental." in name or name.endswith(_READING_A_FILE):
        return False
    if name.startswith(tuple(f"{one}." for one in _COMPUTING)):
        return True
    unnamed = _UNNAMED if name == function else _UNNAMED_V1
    return name in unnamed or _CODERS.fullmatch(name) is not None
