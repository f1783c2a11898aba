"""What is gathered: paths in names, repeated structure, stretches of what is too long."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.graph_layout import Group
from studio.core.model import Graph
from studio.graph.groups import find_groups
from studio.graph.tflite import read_graph
from tests.kit.made_graphs import chain, make_graph
from tests.realmodels import RealModels


def groups_of(graph: Graph, grouping: str, limit: int = 6000) -> list[Group]:
    return list(find_groups(graph, grouping, limit=limit).groups.values())  # type: ignore[arg-type]


def test_scopes_are_the_paths_in_names() -> None:
    names = ["net/a/x", "net/a/y", "net/b/c/x", "net/b/c/y", "net/b/z", "net/alone/x", "out"]
    found = groups_of(chain(7, names), "scope")
    assert [(group.id, group.title, group.parent, group.nodes) for group in found] == [
        ("scope:0/net", "net", "", (0, 1, 2, 3, 4, 5)),
        ("scope:0/net/a", "a", "scope:0/net", (0, 1)),
        ("scope:0/net/b", "b", "scope:0/net", (2, 3, 4)),
        ("scope:0/net/b/c", "c", "scope:0/net/b", (2, 3)),
    ]


def test_a_scope_around_all_is_none() -> None:
    found = groups_of(chain(4, ["net/a/x", "net/a/y", "net/b/x", "net/b/y"]), "scope")
    assert [group.title for group in found] == ["a", "b"]


def test_joined_names_of_fused_ops_count_by_what_comes_out() -> None:
    names = ["m/conv1/Relu;m/bn1/mul;w/conv", "m/conv1/Conv, m/other/second", "m/b/x", "y"]
    found = groups_of(chain(4, names), "scope")
    assert [(group.title, group.nodes) for group in found] == [("m", (0, 1, 2)), ("conv1", (0, 1))]


def test_scopes_end_somewhere() -> None:
    deep = "/".join(f"s{index}" for index in range(400))
    found = groups_of(chain(4, [f"{deep}/a", f"{deep}/b", "/", "x//y"]), "scope")
    assert 0 < len(found) < 20


def residual_blocks(count: int) -> Graph:
    """RELU -> RELU -> ADD with what was before, ``count`` times, between two other ops."""
    sources = [[-1]]
    for _ in range(count):
        before = len(sources) - 1
        sources += [[before], [before + 1], [before + 2, before]]
    return make_graph([*sources, [len(sources) - 1]])


def test_residual_blocks_are_alike() -> None:
    found = groups_of(residual_blocks(4), "block")
    assert [group.nodes for group in found] == [(1, 2, 3), (4, 5, 6), (7, 8, 9), (10, 11, 12)]
    assert len({group.alike for group in found}) == 1 and found[0].alike


def test_one_op_again_and_again_is_no_block() -> None:
    assert groups_of(chain(50), "block") == []


def test_stages_of_a_plain_chain() -> None:
    graph = chain(9)
    ops = ["CONV_2D", "CONV_2D", "MAX_POOL_2D"] * 3
    from msgspec.structs import replace

    nodes = tuple(replace(node, op=op) for node, op in zip(graph.nodes, ops, strict=True))
    found = groups_of(replace(graph, nodes=nodes), "block")
    assert [group.nodes for group in found] == [(0, 1, 2), (3, 4, 5), (6, 7, 8)]
    assert [group.title for group in found] == [
        f"CONV_2D … MAX_POOL_2D {place}/3" for place in (1, 2, 3)
    ], "told apart where their names say nothing"


def test_blocks_of_other_attributes_are_not_alike() -> None:
    from msgspec.structs import replace

    graph = residual_blocks(4)
    nodes = [
        replace(node, attributes={"activation": "RELU6"}) if node.index in (4, 10) else node
        for node in graph.nodes
    ]
    found = groups_of(replace(graph, nodes=tuple(nodes)), "block")
    by_alike = Counter(group.alike for group in found if len(group.nodes) == 3)
    assert sorted(by_alike.values()) == [2, 2]


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.integers(2, 40), st.booleans())
def test_sections_hold_all_and_fit(count: int, limit: int, has_scopes: bool) -> None:
    names = [f"s{index // 3 if has_scopes else index}/op" for index in range(count)]
    hierarchy = find_groups(chain(count, names), "scope", limit=limit)
    assert sorted(
        node for group in hierarchy.groups.values() if not group.parent for node in group.nodes
    ) == [node for node in range(count) if hierarchy.home[node]]
    outside = sum(not home for home in hierarchy.home) + len(hierarchy.inside[""])
    assert outside <= max(limit, 2)


@pytest.mark.realmodel
def test_blocks_of_a_real_model(realmodels: RealModels) -> None:
    """The blocks of the face landmark model, whose weights are made wide again one by one."""
    _, graph, _ = read_graph(realmodels.mediapipe("face_landmark"))
    found = groups_of(graph, "block")
    assert sum(len(group.nodes) for group in found if not group.parent) > len(graph.nodes) / 2
    assert max(Counter(group.alike for group in found).values()) >= 4
