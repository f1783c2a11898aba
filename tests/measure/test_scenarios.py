"""Scenarios in the measuring process: what is run, what a run is, which rate is found."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from studio.core.measure_protocol import SampleRequest
from studio.core.sample_file import decode, read_blocks
from studio.core.scenarios import Scenario, make_scenario
from studio.core.targets import make_target
from studio.measure.sample import sample
from studio.measure.serving import LEAST_QUERIES, sample_server
from studio.measure.witness import read_witness
from studio.stats.compare import compare
from tests.measure.conftest import Told, make_arms, sample_request
from tests.measure.counting_runtime import CountingRuntime


def request_in(folder: Path, *scenarios: Scenario, seconds: float = 0.2) -> SampleRequest:
    arms = make_arms(("m",) * len(scenarios))
    arms = tuple(
        replace(arm, scenario=scenario) for arm, scenario in zip(arms, scenarios, strict=True)
    )
    return replace(
        sample_request(folder, ("m",) * len(scenarios)), arms=arms, seconds=seconds, warmup_runs=1
    )


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
    runtime = CountingRuntime(lambda _: 1.0)
    request = request_in(tmp_path, scenario)
    sample(request, told.reporter, runtime)
    sittings = len(runtime.models) // copies
    assert len(runtime.models) == copies * sittings
    assert request.arms[0].samples_per_run == samples
    runs = sum(model.runs for model in runtime.models)
    assert runs % samples == 0
    assert all(model.runs for model in runtime.models)


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


def test_a_given_rate_is_served_in_balanced_blocks(tmp_path: Path, told: Told) -> None:
    runtime = CountingRuntime(lambda _: 0.5)
    scenario = make_scenario("server", rate=400)
    request = request_in(tmp_path, scenario, scenario, seconds=0.5)
    result = sample_server(request, told.reporter, runtime)
    rows = rows_of(request.output)
    assert len(rows) == result.samples == 4 * 800
    assert {int(count) for count in np.bincount(rows[:, 0])} == {1600}
    assert rows[:, 2].min() >= 500_000
    witness = read_witness(request.output)
    assert witness is not None
    assert [arm.server.rate_per_s for arm in witness.arms if arm.server] == [400, 400]


def test_the_highest_rate_that_keeps_the_bound_is_found(tmp_path: Path, told: Told) -> None:
    """Runs of 2 ms can do 500 a second at most, and 100 ms leave room for a queue."""
    request = request_in(tmp_path, make_scenario("server", bound=100), seconds=2.0)
    sample_server(request, told.reporter, CountingRuntime(lambda _: 2.0))
    witness = read_witness(request.output)
    assert witness is not None
    found = witness.arms[0].server
    assert found is not None
    assert found.is_searched
    assert found.rate_per_s is not None
    assert 0 < found.rate_per_s < 500
    kept = [one.rate_per_s for one in found.tried if one.p99_ms <= 100]
    assert found.rate_per_s == max(kept)
    assert all(one.queries >= LEAST_QUERIES for one in found.tried)
    assert len(rows_of(request.output)) > 0


def test_a_bound_that_no_run_can_keep_has_no_rate_and_no_samples(
    tmp_path: Path, told: Told
) -> None:
    request = request_in(tmp_path, make_scenario("server", bound=0.5), seconds=0.2)
    result = sample_server(request, told.reporter, CountingRuntime(lambda _: 2.0))
    witness = read_witness(request.output)
    assert witness is not None
    found = witness.arms[0].server
    assert found is not None
    assert found.rate_per_s is None
    assert found.tried
    assert result.samples == 0
