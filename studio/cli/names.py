"""Names of ops and tensors in tables, which have to fit a terminal of 100 columns."""

from __future__ import annotations

NAME_SHOWN = 40


def short_name(name: str, most: int = NAME_SHOWN) -> str:
    """The first of the names that were joined, cut in the middle: where it begins tells the part of
    the model, where it ends the op."""
    first, *others = name.split(";")
    first += " …" if others else ""
    if len(first) <= most:
        return first
    tail = (most - 1) * 2 // 3
    return f"{first[: most - 1 - tail]}…{first[-tail:]}"
