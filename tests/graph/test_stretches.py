"""A level is cut where all of it goes through one item; what comes of it is as sound as before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from studio.graph.layered import lay_out
from studio.graph.ranking import Edge, Item, rank
from studio.graph.stretches import Level, lay_stretches
from tests.graph.test_layered import rects_of
from tests.kit.geometry import crosses, overlapping

Blocks = tuple[list[Item], list[Edge], list[int]]


class Asked:
    """Lays every stretch out as :func:`lay_out` does, and remembers how many items each had."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def __call__(
        self,
        items: Sequence[Item],
        edges: Sequence[Edge],
        _ranks: Sequence[int],
        _column: Sequence[int],
    ) -> Level:
        self.sizes.append(len(items))
        return lay_out(items, edges)


def residual(blocks: int, width: float = 84.0) -> Blocks:
    """Blocks of two ops, an edge around them; the third: the items between blocks."""
    items, edges, trunk = [Item(100.0, 46.0, "source")], [], [0]
    for _ in range(blocks):
        begin = trunk[-1]
        end = begin + 3
        items += [Item(width, 46.0), Item(120.0, 46.0), Item(100.0, 46.0)]
        edges += [Edge(begin, begin + 1), Edge(begin + 1, begin + 2)]
        edges += [Edge(begin + 2, end), Edge(begin, end)]
        trunk.append(end)
    return items, edges, trunk


@st.composite
def joined(draw: st.DrawFn) -> Blocks:
    """Blocks of anything (loops and edges back as well), joined by one item each."""
    items, edges, trunk = [Item(100.0, 46.0, "source")], [], [0]
    for _ in range(draw(st.integers(2, 5))):
        begin, count = trunk[-1], draw(st.integers(1, 5))
        inner = list(range(len(items), len(items) + count))
        items += [Item(float(draw(st.sampled_from([84, 120, 240]))), 46.0) for _ in inner]
        end = len(items)
        items.append(Item(100.0, 28.0))
        edges += [Edge(begin, one) for one in inner] + [Edge(one, end) for one in inner]
        some = st.sampled_from(inner)
        edges += [Edge(*pair) for pair in draw(st.lists(st.tuples(some, some), max_size=4))]
        trunk.append(end)
    return items, edges, trunk


@settings(max_examples=100, deadline=None)
@given(joined())
def test_whatever_is_between(made: Blocks) -> None:
    items, edges, trunk = made
    level = lay_out(items, edges)
    rects = rects_of(items, level)
    assert overlapping(rects) == []
    for edge, (points, _) in zip(edges, level.lines, strict=True):
        source, target = rects[edge.source], rects[edge.target]
        assert points[0] == ((source[0] + source[2]) / 2, source[3])
        assert points[-1] == ((target[0] + target[2]) / 2, target[1])
        assert all(not crosses(*piece, rect) for piece in pairwise(points) for rect in rects)
        assert all(0 <= x <= level.width and 0 <= y <= level.height for x, y in points)
    middles = {(rects[one][0] + rects[one][2]) / 2 for one in trunk[1:-1]}
    assert len(middles) == 1, "what joins the blocks stands in one column"


def test_equal_stretches_are_laid_out_once() -> None:
    items, edges, trunk = residual(100)
    lay = Asked()
    level = lay_stretches(items, edges, rank(items, edges), lay)
    assert lay.sizes == [4, 4], "those at the ends share one item only"
    steps = {lower[1] - upper[1] for upper, lower in pairwise(level.places[one] for one in trunk)}
    assert len(steps) == 1
    assert level == lay_out(items, edges)


def test_stretches_of_other_widths_are_others() -> None:
    items, edges, _ = residual(20)
    items[31] = Item(240.0, 46.0)
    lay = Asked()
    lay_stretches(items, edges, rank(items, edges), lay)
    assert lay.sizes == [4, 4, 4]


def test_what_is_passed_is_no_place_to_cut() -> None:
    for passing in (Edge(0, 30), Edge(30, 0), Edge(15, 15)):
        items, edges, _ = residual(10)
        lay = Asked()
        lay_stretches(items, [*edges, passing], rank(items, [*edges, passing]), lay)
        expected = [4, 7, 4] if passing.source == passing.target else [31]
        assert sorted(set(lay.sizes)) == sorted(set(expected))


def test_all_lies_on_a_grid_of_halves() -> None:
    items, edges, _ = residual(5, width=91.0)
    level = lay_out([*items, Item(77.0, 46.0)], [*edges, Edge(2, 16), Edge(16, 4)])
    numbers = [*level.places, *(point for points, _ in level.lines for point in points)]
    assert all((x * 2).is_integer() and (y * 2).is_integer() for x, y in numbers)
    assert level.width % 2 == 0
