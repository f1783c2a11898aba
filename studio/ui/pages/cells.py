"""Texts of table cells: numbers without their unit (that stands in the header)."""

from __future__ import annotations

from studio.core.quantities import interval_text, significant, value_text

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
    if interval is None:
        return value_text(number, digits=digits)
    low, high = interval[0] * factor, interval[1] * factor
    if _is_lopsided(number, low, high):
        return f"{significant(number, 2)} ({significant(low, 2)}–{significant(high, 2)})"
    text = interval_text(number, (low, high))
    return f"{value_text(number, (low, high), digits)} {text}".rstrip()


def _is_lopsided(value: float, low: float, high: float) -> bool:
    """Whether "±" would say something wrong: an interval about as wide as the value, or skewed."""
    below, above = value - low, high - value
    wider, narrower = max(below, above), max(min(below, above), 0.0)
    return wider > 0.5 * abs(value) or (wider > 3 * narrower and wider > 0.05 * abs(value))


def count_cell(value: float | None) -> str:
    return NONE if value is None else f"{value:,.0f}"
