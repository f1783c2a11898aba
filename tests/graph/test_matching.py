"""Nodes are found again by name and by what surrounds them, and never where two could be meant."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from studio.core.graph_diff import GraphDiff
from studio.core.model import Graph
from studio.graph import matching
from studio.graph.diff import diff
from tests.kit.graphs import Step, large_graph, make_graph, renamed

BLOCK: tuple[Step, ...] = (
    ("CONV_2D", "a", ("x",)),
    ("RELU", "b", ("a",)),
    ("CONV_2D", "c", ("b",)),
    ("ADD", "d", ("c", "a")),
    ("SOFTMAX", "e", ("d",)),
)


def lite(first: Graph, second: Graph) -> GraphDiff:
    return diff(first, second, "tflite", "tflite")


def pairs(found: GraphDiff) -> dict[str, str]:
    return {match.first: match.second for match in found.matched}


def is_whole(found: GraphDiff, first: Graph, second: Graph) -> bool:
    """Each node stands in exactly one of the lists of its side."""
    inside = {node for one in found.fused for node in one.firsts}
    ours = [*(one.first for one in found.matched), *inside, *found.removed]
    theirs = [*(one.second for one in found.matched), *found.added]
    theirs += {one.second for one in found.fused}
    return sorted(ours) == sorted(node.id for node in first.nodes) and sorted(theirs) == sorted(
        node.id for node in second.nodes
    )


def test_a_graph_is_itself() -> None:
    graph = make_graph(BLOCK)
    found = lite(graph, graph)
    assert pairs(found) == {node.id: node.id for node in graph.nodes}
    assert {match.by for match in found.matched} == {"name"}
    assert not (found.added or found.removed or found.fused or found.requantized)


def test_without_names_the_surroundings_tell() -> None:
    graph = make_graph(BLOCK)
    found = lite(graph, renamed(graph, dict.fromkeys("abcde", "")))
    assert pairs(found) == {node.id: node.id for node in graph.nodes}
    assert {match.by for match in found.matched} == {"topology"}


def test_quantize_and_dequantize_are_looked_through() -> None:
    """As quantizers write it: what an output was called is now what DEQUANTIZE makes of it."""
    first = make_graph((("CONV_2D", "a", ("x",)), ("SOFTMAX", "out", ("a",))))
    second = make_graph(
        (
            ("QUANTIZE", "q", ("x",)),
            ("CONV_2D", "a", ("q",)),
            ("SOFTMAX", "out1", ("a",)),
            ("DEQUANTIZE", "out", ("out1",)),
        ),
        precision="int8",
    )
    found = lite(first, second)
    assert pairs(found) == {"0/CONV_2D/a": "0/CONV_2D/a", "0/SOFTMAX/out": "0/SOFTMAX/out1"}
    assert found.added == ("0/QUANTIZE/q", "0/DEQUANTIZE/out")
    assert [(one.before, one.after) for one in found.requantized] == [("float32", "int8")] * 2
    again = lite(second, second)
    assert len(again.matched) == 4 and not again.added


def test_one_of_two_alike_that_is_gone_leaves_both_open() -> None:
    first = make_graph(
        (
            ("CONV_2D", "a", ("x",)),
            ("RELU", "b", ("a",)),
            ("RELU", "c", ("b",)),
            ("ABS", "d", ("c",)),
        )
    )
    second = make_graph((("CONV_2D", "a", ("x",)), ("RELU", "r", ("a",)), ("ABS", "d", ("r",))))
    found = lite(first, second)
    assert found.removed == ("0/RELU/b", "0/RELU/c")
    assert found.added == ("0/RELU/r",)


def test_branches_that_nothing_tells_apart_stay_open() -> None:
    steps = (("RELU", "a", ("x",)), ("RELU", "b", ("x",)), ("ADD", "c", ("a", "b")))
    first = make_graph(steps)
    second = renamed(first, {"a": "p", "b": "q"})
    assert pairs(lite(first, second)) == {"0/ADD/c": "0/ADD/c"}
    ordered = make_graph((*steps[:2], ("CONCATENATION", "c", ("a", "b"))))
    assert len(pairs(lite(ordered, renamed(ordered, {"a": "p", "b": "q"})))) == 3


def test_names_that_changed_places_are_not_believed() -> None:
    graph = make_graph(BLOCK)
    swapped = renamed(graph, {"a": "c", "c": "a"})
    assert pairs(lite(graph, swapped)) == {node.id: node.id for node in graph.nodes}


def test_names_are_believed_where_others_had_to_be_let_go_to_the_last_round(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(matching, "_MOST_ROUNDS", 1)
    steps: tuple[Step, ...] = (
        ("RELU", "a", ("x",)),
        ("RELU", "b", ("a",)),
        ("RELU", "c", ("a",)),
        ("ADD", "d", ("b", "a")),
        ("RELU", "e", ("c",)),
        ("RELU", "f", ("b",)),
        ("ADD", "g", ("a", "c")),
    )
    second = make_graph(tuple(step for step in steps if step[1] != "d"))
    turned = renamed(second, {"f": "b", "b": "g", "g": "e", "e": "f"})
    found = lite(make_graph(steps), turned)
    assert [match.by for match in found.matched].count("name") == 3


def test_swapped_branches_are_found_by_where_they_lead() -> None:
    graph = make_graph(
        (
            ("CONV_2D", "a", ("x",)),
            ("CONV_2D", "b", ("x",)),
            ("RELU", "c", ("a",)),
            ("ABS", "d", ("b",)),
            ("CONCATENATION", "e", ("c", "d")),
        )
    )
    found = lite(graph, renamed(graph, {"a": "b", "b": "a"}))
    assert pairs(found) == {node.id: node.id for node in graph.nodes}


def test_what_was_put_in_between_is_added() -> None:
    first = make_graph(BLOCK)
    steps = (*BLOCK[:1], ("ABS", "new", ("a",)), ("RELU", "b", ("new",)), *BLOCK[2:])
    second = make_graph(steps)
    found = lite(first, second)
    assert found.added == ("0/ABS/new",)
    assert len(found.matched) == 5 and not found.removed
    back = lite(second, first)
    assert back.removed == ("0/ABS/new",) and not back.added


LOOP: tuple[Step, ...] = (
    ("Enter", "enter", ("x",)),
    ("Merge", "merge", ("enter", "next")),
    ("Switch", "switch", ("merge",)),
    ("Relu", "body", ("switch",)),
    ("NextIteration", "next", ("body",)),
    ("Exit", "exit", ("switch",)),
)
"""As TensorFlow wrote loops before it had functions for their bodies: an edge leads back."""


def test_loops_that_are_cycles_are_matched_and_end() -> None:
    graph = make_graph(LOOP, outputs=("exit",))
    named = diff(graph, graph, "ops", "ops")
    assert pairs(named) == {node.id: node.id for node in graph.nodes}
    blank = renamed(graph, dict.fromkeys([name for _, name, _ in LOOP], ""))
    found = diff(graph, blank, "ops", "ops")
    assert all(one == other for one, other in pairs(found).items())
    assert is_whole(found, graph, blank)
    source = diff(graph, graph, "ops", "tflite")
    assert is_whole(source, graph, graph)


def test_a_name_with_another_op_or_shape_is_another_node() -> None:
    first = make_graph((("CONV_2D", "a", ("x",)), ("RELU", "b", ("a",))))
    other_op = make_graph((("CONV_2D", "a", ("x",)), ("ABS", "b", ("a",))))
    assert pairs(lite(first, other_op)) == {"0/CONV_2D/a": "0/CONV_2D/a"}
    other_shape = make_graph(
        (("CONV_2D", "a", ("x",)), ("RELU", "b", ("a",))), shapes={"a": (1, 8), "b": (1, 8)}
    )
    assert pairs(lite(first, other_shape)) == {}


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), share=st.floats(0, 1))
def test_however_names_are_mixed_up_no_match_is_wrong(seed: int, share: float) -> None:
    chance = random.Random(seed)
    graph = large_graph(40)
    names = [tensor.name for tensor in graph.tensors]
    some = [name for name in names if chance.random() < share]
    mixed = dict(zip(some, chance.sample(some, len(some)), strict=True))
    found = lite(graph, renamed(graph, mixed))
    assert all(one == other for one, other in pairs(found).items())
    assert is_whole(found, graph, graph)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 12))
def test_whatever_is_taken_out_each_node_is_in_one_list(seed: int, count: int) -> None:
    chance = random.Random(seed)
    first = large_graph(40)
    kept = sorted(chance.sample(range(40), 40 - count))
    second = replace(first, nodes=tuple(first.nodes[at] for at in kept))
    found = lite(first, second)
    assert is_whole(found, first, second)
    assert all(one == other for one, other in pairs(found).items())


@pytest.mark.parametrize("named", [True, False])
def test_thousands_of_nodes_take_less_than_a_second(named: bool) -> None:
    first, second = large_graph(5_000), large_graph(5_000, named)
    start = time.process_time()
    found = lite(first, second)
    assert time.process_time() - start < 1.0
    assert len(found.matched) == 5_000
