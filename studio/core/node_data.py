"""An overlay as node data that Google's Model Explorer reads ("Add custom node data").

The form is that of its ``node_data_builder`` (ai-edge-model-explorer 0.1.34): graph id -> {results:
{node key -> {value, bgColor, textColor}}}. Its adapter for .tflite files calls a graph as the
subgraph is called ("main" or "subgraph_N" where that has no name) and a node by the place of the op
in its subgraph; a key that is the name of a tensor as well stands for the node that makes that one.
Colors are written out, since its own gradient begins at the least value and knows no equal ones.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import msgspec

from studio.core.files import write_whole
from studio.core.messages.overlays import KINDS
from studio.core.model import Graph, Node
from studio.core.overlay_colors import Ground, class_color, scale_color, text_on
from studio.core.overlays import Overlay

_UNITS = {"share": "%", "error": "% of range", "bytes": "bytes", "elements": "elements"}


class NodeValue(msgspec.Struct, frozen=True, kw_only=True):
    value: int | float | str
    bgColor: str
    textColor: str


class GraphNodeData(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``name``: what the values are, with their unit. ``showExpandedSummaryOnGroupNode``: groups
    list their classes; for values that are texts."""

    results: dict[str, NodeValue]
    name: str = ""
    showExpandedSummaryOnGroupNode: bool = False
    showLabelCountColumnsInChildrenStatsTable: bool = False


def node_data(graph: Graph, overlay: Overlay, ground: Ground = "light") -> dict[str, GraphNodeData]:
    """Graph id -> values of the nodes that have one; for a graph of a .tflite."""
    keys, greatest = _keys(graph), overlay.greatest
    results: dict[str, dict[str, NodeValue]] = defaultdict(dict)
    for node in graph.nodes:
        value: int | float | str
        if node.id in overlay.classes:
            value = overlay.classes[node.id]
            fill = class_color(value, ground)
        elif node.id in overlay.numbers:
            number = overlay.numbers[node.id]
            fill = scale_color(number / greatest if greatest else 0.0, ground)
            value = _shown(overlay, number)
        else:
            continue
        results[_graph_id(graph, node.subgraph)][keys[node.id]] = NodeValue(
            value=value, bgColor=fill, textColor=text_on(fill)
        )
    has_classes = bool(overlay.legend)
    return {
        graph_id: GraphNodeData(
            results=found,
            name=_title(overlay),
            showExpandedSummaryOnGroupNode=has_classes,
            showLabelCountColumnsInChildrenStatsTable=has_classes,
        )
        for graph_id, found in results.items()
    }


def _title(overlay: Overlay) -> str:
    """ "Worst local error (% of range)"."""
    unit = _UNITS.get(overlay.unit, "")
    return f"{KINDS[overlay.kind].title} ({unit})" if unit else KINDS[overlay.kind].title


def _shown(overlay: Overlay, number: float) -> int | float:
    if overlay.unit in ("share", "error"):
        number = 100 * number
    return int(number) if number.is_integer() else number


def write_node_data(
    path: Path, graph: Graph, overlay: Overlay, *, ground: Ground = "light"
) -> None:
    """Write ``path`` whole or not at all. Raises as ``write_whole``."""
    text = msgspec.json.format(msgspec.json.encode(node_data(graph, overlay, ground)), indent=2)
    write_whole(path, text + b"\n")


def _graph_id(graph: Graph, subgraph: int) -> str:
    name = graph.subgraph_names[subgraph] if subgraph < len(graph.subgraph_names) else ""
    return name or ("main" if subgraph == 0 else f"subgraph_{subgraph}")


def _keys(graph: Graph) -> dict[str, str]:
    """Node id -> what Model Explorer finds it by: the place in its subgraph, else a tensor's name.

    Some converters name tensors by numbers, and names are looked up first.
    """
    names: dict[int, set[str]] = defaultdict(set)
    for tensor in graph.tensors:
        names[tensor.subgraph].add(tensor.name)
    places: dict[int, int] = defaultdict(int)
    keys: dict[str, str] = {}
    for node in graph.nodes:
        place = str(places[node.subgraph])
        places[node.subgraph] += 1
        keys[node.id] = _output_name(graph, node) if place in names[node.subgraph] else place
    return keys


def _output_name(graph: Graph, node: Node) -> str:
    return next((graph.tensors[index].name for index in node.outputs if index >= 0), "")
