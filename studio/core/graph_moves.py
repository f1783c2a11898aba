"""Which matched nodes another part of the runtime runs: known where both files were profiled."""

from __future__ import annotations

from studio.core.graph_diff import GraphDiff, Moved
from studio.core.profile import ProfileResult

DELEGATE, RUNTIME = "delegate", "runtime"


def moved_nodes(
    diff: GraphDiff, first: ProfileResult | None, second: ProfileResult | None
) -> tuple[Moved, ...] | None:
    """None where a profile is missing: then it is not known."""
    if first is None or second is None:
        return None
    before, after = placed(first), placed(second)
    return tuple(
        Moved(
            first=match.first,
            second=match.second,
            before=before[match.first],
            after=after[match.second],
        )
        for match in diff.matched
        if match.first in before
        and match.second in after
        and before[match.first] != after[match.second]
    )


def placed(profile: ProfileResult) -> dict[str, str]:
    """Node -> what ran it; nodes that nothing was recorded of, or both ran, are left out."""
    found: dict[str, set[str]] = {}
    for op in profile.ops:
        if op.is_mapped and op.node_id:
            found.setdefault(op.node_id, set()).add(DELEGATE if op.kernel else RUNTIME)
    return {node: next(iter(where)) for node, where in found.items() if len(where) == 1}
