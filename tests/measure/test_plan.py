"""Blocks are balanced, bounded and about equally long for all variants."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.measure.plan import (
    BLOCK_NS,
    SHORTEST_RUN_NS,
    Burst,
    is_off_target,
    most_rows,
    plan_burst,
    runs_per_sample,
)


@given(st.floats(100, 1e10), st.integers(1, 12))
def test_bursts_fit_their_share_of_a_block(latency_ns: float, variants: int):
    burst = plan_burst(latency_ns, variants)
    runs = burst.settling + burst.timed * (burst.skipped + 1)
    share = BLOCK_NS / variants
    assert burst.timed >= 1
    assert burst.timed * variants <= most_rows(variants)
    if latency_ns <= share:
        assert 0.4 * share <= runs * latency_ns <= share * 1.001
    else:
        assert burst == Burst(settling=0, timed=1, skipped=0)


@given(st.floats(100, 19_999))
def test_short_runs_are_gathered_into_samples_worth_timing(latency_ns: float):
    runs = runs_per_sample(latency_ns)
    assert 75_000 <= runs * latency_ns <= 150_000
    burst = plan_burst(latency_ns, 2, runs)
    assert burst.runs == runs
    total = burst.settling + burst.timed * (burst.skipped + 1) * runs
    assert 0.4 * BLOCK_NS / 2 <= total * latency_ns <= 1.001 * BLOCK_NS / 2


def test_longer_runs_are_timed_one_by_one():
    assert runs_per_sample(20_000) == runs_per_sample(1e9) == 1


def test_a_block_far_from_its_target_is_planned_anew():
    short, single = [Burst(1, 30, 0)], [Burst(0, 1, 0)]
    assert not is_off_target(BLOCK_NS, short)
    assert is_off_target(BLOCK_NS // 3, short)
    assert is_off_target(BLOCK_NS * 3, short)
    assert not is_off_target(BLOCK_NS * 3, single)


@given(st.floats(0, 100), st.integers(1, 12), st.integers(1, 1000))
def test_what_seems_to_take_no_time_is_not_run_for_ever(
    latency_ns: float, variants: int, runs: int
):
    burst = plan_burst(latency_ns, variants, runs)
    total = burst.settling + burst.timed * (burst.skipped + 1) * runs
    assert total <= max(runs, BLOCK_NS / variants / SHORTEST_RUN_NS)
