"""Scenarios in the measuring process: what is run, what a run is, which rate is found."""

from __future__ import annotations

import gc
import threading
from contextlib import ExitStack, closing
from dataclasses import replace as replace_served
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from msgspec.structs import replace

from studio.core.child_protocol import Phase
from studio.core.errors import RunError
from studio.core.measure_protocol import SampleRequest
from studio.core.run_marker import read_marker
from studio.core.sample_file import decode, read_blocks
from studio.core.scenarios import LEAST_QUERIES, Scenario, make_scenario
from studio.core.targets import make_target
from studio.measure.arms import load_arms, warm_up_arms
from studio.measure.progress import Progress
from studio.measure.server import Served
from studio.measure.serving import Tally, sample_server
from studio.measure.warm_up import LEAST_NS
from studio.measure.witness import ArmNotes, read_witness
from studio.stats.compare import compare
from tests.measure.conftest import Told, make_arms, sample_request
from tests.measure.counting_runtime import CountingRuntime, rest


def request_in(folder: Path, *scenarios: Scenario, seconds: float = 0.2) -> SampleRequest:
    arms = make_arms(("m",) * len(scenarios))
    arms = tuple(
        replace(arm, scenario=scenario) for arm, scenario in zip(arms, scenarios, strict=True)
    )
    return replace(
        sample_request(folder, ("m",) * len(scenarios)), arms=arms, seconds=seconds, warmup_runs=1
    )


def runs_of(ms: float) -> CountingRuntime:
    return CountingRuntime(lambda _: ms, passing=rest)


def rows_of(path: str) -> np.ndarray:
    blocks = [decode(record.payload, record.count) for record in read_blocks(path)]
    return np.concatenate([np.frombuffer(block, np.int64).reshape(-1, 4) for block in blocks])


@pytest.mark.parametrize(
    ("scenario", "copies", "samples"),
    [
        (make_scenario(), 1, 1),
        (make_scenario("multi-stream", streams=3), 3, 3),
        (make_scenario("offline", streams=2), 2, 32),
    ],
)
def test_a_query_runs_its_samples_on_its_streams(
    tmp_path: Path, told: Told, scenario: Scenario, copies: int, samples: int
) -> None:
    runtime = runs_of(1.0)
    request = request_in(tmp_path, scenario)
    with ExitStack() as stack:
        progress = stack.enter_context(closing(Progress(request.progress)))
        (arm,) = load_arms(request, runtime, progress, stack, 0, told.reporter)
        for _ in range(3):
            arm.run()
    assert len(runtime.models) == copies
    assert request.arms[0].samples_per_run == samples
    assert sum(model.runs for model in runtime.models) == 3 * samples


def test_the_time_of_a_sample_counts_where_runs_hold_different_numbers() -> None:
    """8 ms for a query of 2 samples against 5 ms for one sample: 0.8 times the time."""
    target = make_target("litert-interpreter")
    one, two = make_arms(("a", "a"))
    two = replace(two, scenario=make_scenario("multi-stream", streams=2))
    assert target == one.target
    rows = {
        arm: np.array([(0, block, ns, ns) for block in range(40) for _ in range(3)], np.int64)
        for arm, ns in ((0, 5_000_000), (1, 8_000_000))
    }
    (found,) = compare((one, two), rows, 0, 0.03, 10.0)
    assert found.ratio == pytest.approx(0.8, rel=1e-6)
    assert found.clock == "wall"
    assert found.clock_reason == "clock-several-threads"


def notes_of(request: SampleRequest) -> tuple[ArmNotes, ...]:
    witness = read_witness(request.output)
    assert witness is not None
    return witness.arms


@pytest.mark.parametrize("scenario", ["multi-stream", "offline", "server"])
def test_every_copy_is_warm_before_anything_is_timed(
    tmp_path: Path, told: Told, scenario: str
) -> None:
    """One copy alone could have taken all samples of a warm-up of queries."""
    runtime = runs_of(1.0)
    request = request_in(tmp_path, make_scenario(scenario, streams=3))
    with ExitStack() as stack:
        progress = stack.enter_context(closing(Progress(request.progress)))
        arms = load_arms(request, runtime, progress, stack, 0, told.reporter)
        warm_up_arms(request, told.reporter, progress, arms)
    least = LEAST_NS / 1e6 * 0.2  # of 1 ms each, on a machine that is busy with other things
    assert all(model.runs > least for model in runtime.models)
    assert len(runtime.models) == 3


