"""Which optimizations can be carried out: by this installation, and with this model.

Asked without importing anything; of a model only what inspecting it has told. What cannot be known
before converting (weights that are not finite, ranges, what a kernel takes) is told afterwards.
"""

from __future__ import annotations

from importlib.util import find_spec

from studio.core.errors import UsageError
from studio.core.model import Graph, ModelInfo
from studio.core.optimizations.declaration import Needs, Optimization
from studio.core.params import Param, ParamValue

Reason = tuple[str, dict[str, str]]
"""A code of core.messages with its parameters."""

_LOOPS = ("WHILE", "While", "StatelessWhile")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN")
_WRAPPER = "Bidirectional"
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
_PLAIN_LAYERS = frozenset({
    "Activation", "Add", "AveragePooling2D", "BatchNormalization", "Concatenate", "Conv2D", "Dense",
    "DepthwiseConv2D", "Dropout", "ELU", "Flatten", "GlobalAveragePooling2D", "GlobalMaxPooling2D",
    "InputLayer", "LeakyReLU", "MaxPooling2D", "Multiply", "ReLU", "Rescaling", "Reshape",
    "SeparableConv2D", "Softmax", "UpSampling2D", "ZeroPadding2D",
})  # fmt: skip
"""Keras layers none of which becomes a fully connected op, but Dense does."""


def missing_packages(optimization: Optimization) -> tuple[str, ...]:
    """Import names that ``optimization`` declares and this installation lacks; () = available."""
    return tuple(name for name in optimization.packages if find_spec(name) is None)


def require_packages(optimization: Optimization) -> None:
    """Raises UsageError: optimization-unavailable where a package is not installed."""
    missing = missing_packages(optimization)
    if missing:
        reason = f"the package {missing[0].replace('_', '-')} is not installed"
        raise UsageError("optimization-unavailable", id=optimization.id, reason=reason)


def why_not(optimization: Optimization, info: ModelInfo, graph: Graph | None) -> Reason | None:
    """Why ``optimization`` cannot apply to the inspected model; None = nothing speaks against it.

    ``graph`` None: not known, and then nothing is concluded from it.
    """
    if info.weight_kind not in ("", "float32"):
        return "optimization-of-quantized", {}
    known = graph if graph is not None and graph.nodes else None
    for need in optimization.needs:
        reason = _unmet(need, info, known)
        if reason is not None:
            return reason
    return None


def why_fixed_batch(info: ModelInfo, graph: Graph | None) -> Reason | None:
    """Why a batch that the file leaves open must be fixed to convert it; None = it need not be."""
    if info.format in ("onnx", "pt2"):
        return "batch-of-route", {}
    if info.format != "tflite" and (_has_loop(info, graph) or _WRAPPER in info.ops):
        found = [op for op in (*_RECURRENT, _WRAPPER, *_LOOPS) if op in info.ops]
        return "batch-of-loop", {"ops": ", ".join(found)}
    return None


def why_not_value(
    param: Param, value: ParamValue, info: ModelInfo, graph: Graph | None
) -> Reason | None:
    """Why one value of a parameter cannot apply to the inspected model, in the words that
    converting refuses it with; None = nothing speaks against it."""
    block = str(value).removeprefix(_BLOCK) if str(value).startswith(_BLOCK) else ""
    if param.name == "granularity" and block:
        widths = connected_inputs(info, graph)
        if widths is not None and not any(width % int(block) == 0 for width in widths):
            return "block-fits-nothing", {"block": block}
    is_rotating = param.name == "method" and value in _CONNECTED_ONLY
    if is_rotating and connected_inputs(info, graph) == ():
        return "method-fits-nothing", {"method": str(value)}
    return None


def connected_inputs(info: ModelInfo, graph: Graph | None) -> tuple[int, ...] | None:
    """How many inputs each fully connected op has whose weights are constant; None = not known.

    Of a Keras model only where each of its layers is of a kind of which it is known what it
    becomes.
    """
    if graph is None or not graph.nodes:
        return None
    if info.format == "tflite":
        kind, place, axis = "FULLY_CONNECTED", 1, -1
    elif info.ops and set(info.ops) <= _PLAIN_LAYERS:
        kind, place, axis = "Dense", -1, 0
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
        width = weight.shape[axis] if weight is not None else None
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
        case "no-loop":
            return ("int8-needs-unrolled-loop", {}) if _has_loop(info, graph) else None
        case "source":
            is_foreign = is_tflite or info.format in ("onnx", "pt2")
            return ("select-tf-needs-source", {}) if is_foreign else None
        case "connected":
            has_none = is_tflite and "FULLY_CONNECTED" not in info.ops
            has_none = has_none or connected_inputs(info, graph) == ()
            return ("method-fits-nothing", {"method": "GPTQ"}) if has_none else None


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
