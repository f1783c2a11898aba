"""One name for what TensorFlow, ONNX and TFLite call differently, and what part an op plays.

The names are TFLite's. Converters leave out, merge, add and fold freely what gives values another
shape, adds or scales by constants, pads with zeros, or cuts off (``role``); what else an op does
has to be in the other graph too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from studio.core.model import Node, Shape
from studio.graph import torch_kinds

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
    "Where": "SELECT_V2", "Select": "SELECT_V2", "SELECT": "SELECT_V2", "Pow": "POW",
    "GatherV2": "GATHER", "EMBEDDING_LOOKUP": "GATHER", "Pack": "CONCATENATION",
    "PACK": "CONCATENATION",
    "ExpandDims": "RESHAPE", "EXPAND_DIMS": "RESHAPE", "Squeeze": "RESHAPE",
    "SQUEEZE": "RESHAPE", "Unsqueeze": "RESHAPE", "Flatten": "RESHAPE", "PadV2": "PAD",
    "PADV2": "PAD", "Relu6": "RELU6", "Clip": "RELU6", "PRelu": "PRELU", "ArgMax": "ARG_MAX",
    "LOG_SOFTMAX": "LOG_SOFTMAX", "LRN": "LOCAL_RESPONSE_NORMALIZATION",
    "FusedBatchNorm": "BATCH_NORM", "FusedBatchNormV2": "BATCH_NORM",
    "FusedBatchNormV3": "BATCH_NORM", "BatchNormalization": "BATCH_NORM", "SplitV": "SPLIT",
    "SPLIT_V": "SPLIT", "ResizeNearestNeighbor": "RESIZE_NEAREST_NEIGHBOR",
}  # fmt: skip
_OF_OPS = {"Max": "REDUCE_MAX", "Min": "REDUCE_MIN", "Sum": "SUM", "All": "REDUCE_ALL"}
_OF_ONNX = {"Max": "MAXIMUM", "Min": "MINIMUM", "Sum": "ADD_N"}
_SAME = frozenset({
    "Identity", "IdentityN", "StopGradient", "PreventGradient", "Snapshot", "CheckNumerics",
    "EnsureShape", "Dropout", "QuantizeLinear", "DequantizeLinear", "FakeQuantWithMinMaxVars",
    "FakeQuantWithMinMaxArgs", "FakeQuantWithMinMaxVarsPerChannel",
})  # fmt: skip
IDLE_LAYERS = frozenset({
    "InputLayer", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D",
    "AlphaDropout", "GaussianDropout", "GaussianNoise", "ActivityRegularization", "Identity",
})  # fmt: skip
"""Keras layers that hand on what they are given, other than in training."""
_ROLES: dict[str, Role] = {
    "RESHAPE": "layout", "TRANSPOSE": "layout", "ADD": "affine", "SUB": "affine", "MUL": "affine",
    "DIV": "affine", "BATCH_NORM": "affine", "RELU": "activation", "RELU6": "activation",
    "RELU_N1_TO_1": "activation", "PAD": "pad",
    **dict.fromkeys((
        "NEG", "ABS", "EXP", "LOG", "SQRT", "RSQRT", "LOGISTIC", "TANH", "ELU", "LEAKY_RELU",
        "HARD_SWISH", "SQUARE", "POW", "CAST", "SIN", "COS", "FLOOR", "CEIL", "ROUND", "GELU",
        "ERF", "SIGN",
    ), "unary"),
}  # fmt: skip
WEIGHTED = frozenset({
    "CONV_2D", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV", "CONV_3D", "FULLY_CONNECTED",
})  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def canonical(node: Node, family: Family, values: int, weights: Sequence[Shape] = ()) -> str:
    """``values``: how many of its inputs are no constants (a product of one with itself: 1).

    ``weights``: shapes of those that are.
    """
    name = torch_kinds.torch_kind(node, weights) if family == "torch" else _named(node, family)
    if name == "FULLY_CONNECTED" and values > 1:
        return "BATCH_MATMUL"
    is_square = (name == "MUL" and len(node.inputs) == 2 and len(set(node.inputs)) == 1) or (
        name == "POW" and values == 1
    )
    return "SQUARE" if is_square else name


def _named(node: Node, family: Family) -> str:
    if node.op == "Conv" and family == "onnx":
        return "CONV_2D" if node.attributes.get("group", "1") == "1" else "DEPTHWISE_CONV_2D"
    if node.op == "Pad" and node.attributes.get("mode", "constant") != "constant":
        return "MIRROR_PAD"
    if node.op == "Resize":
        is_nearest = node.attributes.get("mode", "nearest") == "nearest"
        return "RESIZE_NEAREST_NEIGHBOR" if is_nearest else "RESIZE_BILINEAR"
    own = _OF_OPS if family == "ops" else _OF_ONNX if family == "onnx" else {}
    return own.get(node.op) or _COMMON.get(node.op) or _upper(node.op)


def role_of(node: Node, kind: str, values: int) -> Role:
    """``kind``: as :func:`canonical` calls it."""
    if node.op in _SAME or node.op in torch_kinds.SAME:
        return "same"
    role = _ROLES.get(kind, "compute")
    return "compute" if role in ("affine", "unary") and values != 1 else role


def _upper(op: str) -> str:
    return op if op.isupper() else _CAMEL.sub("_", op).upper()
