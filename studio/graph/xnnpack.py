"""What XNNPACK calls its operators, and of which ops of a .tflite each may be.

Read out of the names in LiteRT 2.3.0's library and of profiles of real models. A 1x1 convolution
runs as "Fully Connected", a RELU that could not be joined with its neighbor as "Clamp".
"""

from __future__ import annotations

_UNARY = {
    "Abs": ("ABS",),
    "ApproxGELU": ("GELU",),
    "Bankders Rounding": ("ROUND",),
    "Ceiling": ("CEIL",),
    "Clamp": ("RELU", "RELU6", "RELU_N1_TO_1", "RELU_0_TO_1"),
    "Convert": ("QUANTIZE", "DEQUANTIZE", "CAST"),
    "Cosine": ("COS",),
    "ELU": ("ELU",),
    "Exp": ("EXP",),
    "Floor": ("FLOOR",),
    "GELU": ("GELU",),
    "HardSwish": ("HARD_SWISH",),
    "LeakyReLU": ("LEAKY_RELU",),
    "Log": ("LOG",),
    "Negate": ("NEG",),
    "Reciprocal Square Root": ("RSQRT",),
    "Sigmoid": ("LOGISTIC",),
    "Sign": ("SIGN",),
    "Sine": ("SIN",),
    "Square": ("SQUARE",),
    "Square Root": ("SQRT",),
    "TanH": ("TANH",),
}
_BINARY = {
    "Add": ("ADD",),
    "Divide": ("DIV",),
    "Maximum": ("MAXIMUM",),
    "Minimum": ("MINIMUM",),
    "Multiply": ("MUL",),
    "PReLU": ("PRELU",),
    "Power": ("POW",),
    "Squared Difference": ("SQUARED_DIFFERENCE",),
    "Subtract": ("SUB",),
}
_RESHAPING = ("RESHAPE", "EXPAND_DIMS", "SQUEEZE")
_MULTIPLYING = ("CONV_2D", "FULLY_CONNECTED", "BATCH_MATMUL")
KINDS: dict[str, frozenset[str]] = {
    kind: frozenset(ops)
    for kind, ops in {
        **_UNARY,
        **_BINARY,
        "Unary Elementwise": tuple(op for ops in _UNARY.values() for op in ops),
        "Binary Elementwise": tuple(op for ops in _BINARY.values() for op in ops),
        "ArgMax Pooling": ("MaxPoolingWithArgmax2D",),
        "Average Pooling": ("AVERAGE_POOL_2D", "MEAN"),
        "Batch Matrix Multiply": _MULTIPLYING,
        "Constant Pad": ("PAD", "PADV2"),
        "Convolution": ("CONV_2D", "DEPTHWISE_CONV_2D"),
        "Copy": ("CONCATENATION", "PACK", "SPLIT", "BROADCAST_TO", *_RESHAPING),
        "Deconvolution": ("TRANSPOSE_CONV", "Convolution2DTransposeBias"),
        "Depth To Space": ("DEPTH_TO_SPACE",),
        "Dynamic Fully Connected": _MULTIPLYING,
        "Fully Connected": _MULTIPLYING,
        "Fuse Dims": _RESHAPING,
        "Max Pooling": ("MAX_POOL_2D",),
        "Mean": ("MEAN", "AVERAGE_POOL_2D"),
        "Reduce Max": ("REDUCE_MAX",),
        "Reduce Min": ("REDUCE_MIN",),
        "Resize Bilinear": ("RESIZE_BILINEAR",),
        "Slice": ("SLICE", "STRIDED_SLICE", "SPLIT"),
        "Softmax": ("SOFTMAX",),
        "Space To Depth": ("SPACE_TO_DEPTH",),
        "Split Dims": _RESHAPING,
        "Static Expand Dims": _RESHAPING,
        "Static Reshape": _RESHAPING,
        "Sum": ("SUM", "MEAN"),
        "Transpose": ("TRANSPOSE",),
        "Unpooling": ("MaxUnpooling2D",),
    }.items()
}
_DYNAMIC_QUANTIZATION = ("QD8)", "QDU8)", "QP8)")


def kind_of(tag: str) -> str:
    """ "Convolution" of "Convolution (NHWC, F32) IGEMM"."""
    return tag.partition(" (")[0]


def quantizes_dynamically(tag: str) -> bool:
    """Whether it makes float activations int8 for the next op: in the file there is no such op."""
    return kind_of(tag) == "Convert" and tag.endswith(_DYNAMIC_QUANTIZATION)


def ops_of(tag: str) -> frozenset[str] | None:
    """The ops of a file that may run as ``tag``; none for what only XNNPACK itself adds.

    None where the kind is not known here.
    """
    if quantizes_dynamically(tag) or kind_of(tag) == "Pack LH":
        return frozenset()
    return KINDS.get(kind_of(tag))
