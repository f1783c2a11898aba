"""Digits follow the interval; unknown is said."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.core import quantities as q


@pytest.mark.parametrize(
    ("value", "interval", "text"),
    [
        (8.4512, (8.42, 8.48), "8.45 ms ± 0.03"),
        (8.45, (8.435, 8.465), "8.450 ms ± 0.015"),
        (0.2123, (0.2119, 0.2131), "0.2123 ms ± 0.0008"),
        (1234.5, (1200.0, 1300.0), "1230 ms ± 70"),
        (12.3456, (12.3456, 12.3456), "12.3 ms"),
        (9.996, None, "10.0 ms"),
        (8.45, (math.nan, 9.0), "8.45 ms"),
        (0.2213, (0.14, 3.2), "0.22 ms (0.14–3.2)"),
        (0.3, (0.2, 6.0), "0.30 ms (0.20–6.0)"),
        (100.0, (99.0, 108.0), "100 ms (99–110)"),
        (None, None, "unknown"),
        (math.nan, (1.0, 2.0), "unknown"),
    ],
)
def test_latency(value: float | None, interval: tuple[float, float] | None, text: str) -> None:
    assert q.format_ms(value, interval) == text


@given(st.floats(1e-4, 1e6), st.floats(1e-4, 0.5))
def test_a_shown_latency_is_within_its_interval(value: float, relative: float) -> None:
    half = value * relative
    shown = float(q.value_text(value, (value - half, value + half)).replace("−", "-"))
    assert abs(shown - value) <= half


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (29_100, "29.1 kB"), (999_600, "1.00 MB"), (None, "unknown")],
)
def test_bytes(size: int | None, text: str) -> None:
    assert q.format_bytes(size) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0"), (950, "950"), (1_234, "1.23 k"), (1_200_000, "1.2 M"), (999_999, "1 M")],
)
def test_counts(count: int, text: str) -> None:
    assert q.format_count(count) == text


@pytest.mark.parametrize(
    ("value", "interval", "text"),
    [
        (0.973, (0.961, 0.982), "97.3 % (96.1–98.2)"),
        (0.97, (0.9, 1.0), "97 % (90–100)"),
        (1.0, None, "100 %"),
        (0.9999, None, "> 99.9 %"),
        (0.00001, None, "< 0.1 %"),
        (0.0, None, "0 %"),
        (None, None, "unknown"),
    ],
)
def test_shares(value: float | None, interval: tuple[float, float] | None, text: str) -> None:
    assert q.format_percent(value, interval) == text


def test_differences_carry_their_sign() -> None:
    assert q.format_points(-0.004, (-0.012, 0.004)) == "−0.4 pp (−1.2, +0.4)"
    assert q.format_points(-0.00001) == "0.0 pp"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.0123, "0.012"), (3.4e-7, "3.4e-07"), (math.nan, "NaN"), (math.inf, "infinite")],
)
def test_errors(value: float, text: str) -> None:
    assert q.format_error(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (0.99995, "0.99995"), (0.9, "0.90"), (-0.5, "−0.50")]
)
def test_cosine_keeps_what_differs_from_one(value: float, text: str) -> None:
    assert q.format_cosine(value) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.4, "0.4 s"), (12, "12 s"), (125, "2 min 5 s"), (3790, "1 h 3 min")]
)
def test_durations(seconds: float, text: str) -> None:
    assert q.format_duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.130432, "0.1304"),
        (255.0, "255"),
        (-1.0, "−1"),
        (-0.0000512, "−5.12e-05"),
        (3.4e38, "3.4e+38"),
        (0.0, "0"),
        (None, "unknown"),
        (math.inf, "unknown"),
    ],
)
def test_values_of_data(value: float | None, text: str) -> None:
    assert q.format_value(value) == text


@pytest.mark.parametrize("places", [1, 2])
def test_a_share_in_percent_is_the_share_that_was_written(places: int) -> None:
    """Not the one beside it, which a search for ops to keep would miss by one sample."""
    for number in range(100 * 10**places + 1):
        whole, part = divmod(number, 10**places)
        text = f"{whole}.{part:0{places}d}"
        share = f"{number // (100 * 10**places)}.{number % (100 * 10**places):0{places + 2}d}"
        assert q.parse_share(f"{text}%") == q.parse_share(share) == float(share), text


@pytest.mark.parametrize("text", ["", "%", "9%0", "x", "1,5%", "sNaN"])
def test_what_is_no_share(text: str) -> None:
    with pytest.raises(ValueError):
        q.parse_share(text)
