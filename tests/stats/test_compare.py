"""Which clock decides, and what is said of each arm against the baseline."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.comparison_text import comparison_message
from studio.core.messages import render
from studio.core.scenarios import make_scenario
from studio.core.targets import Arm, make_target
from studio.stats.compare import choose_clock, compare, run_time
from studio.stats.live import LiveBursts

ONE = Arm(file="a", target=make_target("litert-interpreter"))
TWO = Arm(file="a", target=make_target("litert-interpreter", threads=2))
TENSORFLOW = Arm(file="a", target=make_target("tensorflow-cpu"))
SERVER = Arm(
    file="a",
    target=make_target("litert-interpreter"),
    scenario=make_scenario("server", rate=50.0),
)
BATCHED = Arm(file="a", target=make_target("tensorflow-cpu", batch=8))
GPU = Arm(file="a", target=make_target("litert-gpu"))


def rows(wall_ms: float, waited: float = 0.0, blocks: int = 40, seed: int = 0) -> np.ndarray:
    """Three samples a block; ``waited``: the part of the wall time that is no CPU time."""
    generator = np.random.default_rng(seed)
    wall = wall_ms * 1e6 * np.exp(0.01 * generator.standard_normal(3 * blocks))
    block = np.repeat(np.arange(blocks), 3)
    table = np.stack([np.zeros(3 * blocks), block, wall, wall * (1 - waited)], axis=1)
    return table.astype(np.int64)


@pytest.mark.parametrize(
    ("arm", "waited", "clock", "reason"),
    [
        (ONE, 0.0, "wall", "clock-undisturbed"),
        (ONE, 0.015, "wall", "clock-undisturbed"),
        (ONE, 0.3, "cpu", "clock-waited"),
        (TWO, 0.3, "wall", "clock-several-threads"),
        (TENSORFLOW, 0.3, "wall", "clock-tensorflow"),
        (SERVER, 0.3, "wall", "clock-server"),
        (GPU, 0.9, "wall", "clock-not-cpu"),
    ],
)
def test_cpu_time_decides_for_one_thread_that_waited(
    arm: Arm, waited: float, clock: str, reason: str
) -> None:
    found = choose_clock((ONE, arm), (run_time(rows(5, waited)), run_time(rows(5, waited))))
    assert (found.clock, found.reason) == (clock, reason)


def test_without_a_cpu_clock_wall_time_decides() -> None:
    unknown = rows(5)
    unknown[:, 3] = -1
    assert (
        choose_clock((ONE, ONE), (run_time(unknown), run_time(unknown))).reason
        == "clock-no-cpu-time"
    )
    overlapping = choose_clock((SERVER, SERVER), (run_time(unknown), run_time(unknown)))
    assert overlapping.reason == "clock-server", "the clock is not to blame for queries that wait"


def test_each_other_arm_is_compared_with_the_baseline() -> None:
    arms = (ONE, TWO, ONE, ONE)
    samples = {0: rows(5, seed=1), 1: rows(10, seed=2), 2: rows(5, seed=3)}
    slow, same, dead = compare(arms, samples, 0, 0.03, 6.0)
    assert [(one.baseline, one.candidate) for one in (slow, same, dead)] == [(0, 1), (0, 2), (0, 3)]
    assert [one.verdict for one in (slow, same, dead)] == ["slower", "equivalent", "cannot-tell"]
    assert slow.ratio == pytest.approx(2.0, rel=0.02)
    assert (slow.quadruples, slow.processes, slow.extra_seconds) == (20, 1, None)
    assert (dead.ratio, dead.ci95, dead.quadruples, dead.extra_seconds) == (None, None, 0, None)
    faster, *_ = compare(arms, samples, 1, 0.03, 6.0)
    assert (faster.candidate, faster.verdict) == (0, "faster")
    assert faster.ratio == pytest.approx(0.5, rel=0.02)


def test_batches_are_compared_by_one_input() -> None:
    samples = {0: rows(5, seed=1), 1: rows(20, seed=2)}
    (found,) = compare((TENSORFLOW, BATCHED), samples, 0, 0.03, 6.0)
    assert (found.verdict, found.ratio) == ("faster", pytest.approx(0.5, rel=0.02))
    (found,) = compare((BATCHED, BATCHED), samples, 0, 0.03, 6.0)
    assert found.ratio == pytest.approx(4, rel=0.02)


def in_processes(count: int, wall_ms: float, seed: int) -> np.ndarray:
    parts = [rows(wall_ms, seed=seed + number) for number in range(count)]
    for number, part in enumerate(parts):
        part[:, 0] = number
    return np.concatenate(parts)


@pytest.mark.parametrize(
    ("other", "processes", "verdict"),
    [(ONE, 2, "slower"), (TENSORFLOW, 2, "cannot-tell"), (TENSORFLOW, 3, "slower")],
)
def test_arms_apart_need_several_processes(other: Arm, processes: int, verdict: str) -> None:
    samples = {0: in_processes(processes, 5, 0), 1: in_processes(processes, 6, 50)}
    (found,) = compare((ONE, other), samples, 0, 0.03, 6.0)
    assert (found.verdict, found.processes) == (verdict, processes)
    assert found.ratio == pytest.approx(1.2, rel=0.02)
    title, _ = render(*comparison_message(found, "a", "b"))
    if verdict == "cannot-tell":
        assert (found.ci95, found.extra_seconds) == (None, None)
        assert "1.20x in too few processes" in title


def test_waiting_in_one_arm_does_not_make_it_slower() -> None:
    """Wall time says 2x, CPU time says equal: one thread, so CPU time is right."""
    waiting = rows(10, waited=0.5, seed=2)
    (found,) = compare((ONE, ONE), {0: rows(5, seed=1), 1: waiting}, 0, 0.03, 6.0)
    assert (found.clock, found.verdict) == ("cpu", "equivalent")
    assert found.waited_share == pytest.approx(1 / 3, abs=0.01)


def test_cannot_tell_says_how_much_longer() -> None:
    noisy = rows(5, seed=1)
    disturbed = np.repeat(np.tile([1.3, 1.3, 0.8, 0.8], 10), 3)
    noisy[:, 2:] = (noisy[:, 2:] * disturbed[:, None]).astype(np.int64)
    (found,) = compare((ONE, ONE), {0: rows(5), 1: noisy}, 0, 0.03, 6.0)
    assert found.verdict == "cannot-tell"
    assert found.extra_seconds is not None
    assert found.extra_seconds > 6.0


def test_no_such_baseline_compares_nothing() -> None:
    assert compare((ONE,), {0: rows(5)}, 0, 0.03, 1.0) == ()
    assert compare((ONE, ONE), {0: rows(5), 1: rows(5)}, 2, 0.03, 1.0) == ()


def test_a_live_look_says_what_the_end_says() -> None:
    arms, tables = (ONE, ONE), (rows(5, seed=1), rows(5.5, seed=2))
    live = LiveBursts(arms)
    order = np.argsort(np.concatenate([table[:, 1] for table in tables]), kind="stable")
    places = np.repeat([0, 1], len(tables[0]))[order]
    together = np.concatenate(tables)[order]
    for begin in range(0, len(places), 7):  # batches do not end where blocks do
        live.add(places[begin : begin + 7], together[begin : begin + 7])
    look = live.look()
    (found,) = look.compare(0, 0.03)
    assert [len(bursts) for bursts in look.bursts] == [39, 39]  # the last ones may go on
    (end,) = compare(arms, {0: tables[0][:-6], 1: tables[1][:-6]}, 0, 0.03, 1.0)
    assert (found.verdict, found.quadruples, found.clock) == ("slower", 19, "wall")
    assert found.ratio == pytest.approx(end.ratio, rel=1e-6)
    assert found.ci95 == pytest.approx(end.ci95, rel=1e-6)
    assert look.seconds == pytest.approx(120 * (0.005 + 0.0055), rel=0.02)


def test_a_look_before_anything_is_known_claims_nothing() -> None:
    (found,) = LiveBursts((ONE, TWO)).look().compare(0, 0.03)
    assert (found.verdict, found.ratio, found.quadruples) == ("cannot-tell", None, 0)


def at_rate(rate: float, **params: int) -> Arm:
    scenario = make_scenario("server", rate=rate, **params)
    return Arm(file="a", target=make_target("litert-interpreter"), scenario=scenario)


def test_server_queries_are_compared_at_one_given_rate_only() -> None:
    """At the end and live alike: of a searched rate (0) never, whatever was found."""
    arms = (at_rate(100.0), at_rate(200.0), at_rate(100.0, streams=2), at_rate(0.0))
    samples = {place: rows(5, seed=place) for place in range(4)}
    found = compare(arms, samples, 0, 0.03, 6.0)
    assert [one.candidate for one in found] == [2]
    live = LiveBursts(arms)
    for place, table in samples.items():
        live.add(np.full(len(table), place), table)
    assert [one.candidate for one in live.look().compare(0, 0.03)] == [2]
    assert compare(arms, samples, 3, 0.03, 6.0) == live.look().compare(3, 0.03) == ()
