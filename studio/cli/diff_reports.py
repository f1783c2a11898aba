"""What became of each node, as JSON and as tables for a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from studio.cli.names import short_name
from studio.cli.output import Output
from studio.core.call_scopes import without_calls
from studio.core.graph_diff import GraphDiff, MatchedBy, Moved
from studio.core.messages.comparing import UNLIKE
from studio.core.quantities import UNKNOWN

_ROWS = 40
_NAME = 72
_HALF = 46
_MATCHED_BY: dict[MatchedBy, str] = {
    "weights": "by their weights",
    "topology": "by what surrounds them",
}
_ID = re.compile(r"\d+/(?:(?P<op>[A-Z][A-Z0-9_]*)/)?(?P<name>.*)", re.DOTALL)


def diff_json(diff: GraphDiff, moved: Sequence[Moved] | None) -> dict[str, Any]:
    """Nodes go by their ids, as in "studio graph --json". ``moved``: null = not profiled;
    ``requantized``: null = the nodes of one file state no type.

    ``folded``/``unfolded``: of the first/the second, that need no op in the other. ``unlike``: why
    nothing is matched; null = something is.
    """
    return {
        "matched": [
            {"first": match.first, "second": match.second, "by": match.by} for match in diff.matched
        ],
        "added": list(diff.added),
        "removed": list(diff.removed),
        "fused": [{"firsts": list(one.firsts), "second": one.second} for one in diff.fused],
        "requantized": [_change_json(one) for one in diff.requantized] if diff.is_typed else None,
        "moved": None if moved is None else [_change_json(one) for one in moved],
        "folded": list(diff.folded),
        "unfolded": list(diff.unfolded),
        "unlike": diff.unlike or None,
    }


def _change_json(one: Any) -> dict[str, str]:
    return {"first": one.first, "second": one.second, "before": one.before, "after": one.after}


_UNTYPED = f"{UNKNOWN} (the nodes of one file do not say what they compute in)"


def show_diff(
    output: Output, diff: GraphDiff, moved: Sequence[Moved] | None, names: tuple[str, str]
) -> None:
    """Counts first, then the nodes that are not simply the same, each kind on its own."""
    first, second = names
    inside = len({node for one in diff.fused for node in one.firsts})
    output.heading(f"{first} → {second}")
    output.facts(
        [
            ("matched", f"{len(diff.matched):,}" + _matched_by(diff)),
            ("requantized", f"{len(diff.requantized):,}" if diff.is_typed else _UNTYPED),
            ("fused", f"{inside:,} in {len({one.second for one in diff.fused}):,}"),
            ("moved", UNKNOWN + " (see --profile)" if moved is None else f"{len(moved):,}"),
            *_folded(diff, names),
            (f"only in {first}", f"{len(diff.removed):,}"),
            (f"only in {second}", f"{len(diff.added):,}"),
        ]
    )
    if diff.unlike:
        told = UNLIKE[diff.unlike]
        output.heading(told.title)
        output.facts([("", told.hint)])
    _table(
        output,
        "Requantized",
        ("node", "before", "after"),
        [(_short(one.first), one.before, one.after) for one in diff.requantized],
    )
    _table(
        output,
        "Moved",
        ("node", "before", "after"),
        [(_short(one.first), one.before, one.after) for one in moved or ()],
    )
    _table(
        output,
        "Fused",
        (second, first),
        [
            (_short(one.second, _HALF) if at == 0 else "", _short(node, _HALF))
            for one in diff.fused
            for at, node in enumerate(one.firsts)
        ],
    )
    _table(output, f"Only in {first}", ("",), [(_short(node),) for node in diff.removed])
    _table(output, f"Only in {second}", ("",), [(_short(node),) for node in diff.added])


def _short(node: str, most: int = _NAME) -> str:
    """ "CONV_2D block_1/Relu6 …": of a name that joins those of several ops the first, cut."""
    found = _ID.fullmatch(node)
    if found is None:
        return short_name(node, most)
    op = found["op"] or ""
    name = short_name(without_calls(found["name"]), most - len(op) - 1)
    return f"{op} {name}".strip()


def _matched_by(diff: GraphDiff) -> str:
    counts = Counter(match.by for match in diff.matched)
    parts = [f"{counts[by]:,} {text}" for by, text in _MATCHED_BY.items() if counts[by]]
    return f" ({', '.join(parts)})" if parts else ""


def _folded(diff: GraphDiff, names: tuple[str, str]) -> list[tuple[str, str]]:
    """Nodes that need no op in the other file."""
    counts = [
        f"{len(nodes):,} of {name}"
        for nodes, name in zip((diff.folded, diff.unfolded), names, strict=True)
        if nodes
    ]
    why = ": known before a run, of no effect on values, or not needed"
    return [("need no op", ", ".join(counts) + why)] if counts else []


def _table(
    output: Output, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """The first rows: a terminal is no place for thousands."""
    if not rows:
        return
    output.heading(title)
    output.table(columns, rows[:_ROWS])
    if len(rows) > _ROWS:
        output.facts([("", f"and {len(rows) - _ROWS:,} more (all of them with --json)")])
