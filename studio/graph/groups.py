"""The groups of a graph: what can be opened and closed, and what is inside of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.core.graph_layout import Group, Grouping
from studio.core.model import Graph, Node
from studio.graph.blocks import add_blocks
from studio.graph.hierarchy import TOP, Hierarchy
from studio.graph.scopes import add_scopes
from studio.graph.sections import add_sections

_CALLING = {
    "cond_subgraph": "condition",
    "body_subgraph": "body",
    "then_subgraph": "then",
    "else_subgraph": "else",
    "subgraph": "",
    "init_subgraph": "init",
    "decomposition_subgraph": "decomposition",
}


def find_groups(
    graph: Graph, grouping: Grouping, titles: Mapping[int, str] | None = None, limit: int = 6000
) -> Hierarchy:
    """All groups of ``graph``. ``titles``: the names of subgraphs, where the file has any.

    The nodes of a further subgraph are a group at the place of the node that runs it. What would
    still hold more than ``limit`` boxes is cut into sections.
    """
    result = Hierarchy(home=[TOP] * len(graph.nodes))
    _add_subgraphs(graph, result, titles or {})
    by_subgraph: dict[int, list[Node]] = {}
    for node in graph.nodes:
        by_subgraph.setdefault(node.subgraph, []).append(node)
    for which, nodes in by_subgraph.items():
        parent = subgraph_id(which) if which else TOP
        if grouping == "scope":
            add_scopes(result, nodes, which, parent)
        elif grouping == "block":
            add_blocks(result, graph, nodes, which, parent)
    add_sections(result, limit)
    result.sort()
    return result


def _add_subgraphs(graph: Graph, result: Hierarchy, titles: Mapping[int, str]) -> None:
    nodes: dict[int, list[Node]] = {}
    for node in graph.nodes:
        nodes.setdefault(node.subgraph, []).append(node)
    count = max([len(graph.inputs), *(which + 1 for which in nodes)], default=0)
    callers, parents, roles = _callers(graph, count)
    children: dict[int, list[int]] = {}
    for which in range(1, count):
        children.setdefault(parents.get(which, 0), []).append(which)
    pending = list(reversed(children.get(0, [])))
    while pending:
        which = pending.pop()
        inner = children.get(which, [])
        pending += reversed(inner)
        parent = parents.get(which, 0)
        caller = callers.get(which)
        group = Group(
            id=subgraph_id(which),
            title=titles.get(which) or roles.get(which) or f"subgraph {which}",
            kind="subgraph",
            nodes=tuple(
                sorted(node.index for one in _below(which, children) for node in nodes.get(one, []))
            ),
            parent=subgraph_id(parent) if parent else TOP,
            caller=caller.id if caller is not None else "",
        )
        result.add(group, caller.index + 0.5 if caller is not None else None)


def subgraph_id(which: int) -> str:
    return f"subgraph:{which}"


def called_subgraphs(node: Node) -> list[tuple[str, int]]:
    """(role, subgraph) that ``node`` runs; role "" where there is only one."""
    attributes = node.attributes
    if not attributes:
        return []
    return [
        (role, int(attributes[name]))
        for name, role in _CALLING.items()
        if attributes.get(name, "").isdigit()
    ]


def _callers(graph: Graph, count: int) -> tuple[dict[int, Node], dict[int, int], dict[int, str]]:
    """Of each subgraph the first node that runs it, the subgraph of that, and what it is there.

    Only what the first subgraph leads to, and after that each of those that nothing runs: so no
    chain of parents goes round, whatever a damaged file says.
    """
    by_subgraph: dict[int, list[Node]] = {}
    for node in graph.nodes:
        if called_subgraphs(node):
            by_subgraph.setdefault(node.subgraph, []).append(node)
    callers: dict[int, Node] = {}
    parents: dict[int, int] = {}
    roles: dict[int, str] = {}
    is_called = {w for nodes in by_subgraph.values() for n in nodes for _, w in called_subgraphs(n)}
    seen: set[int] = set()
    for start in [0, *(w for w in range(1, count) if w not in is_called)]:
        if start in seen:
            continue
        seen.add(start)
        pending = [start]
        while pending:
            for node in by_subgraph.get(pending.pop(0), []):
                for role, which in called_subgraphs(node):
                    if which in seen or which >= count:
                        continue
                    seen.add(which)
                    callers[which], parents[which] = node, node.subgraph
                    roles[which] = f"{node.op} {role}".strip()
                    pending.append(which)
    return callers, parents, roles


def _below(which: int, children: Mapping[int, Sequence[int]]) -> list[int]:
    found = [which]
    for one in found:
        found += children.get(one, [])
    return found
