"""A diff by node, and what moved between delegate and runtime."""

from __future__ import annotations

from studio.core.graph_compare import Step, compare_graphs
from studio.core.graph_diff import Fusion, GraphDiff, Moved, NodeMatch, Requantized
from studio.core.graph_moves import moved_nodes
from studio.core.profile import ProfiledOp, ProfileResult
from tests.kit.profiles import make_profile

DIFF = GraphDiff(
    matched=tuple(NodeMatch(first=one, second=one.upper(), by="name") for one in "abc"),
    requantized=(
        Requantized(first="a", second="A", before="float32", after="int8"),
        Requantized(first="b", second="B", before="float32", after="int8"),
    ),
    fused=(
        Fusion(firsts=("d", "e"), second="DE"),
        Fusion(firsts=("f",), second="F1"),
        Fusion(firsts=("f",), second="F2"),
    ),
    removed=("g",),
    added=("H",),
    folded=("i", "j"),
    unfolded=("K",),
)
MOVED = (Moved(first="b", second="B", before="delegate", after="runtime"),)


def test_each_node_has_its_classes_and_counterparts() -> None:
    found = compare_graphs(DIFF, MOVED)
    assert found.first.classes == {
        "a": ("requantized",),
        "b": ("moved", "requantized"),
        "c": ("matched",),
        "d": ("fused",),
        "e": ("fused",),
        "f": ("fused",),
        "g": ("removed",),
        "i": ("folded",),
        "j": ("folded",),
    }
    assert found.second.classes["H"] == ("added",)
    assert found.second.classes["K"] == ("folded",)
    assert found.first.counterparts["f"] == ("F1", "F2")
    assert found.first.counterparts["d"] == ("DE",)
    assert found.second.counterparts["DE"] == ("d", "e")
    assert "g" not in found.first.counterparts and "H" not in found.second.counterparts


def test_counts_are_of_nodes_and_steps_lead_through_them() -> None:
    found = compare_graphs(DIFF, MOVED)
    assert {name: found.count(name) for name in found.steps} == {
        "matched": (1, 1),
        "requantized": (2, 2),
        "moved": (1, 1),
        "fused": (3, 3),
        "folded": (2, 1),
        "removed": (1, 0),
        "added": (0, 1),
    }
    assert found.steps["fused"][0] == Step(firsts=("d", "e"), seconds=("DE",))
    assert found.is_placed and not compare_graphs(DIFF, None).is_placed


def profiled(**kernels: str) -> ProfileResult:
    """Node -> the delegate's kernel, "" = run by the runtime."""
    ops = tuple(
        ProfiledOp(op="X", name=node, placing="mapped", share=0.1, median_us=1.0, node_id=node,
                   kernel=kernel, index=at)
        for at, (node, kernel) in enumerate(kernels.items())
    )  # fmt: skip
    return make_profile("a" * 64, ops)


def test_what_moved_is_known_only_of_two_profiles() -> None:
    first, second = profiled(a="Conv", b="Conv", c=""), profiled(A="Conv", B="", C="")
    assert moved_nodes(DIFF, first, None) is None
    assert moved_nodes(DIFF, None, None) is None
    assert moved_nodes(DIFF, first, second) == MOVED
    # of what was not recorded, nothing is said
    assert moved_nodes(DIFF, first, profiled(A="Conv")) == ()
