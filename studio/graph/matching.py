"""Which node of one graph does the work of which node of another of the same kind of file.

First by name: two nodes of one op and shape that make a tensor of one name. Names alone mislead,
since whoever writes a file appends digits where a name is taken. So a node with two suitors is
left out, and pairs are let go that contradict what the structure alone tells, the order of the
others, or their own surroundings. Then by topology (:mod:`studio.graph.topology`). Where several
could be meant, none is.
"""

from __future__ import annotations

from collections import defaultdict

from studio.core.graph_diff import MatchedBy
from studio.graph.components import cyclic
from studio.graph.topology import alike, match_by_topology
from studio.graph.view import View

Pairs = dict[int, int]
_MOST_ROUNDS = 8
"""Pairs that are let go may show others to be wrong; each round looks at the whole graph."""


def match(first: View, second: View) -> dict[tuple[int, int], MatchedBy]:
    """Pairs of positions; no node is in two of them."""
    pairs = _match_by_name(first, second)
    found: dict[tuple[int, int], MatchedBy] = dict.fromkeys(pairs.items(), "name")
    more = match_by_topology(first, second, pairs)
    found.update(dict.fromkeys(more.items(), "topology"))
    pairs.update(more)
    found.update(dict.fromkeys(_translations(first, second, pairs).items(), "name"))
    return found


def _match_by_name(first: View, second: View) -> Pairs:
    wanted: dict[int, set[int]] = defaultdict(set)
    suitors: dict[int, set[int]] = defaultdict(set)
    others = second.makers_by_name()
    for subgraph, names in first.makers_by_name().items():
        theirs = others.get(subgraph, {})
        for name, one in names.items():
            other = theirs.get(name)
            if one is not None and other is not None and _may_be(first, one, second, other):
                wanted[one].add(other)
                suitors[other].add(one)
    told = alike(first, second)
    told_back = {other: one for one, other in told.items()}
    pairs: Pairs = {}
    for one, found in wanted.items():
        other = min(found)
        is_only = len(found) == 1 and len(suitors[other]) == 1
        if is_only and told.get(one, other) == other and told_back.get(other, one) == one:
            pairs[one] = other
    return without_contradictions(first, second, pairs)


def without_contradictions(first: View, second: View, pairs: Pairs) -> Pairs:
    """Those that agree with the order of the others and with their own surroundings."""
    for _ in range(_MOST_ROUNDS):
        wrong = _against_the_order(first, second, pairs) | _misplaced(first, second, pairs)
        if not wrong:
            break
        pairs = {one: other for one, other in pairs.items() if one not in wrong}
    return pairs


def _may_be(first: View, one: int, second: View, other: int) -> bool:
    """Op and shapes; attributes may differ, a name tells more than they."""
    mine, theirs = first.kinds[one], second.kinds[other]
    return mine[:3] == theirs[:3]


def _against_the_order(first: View, second: View, pairs: Pairs) -> set[int]:
    """Nodes of ``first`` in pairs that cannot all hold: both graphs laid on top of one another,
    pair on pair, would have a cycle that neither has. In loops of control flow, which are cycles
    already, nothing contradicts the order."""
    offset = len(first.nodes)
    place = {offset + other: one for one, other in pairs.items()}
    after: list[list[int]] = [[] for _ in range(offset + len(second.nodes))]
    for start, view in ((0, first), (offset, second)):
        for at, parents in enumerate(view.parents):
            here = place.get(start + at, start + at)
            for parent in parents:
                if parent >= 0:
                    there = place.get(start + parent, start + parent)
                    if there != here:
                        after[there].append(here)
    looping, other_looping = _looping(first), _looping(second)
    return {
        at
        for at in cyclic(after)
        if at in pairs and at not in looping and pairs[at] not in other_looping
    }


def _looping(view: View) -> set[int]:
    return cyclic([[at for at in children if at >= 0] for children in view.children])


def _misplaced(first: View, second: View, pairs: Pairs) -> set[int]:
    """Nodes of ``first`` whose neighbors are matched, but to nodes that are not next to theirs."""
    back = {other: one for one, other in pairs.items()}
    found: set[int] = set()
    for one, other in pairs.items():
        right = wrong = 0
        for mine, theirs in (
            (first.parents[one], second.parents[other]),
            (first.children[one], second.children[other]),
        ):
            matched = {pairs[at] for at in mine if at in pairs}
            counterparts = {at for at in theirs if at in back}
            right += len(matched & counterparts)
            wrong += min(len(matched - counterparts), len(counterparts - matched))
        if wrong > right or (wrong and wrong == right):
            found.add(one)
    return found


def _translations(first: View, second: View, pairs: Pairs) -> Pairs:
    """QUANTIZE and the like that make a tensor of one name out of values that are one."""
    theirs: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, node in enumerate(second.nodes):
        if second.is_translation(at):
            theirs[(node.op, node.subgraph, node.name)].append(at)
    found: Pairs = {}
    for at, node in enumerate(first.nodes):
        if not first.is_translation(at):
            continue
        others = theirs.get((node.op, node.subgraph, node.name), [])
        if len(others) == 1 and _same_value(first, at, second, others[0], pairs):
            found[at] = others[0]
    return found


def _same_value(first: View, one: int, second: View, other: int, pairs: Pairs) -> bool:
    mine, theirs = first.nodes[one].inputs, second.nodes[other].inputs
    if len(mine) != 1 or len(theirs) != 1 or mine[0] < 0 or theirs[0] < 0:
        return False
    ours, other_tensor = first.origins[mine[0]], second.origins[theirs[0]]
    maker, counterpart = first.producer.get(ours), second.producer.get(other_tensor)
    if maker is None or counterpart is None:
        one_tensor, two_tensor = first.tensors[ours], second.tensors[other_tensor]
        return maker is counterpart and one_tensor.name == two_tensor.name
    return pairs.get(maker) == counterpart
