"""Overlays as the canvas and as Netron paint them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QColor

from studio.core.model import Graph
from studio.core.overlay_boxes import BoxColors
from studio.core.overlay_colors import Ground
from studio.ui.graph.paint import BoxPaint
from studio.ui.pages.netron_paint import NetronPaint

_NEUTRAL = {"light": "#e6e9ed", "dark": "#3a4149"}


def box_paints(
    boxes: Mapping[str, BoxColors], ground: Ground, *, is_split: bool
) -> dict[str, BoxPaint]:
    """``is_split``: there are two overlays, so each box has two halves: a right one without a
    color is neutral, and does not look like more of the left one."""
    other = QColor(_NEUTRAL[ground]) if is_split else None
    return {
        box_id: BoxPaint(
            fill=QColor(colors.fill) if colors.fill else None,
            split=QColor(colors.split) if colors.split else other,
            notes=colors.notes,
        )
        for box_id, colors in boxes.items()
    }


def netron_paints(
    graph: Graph, nodes: Mapping[str, BoxColors], ground: Ground, *, is_split: bool
) -> tuple[dict[int, NetronPaint], NetronPaint]:
    """By place among all nodes, and what all others get; a half without a color is neutral."""
    neutral = _NEUTRAL[ground]
    paints = {
        place: NetronPaint(
            fill=colors.fill or neutral,
            split=(colors.split or neutral) if is_split else "",
            note=colors.note,
        )
        for place, node in enumerate(graph.nodes)
        if (colors := nodes.get(node.id)) is not None
    }
    return paints, NetronPaint(neutral)
