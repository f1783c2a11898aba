"""Numbers as text, the same in window, command line and report.

Two rules: never more digits than the interval supports, and what is not known is said so.
An interval decides the digits: its half-width is rounded to one significant digit (two where that
digit is a 1), and the value to the same place.
"""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation

from studio.core.messages.marking import mark

UNKNOWN = mark("unknown")
_MINUS = "−"

Interval = tuple[float, float]


def decimals_for(half_width: float) -> int:
    """Decimal places that an interval of this half-width supports; negative: tens, hundreds."""
    exponent = math.floor(math.log10(half_width))
    if half_width / 10**exponent < 1.95:
        exponent -= 1
    return -exponent


def significant(value: float, digits: int = 3) -> str:
    """``value`` with so many significant digits, never in scientific notation."""
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)))
    places = digits - 1 - exponent
    # rounding may carry into the next power of ten (9.996 -> 10.0)
    rounded = round(value, places)
    if rounded != 0 and math.floor(math.log10(abs(rounded))) > exponent:
        places -= 1
    return _fixed(value, places)


def value_text(value: float | None, interval: Interval | None = None, digits: int = 3) -> str:
    """The number alone, for a table whose header has the unit: "8.45"."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    half = _half_width(value, interval)
    if interval is None or half is None:
        return significant(value, digits)
    if _is_lopsided(value, interval):
        return significant(value, 2)
    return _fixed(value, decimals_for(half))


def interval_text(value: float | None, interval: Interval | None) -> str:
    """What stands behind the number: "± 0.03"; "" where no interval is known.

    "(0.14–3.2)" where "±" would say something wrong.
    """
    if value is None or not math.isfinite(value):
        return ""
    half = _half_width(value, interval)
    if interval is None or half is None:
        return ""
    if _is_lopsided(value, interval):
        return f"({significant(interval[0], 2)}–{significant(interval[1], 2)})"
    return f"± {_fixed(half, decimals_for(half))}"


def whole_text(value: float) -> str:
    """What was measured in whole units, with separators: "8,540"."""
    return f"{value:,.0f}".replace("-", _MINUS)


def signed_text(value: float) -> str:
    """A difference in whole units: "+1,240", "−85", "0"."""
    text = f"{value:+,.0f}"
    return "0" if text in ("+0", "-0") else text.replace("-", _MINUS)


def format_ms(value: float | None, interval: Interval | None = None) -> str:
    """A latency: "8.45 ms ± 0.03", "0.22 ms (0.14–3.2)". ``interval``: its 95 % interval.

    Behind "±" stands its larger side.
    """
    number = value_text(value, interval)
    if number == UNKNOWN:
        return UNKNOWN
    return f"{number} ms {interval_text(value, interval)}".rstrip()


def format_bytes(size: float | None) -> str:
    """Decimal units: "312 B", "29.1 kB", "3.58 MB"."""
    if size is None:
        return UNKNOWN
    if abs(size) < 999.5:
        return f"{size:.0f} B"
    number, unit = _scaled(size, ("kB", "MB", "GB", "TB"))
    return f"{number} {unit}"


def format_count(count: float | None) -> str:
    """ "950", "1.2 k", "1.23 M", "4.1 G"; trailing zeros after the point are dropped."""
    if count is None:
        return UNKNOWN
    if abs(count) < 1000 and float(count).is_integer():
        return str(int(count))
    if abs(count) < 999.5:
        return significant(count)
    number, unit = _scaled(count, ("k", "M", "G", "T"))
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} {unit}"


def format_percent(value: float | None, interval: Interval | None = None) -> str:
    """A share in [0, 1]: "97.3 %", with an interval "97.3 % (96.1–98.2)".

    Without an interval one decimal at most, and neither "0 %" nor "100 %" unless it is exactly so.
    """
    if value is None or not math.isfinite(value):
        return UNKNOWN
    if interval is not None and interval[1] > interval[0]:
        low, high = (100 * bound for bound in interval)
        places = max(decimals_for((high - low) / 2), 0)
        return f"{100 * value:.{places}f} % ({low:.{places}f}–{high:.{places}f})"
    if 0 < value < 0.001:
        return "< 0.1 %"
    if 0.999 < value < 1:
        return "> 99.9 %"
    return f"{100 * value:.1f}".removesuffix(".0") + " %"


def parse_share(text: str) -> float:
    """A share of one as people write it: "99%", "99 %" or "0.99". Raises ValueError.

    In decimals: 99.9 / 100 in floats is a little more than 0.999, which then is another share.
    """
    number, percent, rest = text.partition("%")
    if rest.strip():
        raise ValueError(text)
    try:
        return float(Decimal(number.strip()) / 100 if percent else Decimal(number.strip()))
    except InvalidOperation as error:
        raise ValueError(text) from error


def format_points(difference: float | None, interval: Interval | None = None) -> str:
    """A difference of two shares, in percentage points: "−0.4 pp (−1.2, +0.4)"."""
    if difference is None or not math.isfinite(difference):
        return UNKNOWN
    if interval is None or interval[1] <= interval[0]:
        return f"{_signed(100 * difference, 1)} pp"
    low, high = (100 * bound for bound in interval)
    places = max(decimals_for((high - low) / 2), 0)
    bounds = f"{_signed(low, places)}, {_signed(high, places)}"
    return f"{_signed(100 * difference, places)} pp ({bounds})"


def format_error(value: float | None) -> str:
    """An error or a deviation, two significant digits: "0.012", "3.4e-07"."""
    if value is None:
        return UNKNOWN
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "infinite"
    if value != 0 and not 1e-4 <= abs(value) < 1e5:
        return f"{value:.1e}"
    return significant(value, 2)


def format_error_percent(value: float | None) -> str:
    """An error over a range, in % of it, two significant digits: "1.2 %", "3.4e-05 %"."""
    if value is None or not math.isfinite(value):
        return format_error(value)
    return f"{format_error(100 * value)} %"


def format_value(value: float | None) -> str:
    """A value of data as it is, four significant digits: "0.1304", "255", "−1", "3.4e+38"."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    return f"{value:.4g}".replace("-", _MINUS, 1) if value < 0 else f"{value:.4g}"


