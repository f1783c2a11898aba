"""Texts of table cells: numbers without their unit (that stands in the header)."""

from __future__ import annotations

from studio.core.quantities import interval_text, value_text

NONE = "—"
"""What is not known, does not apply, or has not been measured; the tooltip says which."""

Interval = tuple[float, float]


def number_cell(
    value: float | None, interval: Interval | None = None, factor: float = 1.0, digits: int = 3
) -> str:
    """The number with its 95 % interval where there is one: "8.45 ± 0.03", or "8.4 (8.1–12)"."""
    if value is None:
        return NONE
    number = value * factor
    scaled = None if interval is None else (interval[0] * factor, interval[1] * factor)
    return f"{value_text(number, scaled, digits)} {interval_text(number, scaled)}".rstrip()


def count_cell(value: float | None) -> str:
    return NONE if value is None else f"{value:,.0f}"
