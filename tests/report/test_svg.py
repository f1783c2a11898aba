"""Ticks are round, scales map ends to ends, labels keep apart."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.report.svg import Labels, Plot, Scale, linear_ticks, log_ticks, tick_text


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0.0, 10.0, [0, 2, 4, 6, 8, 10]),
        (0.0, 1.0, [0, 0.2, 0.4, 0.6, 0.8, 1.0]),
        (96.0, 98.5, [96, 96.5, 97, 97.5, 98, 98.5]),
        (5.0, 5.0, [5.0]),
    ],
)
def test_linear_ticks(low: float, high: float, ticks: list[float]) -> None:
    assert linear_ticks(low, high) == pytest.approx(ticks)


def test_log_ticks() -> None:
    assert log_ticks(0.01, 0.3) == pytest.approx([0.01, 0.02, 0.05, 0.1, 0.2])
    assert log_ticks(1e-3, 1e4) == pytest.approx([10.0**n for n in range(-3, 5)])


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_lie_within_and_read_short(low: float, span: float) -> None:
    ticks = linear_ticks(low, low + span)
    slack = span * 1e-6 + 2 * math.ulp(abs(low) + span)
    assert all(low - slack <= tick <= low + span + slack for tick in ticks)
    assert len(ticks) <= 8


@pytest.mark.parametrize("log", [False, True])
def test_a_scale_maps_ends_to_ends(log: bool) -> None:
    scale = Scale(1.0, 100.0, 50.0, 250.0, log)
    assert (scale(1.0), scale(100.0)) == (50.0, 250.0)
    assert scale(10.0) == pytest.approx(150.0 if log else 68.18, abs=0.01)


def test_a_point_range_does_not_divide_by_zero() -> None:
    assert Scale(3.0, 3.0, 0.0, 10.0, False)(3.0) == 0.0


def test_tick_text() -> None:
    assert [tick_text(value) for value in (0.1 + 0.2, -2.0, 1000.0)] == ["0.3", "−2", "1000"]


def test_labels_of_signs_in_one_place_keep_apart() -> None:
    signs = [(300.0, 100.0)] * 4
    labels = Labels(Plot("", (0.0, 1.0), (0.0, 1.0)), signs)
    places = [labels.place(x, y, f"variant {n}") for n, (x, y) in enumerate(signs)]
    assert len({(x, y) for x, y, _, _ in places}) == 4
