"""Latency intervals keep their promise when processes differ; withheld when nothing is known."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.signal import lfilter

from studio.core.measure_requests import BenchmarkRequest
from studio.stats.latency import LatencySummary, smallest_part, smallest_sample, summarize_latency

PROCESSES, RUNS = BenchmarkRequest(files=()).processes, 500
PROCESS = np.repeat(np.arange(PROCESSES), RUNS)
TRIALS = 400


def white(generator: np.random.Generator) -> np.ndarray:
    return generator.standard_normal(PROCESSES * RUNS)


def correlated(generator: np.random.Generator) -> np.ndarray:
    """Over about 50 runs."""
    phi = 0.98
    slow = [
        lfilter([np.sqrt(1 - phi**2)], [1, -phi], generator.standard_normal(RUNS + 500))[500:]
        for _ in range(PROCESSES)
    ]
    return 0.6 * np.concatenate(slow) + 0.8 * white(generator)


def coverage(noise: object, offset: float) -> tuple[float, float]:
    """Shares of trials in which the intervals of median and mean hold the truth."""
    generator = np.random.default_rng(11)
    hits = np.zeros(2)
    for _ in range(TRIALS):
        offsets = offset * generator.standard_normal(PROCESSES)
        relative = noise(generator) + np.repeat(offsets, RUNS)  # type: ignore[operator]
        found = summarize_latency(np.rint(1e6 * (1 + 0.01 * relative)).astype(np.int64), PROCESS)
        for at, interval in enumerate((found.median_ci95, found.mean_ci95)):
            assert interval is not None
            hits[at] += interval[0] <= 1e6 <= interval[1]
    return tuple(hits / TRIALS)  # type: ignore[return-value]


@pytest.mark.parametrize("offset", [0.0, 0.05, 0.1, 0.5])
@pytest.mark.parametrize("noise", [white, correlated])
def test_median_and_mean_cover_the_truth_however_processes_differ(
    noise: object, offset: float
) -> None:
    median, mean = coverage(noise, offset)
    assert median >= 0.92
    assert mean >= 0.92


def test_rare_pauses_do_not_make_p99_promise_too_much() -> None:
    """Two runs in a hundred pause: single processes of 124 runs hardly see that."""
    generator = np.random.default_rng(5)
    process = np.repeat(np.arange(PROCESSES), 124)

    def draw(count: int) -> np.ndarray:
        wall = 1e6 * np.exp(0.1 * generator.standard_normal(count))
        return wall * np.where(
            generator.random(count) < 0.02, 1 + generator.exponential(1, count), 1
        )

    truth = float(np.quantile(draw(2_000_000), 0.99))
    hits = 0
    for _ in range(200):
        low, high = summarize_latency(draw(len(process)).astype(np.int64), process).p99_ci95 or (
            0.0,
            0.0,
        )
        hits += low <= truth <= high
    assert hits / 200 >= 0.92


durations = st.lists(st.integers(1, 10**9), min_size=1, max_size=40)


@given(st.lists(durations, min_size=3, max_size=6), st.integers(1, 120), st.randoms())
def test_bounds_rise_with_the_quantile(
    kinds: list[list[int]], repeats: int, random: Random
) -> None:
    """However far apart the processes' runs lie, what the median exceeds p90 and p99 exceed."""
    parts = [np.array(random.choices(kind, k=len(kind) * repeats)) for kind in kinds]
    process = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    found = summarize_latency(np.concatenate(parts).astype(np.int64), process)
    estimates = (found.median, found.p90, found.p99)
    intervals = (found.median_ci95, found.p90_ci95, found.p99_ci95)
    known = [one for one in intervals if one is not None]
    assert [low for low, _ in known] == sorted(low for low, _ in known)
    assert [high for _, high in known] == sorted(high for _, high in known)
    for estimate, interval in zip(estimates, intervals, strict=True):
        if interval is not None:
            assert estimate is not None
            assert interval[0] <= estimate <= interval[1]


