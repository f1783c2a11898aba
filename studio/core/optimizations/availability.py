"""Which optimizations can be carried out: by this installation, and with this model.

Asked without importing anything; of a model only what inspecting it has told. What cannot be known
before converting (ranges, what a kernel takes) is told afterwards. The window, the command line and
the engine, before it begins, all ask here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from importlib.util import find_spec
from typing import get_args

from studio.core.errors import UsageError
from studio.core.keep import Keep, format_keep
from studio.core.model import Graph, ModelInfo
from studio.core.optimizations.declaration import Needs, Optimization
from studio.core.params import ChoiceParam, Param, ParamValue
from studio.core.weight_facts import sparse_remark, why_not_sparse

Reason = tuple[str, dict[str, str]]
"""A code of core.messages with its parameters."""

_LOOPS = ("WHILE", "While", "StatelessWhile")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN")
_WRAPPER = "Bidirectional"
LOOPING = frozenset({*_LOOPS, *_RECURRENT})
"""Ops and layers that may repeat steps a number of times that no file tells."""
_WEIGHT_OPS = (
    "CONV_2D",
    "CONV_3D",
    "DEPTHWISE_CONV_2D",
    "TRANSPOSE_CONV",
    "FULLY_CONNECTED",
    "BATCH_MATMUL",
    "EMBEDDING_LOOKUP",
)

_BLOCK = "block-"
_CONNECTED_ONLY = ("hadamard",)
_NOT_BY_BLOCKS = "mse"
_OF_TENSORFLOW = ("savedmodel", "graphdef", "checkpoint")
ALL_NEEDS: frozenset[Needs] = frozenset(get_args(Needs))
OF_FLOAT_STAGE: frozenset[Needs] = frozenset({"connected", "zeros"})
"""What the float .tflite tells, and its source may not have."""
REFUSALS = frozenset({
    "blocks-without-mse", "block-fits-nothing", "block-too-wide", "int8-needs-unrolled-loop",
    "keep-matches-nothing", "method-fits-nothing", "model-string-input", "optimization-no-floats",
    "optimization-no-weights", "optimization-of-quantized", "select-tf-needs-source",
    "select-tf-of-others", "sparsity-no-zeros", "sparsity-saves-nothing",
    "sparsity-too-few-zeros", "weights-not-finite",
})  # fmt: skip
"""Codes of what is said here: a recipe that cannot be for this model is a wrong request."""
_PLAIN_LAYERS = frozenset({
    "Activation", "Add", "AveragePooling2D", "BatchNormalization", "Concatenate", "Conv2D", "Dense",
    "DepthwiseConv2D", "Dropout", "ELU", "Flatten", "GlobalAveragePooling2D", "GlobalMaxPooling2D",
    "InputLayer", "LeakyReLU", "MaxPooling2D", "Multiply", "ReLU", "Rescaling", "Reshape",
    "SeparableConv2D", "Softmax", "UpSampling2D", "ZeroPadding2D",
})  # fmt: skip
"""Keras layers none of which becomes a fully connected op, but Dense does."""
_PLAIN_OPS = frozenset({
    "Add", "AddV2", "AvgPool", "BiasAdd", "Cast", "ConcatV2", "Conv2D", "DepthwiseConv2dNative",
    "Elu", "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3", "Identity", "LeakyRelu",
    "MatMul", "MaxPool", "Maximum", "Mean", "Minimum", "Mul", "Pack", "Pad", "PadV2", "RealDiv",
    "Relu", "Relu6", "Reshape", "ResizeBilinear", "ResizeNearestNeighbor", "Rsqrt", "Shape",
    "Sigmoid", "Softmax", "Square", "Squeeze", "StridedSlice", "Sub", "Tanh", "Transpose",
})  # fmt: skip
"""Ops of TensorFlow none of which becomes a fully connected one, but MatMul does."""


def missing_packages(optimization: Optimization) -> tuple[str, ...]:
    """Import names that ``optimization`` declares and this installation lacks; () = available."""
    return tuple(name for name in optimization.packages if find_spec(name) is None)


def require_packages(optimization: Optimization) -> None:
    """Raises UsageError: optimization-unavailable where a package is not installed."""
    missing = missing_packages(optimization)
    if missing:
        reason = f"the package {missing[0].replace('_', '-')} is not installed"
        raise UsageError("optimization-unavailable", id=optimization.id, reason=reason)


def why_not(
    optimization: Optimization,
    info: ModelInfo,
    graph: Graph | None,
    asked: Collection[Needs] = ALL_NEEDS,
) -> Reason | None:
    """Why ``optimization`` cannot apply to the inspected model; None = nothing speaks against it.

    ``graph`` None: not known, and then nothing is concluded from it. ``asked``: which of what it
    needs is looked at.
    """
    if info.weight_kind not in ("", "float32"):
        return "optimization-of-quantized", {}
    text = _text_inputs(info)
    if text is not None:
        return text
    known = graph if graph is not None and graph.nodes else None
    for need in (one for one in optimization.needs if one in asked):
        reason = _unmet(need, info, known)
        if reason is not None:
            return reason
    return None


def remark(optimization: Optimization, info: ModelInfo) -> Reason | None:
    """What opening has told of what ``optimization`` may do, or that it could not tell; None = it
    does the same to every model."""
    return sparse_remark(info.weight_facts) if "zeros" in optimization.needs else None


def is_not_known(reason: Reason | None) -> bool:
    """Whether a remark says that opening could not tell what the optimization may do."""
    return reason is not None and reason[0] == "sparsity-not-known"


def why_fixed_batch(info: ModelInfo, graph: Graph | None) -> Reason | None:
    """Why a batch that the file leaves open must be fixed to convert it; None = it need not be."""
    if info.format in ("onnx", "pt2"):
        return "batch-of-route", {}
    if info.format != "tflite" and (_has_loop(info, graph) or _WRAPPER in info.ops):
        found = [op for op in (*_RECURRENT, _WRAPPER, *_LOOPS) if op in info.ops]
        return "batch-of-loop", {"ops": ", ".join(found)}
    return None


def why_not_values(
    optimization: Optimization,
    params: Mapping[str, ParamValue],
    info: ModelInfo,
    graph: Graph | None,
) -> dict[tuple[str, str], Reason]:
    """(parameter, value) -> why that value cannot apply to the inspected model, or not beside the
    others of ``params``, in the words that converting refuses it with."""
    found = {}
    for param in optimization.params:
        for choice in _choices(param):
            reason = _why_not_beside(param, choice, params) or why_not_value(
                param, choice, info, graph
            )
            if reason is not None:
                found[param.name, choice] = reason
    return found


def why_not_step(
    optimization: Optimization,
    params: Mapping[str, ParamValue],
    info: ModelInfo,
    graph: Graph | None,
    asked: Collection[Needs] = ALL_NEEDS,
) -> Reason | None:
    """Why an optimization with these parameters cannot apply to the inspected model."""
    reason = why_not(optimization, info, graph, asked)
    if reason is not None:
        return reason
    refused = why_not_values(optimization, params, info, graph)
    return next((refused[chosen] for chosen in params.items() if chosen in refused), None)


def why_not_keep(keep: Keep, info: ModelInfo, graph: Graph | None) -> Reason | None:
    """Why an entry of the per-op precision decides about no op; of a .tflite alone, in other
    formats ops are named anew by converting."""
    if info.format != "tflite" or graph is None or not graph.nodes:
        return None
    ops = [node for node in graph.nodes if node.precision]
    names = {graph.tensors[at].name for node in ops for at in node.outputs if at >= 0}
    if keep.by == "op":
        is_found = any(node.op == keep.pattern.upper() for node in ops)
    elif keep.by == "name":
        is_found = any(map(re.compile(keep.pattern).search, names))
    else:  # a layer's path may stand in a name with numbers of its own
        layer = re.sub(r"(_\d+)?(:\d+)?$", "", keep.pattern.rpartition("/")[2])
        is_found = any(layer in name for name in names)
    return None if is_found else ("keep-matches-nothing", {"entry": format_keep(keep)})


def _why_not_beside(
    param: Param, value: ParamValue, others: Mapping[str, ParamValue]
) -> Reason | None:
    """Why a value cannot stand beside those of the other parameters, whatever the model."""
    chosen = {**others, param.name: value}
    is_by_blocks = str(chosen.get("granularity", "")).startswith(_BLOCK)
    if is_by_blocks and chosen.get("method") == _NOT_BY_BLOCKS:
        return "blocks-without-mse", {}
    return None


def why_not_value(
    param: Param, value: ParamValue, info: ModelInfo, graph: Graph | None
) -> Reason | None:
    """Why one value of a parameter cannot apply to the inspected model, whatever the others are;
    None = nothing speaks against it."""
    block = str(value).removeprefix(_BLOCK) if str(value).startswith(_BLOCK) else ""
    if param.name == "granularity" and block:
        widths = connected_inputs(info, graph)
        if widths is not None and not _fits(block, widths):
            others = [one.removeprefix(_BLOCK) for one in _choices(param) if _BLOCK in one]
            can_be_smaller = any(_fits(one, widths) for one in others)
            return "block-too-wide" if can_be_smaller else "block-fits-nothing", {"block": block}
    is_rotating = param.name == "method" and value in _CONNECTED_ONLY
    if is_rotating and connected_inputs(info, graph) == ():
        return "method-fits-nothing", {"method": str(value)}
    return None


def _fits(block: str, widths: tuple[int, ...]) -> bool:
    return any(width % int(block) == 0 for width in widths)


def _choices(param: Param) -> tuple[str, ...]:
    return param.choices if isinstance(param, ChoiceParam) else ()


def connected_inputs(info: ModelInfo, graph: Graph | None) -> tuple[int, ...] | None:
    """How many inputs each fully connected op has whose weights are constant; None = not known.

    Of a Keras model, and of a graph of TensorFlow, only where each layer or op is of a kind of
    which it is known what it becomes.
    """
    if graph is None or not graph.nodes:
        return None
    if info.format == "tflite":
        kind, place, axis = "FULLY_CONNECTED", 1, -1
    elif info.ops and set(info.ops) <= _PLAIN_LAYERS:
        kind, place, axis = "Dense", -1, 0
    elif info.format in _OF_TENSORFLOW and set(info.ops) <= _PLAIN_OPS:
        kind, place, axis = "MatMul", 1, 0
    else:
        return None
    widths: list[int] = []
    for node in graph.nodes:
        if node.op != kind:
            continue
        constants = [
            graph.tensors[index]
            for index in (node.inputs if place < 0 else node.inputs[place : place + 1])
            if index >= 0
        ]
        weight = next((one for one in constants if one.is_constant and len(one.shape) == 2), None)
        is_turned = node.attributes.get("transpose_b") == "True"
        width = weight.shape[-1 if is_turned else axis] if weight is not None else None
        if width is None and kind == "Dense":
            return None
        if width is not None:
            widths.append(width)
    return tuple(widths)


def _unmet(need: Needs, info: ModelInfo, graph: Graph | None) -> Reason | None:
    is_tflite = info.format == "tflite"
    match need:
        case "weights":
            return None if _has_weights(info, graph) else ("optimization-no-weights", {})
        case "floats":
            is_without = graph is not None and not _has_floats(graph)
            return ("optimization-no-floats", {}) if is_without else None
        case "no-loop":
            return ("int8-needs-unrolled-loop", {}) if _has_loop(info, graph) else None
        case "source":
            if info.format in ("onnx", "pt2"):
                return "select-tf-of-others", {}
            return ("select-tf-needs-source", {}) if is_tflite else None
        case "connected":
            has_none = is_tflite and "FULLY_CONNECTED" not in info.ops
            has_none = has_none or connected_inputs(info, graph) == ()
            return ("method-fits-nothing", {"method": "GPTQ"}) if has_none else None
        case "zeros":
            return why_not_sparse(info.weight_facts) if info.weight_facts is not None else None
        case "finite":
            facts = info.weight_facts
            if facts is None or not facts.not_finite:
                return None
            names = ", ".join(facts.not_finite_names)
            return "weights-not-finite", {"count": str(facts.not_finite), "names": names}


def _text_inputs(info: ModelInfo) -> Reason | None:
    """That nothing can be converted whose first signature takes text."""
    for signature in info.signatures[:1] if info.format != "tflite" else ():
        names = [spec.name for spec in signature.inputs if spec.dtype == "string"]
        if names:
            return "model-string-input", {"names": ", ".join(names), "signature": signature.name}
    return None


def _has_floats(graph: Graph) -> bool:
    """Of ops whose tensors are not known, as layers of Keras, nothing is concluded."""
    dtypes = {tensor.dtype for tensor in graph.tensors}
    return not dtypes or "" in dtypes or any("float" in dtype for dtype in dtypes)


def _has_weights(info: ModelInfo, graph: Graph | None) -> bool:
    """Of a .tflite: whether any op whose weights are quantized has some; else, any parameters."""
    if info.format == "tflite" and graph is not None:
        present = set(_WEIGHT_OPS) & info.ops.keys()
        return bool(present) and any(
            node.op in present and (node.parameters or node.counted_at) for node in graph.nodes
        )
    return info.parameters != 0


def _has_loop(info: ModelInfo, graph: Graph | None) -> bool:
    if any(op in info.ops for op in _LOOPS):
        return True
    has_recurrent = graph is not None and any(op in info.ops for op in _RECURRENT)
    nodes = graph.nodes if graph is not None and has_recurrent else ()
    return any(node.op in _RECURRENT and node.attributes.get("unroll") == "False" for node in nodes)