def format_cosine(value: float | None) -> str:
    """A cosine similarity; near 1 it keeps the digits in which it differs from 1."""
    if value is None:
        return UNKNOWN
    if not math.isfinite(value):
        return "NaN"
    distance = 1 - value
    if distance <= 1e-7:
        return "1"
    places = min(max(decimals_for(distance), 2), 7)
    return f"{value:.{places}f}".replace("-", _MINUS)


def format_duration(seconds: float | None) -> str:
    """ "0.4 s", "12 s", "2 min 5 s", "1 h 3 min"."""
    if seconds is None:
        return UNKNOWN
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min"


def _half_width(value: float, interval: Interval | None) -> float | None:
    if interval is None or not all(map(math.isfinite, interval)):
        return None
    half = max(interval[1] - value, value - interval[0])
    return half if half > 0 else None


def _is_lopsided(value: float, interval: Interval) -> bool:
    """Whether "±" would say something wrong: an interval about as wide as the value, or skewed."""
    below, above = value - interval[0], interval[1] - value
    wider, narrower = max(below, above), max(min(below, above), 0.0)
    return wider > 0.5 * abs(value) or (wider > 3 * narrower and wider > 0.05 * abs(value))


def _fixed(value: float, places: int) -> str:
    if places <= 0:
        return f"{round(value, places):.0f}".replace("-", _MINUS)
    return f"{value:.{places}f}".replace("-", _MINUS)


def _signed(value: float, places: int) -> str:
    text = f"{value:+.{places}f}"
    if float(text) == 0:
        text = text[1:]
    return text.replace("-", _MINUS)


def _scaled(value: float, units: tuple[str, ...]) -> tuple[str, str]:
    number = value
    for unit in units:
        number /= 1000
        if abs(number) < 999.5 or unit == units[-1]:
            break
    return significant(number), unit
