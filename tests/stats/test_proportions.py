"""Intervals of shares: known values, limits, and coverage by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.stats.proportions import paired_difference, wilson


def test_wilson_matches_worked_example():
    # Newcombe 1998 (Statistics in Medicine 17, 857-872), table I: 81/263 -> 0.2553 to 0.3662
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_wilson_at_the_ends():
    assert wilson(0, 0) == (0.0, 1.0)
    low, high = wilson(0, 20)
    assert low == 0.0
    assert high == pytest.approx(0.1611, abs=5e-5)
    assert wilson(20, 20)[1] == 1.0


@pytest.mark.parametrize(("correct", "total"), [(-1, 5), (6, 5)])
def test_wilson_refuses_nonsense(correct: int, total: int):
    with pytest.raises(ValueError, match="correct of"):
        wilson(correct, total)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share(counts: tuple[int, int]):
    correct, total = counts
    low, high = wilson(correct, total)
    assert 0 <= low <= correct / total <= high <= 1


def test_equal_answers_differ_by_nothing():
    right = np.arange(1000) % 20 != 0
    difference, (low, high) = paired_difference(right, right)
    assert difference == 0
    assert low == pytest.approx(-high)
    assert high < 0.005 < wilson(950, 1000)[1] - 0.95


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=300))
def test_paired_interval_holds_the_difference_and_is_symmetric(pairs):
    a, b = (np.array(side) for side in zip(*pairs, strict=True))
    difference, (low, high) = paired_difference(a, b)
    assert -1 <= low <= difference <= high <= 1
    mirrored, (mirrored_low, mirrored_high) = paired_difference(b, a)
    assert mirrored == pytest.approx(-difference)
    assert (mirrored_low, mirrored_high) == pytest.approx((-high, -low))


def test_paired_interval_covers_the_truth():
    generator = np.random.default_rng(5)
    covered = 0
    for _ in range(600):
        # both right 85 %, only a 6 %, only b 3 %, neither 6 %: a is better by 0.03
        cell = generator.choice(4, size=300, p=[0.85, 0.06, 0.03, 0.06])
        _, (low, high) = paired_difference(cell <= 1, (cell == 0) | (cell == 2))
        covered += low <= 0.03 <= high
    assert 0.93 <= covered / 600 <= 0.985


def test_unpaired_input_is_refused():
    with pytest.raises(ValueError, match="no pairs"):
        paired_difference([True], [True, False])
    with pytest.raises(ValueError, match="no pairs"):
        paired_difference([], [])
