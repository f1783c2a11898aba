"""Which runs are timed, counted against a runtime that keeps a record of all."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter, perf_counter_ns, process_time

import numpy as np
import psutil
import pytest
from msgspec.structs import replace

from studio.core.child_protocol import Phase
from studio.core.measure_protocol import FootprintRequest
from studio.core.sample_file import read_blocks
from studio.measure.arms import LoadedArm
from studio.measure.cpu_meter import CpuMeter
from studio.measure.footprint import footprint
from studio.measure.plan import Burst
from studio.measure.progress import Progress
from studio.measure.sample import sample
from studio.measure.sample_stream import SampleStream
from studio.measure.sampler import Sampler
from studio.measure.stall_meter import StallMeter
from studio.measure.timing import (
    COLUMNS,
    HAS_CPU_CLOCK,
    NO_COST,
    BlockBuffer,
    EmptyCost,
    empty_cost,
)
from studio.measure.witness import read_witness
from studio.runtimes.protocol import PLAIN
from tests.measure.conftest import (
    Told,
    make_arms,
    sample_request,
    seconds_before_the_last_pair,
)
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


class NotedRuns:
    """Runs that note when each began and ended: what a timer said is held against these, so that
    it does not matter how long a run took, or what disturbed it.
    """

    def __init__(self) -> None:
        self.began: list[int] = []
        self.ended = [perf_counter_ns()]
        """Before the first run: when the waiting for it began."""

    def invoke(self) -> None:
        self.began.append(perf_counter_ns())
        spin(0.1)
        self.ended.append(perf_counter_ns())

    def burst(self, burst: Burst, is_single_threaded: bool, cost: EmptyCost = NO_COST) -> list[int]:
        """Run it; the rows."""
        buffer = BlockBuffer(10)
        buffer.run_burst(self.invoke, 7, burst, is_single_threaded=is_single_threaded, cost=cost)
        self.began.append(perf_counter_ns())
        return list(buffer.rows())

    def hold(self, first: int, last: int) -> tuple[int, int]:
        """Between what two times a clock around the runs from ``first`` to ``last`` must read."""
        inner = self.ended[last + 1] - self.began[first]
        return inner, self.began[last + 1] - self.ended[first]


@pytest.mark.parametrize("is_single_threaded", [True, False])
def test_settling_and_skipped_runs_are_run_but_not_timed(is_single_threaded: bool) -> None:
    """Of 2 + 3 * (4 + 1) runs the last of each five is timed, and no more than that."""
    noted = NotedRuns()
    rows = noted.burst(Burst(settling=2, timed=3, skipped=4), is_single_threaded)
    assert len(noted.ended) - 1 == 17
    assert rows[0::COLUMNS] == [7, 7, 7]
    assert rows[1::COLUMNS] == [0, 1, 2]
    for number, wall in enumerate(rows[2::COLUMNS]):
        run = 2 + 5 * number + 4
        least, most = noted.hold(run, run)
        assert least <= wall <= most


@pytest.mark.parametrize("is_single_threaded", [True, False])
def test_a_sample_of_several_runs_is_their_mean(is_single_threaded: bool) -> None:
    """Four runs, skipped and timed by turns."""
    noted = NotedRuns()
    rows = noted.burst(Burst(settling=0, timed=3, skipped=1, runs=4), is_single_threaded)
    assert len(noted.ended) - 1 == 24
    for number, wall in enumerate(rows[2::COLUMNS]):
        first = 8 * number + 4
        least, most = noted.hold(first, first + 3)
        assert least <= 4 * (wall + 1)
        assert 4 * wall <= most


@pytest.mark.parametrize("cost_ns", [0, 50_000, 10**12])
def test_the_cost_of_an_empty_call_is_taken_off_but_never_below_nothing(cost_ns: int) -> None:
    noted = NotedRuns()
    cost = EmptyCost(wall_ns=cost_ns, cpu_ns=cost_ns)
    rows = noted.burst(Burst(settling=0, timed=3, skipped=0), True, cost)
    for run, wall in enumerate(rows[2::COLUMNS]):
        least, most = noted.hold(run, run)
        assert max(0, least - cost_ns) <= wall <= max(0, most - cost_ns)


def test_what_is_taken_off_is_planned_for(tmp_path: Path, told: Told) -> None:
    """Samples of which nothing is left take their time all the same: 75 fit into a block."""
    request = sample_request(tmp_path, ("a",))
    model = CountingModel(lambda _: 1.0)
    arm = LoadedArm(0, request.arms[0], [model], model.invoke, latency_ns=75e6)
    arm.cost = EmptyCost(wall_ns=10**6)
    with (
        closing(Progress(request.progress)) as progress,
        closing(SampleStream(request.output)) as stream,
    ):
        sampler = Sampler(request, told.reporter, progress, stream)
        sampler.begin([arm])
        assert sampler.run([0], 0) == 1, "planned for 75 ms each, which is far off"
        before = model.runs
        sampler.run([0], 1)
    assert model.runs - before <= 75


def test_an_empty_call_costs_little_and_several_cost_more() -> None:
    one, many = (empty_cost(runs, is_single_threaded=True) for runs in (1, 1000))
    assert 0 < one.wall_ns < 20_000
    assert one.wall_ns < many.wall_ns < 2_000_000
    assert (one.cpu_ns > 0) == HAS_CPU_CLOCK


def test_sittings_load_anew_in_turned_order(tmp_path: Path, told: Told) -> None:
    loaded: list[str] = []

    class Watched(CountingRuntime):
        def load(self, path, target, how=PLAIN):
            loaded.append(str(path))
            return super().load(path, target)

    runtime = Watched(lambda _: 5.0)
    request = sample_request(tmp_path, ("a", "b"), warmup_runs=2, seconds=0.4, sittings=3)
    result = sample(request, told.reporter, runtime)
    assert loaded == ["a", "b", "b", "a", "a", "b"]
    assert result.seconds >= 0.4
    assert seconds_before_the_last_pair(request.output) < 0.4
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
        def load(self, path, target, how=PLAIN):
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


@pytest.mark.parametrize("decided", [True, False])
def test_what_was_decided_of_the_empty_call_is_not_decided_anew(
    tmp_path: Path, told: Told, decided: bool
) -> None:
    """Whatever this process finds: 0.1 ms is below the limit, 1 ms above."""
    for ms in (0.1, 1.0):
        request = replace(sample_request(tmp_path, ("a",)), seconds=0.05, warmup_runs=1)
        runtime = CountingRuntime(lambda _, ms=ms: ms)
        alone = sample(request, told.reporter, runtime)
        assert alone.subtracts_empty == (ms == 0.1)
        given = sample(replace(request, subtracts_empty=decided), told.reporter, runtime)
        assert given.subtracts_empty == decided
        witness = read_witness(request.output)
        assert witness is not None
        assert (witness.arms[0].empty_wall_ns is not None) == decided
