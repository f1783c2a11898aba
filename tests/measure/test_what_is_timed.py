"""Which runs are timed, counted against a runtime that keeps a record of all."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter, perf_counter_ns, process_time

import numpy as np
import psutil
import pytest

from studio.core.child_protocol import Phase
from studio.core.measure_protocol import FootprintRequest
from studio.core.sample_file import read_blocks
from studio.measure.cpu_meter import CpuMeter
from studio.measure.footprint import footprint
from studio.measure.plan import Burst
from studio.measure.sample import sample
from studio.measure.stall_meter import StallMeter
from studio.measure.timing import COLUMNS, HAS_CPU_CLOCK, BlockBuffer, EmptyCost, empty_cost
from studio.measure.witness import read_witness
from tests.measure.conftest import Told, make_arms, sample_request
from tests.measure.counting_runtime import CountingModel, CountingRuntime, spin


def test_warm_up_runs_are_run_and_not_counted(tmp_path: Path, told: Told) -> None:
    """Runs of 30 ms are all timed once warm (see plan_burst), and six take more than 100 ms."""
    runtime = CountingRuntime(lambda _: 30.0)
    request = sample_request(tmp_path, ("a", "b"), warmup_runs=6, seconds=0.3)
    result = sample(request, told.reporter, runtime)
    assert len(runtime.models) == 2
    witness = read_witness(request.output)
    assert witness is not None
    warm = [arm.warmup_runs for arm in witness.arms]
    assert min(warm) >= 6
    assert sum(model.runs for model in runtime.models) == sum(warm) + result.samples
    assert result.samples >= 4
    assert [model.filled for model in runtime.models] == [1, 1]


def test_the_collector_rests_within_blocks_only(tmp_path: Path, told: Told) -> None:
    runtime = CountingRuntime(lambda _: 30.0)
    request = sample_request(tmp_path, ("a",), warmup_runs=6, seconds=0.2)
    sample(request, told.reporter, runtime)
    (model,) = runtime.models
    witness = read_witness(request.output)
    assert witness is not None
    warm = witness.arms[0].warmup_runs
    assert all(model.collected[:warm])
    assert not any(model.collected[warm:])


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


@pytest.mark.parametrize("is_single_threaded", [True, False])
def test_a_sample_of_several_runs_is_their_mean(is_single_threaded: bool) -> None:
    """Four runs, skipped and timed by turns; each run notes when it began and ended."""
    began, ended = [], []

    def invoke() -> None:
        began.append(perf_counter_ns())
        spin(0.1)
        ended.append(perf_counter_ns())

    buffer = BlockBuffer(10)
    burst = Burst(settling=0, timed=3, skipped=1, runs=4)
    buffer.run_burst(invoke, 7, burst, is_single_threaded=is_single_threaded)
    began.append(perf_counter_ns())
    assert len(ended) == 24
    for number, wall in enumerate(buffer.rows()[2::COLUMNS]):
        first, after = 8 * number + 4, 8 * number + 8
        assert ended[after - 1] - began[first] <= 4 * (wall + 1)
        assert 4 * wall <= began[after] - ended[first - 1]


def test_the_cost_of_an_empty_call_is_taken_off_but_never_below_nothing() -> None:
    def walls(cost: EmptyCost) -> list[int]:
        buffer = BlockBuffer(10)
        model = CountingModel(lambda _: 0.5)
        burst = Burst(settling=0, timed=3, skipped=0)
        buffer.run_burst(model.invoke, 0, burst, is_single_threaded=True, cost=cost)
        return list(buffer.rows()[2::COLUMNS])

    assert min(walls(EmptyCost())) >= 500_000
    assert max(walls(EmptyCost(wall_ns=10**9, cpu_ns=10**9))) == 0
    assert min(walls(EmptyCost(wall_ns=200_000))) < 400_000


def test_an_empty_call_costs_little_and_several_cost_more() -> None:
    one, many = (empty_cost(runs, is_single_threaded=True) for runs in (1, 1000))
    assert 0 < one.wall_ns < 20_000
    assert one.wall_ns < many.wall_ns < 2_000_000
    assert (one.cpu_ns > 0) == HAS_CPU_CLOCK


def test_sittings_load_anew_in_turned_order(tmp_path: Path, told: Told) -> None:
    loaded: list[str] = []

    class Watched(CountingRuntime):
        def load(self, path, target, *, allow_code=False):
            loaded.append(str(path))
            return super().load(path, target)

    runtime = Watched(lambda _: 5.0)
    request = sample_request(tmp_path, ("a", "b"), warmup_runs=2, seconds=0.4, sittings=3)
    result = sample(request, told.reporter, runtime)
    assert loaded == ["a", "b", "b", "a", "a", "b"]
    assert 0.4 <= result.seconds < 1.5
    assert all(model.runs > 2 for model in runtime.models)
    blocks = [record.block for record in read_blocks(request.output)]
    assert blocks == list(range(len(blocks)))
    assert len(blocks) % 2 == 0
    witness = read_witness(request.output)
    assert witness is not None
    first, *later = witness.first_blocks
    assert first == 0 and len(later) == 2
    assert 0 < later[0] < later[1] < len(blocks)
    phases = [phase.name for phase in told.of(Phase)]
    assert phases.count("loading-model") == 1


def test_outputs_that_are_no_numbers_are_noticed(tmp_path: Path, told: Told) -> None:
    class Broken(CountingModel):
        def outputs(self):
            return {"y": np.array([1.0, np.nan], np.float32), "n": np.array([1, 2])}

    class Runtime(CountingRuntime):
        def load(self, path, target, *, allow_code=False):
            if path == "sound":
                return super().load(path, target)
            return Broken(lambda _: 5.0)

    request = sample_request(tmp_path, ("sound", "broken"), seconds=0.1)
    sample(request, told.reporter, Runtime(lambda _: 5.0))
    witness = read_witness(request.output)
    assert witness is not None
    assert [arm.outputs_finite for arm in witness.arms] == [True, False]


def test_first_is_the_first_run_and_the_only_one(told: Told) -> None:
    runtime = CountingRuntime(lambda number: 60.0 if number == 0 else 1.0, load_ms=25.0)
    request = FootprintRequest(arm=make_arms(("a",))[0], seed=0)
    found = footprint(request, told.reporter, runtime)
    (model,) = runtime.models
    assert model.runs == 1
    assert found.first_ms >= 60
    assert found.init_ms >= 25


@pytest.mark.skipif(not Path("/proc/pressure/cpu").exists(), reason="no pressure information")
def test_waiting_for_a_core_is_noticed() -> None:
    """More busy processes than cores: some of them wait, and this one is interrupted."""
    code = "while True: pass"
    busy = [subprocess.Popen([sys.executable, "-c", code]) for _ in range(psutil.cpu_count() or 1)]
    try:
        meter = StallMeter()
        spin(800)
        pressure, switches = meter.read()
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert pressure is not None
    assert pressure > 20
    assert switches is not None
    assert switches > 1


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
