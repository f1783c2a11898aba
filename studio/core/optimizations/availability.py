"""Which optimizations can be carried out: by this installation, and with this model.

Asked without importing anything; of a model only what inspecting it has told. What cannot be known
before converting (weights that are not finite, ranges, what a kernel takes) is told afterwards.
"""

from __future__ import annotations

from importlib.util import find_spec

from studio.core.errors import UsageError
from studio.core.model import Graph, ModelInfo
from studio.core.optimizations.declaration import Needs, Optimization

Reason = tuple[str, dict[str, str]]
"""A code of core.messages with its parameters."""

_LOOPS = ("WHILE", "While", "StatelessWhile")
_RECURRENT = ("LSTM", "GRU", "SimpleRNN", "RNN")
_WEIGHT_OPS = (
    "CONV_2D",
    "CONV_3D",
    "DEPTHWISE_CONV_2D",
    "TRANSPOSE_CONV",
    "FULLY_CONNECTED",
    "BATCH_MATMUL",
    "EMBEDDING_LOOKUP",
)


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


def _unmet(need: Needs, info: ModelInfo, graph: Graph | None) -> Reason | None:
    is_tflite = info.format == "tflite"
    match need:
        case "weights":
            return None if _has_weights(info, graph) else ("optimization-no-weights", {})
        case "no-loop":
            return ("int8-needs-unrolled-loop", {}) if _has_loop(info, graph) else None
        case "source":
            return ("select-tf-needs-source", {}) if is_tflite else None
        case "connected":
            has_none = is_tflite and "FULLY_CONNECTED" not in info.ops
            return ("method-fits-nothing", {"method": "GPTQ"}) if has_none else None


def _has_weights(info: ModelInfo, graph: Graph | None) -> bool:
    """Of a .tflite: whether any op whose weights are quantized has some; else, any parameters."""
    if info.format == "tflite" and graph is not None:
        present = set(_WEIGHT_OPS) & info.ops.keys()
        return bool(present) and any(node.op in present and node.parameters for node in graph.nodes)
    return info.parameters != 0


def _has_loop(info: ModelInfo, graph: Graph | None) -> bool:
    if any(op in info.ops for op in _LOOPS):
        return True
    has_recurrent = graph is not None and any(op in info.ops for op in _RECURRENT)
    nodes = graph.nodes if graph is not None and has_recurrent else ()
    return any(node.op in _RECURRENT and node.attributes.get("unroll") == "False" for node in nodes)
