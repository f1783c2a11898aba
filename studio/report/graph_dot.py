"""A laid out graph in the language of Graphviz, with its groups as clusters.

It says what there is and what leads where; Graphviz finds its own places.
"""

from __future__ import annotations

from studio.core.graph_layout import Box, GraphLayout
from studio.core.overlay_boxes import BoxColors, Painted
from studio.core.overlay_colors import text_on

_SHAPES = {"op": "box", "group": "box3d", "input": "ellipse", "output": "ellipse"}


def graph_dot(layout: GraphLayout, title: str, painted: Painted | None = None) -> str:
    """One line for each box and wire. Wires along which nothing flows (calls) are dashed."""
    paints = (painted or Painted()).boxes
    lines = [f"digraph {_quoted(title)} {{", '  node [style="filled", fillcolor="#ffffff"];']
    names = {box.id: f"b{place}" for place, box in enumerate(layout.boxes)}
    inside: dict[str, list[Box]] = {}
    for box in layout.boxes:
        inside.setdefault(box.group, []).append(box)
    parents = {group.id: group.parent for group in layout.groups}
    titles = {group.id: group.title for group in layout.groups}
    frames: dict[str, list[str]] = {}
    for frame in layout.frames:
        frames.setdefault(parents.get(frame.group, ""), []).append(frame.group)
    pending: list[tuple[str, int, bool]] = [("", 1, False)]
    while pending:
        group, depth, is_end = pending.pop()
        indent = "  " * depth
        if is_end:
            lines.append("  " * (depth - 1) + "}")
            continue
        if group:
            lines.append(f"{'  ' * (depth - 1)}subgraph {_quoted('cluster_' + group)} {{")
            lines.append(f"{indent}label={_quoted(titles.get(group, ''))};")
        for box in inside.get(group, ()):
            lines.append(indent + _node(names[box.id], box, paints.get(box.id)))
        if group:
            pending.append((group, depth, True))
        pending += [(inner, depth + 1, False) for inner in reversed(frames.get(group, ()))]
    for wire in layout.wires:
        style = "" if wire.tensors else " [style=dashed]"
        lines.append(f"  b{wire.source} -> b{wire.target}{style};")
    return "\n".join([*lines, "}", ""])


def _node(name: str, box: Box, paint: BoxColors | None) -> str:
    detail = f"{len(box.nodes)} ops" if box.kind == "group" else box.detail
    label = "\n".join(filter(None, (box.title, detail, paint.note if paint else "")))
    color = ""
    if paint is not None and paint.fill:
        color = f', fillcolor="{paint.fill}", fontcolor="{text_on(paint.fill)}"'
    tooltip = f", tooltip={_quoted(box.id)}"
    return f"{name} [label={_quoted(label)}, shape={_SHAPES[box.kind]}{color}{tooltip}];"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
