"""Drift is found with its size, and hardly ever where there is none."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.signal import lfilter

from studio.stats.drift import find_drift

APART = 0.15


def bursts(generator: np.random.Generator, count: int, a_minute: float, phi: float) -> np.ndarray:
    """Latencies that grow by ``a_minute``, with noise of 2 % correlated by ``phi``."""
    noise = lfilter([np.sqrt(1 - phi**2)], [1, -phi], generator.standard_normal(count + 100))[100:]
    return 1e6 * np.exp(a_minute * APART / 60 * np.arange(count) + 0.02 * noise)


@pytest.mark.parametrize("a_minute", [0.1, -0.1])
def test_a_drift_is_found_with_its_size(a_minute: float) -> None:
    generator = np.random.default_rng(2)
    found = find_drift([bursts(generator, 400, a_minute, 0.0) for _ in range(3)], APART)
    assert found is not None
    assert found.percent_per_minute == pytest.approx(100 * a_minute, rel=0.2)
    low, high = found.ci99
    assert low <= 100 * a_minute <= high


@pytest.mark.parametrize("phi", [0.0, 0.7])
@pytest.mark.parametrize(("sittings", "count"), [(1, 60), (6, 20), (1, 1000), (12, 10)])
def test_no_drift_is_hardly_ever_found(sittings: int, count: int, phi: float) -> None:
    generator = np.random.default_rng(4)
    alarms = sum(
        find_drift([bursts(generator, count, 0.0, phi) for _ in range(sittings)], APART) is not None
        for _ in range(300)
    )
    assert alarms <= 12


def test_sittings_that_differ_as_a_whole_are_no_drift() -> None:
    generator = np.random.default_rng(6)
    levels = [1.0, 1.1, 1.2, 1.3, 1.4]
    assert find_drift([level * bursts(generator, 60, 0.0, 0.0) for level in levels], APART) is None


def test_too_little_is_no_drift() -> None:
    assert find_drift([], APART) is None
    assert find_drift([np.array([1.0, 2.0, 3.0, 4.0])], APART) is None
