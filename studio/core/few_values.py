"""The numbers of small constants, by which ops are told apart: sizes, orders of axes, bounds."""

from __future__ import annotations

import math
from collections.abc import Iterable

FEW_VALUES = 16
"""Of a constant with at most so many elements the graph tells the values."""


def few_values(values: Iterable[float]) -> tuple[float, ...]:
    """As a graph holds them: () where they are too many, or not all of them are finite numbers,
    for which messages between processes have no words."""
    found = tuple(map(float, values))
    return found if len(found) <= FEW_VALUES and all(map(math.isfinite, found)) else ()
