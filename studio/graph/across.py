"""Which nodes of two graphs of different formats do the same work, and what was folded or fused.

First their skeletons (:mod:`studio.graph.skeleton`): pairs that names or the content of weights
propose, of one kind and size, as far as they contradict neither the order nor their surroundings;
then what topology leaves one answer for. Then the ways between matched nodes: what stands on both
in the same order is matched too, and what stands on one of them alone was taken in by a neighbor
that can do it (:mod:`studio.graph.insides`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from studio.core.graph_diff import MatchedBy
from studio.graph.canonical import ROUNDING, Family
from studio.graph.insides import Insides, Taken
from studio.graph.links import Links, Pair
from studio.graph.matching import without_contradictions
from studio.graph.proposals import by_content, by_name, of_equal_weights
from studio.graph.skeleton import OUTPUT, Skeleton, Way, has_open_sizes, skeleton_of
from studio.graph.topology import match_by_topology
from studio.graph.view import View
from studio.graph.ways import pair_up
from studio.graph.written_out import written_out

_MOST_ROUNDS = 8
Related = dict[Pair, MatchedBy]


@dataclass(frozen=True)
class Across:
    """``related``: (node of the first, of the second). ``folded``/``other_folded``: nodes of either
    graph that need no op in the other one."""

    related: Related
    folded: frozenset[int]
    other_folded: frozenset[int]


def relate_across(
    first: View,
    second: View,
    families: tuple[Family, Family],
    named: Iterable[Pair],
    of_one_content: Mapping[int, int],
) -> Across:
    """``named``: nodes whose names say that they belong together, in any number.

    ``of_one_content``: tensor of the first -> the only one of the second with the same numbers.
    """
    by_size = not (has_open_sizes(first) or has_open_sizes(second))
    one = skeleton_of(first, families[0], by_size=by_size)
    other = skeleton_of(second, families[1], by_size=by_size)
    hints = Links(named)
    by: Related = {}
    proposed = by_content(one, other, of_one_content)
    by.update(dict.fromkeys(proposed.items(), "weights"))
    taken_already = set(proposed.values())
    for pair in by_name(one, other, hints).items():
        if pair[0] not in proposed and pair[1] not in taken_already:
            proposed[pair[0]] = pair[1]
            by[pair] = "name"
    bones = {one.number(ours): other.number(theirs) for ours, theirs in proposed.items()}
    bones = without_contradictions(one.view, other.view, bones)
    bones |= match_by_topology(one.view, other.view, bones, ends_by_place=False)
    pairs = Links((one.places[ours], other.places[theirs]) for ours, theirs in bones.items())
    pairs.add(_merged(one, other, pairs))
    related: Related = {pair: by.get(pair, "topology") for pair in pairs.pairs}
    equal = Links(of_equal_weights(one, other, of_one_content))
    for _ in range(2):  # again to and from ops that are written as several in the other graph
        on_ways, taken = _on_ways(one, other, pairs, hints, equal)
        for pair in on_ways | taken.inside:
            related[pair] = "name" if pair in hints else "topology"
        several = _made_of_several(one, other, related, hints)
        related.update(several)
        pairs.add(several)
    written = written_out(one, other, Links(related))
    related.update(dict.fromkeys(written.inside, "topology"))
    return Across(
        related,
        _folded(one, {a for a, _ in related}, taken.idle | written.idle),
        _folded(other, {b for _, b in related}, taken.other_idle | written.other_idle),
    )


def _merged(one: Skeleton, other: Skeleton, pairs: Links) -> set[Pair]:
    """Nodes that one graph has twice and the other once: whatever matched nodes read at the same
    place is the same value, so who makes it does the same work."""
    mine, theirs = one.makers, other.makers
    found: set[Pair] = set()
    waiting = sorted(pairs.pairs)
    while waiting:
        ours, its = waiting.pop()
        above, others = mine.get(ours, ()), theirs.get(its, ())
        if len(above) != len(others) or (
            len(above) > 1 and one.view.is_either_way(one.number(ours))
        ):
            continue
        for a, b in zip(above, others, strict=True):
            if a is None or b is None or (a, b) in found:
                continue
            if pairs.has_first(a) == pairs.has_second(b):
                continue
            if one.view.kinds[one.number(a)] == other.view.kinds[other.number(b)]:
                found.add((a, b))
                waiting.append((a, b))
    return found


def _on_ways(
    one: Skeleton, other: Skeleton, pairs: Links, hints: Links, equal: Links
) -> tuple[set[Pair], Taken]:
    """What the ways between matched nodes tell: pairs, and what became of the rest."""
    meeting = list(_meeting(one, other, pairs))
    votes: dict[int, set[int]] = defaultdict(set)
    back: dict[int, set[int]] = defaultdict(set)
    for way, theirs in meeting:
        for ours, found in pair_up(one, other, way, theirs, pairs, hints):
            votes[ours].add(found)
            back[found].add(ours)
    # several ways may lead through one node of the one graph and copies of it in the other
    paired = {
        (ours, its)
        for ours, found in votes.items()
        for its in found
        if len(found) == 1 or all(len(back[one_of_them]) == 1 for one_of_them in found)
    }
    known = Links(pairs.pairs | paired)
    insides = Insides(one, other, known, hints, equal)
    all_of_it = Taken()
    for way, theirs in meeting:
        all_of_it.add(insides.taken_in(way, theirs))
    return paired, all_of_it


def _meeting(one: Skeleton, other: Skeleton, pairs: Links) -> Iterable[tuple[Way, Way]]:
    """Ways of either graph from and to nodes that are matched."""
    readers: dict[int, set[int]] = defaultdict(set)
    for ours, its in pairs.seconds.items():
        readers[ours].update(its)
    readers[OUTPUT].add(OUTPUT)
    starts: dict[int | None, set[int | None]] = defaultdict(set)
    for ours, its in pairs.seconds.items():
        starts[ours].update(its)
    if len(one.whole.inputs) == len(other.whole.inputs) == 1:
        starts[None].add(None)
    theirs: dict[tuple[int | None, int], list[Way]] = defaultdict(list)
    for way in other.ways:
        theirs[way.start, way.reader].append(way)
    mine: dict[tuple[int | None, int], list[Way]] = defaultdict(list)
    for way in one.ways:
        mine[way.start, way.reader].append(way)
    for (start, reader), ways in mine.items():
        if len(ways) > 1 and not _is_ordered(one, reader):
            continue
        for first in starts[start]:
            for last in readers[reader]:
                found = theirs.get((first, last), [])
                if len(found) == len(ways):
                    yield from zip(ways, found, strict=True)


def _is_ordered(side: Skeleton, reader: int) -> bool:
    """Whether the places of what it reads tell them apart."""
    return reader != OUTPUT and not side.view.is_either_way(side.number(reader))


def _made_of_several(one: Skeleton, other: Skeleton, related: Related, hints: Links) -> Related:
    """What names say of nodes that nothing was found for: one op written as several, or the other
    way round. Only where what is around them is matched, and to what is around their like."""
    found: Related = {}
    known = Links(related)
    waiting = sorted(
        (ours, theirs)
        for ours, theirs in hints.pairs
        if not known.has_first(ours)
        and not known.has_second(theirs)
        and _can_be_part(one, other, ours, theirs)
    )
    for _ in range(_MOST_ROUNDS):
        new = [pair for pair in waiting if _is_between(one, other, pair, known, hints)]
        if not new:
            break
        found.update(dict.fromkeys(new, "name"))
        known.add(new)
        waiting = [pair for pair in waiting if pair not in found]
    return found


def _can_be_part(one: Skeleton, other: Skeleton, ours: int, theirs: int) -> bool:
    if ours in one.known.unread or theirs in other.known.unread:
        return False
    roles = {one.roles[ours], other.roles[theirs]}
    if roles & {"layout", "pad", "same"}:
        return one.kinds[ours] == other.kinds[theirs] and one.dims(ours) == other.dims(theirs)
    return True


def _is_between(one: Skeleton, other: Skeleton, pair: Pair, known: Links, hints: Links) -> bool:
    """Whether a neighbor of the one is matched to one of the other's, however far away in those
    that the same name was given."""
    ours, theirs = pair
    like = hints.of_first(ours)
    near: set[int] = set()
    waiting, seen = [theirs], {theirs}
    while waiting:
        at = waiting.pop()
        for next_to in (*other.whole.parents[at], *other.whole.children[at]):
            if next_to in like and next_to not in seen:
                seen.add(next_to)
                waiting.append(next_to)
            elif next_to >= 0:
                near.add(next_to)
    mine = {at for at in (*one.whole.parents[ours], *one.whole.children[ours]) if at >= 0}
    return any(known.of_first(at) & near for at in mine)


def _folded(side: Skeleton, related: set[int], layouts: set[int]) -> frozenset[int]:
    """Nodes that nothing does in the other graph because nothing has to be done."""
    idle = layouts | {at for at, role in enumerate(side.roles) if role == "same"}
    idle -= {
        at for at in idle if side.whole.is_translation(at) or side.whole.nodes[at].op in ROUNDING
    }
    folded = (side.known.known | side.known.unread | idle) - related
    # shapes are computed only for others that are reshaped by them
    for at in sorted(side.known.sizing - related, reverse=True):
        readers = {
            reader
            for tensor in side.whole.nodes[at].outputs
            for reader, _ in side.whole.readers.get(tensor, ())
        }
        if readers and readers <= related | folded:
            folded |= {at}
    return frozenset(folded)
