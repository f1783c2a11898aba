"""A stage before each run: real work of the right dtype, in series or one run ahead."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace

from studio.core.run_marker import read_marker
from studio.core.sample_file import read_blocks
from studio.core.scenarios import make_scenario
from studio.core.targets import make_target
from studio.measure.loading import fill_inputs
from studio.measure.preprocessing import Inputs, Pipelined, Preparation, in_series
from studio.measure.sample import sample
from studio.runtimes import get_runtime
from studio.stats.compare import WALL
from studio.stats.raw_samples import rows_by_arm
from tests.kit import small_tflite
from tests.measure.conftest import Told, make_arms, sample_request
from tests.measure.counting_runtime import CountingModel, CountingRuntime

TARGET = make_target("litert-interpreter")


def test_what_is_prepared_fits_the_inputs_and_changes(tmp_path: Path) -> None:
    path = small_tflite.relu_chain(tmp_path / "m.tflite", size=64)
    with closing(get_runtime("litert-interpreter").load(path, TARGET)) as model:
        prepare = Preparation(model, fill_inputs(model, 0), seed=1)
        first, second = prepare()["x"], prepare()["x"]
        assert first.dtype == np.float32
        assert first.shape == model.shape("x")
        assert -1.0 <= first.min() < -0.5
        assert 0.5 < first.max() <= 1.0
        assert not np.array_equal(first, second)
        in_series(model, prepare)()
        assert model.outputs()["y"].max() > 0


def test_int8_inputs_are_quantized_and_others_only_copied(tmp_path: Path) -> None:
    path = small_tflite.int8_identity(tmp_path / "q.tflite")
    with closing(get_runtime("litert-interpreter").load(path, TARGET)) as model:
        values = next(iter(Preparation(model, fill_inputs(model, 0), seed=1)().values()))
        assert values.dtype == np.int8
    path = small_tflite.int64_sum(tmp_path / "i.tflite")
    with closing(get_runtime("litert-interpreter").load(path, TARGET)) as model:
        filled = fill_inputs(model, 0)
        prepared = Preparation(model, filled, seed=1)()
        assert all(np.array_equal(prepared[name], filled[name]) for name in filled)


def test_the_next_inputs_are_prepared_while_the_model_runs() -> None:
    """The run waits until the next preparation has begun: in one thread that would never end."""
    began = [threading.Event() for _ in range(4)]
    count = iter(range(4))

    class Model(CountingModel):
        def invoke(self) -> None:
            assert began[self.runs + 1].wait(30)
            super().invoke()

    def prepare() -> Inputs:
        began[next(count)].set()
        return {}

    model = Model(lambda _: 0.0)
    with closing(Pipelined(model, prepare)) as pipeline, pipeline.burst():
        pipeline.run()
        pipeline.run()
        pipeline.run()
    assert (model.runs, model.filled) == (3, 3)


def test_an_error_of_the_preparation_is_raised_by_the_run() -> None:
    def prepare() -> Inputs:
        raise ValueError("no data")

    pipeline = Pipelined(CountingModel(lambda _: 0.0), prepare)
    with closing(pipeline), pytest.raises(ValueError, match="no data"), pipeline.burst():
        pipeline.run()


def test_nothing_is_prepared_outside_of_a_burst() -> None:
    """The first inputs are ready when one begins, the last ones when it ends; between: nothing."""
    ended = [0]

    def prepare() -> Inputs:
        time.sleep(0.01)
        ended[0] += 1
        return {}

    model = CountingModel(lambda _: 0.0)
    with closing(Pipelined(model, prepare)) as pipeline:
        assert ended == [0], "not before it is asked for"
        for _ in range(2):
            before = ended[0]
            with pipeline.burst():
                assert ended[0] == before + 1
                pipeline.run()
                pipeline.run()
            assert ended[0] == before + 3
            assert pipeline._ready.empty() and pipeline._wanted.empty()
    assert model.runs == 4


def test_a_stage_works_in_the_bursts_of_its_own_arm_only(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whenever something is prepared, the progress file names the arm that has the stage."""
    request = replace(sample_request(tmp_path, ("a", "b")), seconds=0.3, warmup_runs=1)
    plain, staged = request.arms
    staged = replace(staged, scenario=make_scenario(preprocessing="pipelined"))
    seen: list[int] = []
    prepare = Preparation.__call__

    def watched(self: Preparation) -> Inputs:
        before = read_marker(request.progress)
        found = prepare(self)
        seen.extend((before, read_marker(request.progress)))
        return found

    monkeypatch.setattr(Preparation, "__call__", watched)
    sample(replace(request, arms=(plain, staged)), told.reporter, CountingRuntime(lambda _: 0.3))
    assert seen and set(seen) == {1}


@pytest.mark.parametrize(("way", "made"), [("none", 0), ("serial", 1), ("pipelined", 1)])
def test_data_to_prepare_is_made_for_a_stage_only(
    tmp_path: Path, told: Told, monkeypatch: pytest.MonkeyPatch, way: str, made: int
) -> None:
    count = [0]
    build = Preparation.__init__

    def counted(*args: Any) -> None:
        count[0] += 1
        build(*args)

    monkeypatch.setattr(Preparation, "__init__", counted)
    (arm,) = make_arms(("a",))
    arm = replace(arm, scenario=make_scenario(preprocessing=way))
    request = replace(sample_request(tmp_path, ("a",)), arms=(arm,), seconds=0.05, warmup_runs=1)
    sample(request, told.reporter, CountingRuntime(lambda _: 0.3))
    assert count == [made]


@pytest.mark.parametrize("way", ["serial", "pipelined"])
def test_it_is_part_of_what_is_timed(tmp_path: Path, told: Told, way: str) -> None:
    path = str(small_tflite.relu_chain(tmp_path / "m.tflite", size=100_000))
    plain, staged = make_arms((path, path))
    staged = replace(staged, scenario=make_scenario(preprocessing=way))
    request = replace(sample_request(tmp_path, (path, path)), arms=(plain, staged), seconds=0.4)
    sample(request, told.reporter)
    rows = rows_by_arm(list(read_blocks(request.output)))
    without, with_stage = (float(np.median(rows[arm][:, WALL])) for arm in (0, 1))
    assert with_stage > 2 * without, "converting costs many times what a relu does"
    assert staged.runs_in_caller == (way == "serial")
