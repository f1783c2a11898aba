"""Rows of transpositions and reshapes, against what numpy makes of them."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.model import Graph, Shape
from studio.graph.orders import is_bare, is_same_order, order_of
from studio.graph.skeleton import Skeleton, skeleton_of
from studio.graph.view import View
from tests.kit.graphs import Step, make_graph

EVEN: tuple[Shape, ...] = (
    (4, 8), (8, 4), (2, 2, 8), (32,), (4, 2, 4), (2, 4, 4), (1, 4, 8), (2, 2, 2, 4), (4, 1, 8),
)  # fmt: skip
UNEVEN: tuple[Shape, ...] = ((4, 6), (6, 4), (2, 2, 6), (24,), (3, 8), (2, 3, 4), (4, 1, 6))
Row = list[tuple[str, tuple[int, ...]]]


@st.composite
def rows(draw: st.DrawFn, shapes: tuple[Shape, ...]) -> Row:
    """Ops with the order of axes, or the shape, that they make; from the first of ``shapes``."""
    found: Row = []
    rank = 2
    for _ in range(draw(st.integers(0, 4))):
        if draw(st.booleans()):
            found.append(("TRANSPOSE", tuple(draw(st.permutations(range(rank))))))
        else:
            shape = tuple(dim or 1 for dim in draw(st.sampled_from(shapes)))
            found.append(("RESHAPE", shape))
            rank = len(shape)
    return found


def made_of(row: Row, shape: Shape) -> tuple[Skeleton, np.ndarray]:
    start = tuple(dim or 1 for dim in shape)
    values = np.arange(math.prod(start)).reshape(start)
    steps: list[Step] = [("CONV_2D", "a", ("x",))]
    shapes: dict[str, Shape] = {"a": shape}
    stored: dict[str, tuple[float, ...]] = {}
    for at, (op, wanted) in enumerate(row):
        values = values.transpose(wanted) if op == "TRANSPOSE" else values.reshape(wanted)
        steps.append((op, f"n{at}", (steps[-1][1], f"k{at}")))
        shapes[f"n{at}"] = values.shape
        stored[f"k{at}"] = tuple(map(float, wanted))
    graph: Graph = make_graph(steps, shapes=shapes, values=stored)
    return skeleton_of(View(graph), "tflite"), values


def compared(first: Row, second: Row, shape: Shape) -> tuple[bool, bool]:
    """What is told, and what is true."""
    one, values = made_of(first, shape)
    other, others = made_of(second, shape)
    told = is_same_order(
        one, other, (range(1, len(first) + 1), range(1, len(second) + 1)),
        (one.whole.nodes[0].outputs[0], other.whole.nodes[0].outputs[0]),
        (0, 0), (None, None),
    )  # fmt: skip
    bare = [[dim for dim in made.shape if dim != 1] for made in (values, others)]
    return told, bare[0] == bare[1] and np.array_equal(values.ravel(), others.ravel())


@given(rows(EVEN), rows(EVEN))
@settings(deadline=None, max_examples=300)
def test_rows_are_the_same_where_numpy_makes_the_same(first: Row, second: Row) -> None:
    told, is_true = compared(first, second, EVEN[0])
    assert told == is_true


@given(rows(UNEVEN), rows(UNEVEN))
@settings(deadline=None)
def test_what_does_not_come_out_even_is_never_said_to_be_the_same(first: Row, second: Row) -> None:
    """An axis cut across parts of two others: whether it is the same is not known then."""
    told, is_true = compared(first, second, UNEVEN[0])
    assert is_true or not told


def test_only_axes_of_one_element_come_and_go() -> None:
    side, _ = made_of([("RESHAPE", (4, 1, 6)), ("RESHAPE", (24,)), ("TRANSPOSE", (0,))], (4, 6))
    assert [is_bare(side, at) for at in (1, 2, 3)] == [True, False, False]


def test_an_order_that_is_not_stated_is_not_known() -> None:
    def order(op: str, attributes: dict[str, str], count: int = 1) -> tuple[int, ...] | None:
        steps = [(op, "y", ("x", "k")[:count])]
        node = make_graph(steps, attributes={"y": attributes}, constants=("k",)).nodes[0]
        return order_of(node, (), 4)

    assert order("Transpose", {"perm": "0, 2, 3, 1"}) == (0, 2, 3, 1)
    assert order("Transpose", {}) == (3, 2, 1, 0), "ONNX"
    assert order("Transpose", {}, 2) is None, "TensorFlow, by values that only a run tells"
    assert order("TRANSPOSE", {}) is None
    assert order("permute", {"dims": "0, -1, 1, 2"}) == (0, 3, 1, 2)
    assert order("transpose", {"dim0": "1", "dim1": "-1"}) == (0, 3, 2, 1)
    assert order("Transpose", {"perm": "0, 0, 1, 2"}) is None
