"""What must hold of every picture of a graph, whatever the graph is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from studio.core.graph_layout import Box, Frame, GraphLayout
from studio.core.model import Graph

_SLACK = 0.2
"""Places are rounded to tenths of a unit."""

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def rect_of(shape: Box | Frame) -> Rect:
    return (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)


def overlapping(rects: Sequence[Rect]) -> list[tuple[int, int]]:
    """Pairs that share more than a border. From the top down, so that 5,000 take no minute."""
    order = sorted(range(len(rects)), key=lambda index: rects[index][1])
    found: list[tuple[int, int]] = []
    open_ones: list[int] = []
    for index in order:
        left, top, right, _ = rects[index]
        open_ones = [other for other in open_ones if rects[other][3] > top + _SLACK]
        found += [
            (other, index)
            for other in open_ones
            if rects[other][0] < right - _SLACK and rects[other][2] > left + _SLACK
        ]
        open_ones.append(index)
    return found


def crosses(first: tuple[float, float], second: tuple[float, float], rect: Rect) -> bool:
    """Whether the piece of line goes through the inside of ``rect`` (Liang and Barsky 1984)."""
    left, top, right, bottom = (
        rect[0] + _SLACK, rect[1] + _SLACK, rect[2] - _SLACK, rect[3] - _SLACK,
    )  # fmt: skip
    if left >= right or top >= bottom:
        return False
    (x0, y0), (x1, y1) = first, second
    enter, leave = 0.0, 1.0
    for start, step, low, high in ((x0, x1 - x0, left, right), (y0, y1 - y0, top, bottom)):
        if step == 0:
            if not low < start < high:
                return False
            continue
        one, other = sorted(((low - start) / step, (high - start) / step))
        enter, leave = max(enter, one), min(leave, other)
    return enter < leave


def assert_sound(layout: GraphLayout, graph: Graph) -> None:
    """Every node in exactly one box, nothing overlaps, wires begin and end where they say and run
    through no box, frames hold what is in their group."""
    held = sorted(index for box in layout.boxes for index in box.nodes)
    assert held == list(range(len(graph.nodes)))
    assert len({box.id for box in layout.boxes}) == len(layout.boxes)
    rects = [rect_of(box) for box in layout.boxes]
    assert overlapping(rects) == []
    assert all(
        left >= -_SLACK
        and top >= -_SLACK
        and right <= layout.width + _SLACK
        and bottom <= layout.height + _SLACK
        for left, top, right, bottom in rects
    )
    _assert_wires(layout, rects)
    _assert_groups(layout)
    closed = [box for box in layout.boxes if box.kind == "group"]
    assert layout.folded == sum(len(box.nodes) for box in closed)


def _assert_wires(layout: GraphLayout, rects: Sequence[Rect]) -> None:
    by_row: dict[int, list[int]] = {}
    for index, (_, top, _, bottom) in enumerate(rects):
        for row in range(int(top // 100), int(bottom // 100) + 1):
            by_row.setdefault(row, []).append(index)
    seen: set[tuple[int, int]] = set()
    for wire in layout.wires:
        assert (wire.source, wire.target) not in seen
        seen.add((wire.source, wire.target))
        source, target = rects[wire.source], rects[wire.target]
        x, y = wire.points[0]
        assert source[0] <= x <= source[2] and abs(y - source[3]) <= _SLACK, wire
        x, y = wire.points[-1]
        ends = [target] if wire.tensors else [target, *frames_around(layout, wire.target)]
        assert any(left <= x <= right and abs(y - top) <= _SLACK for left, top, right, _ in ends)
        for first, second in pairwise(wire.points):
            low, high = sorted((first[1], second[1]))
            rows = range(int(low // 100), int(high // 100) + 1)
            near = {index for row in rows for index in by_row.get(row, ())}
            hit = [index for index in near if crosses(first, second, rects[index])]
            assert hit == [], (wire, [layout.boxes[index].id for index in hit])


def frames_around(layout: GraphLayout, place: int) -> list[Rect]:
    """Of the open groups around a box: what runs such a group is led to its frame."""
    parents = {group.id: group.parent for group in layout.groups}
    frames = {frame.group: rect_of(frame) for frame in layout.frames}
    found, group = [], layout.boxes[place].group
    while group:
        found.append(frames[group])
        group = parents[group]
    return found


def _assert_groups(layout: GraphLayout) -> None:
    groups = {group.id: group for group in layout.groups}
    frames = {frame.group: frame for frame in layout.frames}
    assert set(frames) == set(layout.opened)
    before: set[str] = {""}
    for group in layout.groups:
        assert group.parent in before, "outer before inner"
        before.add(group.id)
        if group.parent:
            assert set(group.nodes) <= set(groups[group.parent].nodes)
    inner = [*layout.boxes, *layout.frames]
    for shape in inner:
        around = shape.group if isinstance(shape, Box) else groups[shape.group].parent
        if not around:
            continue
        left, top, right, bottom = rect_of(shape)
        outer = rect_of(frames[around])
        assert outer[0] < left and outer[1] < top and right < outer[2] and bottom < outer[3]
        if isinstance(shape, Box):
            assert set(shape.nodes) <= set(groups[around].nodes)
    for frame in layout.frames:
        parent = groups[frame.group].parent
        assert frame.depth == (frames[parent].depth + 1 if parent else 0)
    siblings: dict[str, list[Rect]] = {}
    for frame in layout.frames:
        siblings.setdefault(groups[frame.group].parent, []).append(rect_of(frame))
    for box in layout.boxes:
        siblings.setdefault(box.group, []).append(rect_of(box))
    assert all(overlapping(rects) == [] for rects in siblings.values())
