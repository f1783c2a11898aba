"""The GPU by WebGPU over SwiftShader: what is claimed of a placement, and what is refused."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import psutil
import pytest

from studio.core.errors import RunError
from studio.core.measurements import Placement
from studio.core.messages import MESSAGES
from studio.core.targets import make_target
from studio.runtimes.litert_c import LiteRtC, LiteRtCGpu
from studio.runtimes.litert_c.gpu import is_software
from tests.kit import layered_tflite, small_tflite
from tests.kit.software_gpu import NO_GPU_ENVIRONMENT, software_gpu_environment

TARGET = make_target("litert-gpu")
MB = 1_000_000


@pytest.fixture(autouse=True)
def software_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in software_gpu_environment().items():
        monkeypatch.setenv(name, value)


def small_convolutions(path: Path) -> Path:
    return layered_tflite.convolutions(path, size=16, channels=8, depth=2)


def computed(runtime: LiteRtC | LiteRtCGpu, path: Path, target=TARGET) -> np.ndarray:
    with closing(runtime.load(path, target)) as model:
        values = np.random.default_rng(1).normal(size=model.shape("x")).astype(np.float32)
        model.set_inputs({"x": values})
        model.invoke()
        (output,) = model.outputs().values()
        return output


def test_all_on_the_gpu_says_so_and_names_the_device(tmp_path: Path):
    path = small_convolutions(tmp_path / "m.tflite")
    with closing(LiteRtCGpu().load(path, TARGET)) as model:
        placement = model.placement
    assert placement is not None
    assert (placement.kind, placement.share, placement.is_software) == ("full", 1.0, True)
    assert "SwiftShader" in placement.device


def test_outputs_are_those_of_the_cpu(tmp_path: Path):
    path = small_convolutions(tmp_path / "m.tflite")
    expected = computed(LiteRtC(), path, make_target("litert-cpu"))
    np.testing.assert_allclose(computed(LiteRtCGpu(), path), expected, atol=1e-5)


def test_half_precision_is_less_exact(tmp_path: Path):
    path = small_convolutions(tmp_path / "m.tflite")
    expected = computed(LiteRtC(), path, make_target("litert-cpu"))
    half = computed(LiteRtCGpu(), path, make_target("litert-gpu", precision="float16"))
    assert 1e-5 < np.abs(half - expected).max() < 0.05


def test_a_part_on_the_gpu_is_said_with_its_share(tmp_path: Path):
    """ADD can go there; the four ops of the resource variable, and those of its start, cannot."""
    path = small_tflite.accumulator(tmp_path / "m.tflite")
    with closing(LiteRtCGpu().load(path, TARGET)) as model:
        assert model.placement is not None
        assert model.placement.kind == "partial"
        assert model.placement.share == pytest.approx(1 / 7)
        ones = np.ones((1, 4), np.float32)
        for expected in (1, 2):
            model.set_inputs({"x": ones})
            model.invoke()
            assert model.outputs()["y"][0, 0] == expected


def test_resized_inputs_run_there_too(tmp_path: Path):
    path = small_tflite.relu_chain(tmp_path / "m.tflite", dynamic=True)
    with closing(LiteRtCGpu().load(path, TARGET)) as model:
        values = np.arange(-6, 6, dtype=np.float32).reshape(3, 4)
        model.set_inputs({"x": values})
        model.invoke()
        assert model.outputs()["y"].tolist() == np.maximum(values, 0).tolist()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (small_tflite.int64_sum, "run-gpu-unused"),
        (small_tflite.sine_of_bitcast, "run-gpu-broken"),
        (lambda path: small_tflite.custom_op(path, "Mystery"), "run-custom-op"),
    ],
)
def test_nothing_is_called_gpu_that_does_not_run_there(
    tmp_path: Path, make: Callable[[Path], Path], code: str
):
    path = make(tmp_path / "m.tflite")
    with pytest.raises(RunError) as caught:
        LiteRtCGpu().load(path, TARGET)
    assert caught.value.code == code
    assert code in MESSAGES


def test_a_run_waits_for_the_gpu(tmp_path: Path):
    """The run itself returns before the work is done; reading the outputs takes the rest."""
    path = layered_tflite.convolutions(tmp_path / "m.tflite", size=32, channels=16, depth=3)
    with closing(LiteRtCGpu().load(path, TARGET)) as model:
        values = np.ones(model.shape("x"), np.float32)
        model.set_inputs({"x": values})
        before = psutil.Process().cpu_times().user
        for _ in range(5):
            model.invoke()
        within = psutil.Process().cpu_times().user - before
        model.outputs()
        after = psutil.Process().cpu_times().user - before - within
    assert within > 5 * after


def test_probe_names_the_device():
    found = LiteRtCGpu().probe()
    assert found.is_software
    assert "SwiftShader" in found.device


def test_without_a_device_the_probe_says_what_is_missing():
    code = (
        "from studio.core.errors import StudioError\n"
        "from studio.runtimes import get_runtime\n"
        "try:\n"
        "    get_runtime('litert-c-gpu').probe()\n"
        "except StudioError as error:\n"
        "    print(error.code)\n"
    )
    environment = os.environ | NO_GPU_ENVIRONMENT
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines()[-1] == "run-gpu-missing"
    assert "No adapters found" in done.stderr, "what the library says gets to the log as well"


def test_loading_and_closing_leaves_no_memory_behind(tmp_path: Path):
    path = small_convolutions(tmp_path / "m.tflite")

    def use(times: int) -> int:
        for _ in range(times):
            computed(LiteRtCGpu(), path)
        return psutil.Process().memory_info().rss

    before = use(5)
    assert use(20) - before < 20 * MB


@pytest.mark.parametrize(
    ("adapter_type", "expected"),
    [("CPU / Software", True), ("Discrete GPU", False), ("Integrated GPU", False)],
)
def test_software_is_known_by_the_type(adapter_type: str, expected: bool):
    assert is_software(adapter_type) is expected


def test_placement_is_none_on_the_cpu(tmp_path: Path):
    path = small_tflite.relu_chain(tmp_path / "m.tflite")
    with closing(LiteRtC().load(path, make_target("litert-cpu"))) as model:
        placement: Placement | None = model.placement
    assert placement is None
