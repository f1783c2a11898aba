"""Which groups are open: those asked for, or as many as fit."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from studio.graph.hierarchy import TOP, Hierarchy


def choose_open(
    hierarchy: Hierarchy, leaves: Mapping[str, int], wanted: Collection[str] | None, limit: int
) -> tuple[list[str], bool]:
    """Ids of the open groups, outer before inner, and whether any stays closed for want of room.

    ``leaves``: how many boxes stand right inside each group, other groups not counted. ``wanted``
    None: all but further subgraphs, level by level, as long as all of a level's fit in ``limit``.
    """
    inside = hierarchy.inside
    total = leaves.get(TOP, 0) + len(inside.get(TOP, ()))

    def more(group: str) -> int:
        return leaves.get(group, 0) + len(inside[group]) - 1

    opened: list[str] = []
    level = list(inside.get(TOP, ()))
    is_limited = False
    while level:
        if wanted is None:
            chosen = [one for one in level if hierarchy.groups[one].kind != "subgraph"]
            if total + sum(map(more, chosen)) > limit:
                return opened, bool(chosen)
        else:
            chosen = [one for one in level if one in wanted]
        level = []
        for one in chosen:
            if total + more(one) > limit:
                is_limited = True
                continue
            total += more(one)
            opened.append(one)
            level += inside[one]
    return opened, is_limited
