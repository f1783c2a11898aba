"""What became of each node, as JSON and as tables for a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from studio.cli.output import Output
from studio.core.graph_diff import GraphDiff, Moved
from studio.core.quantities import UNKNOWN

_ROWS = 40
_ID = re.compile(r"\d+/(?:(?P<op>[A-Z][A-Z0-9_]*)/)?(?P<name>.*)", re.DOTALL)


def diff_json(diff: GraphDiff, moved: Sequence[Moved] | None) -> dict[str, Any]:
    """Nodes go by their ids, as in "studio graph --json". ``moved``: null = not profiled."""
    return {
        "matched": [
            {"first": match.first, "second": match.second, "by": match.by} for match in diff.matched
        ],
        "added": list(diff.added),
        "removed": list(diff.removed),
        "fused": [{"firsts": list(one.firsts), "second": one.second} for one in diff.fused],
        "requantized": [_change_json(one) for one in diff.requantized],
        "moved": None if moved is None else [_change_json(one) for one in moved],
    }


def _change_json(one: Any) -> dict[str, str]:
    return {"first": one.first, "second": one.second, "before": one.before, "after": one.after}


def show_diff(
    output: Output, diff: GraphDiff, moved: Sequence[Moved] | None, names: tuple[str, str]
) -> None:
    """Counts first, then the nodes that are not simply the same, each kind on its own."""
    first, second = names
    by_topology = sum(match.by == "topology" for match in diff.matched)
    inside = len({node for one in diff.fused for node in one.firsts})
    output.heading(f"{first} → {second}")
    output.facts(
        [
            ("matched", f"{len(diff.matched):,}" + _by_topology(by_topology)),
            ("requantized", f"{len(diff.requantized):,}"),
            ("fused", f"{inside:,} in {len({one.second for one in diff.fused}):,}"),
            ("moved", UNKNOWN + " (see --profile)" if moved is None else f"{len(moved):,}"),
            (f"only in {first}", f"{len(diff.removed):,}"),
            (f"only in {second}", f"{len(diff.added):,}"),
        ]
    )
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
        [(_short(one.second), " + ".join(map(_short, one.firsts))) for one in diff.fused],
    )
    _table(output, f"Only in {first}", ("",), [(_short(node),) for node in diff.removed])
    _table(output, f"Only in {second}", ("",), [(_short(node),) for node in diff.added])


def _short(node: str) -> str:
    """ "CONV_2D block_1/Relu6 …": of a name that joins those of several ops the first."""
    found = _ID.fullmatch(node)
    if found is None:
        return node
    name, *others = found["name"].split(";")
    return " ".join(part for part in (found["op"], name, "…" if others else "") if part)


def _by_topology(count: int) -> str:
    return f", {count:,} of them by what surrounds them" if count else ""


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
