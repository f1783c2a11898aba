"""Minutes in seconds: a model that gets slower, a ranking that flips, windows over time."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from studio.core.comparison_text import sustained_messages
from studio.core.sustained import Moment
from studio.measure.sample import sample
from studio.measure.sustained import sum_up
from studio.measure.witness import read_witness
from tests.measure.conftest import Told, make_arms, sample_request
from tests.measure.counting_runtime import CountingRuntime

BLOCKS = 600
MOMENTS = tuple(Moment(block=at, at_s=at / 10) for at in range(10, BLOCKS + 1, 10))


def rows_of(latency_ms: np.ndarray, seed: int) -> np.ndarray:
    """Three samples a block around its latency, wall = CPU."""
    generator = np.random.default_rng(seed)
    count = len(latency_ms)
    noisy = latency_ms[:, None] * generator.normal(1, 0.01, (count, 3))
    ns = np.rint(noisy.ravel() * 1e6).astype(np.int64)
    blocks = np.repeat(np.arange(count), 3)
    return np.column_stack([np.zeros_like(blocks), blocks, ns, ns])


def test_what_slows_down_and_a_ranking_that_flips() -> None:
    steady = np.full(BLOCKS, 10.0)
    throttled = np.linspace(8.0, 13.0, BLOCKS)
    arms = make_arms(("a", "b"))
    found = sum_up(arms, {0: rows_of(steady, 1), 1: rows_of(throttled, 2)}, MOMENTS, 0, 0.03)
    first, second = found.arms
    assert first.last_over_first == pytest.approx(1.0, abs=0.01)
    assert second.last_over_first == pytest.approx((8 + 5 * 5 / 6) / (8 + 5 / 6), abs=0.02)
    assert [one.verdict for one in found.first] == ["faster"]
    assert [one.verdict for one in found.last] == ["slower"]
    assert found.flipped == (1,)
    codes = [code for code, _ in sustained_messages(found, ("a", "b"), 0.03)]
    assert codes == ["sustained-steady", "sustained-slower", "sustained-flipped"]
    medians = [window.median_ms for window in second.windows]
    assert len(medians) == 30
    assert medians == sorted(medians)
    assert second.windows[0].begin_s == 0.0
    assert second.windows[-1].end_s == pytest.approx(60.0)
    assert all(window.ci95_ms is not None for window in second.windows)


def test_without_moments_nothing_is_said() -> None:
    arms = make_arms(("a", "b"))
    rows = {0: rows_of(np.full(BLOCKS, 1.0), 1)}
    found = sum_up(arms, rows, (), 0, 0.03)
    assert all(arm.windows == () and arm.last_over_first is None for arm in found.arms)
    codes = [code for code, _ in sustained_messages(found, ("a", "b"), 0.03)]
    assert codes[:2] == ["sustained-unknown", "sustained-unknown"]


def test_the_machine_is_looked_at_while_it_lasts(tmp_path: Path, told: Told) -> None:
    request = replace(sample_request(tmp_path, ("a", "b")), seconds=2.3, warmup_runs=1)
    sample(request, told.reporter, CountingRuntime(lambda _: 2.0))
    witness = read_witness(request.output)
    assert witness is not None
    times = [moment.at_s for moment in witness.moments]
    assert times == sorted(times)
    assert len(times) >= 3
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))
    blocks = [moment.block for moment in witness.moments]
    assert blocks == sorted(set(blocks))
    assert witness.moments[-1].busy_percent is not None


@pytest.mark.parametrize(("seconds", "windows"), [(1, 1), (30, 30), (31, 16), (59, 30), (61, 21)])
def test_windows_are_thirty_at_most_and_leave_nothing_out(seconds: int, windows: int) -> None:
    """A moment every second from 0 s on, as they are really taken: the first has no time yet."""
    moments = tuple(Moment(block=1 + 10 * at, at_s=float(at)) for at in range(seconds + 1))
    rows = {0: rows_of(np.full(BLOCKS + 20, 1.0), 1)}
    (arm,) = sum_up(make_arms(("a",)), rows, moments, 0, 0.03).arms
    assert len(arm.windows) == windows
    assert arm.windows[0].begin_s == 0.0
    assert arm.windows[-1].end_s == seconds
    assert all(window.end_s > window.begin_s for window in arm.windows)
    assert all(one.end_s == other.begin_s for one, other in pairwise(arm.windows))
