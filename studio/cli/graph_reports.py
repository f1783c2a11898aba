"""A graph as tables for a person, and as the JSON that the command line promises."""

from __future__ import annotations

from typing import Any

from studio.cli.output import Output
from studio.core.graph_layout import GraphLayout
from studio.core.messages.overlays import CLASSES, KINDS
from studio.core.model import Graph, GraphTensor, InspectResult
from studio.core.overlay_boxes import number_text
from studio.core.overlay_values import largest_first
from studio.core.overlays import Overlay
from studio.core.quantities import format_count, format_percent
from studio.report.graph_table import overlay_column

_ROWS_SHOWN = 20
_NAME_SHOWN = 60


def graph_json(
    opened: InspectResult, layout: GraphLayout, overlay: Overlay | None
) -> dict[str, Any]:
    """Tensors are given by their place in ``tensors``; ``overlay``: null where none was asked."""
    graph = opened.graph
    node_ids = [node.id for node in graph.nodes]
    return {
        "file": opened.path,
        "format": opened.info.format,
        "sha256": opened.info.sha256,
        "nodes": [
            {
                "id": node.id,
                "op": node.op,
                "name": node.name,
                "subgraph": node.subgraph,
                "inputs": list(node.inputs),
                "outputs": list(node.outputs),
                "macs": node.macs,
                "parameters": node.parameters,
                "precision": node.precision or None,
                "attributes": node.attributes,
            }
            for node in graph.nodes
        ],
        "tensors": list(map(_tensor_json, graph.tensors)),
        "inputs": [list(indices) for indices in graph.inputs],
        "outputs": [list(indices) for indices in graph.outputs],
        "grouping": layout.grouping,
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "kind": group.kind,
                "parent": group.parent or None,
                "alike": group.alike or None,
                "caller": group.caller or None,
                "nodes": [node_ids[index] for index in group.nodes],
            }
            for group in layout.groups
        ],
        "picture": {
            "boxes": len(layout.boxes),
            "wires": len(layout.wires),
            "opened": list(layout.opened),
            "folded": layout.folded,
            "was_limited": layout.was_limited,
        },
        "overlay": _overlay_json(overlay) if overlay is not None else None,
    }


def _tensor_json(tensor: GraphTensor) -> dict[str, Any]:
    return {
        "name": tensor.name,
        "dtype": tensor.dtype,
        "shape": list(tensor.shape),
        "subgraph": tensor.subgraph,
        "constant": tensor.is_constant,
        "size_bytes": tensor.size_bytes,
    }


def _overlay_json(overlay: Overlay) -> dict[str, Any]:
    return {
        "kind": overlay.kind,
        "unit": overlay.unit or None,
        "total": overlay.total,
        "values": {**overlay.numbers, **overlay.classes},
        "unknown": dict(overlay.gaps),
    }


def show_graph(
    output: Output, opened: InspectResult, layout: GraphLayout, overlay: Overlay | None
) -> None:
    graph = opened.graph
    subgraphs = {node.subgraph for node in graph.nodes}
    rows = [
        ("format", opened.info.format),
        ("ops", format_count(len(graph.nodes))),
        ("tensors", format_count(len(graph.tensors))),
    ]
    if len(subgraphs) > 1:
        rows.append(("subgraphs", str(len(subgraphs))))
    rows.append(("boxes", format_count(len(layout.boxes))))
    if layout.folded:
        why = " (all of it would be too much to show)" if layout.was_limited else ""
        rows.append(("folded", f"{format_count(layout.folded)} ops in closed groups{why}"))
    output.facts(rows)
    if layout.groups:
        _show_groups(output, layout)
    if overlay is not None:
        _show_overlay(output, graph, overlay)


def _show_groups(output: Output, layout: GraphLayout) -> None:
    output.heading("Groups")
    opened = set(layout.opened)
    depths: dict[str, int] = {"": -1}
    for group in layout.groups:
        depths[group.id] = depths.get(group.parent, -1) + 1
    shown = layout.groups[:_ROWS_SHOWN]
    output.table(
        ("group", "kind", ">ops", ""),
        [
            (
                "  " * depths[group.id] + group.title,
                group.kind,
                str(len(group.nodes)),
                "open" if group.id in opened else "closed",
            )
            for group in shown
        ],
    )
    if len(layout.groups) > len(shown):
        output.facts([("", f"and {len(layout.groups) - len(shown)} more")])


def _show_overlay(output: Output, graph: Graph, overlay: Overlay) -> None:
    output.heading(KINDS[overlay.kind].title)
    if overlay.legend:
        values = list(overlay.classes.values())
        output.table(
            ("", ">ops"),
            [
                (CLASSES.get(name, name), str(values.count(name)))
                for name in overlay.legend
                if name in values
            ],
        )
    else:
        nodes = {node.id: node for node in graph.nodes}
        ranked = largest_first(overlay)
        total = overlay.total
        output.table(
            (">" + (overlay_column(overlay)), ">share", "op", "name"),
            [
                (
                    number_text(overlay, value),
                    format_percent(value / total) if total else "",
                    nodes[node_id].op,
                    _shortened(nodes[node_id].name),
                )
                for node_id, value in ranked[:_ROWS_SHOWN]
            ],
        )
        if len(ranked) > _ROWS_SHOWN:
            output.facts([("", f"and {len(ranked) - _ROWS_SHOWN} more; --csv and --json have all")])
    if overlay.gaps:
        output.facts([("not known of", f"{len(overlay.gaps)} ops")])


def _shortened(name: str) -> str:
    return name if len(name) <= _NAME_SHOWN else "…" + name[1 - _NAME_SHOWN :]
