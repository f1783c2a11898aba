"""Groups by repeated structure: residual blocks, layers of a transformer, stages of convolutions.

A graph is cut where a single tensor goes on, so that nothing leads around the cut: a residual
block lies between two cuts, and so does each op of a plain chain. Then what comes again is looked
for in the sequence of such stretches: the same ops with the same attributes, whatever the sizes.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from studio.core.graph_layout import Group
from studio.core.model import Graph, Node
from studio.graph.hierarchy import Hierarchy

_LONG = 60
"""Tensors that are needed more ops later lead around whole stages: they hinder no cut."""

_MOST_PERIOD = 16
_LEAST_NODES = 2
_LEAST_INNER = 3
_MOST_NAME = 400


@dataclass(frozen=True, slots=True)
class _Stretch:
    """``token``: of each op that an input leads to, what it is; ``ops``: the names of those."""

    nodes: tuple[int, ...]
    token: tuple[object, ...]
    ops: tuple[str, ...]


def add_blocks(
    hierarchy: Hierarchy, graph: Graph, nodes: Sequence[Node], which: int, parent: str
) -> None:
    """The blocks of one subgraph, ``nodes`` are all of its."""
    stretches = _stretches(graph, nodes)
    runs = _repeats(stretches)
    taken = {
        place for start, period, times in runs for place in range(start, start + period * times)
    }
    seen = Counter(stretch.token for stretch in stretches if len(stretch.nodes) >= _LEAST_NODES)
    for start, period, times in runs:
        for begin in range(start, start + period * times, period):
            parts = stretches[begin : begin + period]
            outer = _add(hierarchy, graph, parts, which, parent)
            for part in parts if period > 1 else ():
                if len(part.nodes) >= _LEAST_INNER:
                    _add(hierarchy, graph, [part], which, outer)
    for place, stretch in enumerate(stretches):
        if place not in taken and seen[stretch.token] > 1:
            _add(hierarchy, graph, [stretch], which, parent)


def _add(
    hierarchy: Hierarchy, graph: Graph, parts: Sequence[_Stretch], which: int, parent: str
) -> str:
    nodes = sorted(node for part in parts for node in part.nodes)
    tokens = tuple(part.token for part in parts)
    group = Group(
        id=f"block:{which}/{nodes[0]}-{nodes[-1]}/{len(nodes)}",
        title=_title([graph.nodes[index] for index in nodes], parts),
        kind="block",
        nodes=tuple(nodes),
        parent=parent,
        alike=hashlib.sha256(repr(tokens).encode()).hexdigest()[:12],
    )
    hierarchy.add(group)
    return group.id


def _title(nodes: Sequence[Node], parts: Sequence[_Stretch]) -> str:
    """What the names have in common, down from the last "/"; else the ops at both ends."""
    names = [
        node.name[:_MOST_NAME].split(", ", 1)[0].split(";", 1)[0] for node in nodes if node.name
    ]
    # only whole words: "block_1" is not what "block_10" and "block_11" share
    common = names[0] if names else ""
    while common and not all(_is_begun_by(name, common) for name in names):
        common = common[:-1]
    last = common.strip("/_.").rpartition("/")[2]
    if any(letter.isdigit() for letter in last):
        return last
    return " … ".join(dict.fromkeys((parts[0].ops[0], parts[-1].ops[-1])))


def _is_begun_by(name: str, words: str) -> bool:
    return name.startswith(words) and name[len(words) : len(words) + 1] in ("", "/", "_", ".")


def _stretches(graph: Graph, nodes: Sequence[Node]) -> list[_Stretch]:
    """What lies between cuts. What depends on no input goes with the op that it feeds first."""
    makers = {tensor: node.index for node in nodes for tensor in node.outputs if tensor >= 0}
    feeds: dict[int, int] = {}
    for node in nodes:
        for tensor in node.inputs:
            if tensor in makers:
                feeds.setdefault(makers[tensor], node.index)
    loose = _loose(graph, nodes, makers)
    trunk = [node for node in nodes if node.index not in loose]
    goes_on = _tensors_alive(trunk, {node.index: at for at, node in enumerate(trunk)}, makers)
    own: dict[int, int] = {}
    parts: list[list[int]] = [[]]
    for at, node in enumerate(trunk):
        parts[-1].append(node.index)
        own[node.index] = len(parts) - 1
        if goes_on[at] <= 1 and at + 1 < len(trunk):
            parts.append([])
    tokens = [tuple(_token(graph.nodes[index]) for index in part) for part in parts]
    names = [tuple(graph.nodes[index].op for index in part) for part in parts]
    for index in sorted(loose, reverse=True):
        user = feeds.get(index, -1)
        if user in own:
            own[index] = own[user]
            parts[own[user]].append(index)
    return [
        _Stretch(tuple(sorted(part)), token, ops)
        for part, token, ops in zip(parts, tokens, names, strict=True)
        if part
    ]


def _loose(graph: Graph, nodes: Sequence[Node], makers: dict[int, int]) -> set[int]:
    """Nodes that no input of the subgraph leads to: constants made wide again, and the like."""
    loose: set[int] = set()
    for node in nodes:
        fed = [tensor for tensor in node.inputs if tensor >= 0]
        if all(graph.tensors[t].is_constant or makers.get(t) in loose for t in fed):
            loose.add(node.index)
    return loose if len(loose) < len(nodes) else set()


def _tensors_alive(
    trunk: Sequence[Node], place: dict[int, int], makers: dict[int, int]
) -> list[int]:
    """How many tensors lead from up to and including each op to later ones."""
    last: dict[int, tuple[int, int]] = {}
    for at, node in enumerate(trunk):
        for tensor in node.inputs:
            maker = place.get(makers.get(tensor, -1))
            if maker is not None and maker < at <= maker + _LONG:
                last[tensor] = (maker, at)
    changes = [0] * (len(trunk) + 1)
    for maker, at in last.values():
        changes[maker] += 1
        changes[at] -= 1
    alive: list[int] = []
    for change in changes[:-1]:
        alive.append((alive[-1] if alive else 0) + change)
    return alive


def _token(node: Node) -> tuple[object, ...]:
    return (node.op, tuple(sorted(node.attributes.items())))


def _repeats(stretches: Sequence[_Stretch]) -> list[tuple[int, int, int]]:
    """(start, period, times): what follows upon itself, found from the start, longest first.

    A single op many times over is no block.
    """
    ids: dict[tuple[object, ...], int] = {}
    tokens = [ids.setdefault(stretch.token, len(ids)) for stretch in stretches]
    likeness = [_like_the_next(tokens, period) for period in range(1, _MOST_PERIOD + 1)]
    runs: list[tuple[int, int, int]] = []
    start = 0
    while start < len(tokens):
        best: tuple[int, int, int] | None = None
        for period in range(1, _MOST_PERIOD + 1):
            times = likeness[period - 1][start] // period + 1
            if times < 2 or (best is not None and times * period <= best[1] * best[2]):
                continue
            if not _is_dull(stretches[start : start + period]):
                best = (start, period, times)
        if best is None:
            start += 1
            continue
        runs.append(best)
        start += best[1] * best[2]
    return runs


def _like_the_next(tokens: Sequence[int], period: int) -> list[int]:
    """For each place how many tokens from there on are the same ``period`` later."""
    alike = [0] * len(tokens)
    for at in range(len(tokens) - period - 1, -1, -1):
        if tokens[at] == tokens[at + period]:
            alike[at] = alike[at + 1] + 1
    return alike


def _is_dull(period: Sequence[_Stretch]) -> bool:
    """One op, or several that are all the same."""
    return len({op for stretch in period for op in stretch.token}) < _LEAST_NODES
