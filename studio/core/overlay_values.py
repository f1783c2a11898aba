"""The values of each kind of overlay, from what was counted in the file or measured of it.

Nothing is made up: a node whose value is not known has none, and the overlay says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from studio.core.diagnosis import DiagnoseResult
from studio.core.graph_constants import UNPACKING, constants_of, producers_of
from studio.core.model import Graph, Node, Precision
from studio.core.overlays import (
    OVERLAY_KINDS,
    Gap,
    NodeErrors,
    NoOverlay,
    Overlay,
    OverlayKind,
    OverlaySources,
)
from studio.core.profile import ProfileResult, why_not_profiled

PRECISIONS: tuple[Precision, ...] = (
    "float32",
    "float16",
    "int16",
    "int8",
    "int4",
    "hybrid",
    "mixed",
)
PLACEMENTS = ("delegate", "runtime")


def offered_kinds(errors: NodeErrors | None) -> tuple[OverlayKind, ...]:
    """The kinds to choose from: those of errors only where there are such."""
    known = {
        "local-error": bool(errors and errors.local),
        "cumulative-error": bool(errors and errors.cumulative),
    }
    return tuple(kind for kind in OVERLAY_KINDS if known.get(kind, True))


def node_errors(found: DiagnoseResult) -> NodeErrors:
    """What a diagnosis says of the artifact's nodes: of several outputs the worst one."""
    local: dict[str, float] = {}
    cumulative: dict[str, float] = {}
    for one in found.tensors:
        for errors, figures in ((local, one.local), (cumulative, one.cumulative)):
            worst = figures.worst if figures is not None else None
            if worst is not None:
                errors[one.node_id] = max(worst, errors.get(one.node_id, 0.0))
    return NodeErrors(
        against=found.against,
        measure="RMSE / range, or by channel where that is worse",
        samples=found.samples,
        local=local,
        cumulative=cumulative,
    )


def make_overlay(kind: OverlayKind, sources: OverlaySources) -> Overlay | NoOverlay:
    """The overlay of that kind, or why there is none."""
    makers: dict[OverlayKind, Callable[[OverlaySources], Overlay | NoOverlay]] = {
        "time": _time,
        "local-error": lambda given: _error("local-error", given),
        "cumulative-error": lambda given: _error("cumulative-error", given),
        "precision": _precision,
        "macs": lambda given: _counted("macs", "macs", given.graph, lambda node: node.macs),
        "parameters": lambda given: _counted(
            "parameters", "elements", given.graph, lambda node: node.parameters
        ),
        "activation": _activation,
        "sparsity": _sparsity,
        "placement": _placement,
    }
    return makers[kind](sources)


# --- from a profile -----------------------------------------------------------------------------


def _time(sources: OverlaySources) -> Overlay | NoOverlay:
    """Shares of Invoke; what the runtime took for no op of the file is what they lack to 1.

    Whole microseconds are counted: a share of 0 is of an op that took less, nobody knows how much.
    """
    profile = sources.profile
    if profile is None:
        return _no_profile("time", sources)
    numbers: dict[str, float] = {}
    for op in profile.ops:
        if op.is_mapped and op.share > 0:
            numbers[op.node_id] = numbers.get(op.node_id, 0.0) + op.share
    gaps = _gaps(sources.graph, profile, numbers)
    short = {op.node_id for op in profile.ops if op.is_mapped and op.share == 0}
    gaps |= dict.fromkeys((node_id for node_id in gaps if node_id in short), "too-short")
    return Overlay(kind="time", unit="share", numbers=numbers, total=1.0, gaps=gaps)


def _placement(sources: OverlaySources) -> Overlay | NoOverlay:
    profile = sources.profile
    if profile is None:
        return _no_profile("placement", sources)
    classes = {
        op.node_id: "delegate" if op.kernel else "runtime" for op in profile.ops if op.is_mapped
    }
    return Overlay(
        kind="placement",
        classes=classes,
        legend=PLACEMENTS,
        gaps=_gaps(sources.graph, profile, classes),
    )


def _gaps(graph: Graph, profile: ProfileResult, known: Iterable[str]) -> dict[str, Gap]:
    has_value = set(known)
    untimed = {op.node_id for op in profile.untimed}
    recorded = {op.subgraph for op in profile.ops}

    def why(node: Node) -> Gap:
        if node.id in untimed:
            return "untimed"
        return "open" if node.subgraph in recorded else "not-run"

    return {node.id: why(node) for node in graph.nodes if node.id not in has_value}


