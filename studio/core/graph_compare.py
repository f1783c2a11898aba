"""A diff by node: in which classes each node of either graph is, and which are its counterparts.

Pure: for the faces, which show it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

import msgspec

from studio.core.graph_diff import GraphDiff, Moved

DiffClass = Literal["matched", "requantized", "moved", "fused", "folded", "removed", "added"]
DIFF_CLASSES: tuple[DiffClass, ...] = (
    "matched", "requantized", "moved", "fused", "folded", "removed", "added",
)  # fmt: skip
"""A node that is requantized or moved is matched too; "matched" alone = no change is known."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A place to look at: nodes of the first and of the second graph that belong together."""

    firsts: tuple[str, ...] = ()
    seconds: tuple[str, ...] = ()


class GraphSide(msgspec.Struct, frozen=True, kw_only=True):
    """Of one of the graphs: node -> its classes, the most telling first; node -> counterparts."""

    classes: dict[str, tuple[DiffClass, ...]]
    counterparts: dict[str, tuple[str, ...]]


class GraphComparison(msgspec.Struct, frozen=True, kw_only=True):
    """``steps``: of each class, in the order of the graphs. ``is_placed``: whether it is known what
    moved between delegate and runtime."""

    first: GraphSide
    second: GraphSide
    steps: dict[DiffClass, tuple[Step, ...]]
    is_placed: bool
    is_typed: bool

    def count(self, name: DiffClass) -> tuple[int, int]:
        """Nodes of that class in the first and in the second graph."""
        steps = self.steps.get(name, ())
        firsts = {node for step in steps for node in step.firsts}
        return len(firsts), len({node for step in steps for node in step.seconds})


def compare_graphs(diff: GraphDiff, moved: Sequence[Moved] | None) -> GraphComparison:
    """``moved``: None = not known."""
    requantized = {one.first for one in diff.requantized}
    elsewhere = {one.first for one in moved or ()}
    first: dict[str, tuple[DiffClass, ...]] = dict.fromkeys(diff.removed, ("removed",))
    second: dict[str, tuple[DiffClass, ...]] = dict.fromkeys(diff.added, ("added",))
    first.update(dict.fromkeys(diff.folded, ("folded",)))
    second.update(dict.fromkeys(diff.unfolded, ("folded",)))
    partners: dict[str, tuple[str, ...]] = {}
    origins: dict[str, tuple[str, ...]] = {}
    steps: dict[DiffClass, list[Step]] = {name: [] for name in DIFF_CLASSES}
    for match in diff.matched:
        names: list[DiffClass] = []
        if match.first in elsewhere:
            names.append("moved")
        if match.first in requantized:
            names.append("requantized")
        first[match.first] = second[match.second] = tuple(names or ["matched"])
        partners[match.first], origins[match.second] = (match.second,), (match.first,)
        for name in names or ["matched"]:
            steps[name].append(Step(firsts=(match.first,), seconds=(match.second,)))
    inside: dict[str, list[str]] = defaultdict(list)
    for one in diff.fused:
        second[one.second] = ("fused",)
        origins[one.second] = one.firsts
        steps["fused"].append(Step(firsts=one.firsts, seconds=(one.second,)))
        for node in one.firsts:
            first[node] = ("fused",)
            inside[node].append(one.second)
    partners.update({node: tuple(found) for node, found in inside.items()})
    steps["folded"] = [Step(firsts=(node,)) for node in diff.folded]
    steps["folded"] += [Step(seconds=(node,)) for node in diff.unfolded]
    steps["removed"] = [Step(firsts=(node,)) for node in diff.removed]
    steps["added"] = [Step(seconds=(node,)) for node in diff.added]
    return GraphComparison(
        first=GraphSide(classes=first, counterparts=partners),
        second=GraphSide(classes=second, counterparts=origins),
        steps={name: tuple(found) for name, found in steps.items()},
        is_placed=moved is not None,
        is_typed=diff.is_typed,
    )
