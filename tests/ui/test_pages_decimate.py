"""Decimation: what is drawn has the true extremes, and stays small."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.ui.pages.decimate import MinMaxSeries


def filled(count: int, batches: int = 7, capacity: int = 1 << 22) -> MinMaxSeries:
    series = MinMaxSeries(capacity)
    random = np.random.default_rng(count)
    x, y = np.arange(count, dtype=float), random.lognormal(size=count)
    for part in np.array_split(np.arange(count), batches):
        series.append(x[part], y[part])
    return series


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(0, 20_000),
    batches=st.integers(1, 40),
    pixels=st.integers(4, 700),
    span=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_view_has_the_extremes_and_is_bounded(
    count: int, batches: int, pixels: int, span: tuple[float, float]
) -> None:
    series = filled(count, batches)
    left, right = sorted(share * count for share in span)
    view = series.view(left, right, pixels)
    x, y = view.x, view.y
    assert len(x) == len(y) <= 4 * pixels
    assert np.all(np.diff(x) >= 0)
    inside = series.y[(series.x >= left) & (series.x <= right)]
    if len(inside):
        assert y.min() <= inside.min()
        assert y.max() >= inside.max()
    if len(y):
        assert np.isin(y, series.y).all()


def test_medians_are_exact_and_follow_growth() -> None:
    series = filled(5_000)
    for count in (5_000, 20_000):
        view = series.view(0, count, 50)
        assert view.is_buckets
        size = round(float(np.diff(view.middle_x)[0]))
        whole = series.y[: len(view.middle_y) * size].reshape(-1, size)
        np.testing.assert_allclose(view.middle_y, np.median(whole, axis=1))
        more = np.arange(5_000, 20_000, dtype=float)
        series.append(more, np.sin(more) + 2)


def test_few_points_are_drawn_as_they_are() -> None:
    series = filled(100)
    view = series.view(-1, 101, 200)
    np.testing.assert_array_equal(view.x, series.x)
    np.testing.assert_array_equal(view.y, series.y)


def test_a_full_series_drops_the_oldest_and_says_how_many() -> None:
    series = filled(10_000, batches=23, capacity=1_000)
    assert len(series) <= 1_000
    assert series.dropped + len(series) == 10_000
    assert series.x[-1] == 9_999
    assert series.view(0, 10_000, 50).y.max() == series.y.max()


def test_nearest() -> None:
    series = filled(10)
    assert [series.nearest(x) for x in (-5, 0.2, 0.6, 3.4, 99)] == [0, 0, 1, 3, 9]
    assert MinMaxSeries().nearest(1) == -1
