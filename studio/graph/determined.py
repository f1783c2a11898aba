"""Which shapes follow from the shapes of the inputs alone, whatever values go in.

A run tells every shape, but of that input only. What it tells holds for any input where no computed
value decides a shape, save values that are themselves made of shapes and constants, as in
SHAPE -> STRIDED_SLICE -> PACK -> RESHAPE.
"""

from __future__ import annotations

from collections.abc import Sequence

from studio.graph.parsing import Op, Parsed, Tensor

# op -> places of the inputs whose values decide the shape of what comes out
_DECIDING: dict[str, tuple[int, ...]] = {
    "ARG_MAX": (1,),
    "ARG_MIN": (1,),
    "BATCH_TO_SPACE_ND": (1, 2),
    "BROADCAST_TO": (1,),
    "CONV_3D_TRANSPOSE": (0,),
    "DILATE": (1,),
    "EXPAND_DIMS": (1,),
    "FILL": (0,),
    "MEAN": (1,),
    "MIRROR_PAD": (1,),
    "ONE_HOT": (1,),
    "PAD": (1,),
    "PADV2": (1,),
    "RANGE": (0, 1, 2),
    "REDUCE_ALL": (1,),
    "REDUCE_ANY": (1,),
    "REDUCE_MAX": (1,),
    "REDUCE_MIN": (1,),
    "REDUCE_PROD": (1,),
    "RESHAPE": (1,),
    "RESIZE_BILINEAR": (1,),
    "RESIZE_NEAREST_NEIGHBOR": (1,),
    "SLICE": (1, 2),
    "SPACE_TO_BATCH_ND": (1, 2),
    "SPLIT": (0,),
    "SPLIT_V": (1, 2),
    "STRIDED_SLICE": (1, 2, 3),
    "SUM": (1,),
    "TILE": (1,),
    "TOPK_V2": (1,),
    "TRANSPOSE": (1,),
    "TRANSPOSE_CONV": (0,),
}
_BY_SHAPES_ALONE = frozenset({
    "ABS", "ADD", "ADD_N", "ATAN2", "AVERAGE_POOL_2D", "BATCH_MATMUL", "BROADCAST_ARGS", "CAST",
    "CEIL", "CONCATENATION", "CONV_2D", "CONV_3D", "COS", "CUMSUM", "DENSIFY", "DEPTHWISE_CONV_2D",
    "DEPTH_TO_SPACE", "DEQUANTIZE", "DIV", "ELU", "EMBEDDING_LOOKUP", "EQUAL", "EXP", "FAKE_QUANT",
    "FLOOR", "FLOOR_DIV", "FLOOR_MOD", "FULLY_CONNECTED", "GATHER", "GATHER_ND", "GELU", "GREATER",
    "GREATER_EQUAL", "HARD_SWISH", "L2_NORMALIZATION", "L2_POOL_2D", "LEAKY_RELU", "LESS",
    "LESS_EQUAL", "LOCAL_RESPONSE_NORMALIZATION", "LOG", "LOGICAL_AND", "LOGICAL_NOT", "LOGICAL_OR",
    "LOGISTIC", "LOG_SOFTMAX", "MAXIMUM", "MAX_POOL_2D", "MINIMUM", "MUL", "NEG", "NOT_EQUAL",
    "PACK", "POW", "PRELU", "QUANTIZE", "RANK", "RELU", "RELU6", "RELU_0_TO_1", "RELU_N1_TO_1",
    "REVERSE_V2", "ROUND", "RSQRT", "SELECT", "SELECT_V2", "SHAPE", "SIGN", "SIN", "SOFTMAX",
    "SPACE_TO_DEPTH", "SQRT", "SQUARE", "SQUARED_DIFFERENCE", "SQUEEZE", "SUB", "TANH",
    "UNIDIRECTIONAL_SEQUENCE_LSTM", "UNPACK", "VAR_HANDLE", "ZEROS_LIKE",
})  # fmt: skip
_OF_SHAPES = ("SHAPE", "RANK")


def determined_tensors(parsed: Parsed, computes: bool) -> frozenset[int]:
    """Indices in the first subgraph of tensors whose shape no value of an input can change.

    ``computes``: also what takes a run, since the model makes shapes out of shapes; else only where
    constants decide. An op that is not known here may do what it likes: nothing after it is
    determined.
    """
    subgraph = parsed.subgraphs[0]
    tensors = subgraph.tensors
    values = {index for index, tensor in enumerate(tensors) if tensor.is_constant}
    states = {index for index, tensor in enumerate(tensors) if tensor.is_variable}
    shapes = values | states | set(subgraph.inputs)
    for op in subgraph.ops:
        given = [index for index in op.inputs if index >= 0]
        if op.is_custom or not all(index in shapes for index in given):
            continue
        deciding = _deciding(op, tensors)
        if deciding is None or not all(index in values for index in deciding):
            continue
        shapes.update(op.outputs)
        if computes and (op.name in _OF_SHAPES or all(index in values for index in given)):
            values.update(op.outputs)
    return frozenset(shapes)


def _deciding(op: Op, tensors: Sequence[Tensor]) -> list[int] | None:
    """Tensors whose values decide the op's shape; None for an op that may do what it likes.

    A variable has the shape that the file says, where it says one without open dimensions.
    """
    is_read = op.name == "READ_VARIABLE"
    if is_read and not any(any(tensors[index].dynamic) for index in op.outputs):
        return []
    if op.name in _BY_SHAPES_ALONE:
        return []
    places = _DECIDING.get(op.name)
    if places is None:
        return None
    return [op.inputs[place] for place in places if place < len(op.inputs)]
