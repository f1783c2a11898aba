"""A graph as the JSON that the command line promises."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.cli.graph_work import Shown
from studio.core.graph_layout import GraphLayout
from studio.core.model import GraphTensor, InspectResult


def graph_json(opened: InspectResult, layout: GraphLayout, shown: Shown | None) -> dict[str, Any]:
    """Tensors are given by their place in ``tensors``; ``end_names``: of inputs and outputs, as
    signatures call them; ``overlay``: null where none was asked."""
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
                "parameters_counted_at": list(node.counted_at),
                "parameters_shared_with": list(node.shared_with),
                "precision": node.precision or None,
                "attributes": node.attributes,
            }
            for node in graph.nodes
        ],
        "tensors": list(map(_tensor_json, graph.tensors)),
        "end_names": {str(index): name for index, name in graph.end_names.items()},
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
        "overlay": _overlay_json(shown) if shown is not None else None,
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


def _overlay_json(shown: Shown) -> dict[str, Any]:
    """``unit``: of a share 1 is all of it; 0.02 is what tables call 2 %. ``basis``: what was run
    for the values, and under what conditions; null = nothing was."""
    overlay = shown.overlay
    unit = "share of range" if overlay.unit == "error" else overlay.unit or None
    return {
        "kind": overlay.kind,
        "unit": unit,
        "total": overlay.total,
        "values": {**overlay.numbers, **overlay.classes},
        "unknown": dict(overlay.gaps),
        "basis": _basis_json(shown),
    }


def _basis_json(shown: Shown) -> dict[str, Any] | None:
    profile, errors = shown.profile, shown.errors
    if profile is not None:
        return {
            "target": profile.target.text,
            "runtime": profile.implementation,
            "runs": profile.runs,
            "invoke_median_us": profile.invoke_median_us,
            "coverage": profile.coverage,
            "delegate_share": profile.delegate_share,
            "unrecorded_share": profile.unrecorded_share,
            "conditions": msgspec.to_builtins(profile.conditions),
        }
    if errors is not None:
        return {"against": errors.against, "measure": errors.measure, "samples": errors.samples}
    return None
