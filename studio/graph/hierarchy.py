"""What is inside of what: groups, and the innermost one of each node."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from studio.core.graph_layout import Group

TOP = ""


@dataclass(slots=True)
class Hierarchy:
    """``home``: the innermost group of each node. ``inside``: the groups right inside of each.

    ``first``: where a group stands in the order of execution.
    """

    groups: dict[str, Group] = field(default_factory=dict)
    home: list[str] = field(default_factory=list)
    inside: dict[str, list[str]] = field(default_factory=dict)
    first: dict[str, float] = field(default_factory=dict)

    def add(self, group: Group, first: float | None = None) -> None:
        self.groups[group.id] = group
        self.inside.setdefault(group.parent, []).append(group.id)
        self.inside.setdefault(group.id, [])
        self.first[group.id] = min(group.nodes, default=0) if first is None else first
        for node in group.nodes:
            self.home[node] = group.id

    def gather(self, group: Group, nodes: list[int], groups: list[str], first: float) -> None:
        """Add ``group`` around ``nodes`` and ``groups``, which were right inside its parent and
        have been taken out of there."""
        self.inside[group.parent].append(group.id)
        self.groups[group.id] = group
        self.first[group.id] = first
        self.inside[group.id] = list(groups)
        for node in nodes:
            self.home[node] = group.id
        for one in groups:
            self.groups[one] = replace(self.groups[one], parent=group.id)

    def move(self, group_id: str, parent: str) -> None:
        """Put a group into another, which stands right inside what is around it or deeper.

        Those that it comes to be in from then on count its nodes as well.
        """
        group = self.groups[group_id]
        self.inside[group.parent].remove(group_id)
        self.inside[parent].append(group_id)
        self.groups[group_id] = replace(group, parent=parent)
        around = parent
        while around not in (TOP, group.parent):
            outer = self.groups[around]
            nodes = tuple(sorted({*outer.nodes, *group.nodes}))
            self.groups[around] = replace(outer, nodes=nodes)
            around = outer.parent

    def sort(self) -> None:
        """Outer before inner, in the order of execution."""
        ordered: dict[str, Group] = {}
        pending = [TOP]
        while pending:
            group = pending.pop()
            if group != TOP:
                ordered[group] = self.groups[group]
            inner = sorted(self.inside.get(group, ()), key=self.first.__getitem__)
            self.inside[group] = inner
            pending += reversed(inner)
        self.groups = ordered