def _no_profile(kind: OverlayKind, sources: OverlaySources) -> NoOverlay:
    if not sources.is_artifact:
        return NoOverlay(kind=kind, code="overlay-source-not-profiled")
    if sources.target is not None:
        reason = why_not_profiled(sources.target)
        if reason is not None:
            return NoOverlay(kind=kind, code=reason.code, params=reason.params, needs="profile")
    return NoOverlay(kind=kind, code="overlay-no-profile", needs="profile")


# --- counted in the file ------------------------------------------------------------------------


def _precision(sources: OverlaySources) -> Overlay | NoOverlay:
    nodes = sources.graph.nodes
    classes: dict[str, str] = {node.id: node.precision for node in nodes if node.precision}
    if not classes and not sources.is_artifact:
        return NoOverlay(kind="precision", code="overlay-source-precision")
    return Overlay(
        kind="precision",
        classes=classes,
        legend=PRECISIONS,
        gaps={node.id: "no-values" for node in nodes if not node.precision},
    )


def _counted(
    kind: OverlayKind, unit: str, graph: Graph, count: Callable[[Node], int | None]
) -> Overlay:
    counts = {node.id: count(node) for node in graph.nodes}
    numbers = {node_id: float(value) for node_id, value in counts.items() if value is not None}
    return Overlay(
        kind=kind,
        unit=unit,
        numbers=numbers,
        total=sum(numbers.values()),
        gaps={node_id: "macs-unknown" for node_id, value in counts.items() if value is None},
    )


def _activation(sources: OverlaySources) -> Overlay:
    """Bytes of what a node hands on; not of the memory that a runtime plans for all of them."""
    graph = sources.graph
    numbers: dict[str, float] = {}
    gaps: dict[str, Gap] = {}
    for node in graph.nodes:
        outputs = [graph.tensors[index] for index in node.outputs if index >= 0]
        if all(tensor.size_bytes or 0 in tensor.shape for tensor in outputs):
            numbers[node.id] = float(sum(tensor.size_bytes for tensor in outputs))
        else:
            gaps[node.id] = "open-shape"
    return Overlay(
        kind="activation", unit="bytes", numbers=numbers, total=sum(numbers.values()), gaps=gaps
    )


def _sparsity(sources: OverlaySources) -> Overlay | NoOverlay:
    """Zeros among the elements of a node's own weights (constants that carry values).

    Weights are those of the op that computes with them, not of one that unpacks them for it.
    """
    if not sources.is_artifact:
        return NoOverlay(kind="sparsity", code="overlay-source-constants")
    if sources.constants is None:
        return NoOverlay(kind="sparsity", code="overlay-constants-unread", needs="constants")
    graph = sources.graph
    facts = {fact.tensor: fact for fact in sources.constants.constants}
    numbers: dict[str, float] = {}
    weights: dict[str, float] = {}
    producers = producers_of(graph)
    for node in graph.nodes:
        elements = zeros = 0
        for index in constants_of(graph, producers, node) if node.op not in UNPACKING else ():
            tensor, fact = graph.tensors[index], facts.get(index)
            carries = tensor.dtype.startswith(("float", "bfloat")) or tensor.quantization
            if carries and fact is not None and fact.zeros is not None:
                elements += fact.elements
                zeros += fact.zeros
        if elements:
            numbers[node.id] = zeros / elements
            weights[node.id] = float(elements)
    return Overlay(
        kind="sparsity",
        unit="share",
        numbers=numbers,
        weights=weights,
        gaps={node.id: "no-constants" for node in graph.nodes if node.id not in numbers},
    )


# --- from a comparison of tensors ---------------------------------------------------------------


def _error(kind: OverlayKind, sources: OverlaySources) -> Overlay | NoOverlay:
    errors = sources.errors
    given = {} if errors is None else errors.local if kind == "local-error" else errors.cumulative
    if not given:
        return NoOverlay(kind=kind, code="overlay-no-errors")
    nodes = sources.graph.nodes
    numbers = {node.id: given[node.id] for node in nodes if node.id in given}
    return Overlay(
        kind=kind,
        unit="error",
        numbers=numbers,
        gaps={node.id: "not-compared" for node in nodes if node.id not in numbers},
    )
