"""Groups by the paths in names: "net/block_1/conv/Conv2D" is in "net", "net/block_1" and so on."""

from __future__ import annotations

from collections.abc import Sequence

from studio.core.call_scopes import without_calls
from studio.core.graph_layout import Group
from studio.core.model import Node
from studio.graph.hierarchy import Hierarchy

_MOST_DEPTH = 16
_LEAST_NODES = 2


def add_scopes(hierarchy: Hierarchy, nodes: Sequence[Node], which: int, parent: str) -> None:
    """The scopes of one subgraph, ``nodes`` are all of its. A scope of a single op, or of all that
    is around it, is none."""
    paths = {node.index: scope_of(node) for node in nodes}
    pending: list[tuple[tuple[str, ...], list[int], str]] = [((), sorted(paths), parent)]
    while pending:
        path, members, around = pending.pop()
        depth = len(path)
        inner: dict[str, list[int]] = {}
        for index in members:
            if len(paths[index]) > depth:
                inner.setdefault(paths[index][depth], []).append(index)
        for name, found in inner.items():
            deeper = (*path, name)
            if len(found) == len(members):
                pending.append((deeper, found, around))
            elif len(found) >= _LEAST_NODES:
                group = Group(
                    id=f"scope:{which}/{'/'.join(deeper)}",
                    title=name,
                    kind="scope",
                    nodes=tuple(found),
                    parent=around,
                )
                hierarchy.add(group)
                pending.append((deeper, found, group.id))


def scope_of(node: Node) -> tuple[str, ...]:
    """The path around an op. Fused ops have the names of all that they do, joined by ";": the
    first is that of what comes out. Calls that wrap a SavedModel's functions are no scopes."""
    name = without_calls(node.name.split(", ", 1)[0].split(";", 1)[0])
    parts = [part for part in name.split("/") if part]
    return tuple(parts[:-1][:_MOST_DEPTH])
