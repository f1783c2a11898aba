"""Sampling driven burst by burst: the same rows as in one go, and only its own time counted."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from studio.core.child_protocol import Phase
from studio.core.errors import RunError
from studio.core.measure_protocol import (
    BurstsRequest,
    BurstsResult,
    CloseSamplingRequest,
    OpenSamplingRequest,
    Samples,
)
from studio.core.run_marker import NONE, read_marker
from studio.core.sample_file import decode, read_blocks
from studio.measure.cpu_meter import CpuMeter
from studio.measure.held import HeldSampling
from studio.measure.witness import read_witness
from studio.runtimes.protocol import PLAIN
from tests.kit.small_tflite import custom_op
from tests.measure.conftest import Told, sample_request
from tests.measure.counting_runtime import CountingModel, CountingRuntime, spin

SOURCES = """
import json, sys
import studio.measure.child, studio.measure.held, studio.runtimes
print(json.dumps(sorted(sys.modules)))
"""


def ask(held: HeldSampling, told: Told, indices: tuple[int, ...], **fields: int) -> BurstsResult:
    values = {"block": 0, "first_position": 0, **fields}
    return held.run(BurstsRequest(indices=indices, **values), told.reporter)


def test_bursts_come_as_asked_and_are_kept_and_told(
    tmp_path: Path, told: Told, models: tuple[str, str]
):
    request = sample_request(tmp_path, models, indices=(4, 2), process=5)
    held = HeldSampling()
    opened = held.open(OpenSamplingRequest(sample=request, variants=3), told.reporter)
    assert opened.runs_per_sample[0] > 1, "of the quick one"
    first = ask(held, told, (2, 4), block=7)
    assert read_marker(request.progress) == NONE
    second = ask(held, told, (4,), block=8, first_position=100)
    assert first.seconds > 0 < second.seconds
    closed = held.close(CloseSamplingRequest(), told.reporter)
    assert closed.samples == first.samples + second.samples
    assert closed.seconds == pytest.approx(first.seconds + second.seconds)
    one, two = read_blocks(request.output)
    assert [(one.process, one.block), (two.process, two.block)] == [(5, 7), (5, 8)]
    values = decode(one.payload, one.count).tolist()
    variants = values[0::4]
    assert variants == sorted(variants) and set(variants) == {2, 4}
    assert values[1::4] == list(range(first.samples))
    assert decode(two.payload, two.count).tolist()[1::4] == list(range(100, 100 + second.samples))
    live = [row for message in told.of(Samples) for row in message.rows]
    assert len(live) == closed.samples
    assert "measuring" not in [phase.name for phase in told.of(Phase)], "the parent says so"


def test_a_burst_is_its_share_of_the_whole_measurement(tmp_path: Path, told: Told):
    taken = []
    for variants in (1, 5):
        held = HeldSampling(CountingRuntime(lambda _: 1.0))
        request = sample_request(tmp_path, ("a",), warmup_runs=3)
        held.open(OpenSamplingRequest(sample=request, variants=variants), told.reporter)
        taken.append(ask(held, told, (0,)).samples)
        held.close(CloseSamplingRequest(), told.reporter)
    assert taken[0] > 2 * taken[1]


def test_what_an_empty_call_costs_is_taken_off_whatever_the_others_take(tmp_path: Path, told: Told):
    """The other processes may hold faster arms, of which it is taken off."""
    held = HeldSampling(CountingRuntime(lambda _: 3.0))
    request = sample_request(tmp_path, ("a",), warmup_runs=3)
    held.open(OpenSamplingRequest(sample=request, variants=2), told.reporter)
    held.close(CloseSamplingRequest(), told.reporter)
    witness = read_witness(request.output)
    assert witness is not None
    assert witness.arms[0].empty_wall_ns is not None


def test_an_arm_that_fails_is_named(tmp_path: Path, told: Told, models: tuple[str, str]):
    bad = str(custom_op(tmp_path / "bad.tflite", "Mystery"))
    request = sample_request(tmp_path, (*models, bad), indices=(0, 3, 6))
    held = HeldSampling()
    with pytest.raises(RunError):
        held.open(OpenSamplingRequest(sample=request, variants=3), told.reporter)
    assert read_marker(request.progress) == 6


class Mute(CountingRuntime):
    """Arm b runs, and then has no outputs."""

    def load(self, path, target, how=PLAIN) -> CountingModel:
        model = super().load(path, target, how)
        if Path(path).stem == "b":
            model.outputs = self._refuse  # type: ignore[method-assign]
        return model

    def _refuse(self) -> dict[str, np.ndarray]:
        raise RunError("run-failed", path="b")


def test_outputs_that_cannot_be_read_cost_nobody_the_notes(tmp_path: Path, told: Told):
    request = sample_request(tmp_path, ("a", "b", "c"), indices=(0, 3, 6))
    held = HeldSampling(Mute(lambda _: 1.0))
    held.open(OpenSamplingRequest(sample=request, variants=3), told.reporter)
    seconds = ask(held, told, (3, 0, 6)).seconds
    with pytest.raises(RunError):
        held.close(CloseSamplingRequest(), told.reporter)
    assert read_marker(request.progress) == 3
    witness = read_witness(request.output)
    assert witness is not None
    assert witness.seconds == pytest.approx(seconds)
    assert {arm.index: arm.outputs_finite for arm in witness.arms} == {0: True, 3: None, 6: True}
    assert sum(message.seconds for message in told.of(Samples)) == pytest.approx(seconds)


def test_a_stop_ends_within_the_request(tmp_path: Path, told: Told, models: tuple[str, str]):
    request = sample_request(tmp_path, models)
    held = HeldSampling()
    held.open(OpenSamplingRequest(sample=request, variants=2), told.reporter)
    Path(request.stop).touch()
    ask(held, told, (0, 1))
    held.close(CloseSamplingRequest(), told.reporter)
    (record,) = read_blocks(request.output)
    assert set(decode(record.payload, record.count).tolist()[0::4]) == {0}


def test_a_paused_meter_sees_nothing():
    meter = CpuMeter()
    meter.pause()
    before = meter.read()
    spin(100)
    assert meter.read() == before
    meter.resume()
    started = time.process_time()
    while time.process_time() - started < 0.2:
        spin(10)
    busy, _, _ = meter.read()
    assert busy is not None and busy > 0


def test_naming_the_runtimes_of_tensorflow_and_onnx_loads_neither():
    done = subprocess.run(
        [sys.executable, "-c", SOURCES], capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))
    assert not {"tensorflow", "keras", "onnxruntime", "ai_edge_litert", "studio.engine"} & loaded
