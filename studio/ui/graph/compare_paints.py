"""A comparison as colors on the boxes of a layout, and in words."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QColor

from studio.core.graph_compare import DiffClass, GraphSide
from studio.core.graph_layout import GraphLayout
from studio.core.messages.marking import mark
from studio.core.model import Graph
from studio.core.overlay_colors import Ground, class_color
from studio.ui.graph.paint import BoxPaint
from studio.ui.texts import tr

CLASS_TITLES: dict[DiffClass, str] = {
    "matched": mark("matched"),
    "requantized": mark("requantized"),
    "moved": mark("moved"),
    "fused": mark("fused"),
    "folded": mark("needs no op"),
    "removed": mark("removed"),
    "added": mark("added"),
}
CLASS_HELP: dict[DiffClass, str] = {
    "matched": mark("The same op in both graphs; where both state a type, the same one."),
    "requantized": mark("The same op in both graphs, computed in another type."),
    "moved": mark("The same op, run by a delegate in one file and by the runtime in the other."),
    "fused": mark(
        "Several nodes of the first graph that one of the second does, or one of several."
    ),
    "folded": mark(
        "Known before a run (made from constants or shapes), hands on what it is given, gives it a "
        "shape or an order of axes that the other graph comes to without it, or no output follows "
        "from it: the other graph needs no op for it."
    ),
    "removed": mark("Only in the first graph, or nobody can tell which of several it is."),
    "added": mark("Only in the second graph, or nobody can tell which of several it is."),
}
_COLORS: dict[DiffClass, str] = {
    "requantized": "int8",
    "moved": "int16",
    "fused": "float32",
    "folded": "mixed",
    "removed": "hybrid",
    "added": "int4",
}
"""Class -> one of the colors of precision, any two of which can be told apart."""


def diff_color(name: DiffClass, ground: Ground) -> QColor | None:
    """None = the box stays as it is."""
    return QColor(class_color(_COLORS[name], ground)) if name in _COLORS else None


def paint_side(
    layout: GraphLayout, graph: Graph, side: GraphSide, notes: dict[str, str], ground: Ground
) -> dict[str, BoxPaint]:
    """``notes``: node -> what stands on its box. A closed group says what is inside of it."""
    paints: dict[str, BoxPaint] = {}
    for box in layout.boxes:
        ids = [graph.nodes[place].id for place in box.nodes]
        if box.kind == "group":
            counts = Counter(side.classes.get(node, ("matched",))[0] for node in ids)
            del counts["matched"]
            only = next(iter(counts)) if len(counts) == 1 and counts.total() == len(ids) else None
            note = ", ".join(f"{count} {tr(CLASS_TITLES[one])}" for one, count in counts.items())
            if note:
                paints[box.id] = BoxPaint(
                    fill=diff_color(only, ground) if only is not None else None, notes=(note,)
                )
        elif box.kind == "op" and ids:
            classes = side.classes.get(ids[0], ("matched",))
            colors = [diff_color(name, ground) for name in classes]
            if colors[0] is not None:
                paints[box.id] = BoxPaint(
                    fill=colors[0],
                    split=colors[1] if len(colors) > 1 else None,
                    notes=(notes.get(ids[0]) or tr(CLASS_TITLES[classes[0]]),),
                )
    return paints
