"""What became of each node of one graph in another."""

from __future__ import annotations

from typing import Literal

import msgspec

MatchedBy = Literal["name", "topology", "weights"]
"""``name``: they make a tensor of one name. ``topology``: what surrounds them is matched, and no
other node could be meant. ``weights``: they compute with the same numbers, and no others do."""
Unlike = Literal["", "formats", "nothing-alike"]
"""Why nothing is matched: nodes of the two formats are not compared; nothing of theirs agrees."""


class NodeMatch(msgspec.Struct, frozen=True, kw_only=True):
    """Ids of a node of the first and of the second graph that do the same work."""

    first: str
    second: str
    by: MatchedBy


class Fusion(msgspec.Struct, frozen=True, kw_only=True):
    """Several nodes of the first graph that one of the second does."""

    firsts: tuple[str, ...]
    second: str


class Requantized(msgspec.Struct, frozen=True, kw_only=True):
    """A matched node whose precision differs: ``before``/``after`` as Node.precision."""

    first: str
    second: str
    before: str
    after: str


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """A matched node that another part of the runtime runs: known only of profiled files.

    ``before``/``after``: "delegate" or "runtime".
    """

    first: str
    second: str
    before: str
    after: str


class GraphDiff(msgspec.Struct, frozen=True, kw_only=True, tag="diffed"):
    """``added``: ids of nodes only in the second graph, ``removed``: only in the first.

    Each node of the first graph is in one of ``matched``, ``fused``, ``folded`` and ``removed``;
    each of the second in one of ``matched``, ``fused``, ``unfolded`` and ``added``. A node of the
    first that is in several nodes of the second is listed with each. ``folded``: of the first, need
    no op in the second: what they make is known before a run (from constants, or shapes), they hand
    on what they are given, the second comes to the same shape and order of axes without them, or no
    output follows from them.
    ``unfolded``: such nodes of the second. ``unlike``: why nothing is matched. ``is_typed``:
    whether the nodes of both state what they compute in; else what was requantized is not known.
    ``first_sha256``/``second_sha256``: of the files that were read; "" where a graph came along.
    """

    matched: tuple[NodeMatch, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    fused: tuple[Fusion, ...] = ()
    requantized: tuple[Requantized, ...] = ()
    moved: tuple[Moved, ...] = ()
    folded: tuple[str, ...] = ()
    unfolded: tuple[str, ...] = ()
    unlike: Unlike = ""
    is_typed: bool = True
    first_sha256: str = ""
    second_sha256: str = ""