def test_a_given_rate_is_served_in_balanced_blocks(tmp_path: Path, told: Told) -> None:
    runtime = runs_of(0.5)
    scenario = make_scenario("server", rate=400)
    request = request_in(tmp_path, scenario, scenario, seconds=2.0)
    result = sample_server(request, told.reporter, runtime)
    rows = rows_of(request.output)
    assert len(rows) == result.samples
    assert {record.block for record in read_blocks(request.output)} >= {0, 1}
    assert len(np.unique(rows[:, 0])) == 2
    assert rows[:, 2].min() >= 500_000
    assert result.seconds == pytest.approx(2.0, rel=0.5)
    notes = notes_of(request)
    assert [arm.server.rate_per_s for arm in notes if arm.server] == [400, 400]
    assert sum(arm.answered for arm in notes) == len(rows)
    assert sum(arm.serving_s for arm in notes) == pytest.approx(result.seconds)
    warm = [arm.warmup_runs for arm in notes]
    timed = [model.collected[warm[at] :] for at, model in enumerate(runtime.models)]
    assert not any(any(collected) for collected in timed), "the collector is off"
    assert gc.isenabled()


def test_a_rate_that_cannot_be_kept_is_said_and_keeps_the_time(tmp_path: Path, told: Told) -> None:
    """2,000 a second of 2 ms each: four times as many as can be answered."""
    request = request_in(tmp_path, make_scenario("server", rate=2000), seconds=1.0)
    began = monotonic()
    result = sample_server(request, told.reporter, runs_of(2.0))
    (notes,) = notes_of(request)
    assert notes.is_rate_kept is False
    assert 0 < notes.answered < 2000
    assert result.seconds == pytest.approx(sum([notes.serving_s]))
    assert result.seconds <= monotonic() - began
    assert result.seconds < 4.0, "two bursts of half a second, each that much late at most"


def test_a_load_above_one_is_not_kept_however_short_the_look() -> None:
    served = Served(latencies_ns=np.full(100, 10**6), seconds=1.0, busy_ns=100 * 9_000_000)
    tally = Tally()
    tally.add(served)
    assert tally.is_rate_kept(110, streams=1)
    assert not tally.is_rate_kept(112, streams=1)
    assert tally.is_rate_kept(112, streams=2)
    tally.add(replace_served(served, is_behind=True))
    assert not tally.is_rate_kept(110, streams=1)


def test_a_slow_rate_says_that_it_is_at_work(tmp_path: Path, told: Told) -> None:
    """Seconds without CPU time: a message about every second, or it would pass for a hang."""
    request = request_in(tmp_path, make_scenario("server", rate=2), seconds=4.0)
    sample_server(request, told.reporter, runs_of(0.1))
    phases = [phase for phase in told.of(Phase) if phase.name == "measuring"]
    assert len(phases) >= 4
    fractions = [phase.fraction for phase in phases]
    assert fractions == sorted(fractions)


def test_a_stop_ends_a_burst(tmp_path: Path, told: Told) -> None:
    """The bursts of ten minutes are 2 s long, with a query in 500 s."""
    request = request_in(tmp_path, make_scenario("server", rate=0.002), seconds=600.0)
    threading.Timer(0.3, Path(request.stop).touch).start()
    began = monotonic()
    sample_server(request, told.reporter, runs_of(0.1))
    assert monotonic() - began < 60


def test_the_highest_rate_that_keeps_the_bound_is_found(tmp_path: Path, told: Told) -> None:
    """Runs of 0.5 ms can do 2,000 a second at most, and 100 ms leave room for a queue."""
    request = request_in(tmp_path, make_scenario("server", bound=100), seconds=2.0)
    sample_server(request, told.reporter, runs_of(0.5))
    found = notes_of(request)[0].server
    assert found is not None
    assert found.is_searched
    assert found.rate_per_s is not None
    assert 0 < found.rate_per_s < 2000
    kept = [one.rate_per_s for one in found.tried if one.has_kept(100)]
    assert found.rate_per_s == max(kept)
    assert all(one.queries >= LEAST_QUERIES for one in found.tried if one.p99_ms is not None)
    assert len(rows_of(request.output)) > 0


def test_a_bound_that_no_run_can_keep_has_no_rate_and_no_samples(
    tmp_path: Path, told: Told
) -> None:
    """A search needs 0.1 s and has 1 s: on a busy machine these runs take several times as long."""
    request = request_in(tmp_path, make_scenario("server", bound=0.25), seconds=2.0)
    result = sample_server(request, told.reporter, runs_of(0.5))
    found = notes_of(request)[0].server
    assert found is not None
    assert found.rate_per_s is None
    assert found.tried
    assert result.samples == 0


def test_a_model_too_slow_for_a_search_is_named_with_the_time_it_needs(
    tmp_path: Path, told: Told
) -> None:
    """100 queries at half of 50 a second take 4 s, and half of the time is for the search."""
    request = request_in(tmp_path, make_scenario("server"), seconds=1.0)
    with pytest.raises(RunError) as caught:
        sample_server(request, told.reporter, runs_of(20.0))
    assert caught.value.code == "server-too-slow"
    assert int(str(caught.value.params["needed"])) >= 8
    assert read_marker(request.progress) == 0
