"""Layouts of whole graphs: groups open and closed, subgraphs, limits, and what is remembered."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.errors import ModelError
from studio.core.graph_layout import GraphLayout, Grouping
from studio.core.model import Graph
from studio.graph.layouts import Layouts
from tests.kit.geometry import assert_sound
from tests.kit.large_tflite import SHAPES, Shape, write_large
from tests.kit.made_graphs import chain, lay, make_graph
from tests.kit.profiled_tflite import loop
from tests.kit.small_tflite import accumulator, endless_loop
from tests.realmodels import RealModels

GROUPINGS: tuple[Grouping, ...] = ("none", "scope", "block")
SCOPES = st.sampled_from(["", "a/", "a/b/", "a/b/c/", "d/", "d/b/"])


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Tensors from anywhere in the same subgraph, later nodes too; calls in circles as well."""
    count = draw(st.integers(1, 30))
    amount = draw(st.integers(1, 4))
    owner = sorted(draw(st.lists(st.integers(0, amount - 1), min_size=count, max_size=count)))
    same = [[j for j in range(count) if owner[j] == owner[i]] for i in range(count)]
    sources = [
        draw(st.lists(st.sampled_from([-1, -1, *same[i]]), max_size=3)) for i in range(count)
    ]
    callers = draw(st.lists(st.integers(0, count - 1), max_size=4, unique=True))
    calls = {
        index: {
            "cond_subgraph": str(draw(st.integers(0, amount))),
            "body_subgraph": str(draw(st.integers(0, amount))),
        }
        for index in callers
    }
    names = [draw(SCOPES) + f"op{index}" for index in range(count)]
    return make_graph(sources, names=names, subgraphs=owner, calls=calls)


@settings(max_examples=120, deadline=None)
@given(graphs(), st.sampled_from(GROUPINGS), st.data())
def test_any_graph_with_any_groups_open(
    graph: Graph, grouping: Grouping, data: st.DataObject
) -> None:
    layouts = Layouts()
    closed = lay(graph, grouping=grouping, opened=(), layouts=layouts)
    assert_sound(closed, graph)
    assert_sound(lay(graph, grouping=grouping, layouts=layouts), graph)
    every = tuple(group.id for group in closed.groups)
    whole = lay(graph, grouping=grouping, opened=every, layouts=layouts)
    assert_sound(whole, graph)
    assert whole.folded == 0
    some = tuple(one for one in every if data.draw(st.booleans()))
    assert_sound(lay(graph, grouping=grouping, opened=some, layouts=layouts), graph)
    limit = data.draw(st.integers(8, 20))
    limited = lay(graph, grouping=grouping, limit=limit, layouts=layouts)
    assert_sound(limited, graph)
    asked = tuple(group.id for group in limited.groups)
    opened = lay(graph, grouping=grouping, opened=asked, limit=limit, layouts=layouts)
    assert_sound(opened, graph)


def test_wires_are_the_tensors() -> None:
    graph = make_graph([[-1], [0], [0, 1], [0, 1, 2]])
    layout = lay(graph)
    ids = [box.id for box in layout.boxes]
    found = {(ids[wire.source], ids[wire.target]): wire.tensors for wire in layout.wires}
    assert found == {
        ("input:4", "0/0"): (4,), ("0/0", "0/1"): (0,), ("0/0", "0/2"): (0,),
        ("0/0", "0/3"): (0,), ("0/1", "0/2"): (1,), ("0/1", "0/3"): (1,), ("0/2", "0/3"): (2,),
        ("0/3", "output:3"): (3,),
    }  # fmt: skip


def test_wires_of_a_closed_group_are_joined() -> None:
    names = ["x/0", "g/1", "g/2", "x/3"]
    layout = lay(make_graph([[-1], [0], [0], [1, 2]], names=names), grouping="scope", opened=())
    ids = [box.id for box in layout.boxes]
    found = {(ids[wire.source], ids[wire.target]): wire.tensors for wire in layout.wires}
    assert found["scope:0/g", "scope:0/x"] == (1, 2)


def test_a_loop_is_closed_until_it_is_opened(tmp_path: Path) -> None:
    path = str(endless_loop(tmp_path / "loop.tflite"))
    layouts = Layouts()
    layout = lay(None, path=path, layouts=layouts)
    assert [(group.kind, group.caller) for group in layout.groups] == [
        ("subgraph", "0/WHILE/y"), ("subgraph", "0/WHILE/y"),
    ]  # fmt: skip
    assert [group.title for group in layout.groups] == ["condition", "body"]
    assert (layout.folded, layout.opened, layout.was_limited) == (3, (), False)
    runs = [wire for wire in layout.wires if not wire.tensors]
    assert [layout.boxes[wire.target].title for wire in runs] == ["condition", "body"]
    opened = lay(None, path=path, opened=("subgraph:2",), layouts=layouts)
    inside = [box.id for box in opened.boxes if box.group == "subgraph:2"]
    assert inside == ["input:7", "2/RELU/y", "output:8"]
    assert [frame.group for frame in opened.frames] == ["subgraph:2"]
    assert opened.folded == 2


