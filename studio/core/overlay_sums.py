"""What is said of an overlay's numbers together: of groups, of the whole, and the largest."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from studio.core.overlays import Overlay


class GroupValue(msgspec.Struct, frozen=True, kw_only=True):
    """What several nodes have together. ``number``: None where none of them has one.

    ``mixture``: (class, how many nodes), most first. ``unknown``: nodes without a value.
    """

    number: float | None = None
    mixture: tuple[tuple[str, int], ...] = ()
    unknown: int = 0


def together(overlay: Overlay, node_ids: Iterable[str]) -> GroupValue:
    """Numbers with a total are added; errors: the greatest; sparsity: the mean by weight."""
    ids = list(node_ids)
    if overlay.legend:
        counts = dict.fromkeys(overlay.legend, 0)
        for node_id in ids:
            if node_id in overlay.classes:
                counts[overlay.classes[node_id]] += 1
        found = sorted(((n, c) for n, c in counts.items() if c), key=lambda pair: -pair[1])
        return GroupValue(mixture=tuple(found), unknown=len(ids) - sum(c for _, c in found))
    known = [node_id for node_id in ids if node_id in overlay.numbers]
    unknown = len(ids) - len(known)
    if not known:
        return GroupValue(unknown=unknown)
    values = [overlay.numbers[node_id] for node_id in known]
    if overlay.total is not None:
        number = sum(values)
    elif overlay.weights:
        weights = [overlay.weights[node_id] for node_id in known]
        number = sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights)
    else:
        number = max(values)
    return GroupValue(number=number, unknown=unknown)


def whole_of(overlay: Overlay) -> float:
    """What shares are of: the total; without one, 1 of what is a share, else the greatest."""
    if overlay.total is not None:
        return overlay.total
    return 1.0 if overlay.unit == "share" else overlay.greatest


def share_of(overlay: Overlay, value: float) -> float:
    """``value`` as a part of :func:`whole_of`."""
    whole = whole_of(overlay)
    return value / whole if whole else 0.0


def largest_first(overlay: Overlay) -> list[tuple[str, float]]:
    """(node id, value), the largest first; in the order of execution where equal."""
    return sorted(overlay.numbers.items(), key=lambda pair: -pair[1])
