"""Stretches of a level that would hold more boxes than can be shown."""

from __future__ import annotations

import math

from studio.core.graph_layout import Group
from studio.graph.hierarchy import TOP, Hierarchy

_MOST_IN_SECTION = 500


def add_sections(hierarchy: Hierarchy, limit: int) -> None:
    """Cuts each level of more than ``limit`` boxes, in the order of execution."""
    members: dict[str, list[int]] = {}
    for node, home in enumerate(hierarchy.home):
        members.setdefault(home, []).append(node)
    for parent in [TOP, *hierarchy.groups]:
        entries: list[tuple[float, int | str]] = [
            (float(node), node) for node in members.get(parent, ())
        ]
        entries += [(hierarchy.first[one], one) for one in hierarchy.inside.get(parent, ())]
        if len(entries) > limit:
            _cut(hierarchy, parent, sorted(entries, key=lambda entry: entry[0]), limit)


def _cut(
    hierarchy: Hierarchy, parent: str, entries: list[tuple[float, int | str]], limit: int
) -> None:
    most = max(1, limit // 2)
    size = max(
        2, math.ceil(len(entries) / most), min(_MOST_IN_SECTION, math.isqrt(len(entries)) * 2)
    )
    hierarchy.inside[parent] = []  # all of it is in one section or another
    for start in range(0, len(entries), size):
        part = entries[start : start + size]
        nodes = [which for _, which in part if isinstance(which, int)]
        groups = [which for _, which in part if isinstance(which, str)]
        inner = [node for one in groups for node in hierarchy.groups[one].nodes]
        first, last = int(part[0][0]), int(part[-1][0])
        group = Group(
            id=f"section:{parent}:{first}-{last}",
            title=f"{first}–{last}",
            kind="section",
            nodes=tuple(sorted({*nodes, *inner})),
            parent=parent,
        )
        hierarchy.gather(group, nodes, groups, part[0][0])
