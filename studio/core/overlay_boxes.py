"""Overlays as colors and notes of the boxes of a layout and of nodes: for every kind of picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import msgspec

from studio.core.graph_layout import GraphLayout
from studio.core.model import Graph
from studio.core.overlay_colors import Ground, class_color, scale_color
from studio.core.overlay_sums import GroupValue, together, whole_of
from studio.core.overlays import Overlay
from studio.core.quantities import (
    format_bytes,
    format_count,
    format_error_percent,
    format_percent,
)

Naming = Callable[[str], str]
"""How a class is called, by its name in the overlay's legend."""


class BoxColors(msgspec.Struct, frozen=True, kw_only=True):
    """``fill``, ``split`` (of the right half): ``#rrggbb``, "" = as without an overlay.
    ``notes``: what each overlay says of it, "" where it says nothing."""

    fill: str = ""
    split: str = ""
    notes: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """All that is said of it, in one line."""
        return " · ".join(filter(None, self.notes))


class Painted(msgspec.Struct, frozen=True, kw_only=True):
    """``boxes``: id -> colors, of those that have any. ``greatest``: of each overlay, the value at
    the end of its scale; 0 for classes."""

    boxes: dict[str, BoxColors] = {}
    greatest: tuple[float, ...] = ()


def number_text(overlay: Overlay, value: float) -> str:
    """ "12.3 %", "1.2 M", "34 kB", "1.2 %": short enough for a node."""
    return _in_unit(value, overlay.unit)


@lru_cache(16_384)  # the same values are asked for again with each move of the threshold
def _in_unit(value: float, unit: str) -> str:
    if unit == "share":
        return format_percent(value)
    if unit == "bytes":
        return format_bytes(round(value))
    if unit == "error":
        return format_error_percent(value)
    return format_count(round(value))


def value_note(overlay: Overlay, value: GroupValue, name: Naming = str) -> str:
    """What stands on a box: its number, its class, or the two classes that most of it have."""
    if value.number is not None:
        return number_text(overlay, value.number)
    if len(value.mixture) == 1:
        return name(value.mixture[0][0])
    return " ".join(f"{count}×{name(one)}" for one, count in value.mixture[:2])


def ranked(overlays: Sequence[Overlay]) -> Overlay | None:
    """The overlay whose numbers are ranked and cut off: the first that has any."""
    return next((overlay for overlay in overlays if not overlay.legend), None)


def paint_layout(
    layout: GraphLayout,
    graph: Graph,
    overlays: Sequence[Overlay],
    ground: Ground,
    *,
    threshold: float = 0.0,
    name: Naming = str,
) -> Painted:
    """One or two overlays on the boxes of a layout; closed groups have what is inside together.

    A scale ends at the greatest of what is shown. ``threshold``: boxes whose share of the ranked
    overlay is below it are left as they are.
    """
    rows = {
        box.id: [
            together(overlay, [graph.nodes[place].id for place in box.nodes])
            for overlay in overlays
        ]
        for box in layout.boxes
        if box.kind in ("op", "group")
    }
    return _paint(rows, overlays, ground, threshold, name)


def paint_nodes(
    graph: Graph,
    overlays: Sequence[Overlay],
    ground: Ground,
    *,
    threshold: float = 0.0,
    name: Naming = str,
) -> Painted:
    """As :func:`paint_layout`, of all nodes, by their ids."""
    rows = {node.id: [together(overlay, [node.id]) for overlay in overlays] for node in graph.nodes}
    return _paint(rows, overlays, ground, threshold, name)


def _paint(
    rows: dict[str, list[GroupValue]],
    overlays: Sequence[Overlay],
    ground: Ground,
    threshold: float,
    name: Naming,
) -> Painted:
    greatest = tuple(
        max((values[at].number or 0.0 for values in rows.values()), default=0.0)
        for at in range(len(overlays))
    )
    cut_off = ranked(overlays) if threshold > 0 else None
    least = threshold * whole_of(cut_off) if cut_off is not None else 0.0
    boxes: dict[str, BoxColors] = {}
    for box_id, values in rows.items():
        pairs = list(zip(overlays, values, strict=True))
        if any(one is cut_off and (value.number or 0.0) < least for one, value in pairs):
            continue
        fills = [_fill(value, most, ground) for value, most in zip(values, greatest, strict=True)]
        if len(fills) == 1:  # the right half is free for what else is in a mixture
            fills += [class_color(one, ground) for one, _ in values[0].mixture[1:2]]
        if any(fills):
            notes = tuple(value_note(*pair, name) for pair in pairs)
            split = fills[1] if len(fills) > 1 else ""
            boxes[box_id] = BoxColors(fill=fills[0], split=split, notes=notes)
    return Painted(boxes=boxes, greatest=greatest)


def _fill(value: GroupValue, greatest: float, ground: Ground) -> str:
    if value.number is not None:
        return scale_color(value.number / greatest if greatest else 0.0, ground)
    return class_color(value.mixture[0][0], ground) if value.mixture else ""