def test_subgraphs_that_run_each_other_end_somewhere() -> None:
    calls = {0: {"body_subgraph": "1"}, 1: {"body_subgraph": "2"}, 2: {"body_subgraph": "1"}}
    graph = make_graph([[-1], [-1], [-1]], subgraphs=[0, 1, 2], calls=calls)
    layout = lay(graph, opened=("subgraph:1", "subgraph:2"))
    assert_sound(layout, graph)
    assert [(group.id, group.parent) for group in layout.groups] == [
        ("subgraph:1", ""), ("subgraph:2", "subgraph:1"),
    ]  # fmt: skip


def test_a_call_from_one_section_into_another() -> None:
    sources = [[index - 1] for index in range(40)]
    owner = [0] * 40 + [1]
    graph = make_graph([*sources, [-1]], subgraphs=owner, calls={11: {"body_subgraph": "1"}})
    first, second = [group.id for group in lay(graph, limit=30).groups if group.parent == ""][:2]
    for opened in ((first,), (second,), (first, second)):
        layout = lay(graph, opened=opened, limit=30)
        assert layout.opened == opened
        assert_sound(layout, graph)


def test_branches_stand_where_the_node_stands_that_runs_them() -> None:
    """In its scope, closed with it, and tied to it whether they are open or not."""
    graph = make_graph(
        [[-1], [0], [1], [-1], [-1]],
        names=["net/a/x", "net/a/if", "net/b", "then/x", "else/x"],
        subgraphs=[0, 0, 0, 1, 2],
        calls={1: {"then_branch": "1", "else_branch": "2"}},
    )
    layout = lay(graph, grouping="scope", opened=("scope:0/net/a",))
    scope = next(group for group in layout.groups if group.id == "scope:0/net/a")
    assert scope.nodes == (0, 1, 3, 4)
    branches = [group for group in layout.groups if group.kind == "subgraph"]
    assert [(one.title, one.parent) for one in branches] == [
        ("WHILE then", scope.id), ("WHILE else", scope.id),
    ]  # fmt: skip
    ties = [wire for wire in layout.wires if not wire.tensors]
    assert [layout.boxes[wire.target].id for wire in ties] == ["subgraph:1", "subgraph:2"]
    opened = lay(graph, grouping="scope", opened=(scope.id, "subgraph:1", "subgraph:2"))
    assert_sound(opened, graph)
    ties = [wire for wire in opened.wires if not wire.tensors]
    assert [opened.boxes[wire.target].group for wire in ties] == ["subgraph:1", "subgraph:2"]
    assert_sound(lay(graph, grouping="scope", opened=()), graph)


def test_a_loop_bends_nothing(tmp_path: Path) -> None:
    """What it runs stands beside the line from input to output."""
    path = str(endless_loop(tmp_path / "loop.tflite"))
    for opened in ((), ("subgraph:1", "subgraph:2")):
        layout = lay(None, path=path, opened=opened)
        trunk = [box for box in layout.boxes if not box.group and box.kind != "group"]
        assert len({box.x + box.width / 2 for box in trunk}) == 1


def test_init_subgraph_of_a_stateful_file(tmp_path: Path) -> None:
    layout = lay(None, path=str(accumulator(tmp_path / "a.tflite")))
    assert [(group.title, group.caller) for group in layout.groups] == [("init", "0/CALL_ONCE/")]


@pytest.mark.parametrize("shape", SHAPES)
def test_five_thousand_nodes_in_time(shape: Shape, tmp_path: Path) -> None:
    """In CPU time, of which a second and a half is promised."""
    path = str(write_large(tmp_path / "large.tflite", shape, 5000))
    layouts = Layouts()
    begin = time.process_time()
    layout = lay(None, path=path, layouts=layouts)
    took = time.process_time() - begin
    assert len(layout.boxes) == 5002 and layout.folded == 0
    assert took < 4.0, "far beyond what a slow machine explains"


@pytest.mark.parametrize("shape", SHAPES)
def test_hard_graphs_are_sound(shape: Shape, tmp_path: Path) -> None:
    from studio.graph.tflite import read_graph

    path = write_large(tmp_path / "hard.tflite", shape, 600)
    _, graph, _ = read_graph(path)
    for grouping in GROUPINGS:
        assert_sound(lay(None, path=str(path), grouping=grouping), graph)


def test_a_hundred_thousand_nodes_are_folded_and_said_to_be() -> None:
    graph = chain(100_000)
    layouts = Layouts()
    layout = lay(graph, layouts=layouts)
    assert layout.was_limited and layout.folded == 100_000
    assert 10 < len(layout.boxes) <= 6000
    assert {group.kind for group in layout.groups} == {"section"}
    one = layout.groups[7]
    opened = lay(graph, opened=(one.id,), layouts=layouts)
    assert opened.folded == 100_000 - len(one.nodes)
    assert_sound(opened, graph)


