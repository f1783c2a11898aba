"""The interval of a ratio keeps its promise; the rule reads it as stated; time left is sensible."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from scipy.signal import lfilter

from studio.core.comparisons import LEAST_QUADRUPLES, verdict_of
from studio.stats.quadruples import Quadruples
from studio.stats.verdict import (
    RatioEstimate,
    estimate_ratio,
    extra_seconds,
)

TRIALS = 120
TRUTH = 0.02
SPREAD = 0.03


def white(generator: np.random.Generator, count: int) -> np.ndarray:
    return generator.standard_normal(count)


def outliers(generator: np.random.Generator, count: int) -> np.ndarray:
    hit = generator.random(count) < 0.15
    return generator.standard_normal(count) + 8 * hit * generator.standard_normal(count)


def correlated(generator: np.random.Generator, count: int) -> np.ndarray:
    phi = 0.6
    return lfilter([0.8], [1, -phi], generator.standard_normal(count + 50))[50:]


def quadruples(parts: list[np.ndarray]) -> Quadruples:
    sizes = [len(part) for part in parts]
    return Quadruples(
        np.concatenate(parts),
        np.repeat(np.arange(len(parts)), sizes),
        np.concatenate([np.arange(size) for size in sizes]),
    )


def coverage(noise: object, processes: int, each: int, effect: float) -> float:
    generator = np.random.default_rng(3)
    hits = 0
    for _ in range(TRIALS):
        parts = [
            TRUTH
            + SPREAD * noise(generator, each)  # type: ignore[operator]
            + SPREAD * effect * generator.standard_normal()
            for _ in range(processes)
        ]
        low, high = estimate_ratio(quadruples(parts)).ci95 or (0.0, 0.0)
        hits += low <= exp(TRUTH) <= high
    return hits / TRIALS


@pytest.mark.parametrize("each", [10, 30])
@pytest.mark.parametrize("noise", [white, outliers])
def test_a_single_process_is_covered(noise: object, each: int) -> None:
    assert coverage(noise, 1, each, 0.0) >= 0.92


@pytest.mark.parametrize("effect", [0.0, 1.0])
@pytest.mark.parametrize("noise", [outliers, correlated])
@pytest.mark.parametrize(("processes", "each"), [(3, 8), (6, 5)])
def test_processes_that_differ_are_covered(
    noise: object, processes: int, each: int, effect: float
) -> None:
    assert coverage(noise, processes, each, effect) >= 0.91


def test_few_quadruples_give_a_ratio_without_a_claim() -> None:
    found = estimate_ratio(quadruples([np.full(LEAST_QUADRUPLES - 1, log(1.5))]))
    assert found.ratio == pytest.approx(1.5)
    assert found.ci95 is None
    assert verdict_of(found.ci95, 0.03) == "cannot-tell"
    assert estimate_ratio(quadruples([np.zeros(0)])) == RatioEstimate(None, None, 0, 0)


def test_a_constant_ratio_has_an_interval_of_itself() -> None:
    found = estimate_ratio(quadruples([np.full(20, log(2.0))] * 3))
    assert found.ci95 == pytest.approx((2.0, 2.0))
    assert (found.quadruples, found.processes) == (60, 3)


def test_the_interval_is_the_same_each_time() -> None:
    values = np.random.default_rng(0).standard_normal(40)
    assert estimate_ratio(quadruples([values])) == estimate_ratio(quadruples([values]))


def test_a_fifth_of_wild_quadruples_carries_nothing_away() -> None:
    values = np.full(50, log(0.7))
    values[::12] = 3.0
    low, high = estimate_ratio(quadruples([values])).ci95 or (0.0, 0.0)
    assert 0.69 < low <= high < 0.72


@pytest.mark.parametrize(
    ("interval", "verdict"),
    [
        ((0.98, 1.02), "equivalent"),
        ((1.01, 1.02), "equivalent"),
        ((1 / 1.03, 1.03), "equivalent"),
        ((0.96, 0.99), "faster"),
        ((1.01, 1.04), "slower"),
        ((0.96, 1.0), "cannot-tell"),
        ((0.9, 1.2), "cannot-tell"),
        (None, "cannot-tell"),
    ],
)
def test_the_rule(interval: tuple[float, float] | None, verdict: str) -> None:
    assert verdict_of(interval, 0.03) == verdict


def test_extra_seconds_shrink_the_interval_to_what_decides() -> None:
    wide = RatioEstimate(1.0, (exp(-0.06), exp(0.06)), 100, 3)
    needed = log(1.03) / 1.43
    assert extra_seconds(wide, 0.03, 10.0) == pytest.approx(10 * ((0.06 / needed) ** 2 - 1))
    clear = RatioEstimate(exp(0.05), (exp(-0.01), exp(0.11)), 100, 3)
    assert extra_seconds(clear, 0.03, 10.0) == pytest.approx(10 * ((0.06 * 1.43 / 0.05) ** 2 - 1))


def test_extra_seconds_of_too_few_quadruples_bring_enough() -> None:
    assert extra_seconds(RatioEstimate(1.0, None, 4, 1), 0.03, 2.0) == pytest.approx(3.0)
    assert extra_seconds(RatioEstimate(None, None, 0, 0), 0.03, 2.0) is None


def test_in_few_processes_sittings_widen_what_they_differ_by() -> None:
    """Four sittings of one process, each with a pace of its own: 1 % apart, hardly any noise."""
    generator = np.random.default_rng(4)
    sitting = np.repeat(np.arange(4), 40)
    values = 0.01 * sitting + generator.normal(0, 0.001, 160)
    found = Quadruples(values, np.zeros(160, np.int64), np.arange(160))
    numbers = found.sitting({0: [0, 80, 160, 240]})
    assert np.array_equal(numbers, sitting)
    without, with_sittings = estimate_ratio(found), estimate_ratio(found, sitting=numbers)
    assert without.ratio == with_sittings.ratio
    assert without.ci95 is not None
    assert with_sittings.ci95 is not None
    assert without.ci95[0] > 1.01
    assert with_sittings.ci95[0] < 1.0 < without.ci95[0]
    assert with_sittings.processes == 1
