"""Overlays as colors: of the boxes of a layout, and of Netron's nodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QColor

from studio.core.graph_layout import GraphLayout
from studio.core.model import Graph
from studio.core.overlay_colors import Ground, class_color, scale_color
from studio.core.overlay_values import GroupValue, together, whole_of
from studio.core.overlays import Overlay
from studio.ui.graph.overlay_texts import group_note, ids_of
from studio.ui.graph.paint import BoxPaint
from studio.ui.pages.netron_paint import NetronPaint

_NEUTRAL = {"light": "#e6e9ed", "dark": "#3a4149"}


@dataclass(frozen=True)
class Painting:
    """``greatest``: of each overlay, the value at the end of its scale; 0 for classes."""

    boxes: dict[str, BoxPaint] = field(default_factory=dict)
    greatest: tuple[float, ...] = ()


def ranked(overlays: Sequence[Overlay]) -> Overlay | None:
    """The overlay whose numbers are ranked and cut off: the first that has any."""
    return next((overlay for overlay in overlays if not overlay.legend), None)


def paint_layout(
    layout: GraphLayout,
    graph: Graph,
    overlays: Sequence[Overlay],
    threshold: float,
    ground: Ground,
) -> Painting:
    """One or two overlays on the boxes of a layout; closed groups have what is inside together.

    A scale ends at the greatest of what is shown. ``threshold``: boxes whose share of the ranked
    overlay is below it are left as they are.
    """
    rows = [
        (box.id, [together(overlay, ids_of(graph, box.nodes)) for overlay in overlays])
        for box in layout.boxes
        if box.nodes and box.kind in ("op", "group")
    ]
    greatest = tuple(
        max((values[at].number or 0.0 for _, values in rows), default=0.0)
        for at in range(len(overlays))
    )
    painting, cut = Painting(greatest=greatest), _cut(overlays, threshold)
    for box_id, values in rows:
        if _is_cut_off(cut, values):
            continue
        fills = [_fill(value, most, ground) for value, most in zip(values, greatest, strict=True)]
        if len(fills) == 1 and len(values[0].mixture) > 1:
            fills = [class_color(name, ground) for name, _ in values[0].mixture[:2]]
        notes = [
            group_note(overlay, value) for overlay, value in zip(overlays, values, strict=True)
        ]
        if any(fills):
            colors = [QColor(fill) if fill else None for fill in fills]
            painting.boxes[box_id] = BoxPaint(
                fill=colors[0],
                split=colors[1] if len(colors) > 1 else None,
                note=" · ".join(filter(None, notes)),
            )
    return painting


def paint_netron(
    graph: Graph, overlays: Sequence[Overlay], threshold: float, ground: Ground
) -> tuple[dict[int, NetronPaint], NetronPaint | None]:
    """By place among all nodes, and what all others get; ({}, None) without overlays."""
    if not overlays:
        return {}, None
    neutral, cut = _NEUTRAL[ground], _cut(overlays, threshold)
    greatest = [overlay.greatest for overlay in overlays]
    paints: dict[int, NetronPaint] = {}
    for place, node in enumerate(graph.nodes):
        values = [together(overlay, [node.id]) for overlay in overlays]
        if _is_cut_off(cut, values):
            continue
        fills = [_fill(value, most, ground) for value, most in zip(values, greatest, strict=True)]
        notes = [
            group_note(overlay, value) for overlay, value in zip(overlays, values, strict=True)
        ]
        if any(fills):
            paints[place] = NetronPaint(
                fill=fills[0] or neutral,
                split=(fills[1] or neutral) if len(fills) > 1 else "",
                note=" · ".join(filter(None, notes)),
            )
    return paints, NetronPaint(neutral)


def _fill(value: GroupValue, greatest: float, ground: Ground) -> str:
    if value.number is not None:
        return scale_color(value.number / greatest if greatest else 0.0, ground)
    return class_color(value.mixture[0][0], ground) if value.mixture else ""


def _cut(overlays: Sequence[Overlay], threshold: float) -> tuple[int, float] | None:
    """Place of the ranked overlay, and the value below which nothing is colored."""
    overlay = ranked(overlays)
    if overlay is None or threshold <= 0:
        return None
    return overlays.index(overlay), threshold * whole_of(overlay)


def _is_cut_off(cut: tuple[int, float] | None, values: Sequence[GroupValue]) -> bool:
    if cut is None:
        return False
    number = values[cut[0]].number
    return number is None or number < cut[1]
