"""Latency intervals keep their promise under correlation; withheld when nothing is known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from studio.stats.latency import LatencySummary, smallest_sample, summarize_latency
from studio.stats.sections import make_sections, processes_differ

PROCESSES, BLOCKS, RUNS = 3, 40, 25


def labels(processes: int = PROCESSES, blocks: int = BLOCKS, runs: int = RUNS):
    process = np.repeat(np.arange(processes), blocks * runs)
    block = np.tile(np.repeat(np.arange(blocks), runs), processes)
    return process, block


def noise(generator: np.random.Generator, kind: str) -> np.ndarray:
    """Standard noise (processes * blocks * runs,) of one kind."""
    size = PROCESSES * BLOCKS * RUNS
    white = generator.standard_normal(size)
    if kind == "independent":
        return white
    if kind == "correlated":  # over about 50 runs
        phi = 0.98
        slow = [
            lfilter([np.sqrt(1 - phi**2)], [1, -phi], generator.standard_normal(1500))[500:]
            for _ in range(PROCESSES)
        ]
        return 0.6 * np.concatenate(slow) + 0.8 * white
    offsets = generator.standard_normal(PROCESSES)
    return white + 0.5 * np.repeat(offsets, BLOCKS * RUNS)


@pytest.mark.parametrize(
    ("kind", "least"), [("independent", 0.93), ("correlated", 0.88), ("by-process", 0.88)]
)
def test_median_and_mean_cover_the_truth(kind: str, least: float):
    generator = np.random.default_rng(11)
    process, block = labels()
    trials, median_hits, mean_hits = 250, 0, 0
    for _ in range(trials):
        wall = np.rint(1e6 * (1 + 0.01 * noise(generator, kind))).astype(np.int64)
        found = summarize_latency(wall, process, block)
        assert found.median_ci95 is not None
        assert found.mean_ci95 is not None
        median_hits += found.median_ci95[0] <= 1e6 <= found.median_ci95[1]
        mean_hits += found.mean_ci95[0] <= 1e6 <= found.mean_ci95[1]
    assert median_hits / trials >= least
    assert mean_hits / trials >= least


def test_ignoring_correlation_would_promise_too_much():
    generator = np.random.default_rng(2)
    process, block = labels()
    widths = {}
    for kind in ("independent", "correlated"):
        wall = np.rint(1e6 * (1 + 0.01 * noise(generator, kind))).astype(np.int64)
        low, high = summarize_latency(wall, process, block).median_ci95 or (0.0, 0.0)
        widths[kind] = high - low
    assert widths["correlated"] > 1.5 * widths["independent"]


def test_independent_percentiles_get_binomial_intervals():
    generator = np.random.default_rng(3)
    process, block = labels()
    wall = generator.permutation(np.arange(1, len(process) + 1) * 1000)
    found = summarize_latency(wall, process, block)
    assert found.p90 == pytest.approx(2700e3, rel=0.001)
    low, high = found.p90_ci95 or (0.0, 0.0)
    # binomial: 2700 -+ 1.96 * sqrt(3000 * 0.9 * 0.1) = 2700 -+ 32
    assert 2600e3 < low < 2670e3
    assert 2730e3 < high < 2790e3


@pytest.mark.parametrize(("q", "needed"), [(0.5, 10), (0.9, 40), (0.99, 370)])
def test_smallest_sample(q: float, needed: int):
    assert smallest_sample(q) == needed


@pytest.mark.parametrize(("runs", "is_known"), [(369, False), (370, True)])
def test_p99_is_withheld_below_370_samples(runs: int, is_known: bool):
    wall = np.random.default_rng(0).permutation(np.arange(1, runs + 1))
    zeros = np.zeros(runs, np.int64)
    found = summarize_latency(wall, zeros, zeros)
    assert (found.p99 is not None) == is_known
    assert found.median is not None


def test_one_block_gives_numbers_without_intervals():
    zeros = np.zeros(50, np.int64)
    found = summarize_latency(np.arange(1, 51), zeros, zeros)
    assert found.median == 25.5
    assert found.mean == 25.5
    assert found.throughput_per_s == pytest.approx(1e9 / 25.5)
    assert found.median_ci95 is None
    assert found.mean_ci95 is None


def test_no_samples_give_no_numbers():
    empty = np.zeros(0, np.int64)
    assert summarize_latency(empty, empty, empty) == LatencySummary(count=0)


def test_constant_latency_has_an_interval_of_itself():
    process, block = labels()
    found = summarize_latency(np.full(len(process), 7000), process, block)
    assert found.median_ci95 == (7000.0, 7000.0)
    assert found.mean_ci95 == (7000.0, 7000.0)
    assert found.p99_ci95 == (7000.0, 7000.0)


def test_order_of_arrival_does_not_matter():
    generator = np.random.default_rng(4)
    process, block = labels()
    wall = generator.integers(1000, 2000, len(process))
    mixed = generator.permutation(len(process))
    assert summarize_latency(wall[mixed], process[mixed], block[mixed]) == summarize_latency(
        wall, process, block
    )


def test_sections_never_join_processes():
    process, block = labels(processes=2, blocks=7, runs=3)
    sections = make_sections(np.arange(len(process)), process, block)
    assert sections.count == 14
    assert sections.process.tolist() == [0] * 7 + [1] * 7
    assert sections.by_process().starts.tolist() == [0, 21]


def test_processes_differ_only_where_they_do():
    process = np.repeat([0, 1, 2], 5)
    generator = np.random.default_rng(9)
    even = generator.standard_normal(15)
    assert not processes_differ(even, process)
    assert processes_differ(even + 5 * process, process)
    assert not processes_differ(even, np.zeros(15, np.int64))
