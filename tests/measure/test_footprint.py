"""Init, first inference and memory of one file."""

from __future__ import annotations

import mmap
import sys
from pathlib import Path

import psutil
import pytest

from studio.core.errors import RunError
from studio.core.measure_protocol import FootprintRequest
from studio.core.measurements import Placement
from studio.core.targets import Arm, make_target
from studio.core.thresholds import deviates
from studio.measure.footprint import footprint, peak_rss_bytes
from studio.runtimes.protocol import PLAIN
from tests.kit import layered_tflite
from tests.kit.software_gpu import software_gpu_environment
from tests.measure.conftest import Told, make_arms
from tests.measure.counting_runtime import CountingRuntime
from tests.realmodels import RealModels


def request(file: str) -> FootprintRequest:
    return FootprintRequest(arm=make_arms((file,))[0], seed=0)


def test_numbers_are_plausible(told: Told, models: tuple[str, str]):
    found = footprint(request(models[1]), told.reporter)
    assert 0 < found.init_ms < 5000
    assert 0 < found.first_ms < 5000
    assert 10_000_000 < found.peak_rss_bytes < 10_000_000_000
    assert len(found.input_sizes) == 1
    assert all(size > 0 for size in found.input_sizes[0])


@pytest.mark.skipif(sys.platform != "linux", reason="told apart on Linux only")
def test_memory_by_phase_sees_what_a_runtime_keeps(told: Told):
    class Hungry(CountingRuntime):
        def load(self, path, target, how=PLAIN):
            # malloc might hand out memory that an earlier test has left resident
            self.kept = mmap.mmap(-1, 60_000_000, access=mmap.ACCESS_COPY)
            for at in range(0, len(self.kept), mmap.PAGESIZE):
                self.kept[at] = 1
            return super().load(path, target)

    found = footprint(request("a"), told.reporter, Hungry(lambda _: 1.0)).memory
    assert found is not None
    before, after = found.before_load, found.after_load
    assert before.anonymous_bytes is not None
    assert after.anonymous_bytes is not None
    assert 55e6 < after.anonymous_bytes - before.anonymous_bytes < 70e6
    assert 55e6 < (found.anonymous_growth_bytes or 0) < 80e6
    assert found.after_first.peak_bytes >= after.peak_bytes >= after.anonymous_bytes
    assert (after.mapped_bytes or 0) > 1e6


def on_gpu(path: Path, told: Told) -> Placement:
    arm = Arm(file=str(path), target=make_target("litert-gpu"), implementation="litert-c-gpu")
    placement = footprint(FootprintRequest(arm=arm, seed=0), told.reporter).placement
    assert placement is not None
    return placement


@pytest.fixture
def software_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in software_gpu_environment().items():
        monkeypatch.setenv(name, value)


def test_on_a_gpu_the_outputs_are_compared_with_the_cpus(
    tmp_path: Path, told: Told, software_gpu: None
):
    path = layered_tflite.convolutions(tmp_path / "m.tflite", size=8, channels=4, depth=1)
    placement = on_gpu(path, told)
    assert placement.deviation is not None
    assert placement.deviation < 1e-4
    assert not deviates(placement)


@pytest.mark.realmodel
def test_a_gpu_that_computes_something_else_is_found_out(
    told: Told, software_gpu: None, realmodels: RealModels
):
    """A dynamic range file: LiteRT 2.3.0 reports no error, and gives other outputs."""
    assert deviates(on_gpu(realmodels.fer_tflite, told))


def test_peak_memory_remembers_what_was_given_back():
    block = bytearray(60_000_000)
    block[::4096] = b"x" * len(block[::4096])
    del block
    now = psutil.Process().memory_info().rss
    assert peak_rss_bytes() > now + 50_000_000


def test_a_missing_file_is_said(tmp_path: Path, told: Told):
    with pytest.raises(RunError) as caught:
        footprint(request(str(tmp_path / "none.tflite")), told.reporter)
    assert caught.value.code == "run-file-missing"