def test_groups_stay_closed_for_want_of_room() -> None:
    names = [f"s{index // 50}/op{index}" for index in range(500)]
    graph = chain(500, names)
    layout = lay(graph, grouping="scope", limit=100)
    assert (layout.opened, layout.was_limited, layout.folded) == ((), True, 500)
    asked = tuple(group.id for group in layout.groups[:3])
    some = lay(graph, grouping="scope", opened=asked, limit=100)
    assert (some.opened, some.was_limited) == (asked[:1], True)
    assert len(some.boxes) <= 100


def test_opening_one_group_leaves_the_order_of_the_others() -> None:
    blocks = [f"net/block{index // 6}/op{index}" for index in range(60)]
    sources = [[index - 1, *([index - 4] if index % 6 == 5 else [])] for index in range(60)]
    graph = make_graph(sources, names=blocks)
    layouts = Layouts()
    closed = lay(graph, grouping="scope", opened=(), layouts=layouts)
    opened = lay(graph, grouping="scope", opened=("scope:0/net/block4",), layouts=layouts)

    def order(layout: GraphLayout) -> list[str]:
        shown = {box.id for box in closed.boxes} - {"scope:0/net/block4"}
        return [
            box.id
            for box in sorted(layout.boxes, key=lambda box: (box.y, box.x))
            if box.id in shown
        ]

    assert order(opened) == order(closed)


def test_what_is_laid_out_is_remembered() -> None:
    """Opening one of 40 groups lays out that group and what is around it, not the others."""
    names = [f"s{index // 50}/op{index}" for index in range(2000)]
    graph = chain(2000, names)
    laid: list[int] = []

    class Counting(Layouts):
        def _lay_level(self, items, edges):  # type: ignore[no-untyped-def]
            if (items, edges) not in self._levels:
                laid.append(len(items))
            return super()._lay_level(items, edges)

    layouts = Counting()
    some = tuple(f"scope:0/s{index}" for index in range(0, 20, 2))
    lay(graph, grouping="scope", opened=some, layouts=layouts)
    assert len(laid) == 2, "groups of one structure are laid out once"
    lay(graph, grouping="scope", opened=(*some, "scope:0/s1"), layouts=layouts)
    assert len(laid) == 3, "only what is around the opened group is new"
    again = lay(graph, grouping="scope", opened=some, layouts=layouts)
    assert len(laid) == 3 and again.opened == some


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "m.tflite"
    layouts = Layouts()
    endless_loop(path)
    first = lay(None, path=str(path), layouts=layouts)
    loop(path)
    second = lay(None, path=str(path), layouts=layouts)
    assert [box.id for box in first.boxes] != [box.id for box in second.boxes]


@pytest.mark.parametrize("content", [b"", b"no model at all", b"\x1c\0\0\0TFL3" + b"\xff" * 60])
def test_what_is_no_model_is_an_error(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "broken.tflite"
    path.write_bytes(content)
    with pytest.raises(ModelError) as caught:
        lay(None, path=str(path))
    assert caught.value.code in ("model-empty", "model-damaged")
    with pytest.raises(ModelError, match="model-missing"):
        lay(None, path=str(tmp_path / "nowhere.tflite"))


def test_nothing_at_all() -> None:
    layout = lay(Graph())
    assert (layout.boxes, layout.wires, layout.width, layout.height) == ((), (), 0, 0)


@pytest.mark.realmodel
def test_real_models_are_sound(realmodels: RealModels) -> None:
    from studio.graph.tflite import read_graph

    files = sorted(realmodels.folder("mediapipe").glob("mediapipe/modules/*/*.tflite"))
    files += [*realmodels.wakewords(), realmodels.fer_tflite]
    files.append(realmodels.basic_pitch_saved_model.with_suffix(".tflite"))
    for path in files:
        _, graph, _ = read_graph(path)
        layouts = Layouts()
        for grouping in GROUPINGS:
            closed = lay(None, path=str(path), grouping=grouping, opened=(), layouts=layouts)
            every = tuple(group.id for group in closed.groups)
            for opened in ((), None, every):
                layout = lay(
                    None, path=str(path), grouping=grouping, opened=opened, layouts=layouts
                )
                assert_sound(layout, graph)


def test_nothing_takes_for_ever() -> None:
    """Thousands of ops that no input leads to, after one that it does, and names without end."""
    sources = [[-1], [], *([index - 1] for index in range(2, 20_000))]
    names = ["x" * 200_000 + "1", *(f"op{index}" for index in range(1, 20_000))]
    graph = make_graph([*sources, [0, 19_999]], names=[*names, "x" * 200_000 + "2"])
    for grouping in GROUPINGS:
        begin = time.process_time()
        layout = lay(graph, grouping=grouping)
        assert time.process_time() - begin < 20
        assert layout.folded + sum(box.kind == "op" for box in layout.boxes) == 20_001