def test_pauses_of_some_processes_do_not_take_p99_below_the_median() -> None:
    generator = np.random.default_rng(3)
    parts = [21_000 + generator.integers(0, 1000, 150) for _ in range(4)]
    for part, pauses in zip(parts, (0, 1, 4, 9), strict=True):
        part[:pauses] = 1_500_000
    found = summarize_latency(np.concatenate(parts), np.repeat(np.arange(4), 150))
    assert found.median_ci95 is not None
    assert found.p99_ci95 is not None
    assert found.p99_ci95[0] >= found.median_ci95[0]
    assert found.p99_ci95[1] > 1_500_000  # it is uncertain all the same


@pytest.mark.parametrize(("q", "needed"), [(0.5, 2), (0.9, 10), (0.99, 100)])
def test_smallest_part(q: float, needed: int) -> None:
    assert smallest_part(q) == needed


def test_processes_too_short_for_a_p99_say_nothing_of_its_spread() -> None:
    wall = np.random.default_rng(0).integers(1000, 2000, 600)
    short = summarize_latency(wall, np.arange(600) % 10)
    assert short.p99 is not None
    assert short.p99_ci95 is None
    assert short.p90_ci95 is not None
    enough = summarize_latency(wall, np.arange(600) % 5)
    assert enough.p99_ci95 is not None


def test_agreement_by_chance_promises_no_more_than_independent_samples() -> None:
    wall = np.tile(np.arange(1, 501) * 1000, PROCESSES)
    found = summarize_latency(wall, PROCESS)
    low, high = found.p90_ci95 or (0.0, 0.0)
    # binomial: 450 -+ 1.96 * sqrt(3000 * 0.9 * 0.1) / 6 = 450 -+ 5.4
    assert 443e3 < low < 446e3
    assert 454e3 < high < 457e3


@pytest.mark.parametrize(("q", "needed"), [(0.5, 10), (0.9, 40), (0.99, 370)])
def test_smallest_sample(q: float, needed: int) -> None:
    assert smallest_sample(q) == needed


@pytest.mark.parametrize(("runs", "is_known"), [(369, False), (370, True)])
def test_p99_is_withheld_below_370_samples(runs: int, is_known: bool) -> None:
    wall = np.random.default_rng(0).permutation(np.arange(1, runs + 1))
    found = summarize_latency(wall, np.arange(runs) % 3)
    assert (found.p99 is not None) == is_known
    assert (found.p99_ci95 is not None) == is_known
    assert found.median is not None


@pytest.mark.parametrize("processes", [1, 2])
def test_too_few_processes_give_numbers_without_intervals(processes: int) -> None:
    found = summarize_latency(np.arange(1, 51), np.arange(50) % processes)
    assert found.median == 25.5
    assert found.mean == 25.5
    assert found.throughput_per_s == pytest.approx(1e9 / 25.5)
    assert found.median_ci95 is None
    assert found.mean_ci95 is None


def test_no_samples_give_no_numbers() -> None:
    empty = np.zeros(0, np.int64)
    assert summarize_latency(empty, empty) == LatencySummary(count=0)


def test_constant_latency_has_an_interval_of_itself() -> None:
    found = summarize_latency(np.full(len(PROCESS), 7000), PROCESS)
    assert found.median_ci95 == (7000.0, 7000.0)
    assert found.mean_ci95 == (7000.0, 7000.0)
    assert found.p99_ci95 == (7000.0, 7000.0)


def test_order_of_arrival_does_not_matter() -> None:
    generator = np.random.default_rng(4)
    wall = generator.integers(1000, 2000, len(PROCESS))
    mixed = generator.permutation(len(PROCESS))
    ours, theirs = summarize_latency(wall[mixed], PROCESS[mixed]), summarize_latency(wall, PROCESS)
    assert ours.median_ci95 == theirs.median_ci95
    assert ours.p99_ci95 == theirs.p99_ci95
    assert ours.mean_ci95 == pytest.approx(theirs.mean_ci95)
