"""Which runs are timed, counted against a runtime that keeps a record of all."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter, process_time

import psutil
import pytest

from studio.core.child_protocol import FootprintRequest
from studio.measure.cpu_meter import CpuMeter
from studio.measure.footprint import footprint
from studio.measure.plan import Burst
from studio.measure.sample import sample
from studio.measure.timing import COLUMNS, BlockBuffer
from studio.measure.warm_up import warm_up
from tests.measure.conftest import Told, make_arms, sample_request
from tests.measure.counting_runtime import CountingModel, CountingRuntime, spin


def test_warm_up_runs_are_run_and_not_counted(tmp_path: Path, told: Told) -> None:
    """Runs of 30 ms are all timed once warm (see plan_burst), and six take more than 100 ms."""
    runtime = CountingRuntime(lambda _: 30.0)
    request = sample_request(tmp_path, ("a", "b"), warmup_runs=6, seconds=0.3)
    result = sample(request, told.reporter, runtime)
    assert len(runtime.models) == 2
    assert sum(model.runs for model in runtime.models) == 2 * 6 + result.samples
    assert result.samples >= 4
    assert [model.filled for model in runtime.models] == [1, 1]


def test_warming_up_takes_its_least_time_too() -> None:
    model = CountingModel(lambda _: 1.0)
    assert warm_up(model.invoke, 3, 30_000_000).latency_ns == pytest.approx(1e6, rel=0.5)
    assert model.runs >= 10


def test_the_collector_rests_within_blocks_only(tmp_path: Path, told: Told) -> None:
    runtime = CountingRuntime(lambda _: 30.0)
    sample(sample_request(tmp_path, ("a",), warmup_runs=6, seconds=0.2), told.reporter, runtime)
    (model,) = runtime.models
    assert all(model.collected[:6])
    assert not any(model.collected[6:])


@pytest.mark.parametrize("is_single_threaded", [True, False])
def test_settling_and_skipped_runs_are_run_but_not_timed(is_single_threaded: bool) -> None:
    """Of 2 + 3 * (4 + 1) runs three are timed; all others take twenty times as long."""
    timed = {2 + 5 * number + 4 for number in range(3)}
    model = CountingModel(lambda number: 0.5 if number in timed else 10.0)
    buffer = BlockBuffer(10)
    burst = Burst(settling=2, timed=3, skipped=4)
    buffer.run_burst(model.invoke, 7, burst, is_single_threaded=is_single_threaded)
    rows = buffer.rows()
    assert model.runs == 17
    assert list(rows[0::COLUMNS]) == [7, 7, 7]
    assert list(rows[1::COLUMNS]) == [0, 1, 2]
    assert all(450_000 < wall < 9_000_000 for wall in rows[2::COLUMNS])


def test_first_is_the_first_run_and_the_only_one(told: Told) -> None:
    runtime = CountingRuntime(lambda number: 60.0 if number == 0 else 1.0, load_ms=25.0)
    request = FootprintRequest(arm=make_arms(("a",))[0], seed=0)
    found = footprint(request, told.reporter, runtime)
    (model,) = runtime.models
    assert model.runs == 1
    assert found.first_ms >= 60
    assert found.init_ms >= 25


def test_our_own_load_is_not_that_of_others() -> None:
    meter = CpuMeter()
    started, own = perf_counter(), process_time()
    spin(800)
    busy, other, _ = meter.read()
    share = (process_time() - own) / (perf_counter() - started) / (psutil.cpu_count() or 1)
    assert busy is not None
    assert other is not None
    assert busy - other == pytest.approx(min(busy, 100 * share), abs=12)
    assert busy - other > 15 * share
