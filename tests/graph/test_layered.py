"""One level of a layout: nothing overlaps, no line crosses an item, whatever leads where."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.graph.layered import lay_out
from studio.graph.ranking import Edge, Item, Pinned, down_order
from studio.graph.stretches import Level
from tests.kit.geometry import Rect, crosses, overlapping

SIZES = st.tuples(st.sampled_from([2, 84, 120, 240, 900]), st.sampled_from([28, 42, 700]))


@st.composite
def levels(draw: st.DrawFn) -> tuple[list[Item], list[Edge]]:
    """Any edges at all, loops and edges back among them; ports first and last."""
    count = draw(st.integers(1, 24))
    sizes = draw(st.lists(SIZES, min_size=count, max_size=count))
    ports_in, ports_out = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    items = [Item(2.0, 0.0, "first")] * ports_in
    items += [Item(float(width), float(height)) for width, height in sizes]
    items += [Item(2.0, 0.0, "last")] * ports_out
    first, last = ports_in, ports_in + count - 1
    some = st.integers(first, last)
    pairs = draw(st.lists(st.tuples(some, some), max_size=50, unique=True))
    pairs += [(one, draw(some)) for one in range(ports_in)]
    pairs += [(draw(some), len(items) - 1 - one) for one in range(ports_out)]
    return items, [
        Edge(one, other, draw(st.sampled_from([0.0, 0.0, items[one].width / 4])), 0.0)
        for one, other in pairs
    ]


def rects_of(items: list[Item], level: Level) -> list[Rect]:
    return [
        (x, y, x + item.width, y + item.height)
        for item, (x, y) in zip(items, level.places, strict=True)
    ]


@settings(max_examples=150, deadline=None)
@given(levels())
def test_whatever_leads_where(made: tuple[list[Item], list[Edge]]) -> None:
    items, edges = made
    level = lay_out(items, edges)
    rects = rects_of(items, level)
    assert overlapping(rects) == []
    for edge, (points, _) in zip(edges, level.lines, strict=True):
        source, target = rects[edge.source], rects[edge.target]
        middle = (source[0] + source[2]) / 2 + edge.source_dx
        assert points[0] == pytest.approx((middle, source[3]), abs=0.3)
        middle = (target[0] + target[2]) / 2 + edge.target_dx
        assert points[-1] == pytest.approx((middle, target[1]), abs=0.3)
        for first, second in pairwise(points):
            assert not any(crosses(first, second, rect) for rect in rects)
        assert all(
            -0.1 <= x <= level.width + 0.1 and -0.1 <= y <= level.height + 0.1 for x, y in points
        )
    tops = [rects[index][1] for index, item in enumerate(items) if item.pinned == "first"]
    assert tops == [0.0] * len(tops) or level.places == ()


def test_twice_the_same() -> None:
    items = [Item(100, 40)] * 30
    edges = [Edge(i, j) for i in range(30) for j in (i + 1, i + 7) if j < 30]
    assert lay_out(items, edges) == lay_out(items, edges)


def test_a_chain_is_straight_whatever_hangs_on_it() -> None:
    """Constants made wide again, on both sides, and skips: the trunk is one vertical line."""
    items, edges = [Item(100, 40, "source")], []
    trunk = [0]
    for block in range(8):
        left, right, node = len(items), len(items) + 1, len(items) + 2
        items += [Item(120, 40), Item(80, 40), Item(140, 40)]
        edges += [Edge(left, node), Edge(right, node), Edge(trunk[-1], node)]
        trunk.append(node)
        if block % 3 == 2:
            edges.append(Edge(trunk[-3], node))
    level = lay_out(items, edges)
    middles = {round(level.places[one][0] + items[one].width / 2, 1) for one in trunk}
    assert len(middles) == 1


def test_what_leads_far_goes_along_the_side() -> None:
    items = [Item(100, 40)] * 40
    edges = [*(Edge(i, i + 1) for i in range(39)), Edge(3, 37)]
    level = lay_out(items, edges)
    points, is_lane = level.lines[-1]
    assert is_lane and not any(flag for _, flag in level.lines[:-1])
    assert max(x for x, _ in points) > max(x for x, _ in level.places) + 100
    assert level.width < 200


def test_what_leads_back_goes_up_on_the_other_side() -> None:
    level = lay_out([Item(100, 40)] * 4, [Edge(0, 1), Edge(1, 2), Edge(2, 3), Edge(2, 1)])
    points, is_lane = level.lines[-1]
    assert is_lane
    assert min(x for x, _ in points) < min(x for x, _ in level.places)


def test_what_is_needed_late_stands_late() -> None:
    """An op that no input leads to stands right above the one that it feeds."""
    items = [Item(100, 40, "source"), *[Item(100, 40)] * 20]
    chain = [Edge(i, i + 1) for i in range(18)]
    level = lay_out(items, [*chain, Edge(19, 17)])
    assert level.places[19][1] == level.places[16][1]
    assert not level.lines[-1][1]


def test_order_follows_needs_not_only_time() -> None:
    edges = [Edge(2, 0), Edge(0, 1), Edge(3, 3)]
    assert down_order([Item(1, 1)] * 4, edges) == [2, 0, 1, 3]
    loop = [Edge(0, 1), Edge(1, 0)]
    assert down_order([Item(1, 1)] * 2, loop) == [0, 1]


def test_loose_items_stand_in_rows() -> None:
    level = lay_out([Item(100, 40)] * 400, [])
    assert level.width < 4000 and level.height < 4000


@pytest.mark.parametrize("pinned", ["first", "last", "source"])
def test_alone(pinned: Pinned) -> None:
    level = lay_out([Item(10, 4, pinned)], [])
    assert (level.places, level.width, level.height) == (((0.0, 0.0),), 10, 4)
    assert lay_out([], []).places == ()
