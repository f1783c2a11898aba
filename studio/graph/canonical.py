"""One name for what TensorFlow, ONNX and TFLite call differently, and what part an op plays.

The names are TFLite's; an op that has none there keeps its own. Converters leave out, merge, add
and fold freely what gives values another shape, adds or scales by constants, pads with zeros, or
cuts off (``role``); what else an op does has to be in the other graph too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Literal

from studio.core.model import Node, Shape
from studio.graph import torch_kinds
from studio.graph.parsing import OP_NAMES

Family = Literal["tflite", "layers", "ops", "onnx", "torch"]
"""What the nodes of a graph are: ops of a .tflite, Keras layers, ops of TensorFlow, ONNX, ATen."""
Role = Literal["compute", "unary", "layout", "affine", "activation", "pad", "same"]
"""``layout``: other shape or order of axes, the same values. ``unary``: from each element another
one, so what gives another shape may as well stand on its other side. ``same``: does nothing when
run."""

_COMMON: dict[str, str] = {
    "AddV2": "ADD", "BiasAdd": "ADD", "RealDiv": "DIV", "ConcatV2": "CONCATENATION",
    "Concat": "CONCATENATION", "Sigmoid": "LOGISTIC", "Conv2D": "CONV_2D", "Conv3D": "CONV_3D",
    "DepthwiseConv2dNative": "DEPTHWISE_CONV_2D", "Conv2DBackpropInput": "TRANSPOSE_CONV",
    "ConvTranspose": "TRANSPOSE_CONV", "MatMul": "FULLY_CONNECTED", "Gemm": "FULLY_CONNECTED",
    "BatchMatMul": "FULLY_CONNECTED", "BatchMatMulV2": "FULLY_CONNECTED",
    "BATCH_MATMUL": "FULLY_CONNECTED", "MaxPool": "MAX_POOL_2D", "AvgPool": "AVERAGE_POOL_2D",
    "AveragePool": "AVERAGE_POOL_2D", "GlobalAveragePool": "MEAN", "ReduceMean": "MEAN",
    "ReduceSum": "SUM", "ReduceMax": "REDUCE_MAX", "ReduceMin": "REDUCE_MIN",
    "ReduceProd": "REDUCE_PROD", "Slice": "STRIDED_SLICE", "SLICE": "STRIDED_SLICE",
    "Select": "SELECT_V2", "SELECT": "SELECT_V2", "GatherV2": "GATHER", "Pack": "CONCATENATION",
    "EMBEDDING_LOOKUP": "GATHER",
    "PACK": "CONCATENATION",
    "ExpandDims": "RESHAPE", "EXPAND_DIMS": "RESHAPE", "Squeeze": "RESHAPE",
    "SQUEEZE": "RESHAPE", "Unsqueeze": "RESHAPE", "Flatten": "RESHAPE", "PadV2": "PADV2",
    "PRelu": "PRELU", "Clip": "CLIP", "ClipByValue": "CLIP", "LRN": "LOCAL_RESPONSE_NORMALIZATION",
    "FusedBatchNorm": "BATCH_NORM", "FusedBatchNormV2": "BATCH_NORM",
    "FusedBatchNormV3": "BATCH_NORM", "BatchNormalization": "BATCH_NORM", "SplitV": "SPLIT",
    "SPLIT_V": "SPLIT",
}  # fmt: skip
_OF_OPS = {
    "Max": "REDUCE_MAX", "Min": "REDUCE_MIN", "Sum": "SUM", "All": "REDUCE_ALL",
    "Any": "REDUCE_ANY", "Prod": "REDUCE_PROD", "Conv3DBackpropInputV2": "CONV_3D_TRANSPOSE",
}  # fmt: skip
_OF_ONNX = {
    "Max": "MAXIMUM", "Min": "MINIMUM", "Sum": "ADD_N", "Where": "SELECT_V2", "TopK": "TOPK_V2",
    "And": "LOGICAL_AND", "Or": "LOGICAL_OR", "Not": "LOGICAL_NOT",
    "GreaterOrEqual": "GREATER_EQUAL", "LessOrEqual": "LESS_EQUAL", "Expand": "BROADCAST_TO",
}  # fmt: skip
_SAME = frozenset({
    "Identity", "IdentityN", "StopGradient", "PreventGradient", "Snapshot", "CheckNumerics",
    "EnsureShape", "Dropout", "PlaceholderWithDefault",
})  # fmt: skip
ROUNDING = frozenset({
    "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "FakeQuantWithMinMaxVars",
    "FakeQuantWithMinMaxArgs", "FakeQuantWithMinMaxVarsPerChannel",
})  # fmt: skip
"""What QUANTIZE and DEQUANTIZE are elsewhere: looked through, and not needless where missing."""
IDLE_LAYERS = frozenset({
    "InputLayer", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D",
    "AlphaDropout", "GaussianDropout", "GaussianNoise", "ActivityRegularization", "Identity",
})  # fmt: skip
"""Keras layers that hand on what they are given, other than in training."""
_ROLES: dict[str, Role] = {
    "RESHAPE": "layout", "TRANSPOSE": "layout", "ADD": "affine", "SUB": "affine", "MUL": "affine",
    "DIV": "affine", "BATCH_NORM": "affine", "RELU": "activation", "RELU6": "activation",
    "RELU_N1_TO_1": "activation", "RELU_0_TO_1": "activation", "PAD": "pad",
    **dict.fromkeys((
        "NEG", "ABS", "EXP", "LOG", "SQRT", "RSQRT", "LOGISTIC", "TANH", "ELU", "LEAKY_RELU",
        "HARD_SWISH", "SQUARE", "POW", "CAST", "SIN", "COS", "FLOOR", "CEIL", "ROUND", "GELU",
        "ERF", "SIGN", "CLIP",
    ), "unary"),
}  # fmt: skip
WEIGHTED = frozenset({
    "CONV_2D", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV", "CONV_3D", "FULLY_CONNECTED",
})  # fmt: skip
PRODUCTS = frozenset({"MUL", "DIV"})
SUMS = frozenset({"ADD", "SUB"})
_OF_LITE = {name.replace("_", ""): name for name in OP_NAMES.values()}
"""Without what parts words: that is all in which many names differ."""
_BOUNDS: dict[tuple[float, float], str] = {
    (0.0, 6.0): "RELU6", (0.0, math.inf): "RELU", (-1.0, 1.0): "RELU_N1_TO_1",
    (0.0, 1.0): "RELU_0_TO_1",
}  # fmt: skip
_LARGEST = 3.4e38
_POWERS = {2.0: "SQUARE", 0.5: "SQRT", -0.5: "RSQRT"}
_RESIZING = {"nearest": "RESIZE_NEAREST_NEIGHBOR", "linear": "RESIZE_BILINEAR"}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

Stored = tuple[float, ...] | None
"""What a node reads: None = a value that is computed; of a constant its numbers, () = not known."""


def canonical(
    node: Node,
    family: Family,
    values: int,
    stored: Sequence[Stored] = (),
    weights: Sequence[Shape] = (),
) -> str:
    """``values``: how many of its inputs are no constants (a product of one with itself: 1).

    ``stored``: of each of its inputs. ``weights``: shapes of those that are constants.
    """
    name = torch_kinds.torch_kind(node, weights) if family == "torch" else _named(node, family)
    if name == "FULLY_CONNECTED" and values > 1:
        return "BATCH_MATMUL"
    if name == "MUL" and len(node.inputs) == 2 and len(set(node.inputs)) == 1:
        return "SQUARE"
    if name == "POW":
        return _POWERS.get(_number(node, stored, 1, ("exponent",), math.nan), name)
    if name == "CLIP":
        least = _number(node, stored, 1, ("min",), -math.inf)
        return _BOUNDS.get((least, _number(node, stored, 2, ("max",), math.inf)), name)
    if name == "PADV2":
        return "PAD" if _number(node, stored, 2, ("value",), 0.0) == 0.0 else name
    return name


def _named(node: Node, family: Family) -> str:
    if node.op == "Conv" and family == "onnx":
        return "CONV_2D" if node.attributes.get("group", "1") == "1" else "DEPTHWISE_CONV_2D"
    if node.op == "Pad" and family == "onnx":
        mode = node.attributes.get("mode", "constant")
        return {"constant": "PADV2", "reflect": "MIRROR_PAD"}.get(mode, f"PAD_{mode.upper()}")
    if node.op in ("Resize", "Upsample") and family == "onnx":
        mode = node.attributes.get("mode", "nearest")
        return _RESIZING.get(mode, f"RESIZE_BI{mode.upper()}")
    if node.op == "Mod" and family == "onnx":
        return "FLOOR_MOD" if node.attributes.get("fmod", "0") == "0" else "MOD"
    own = _OF_OPS if family == "ops" else _OF_ONNX if family == "onnx" else {}
    return own.get(node.op) or _COMMON.get(node.op) or _upper(node.op)


def _number(
    node: Node, stored: Sequence[Stored], place: int, names: Sequence[str], default: float
) -> float:
    """That the node states or reads at ``place``; not a number where that is not known."""
    for name in names:
        if name in node.attributes:
            try:
                return float(node.attributes[name])
            except ValueError:
                return math.nan
    if place >= len(node.inputs) or node.inputs[place] < 0:
        return default
    found = stored[place] if place < len(stored) else None
    if found is None or len(found) != 1:
        return math.nan
    # the largest number of 32 bits stands for none
    return found[0] if abs(found[0]) < _LARGEST else math.copysign(math.inf, found[0])


def role_of(node: Node, kind: str, values: int, stored: Sequence[Stored] = ()) -> Role:
    """``kind``: as :func:`canonical` calls it."""
    if node.op in _SAME or node.op in ROUNDING or node.op in torch_kinds.SAME:
        return "same"
    role = _ROLES.get(kind, "compute")
    if role in ("affine", "unary") and values != 1:
        return "compute"
    # from a constant, or a constant by it: no scale or offset that could be in another one
    is_turned = kind in ("DIV", "SUB") and len(stored) > 1 and stored[0] is not None
    return "unary" if is_turned or node.op == "rsub" else role


def _upper(op: str) -> str:
    if op.isupper():
        return op
    return _OF_LITE.get(op.upper().replace("_", "")) or _CAMEL.sub("_", op).upper()
