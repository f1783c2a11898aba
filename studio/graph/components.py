"""Strongly connected components of a graph, without recursion (Tarjan 1972)."""

from __future__ import annotations

from collections.abc import Sequence


def cyclic(after: Sequence[Sequence[int]]) -> set[int]:
    """Nodes on a cycle. ``after``: of each node, those that its edges lead to."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    waiting: list[int] = []
    is_waiting: set[int] = set()
    found: set[int] = set()
    for start in range(len(after)):
        if start in order:
            continue
        path = [(start, 0)]
        while path:
            at, edge = path.pop()
            if edge == 0:
                order[at] = low[at] = len(order)
                waiting.append(at)
                is_waiting.add(at)
            while edge < len(after[at]):
                to = after[at][edge]
                edge += 1
                if to not in order:
                    path.append((at, edge))
                    path.append((to, 0))
                    break
                if to in is_waiting:
                    low[at] = min(low[at], order[to])
            else:
                if low[at] == order[at]:
                    _close(at, waiting, is_waiting, found)
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[at])
    return found


def _close(at: int, waiting: list[int], is_waiting: set[int], found: set[int]) -> None:
    component = [waiting.pop()]
    while component[-1] != at:
        component.append(waiting.pop())
    is_waiting.difference_update(component)
    if len(component) > 1:
        found.update(component)
