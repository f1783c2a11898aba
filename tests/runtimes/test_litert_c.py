"""The C library: what it describes, computes and costs is what the interpreter says; no leaks."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import RunError
from studio.core.messages import render
from studio.core.targets import Target, make_target
from studio.runtimes import get_runtime
from studio.runtimes.litert_c import LiteRtC, library
from studio.runtimes.litert_c.declarations import LIBRARIES
from studio.runtimes.litert_interpreter import LiteRtInterpreter
from studio.runtimes.protocol import LoadedModel
from tests.kit import layered_tflite, small_tflite
from tests.kit.small_tflite import Signed

TARGET = make_target("litert-cpu")
INTERPRETER = make_target("litert-interpreter")
MB = 1_000_000


def random_inputs(model: LoadedModel, seed: int = 0) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    return {
        spec.name: (random.normal(size=model.shape(spec.name)) * 20).astype(spec.dtype)
        for spec in model.signature.inputs
    }


def run_python(code: str, *arguments: str) -> str:
    """What a fresh process prints."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def convolutions(path: Path) -> Path:
    return layered_tflite.convolutions(path, size=48, channels=24, depth=2)


@pytest.mark.parametrize(
    "make",
    [
        small_tflite.relu_chain,
        lambda path: small_tflite.relu_chain(path, signed=Signed()),
        lambda path: small_tflite.relu_chain(path, signed=Signed(), dynamic=True),
        small_tflite.int8_identity,
        small_tflite.int64_sum,
        small_tflite.named_in_another_order,
        layered_tflite.two_in_two_out,
        convolutions,
    ],
)
def test_it_describes_and_computes_what_the_interpreter_does(
    tmp_path: Path, make: Callable[[Path], Path]
):
    path = make(tmp_path / "m.tflite")
    with (
        closing(LiteRtC().load(path, TARGET)) as model,
        closing(LiteRtInterpreter().load(path, INTERPRETER)) as reference,
    ):
        assert {spec.name: spec for spec in model.signature.inputs} == {
            spec.name: spec for spec in reference.signature.inputs
        }
        assert {spec.name: spec for spec in model.signature.outputs} == {
            spec.name: spec for spec in reference.signature.outputs
        }
        assert model.signature.name == reference.signature.name
        inputs = random_inputs(model)
        for one in (model, reference):
            one.set_inputs(inputs)
            one.invoke()
        found, expected = model.outputs(), reference.outputs()
        for name, values in expected.items():
            np.testing.assert_allclose(found[name], values, rtol=1e-5, atol=1e-5)


def test_layouts_are_those_that_the_headers_assert():
    ffi = library.open_library().ffi
    sizes = {"Any": 16, "EnvironmentOption": 24, "Layout": 68, "RankedType": 72}
    sizes |= {"PerTensor": 16, "PerChannel": 32, "ProfiledEvent": 104}
    assert {name: ffi.sizeof(name) for name in sizes} == sizes


def test_another_version_is_never_called(monkeypatch: pytest.MonkeyPatch):
    library.open_library.cache_clear()
    for key in list(LIBRARIES):
        monkeypatch.delitem(LIBRARIES, key)
    try:
        with pytest.raises(RunError) as caught:
            get_runtime("litert-c")
    finally:
        library.open_library.cache_clear()
    assert caught.value.code == "runtime-unproven"
    assert caught.value.params["version"] == "2.3.0"


def test_probe_passes_here():
    found = LiteRtC().probe()
    assert set(found.versions) == {"ai-edge-litert"}
    assert found.device == ""


def test_probe_fails_where_outputs_differ(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("studio.runtimes.litert_c.self_test._CPU_TOLERANCE", -1.0)
    with pytest.raises(RunError) as caught:
        LiteRtC().probe()
    assert caught.value.code == "runtime-self-test"
    assert "differ" in caught.value.params["reason"]


def test_the_gpu_library_is_not_even_loaded_for_the_cpu(tmp_path: Path):
    path = small_tflite.relu_chain(tmp_path / "m.tflite")
    code = (
        "import sys, psutil\n"
        "from studio.runtimes import get_runtime\n"
        "from studio.core.targets import make_target\n"
        "model = get_runtime('litert-c').load(sys.argv[1], make_target())\n"
        "print(any('Accelerator' in one.path for one in psutil.Process().memory_maps()))\n"
    )
    assert run_python(code, str(path)).strip() == "False"


GROWTH = """
import sys
from contextlib import closing
import numpy as np, psutil
from studio.core.errors import RunError
from studio.core.targets import make_target
from studio.runtimes import get_runtime
runtime, target, refused = get_runtime("litert-c"), make_target(), 0
def use(times):
    global refused
    for _ in range(times):
        try:
            with closing(runtime.load(sys.argv[1], target)) as model:
                shapes = {spec.name: model.shape(spec.name) for spec in model.signature.inputs}
                model.set_inputs({name: np.ones(shape, "f4") for name, shape in shapes.items()})
                model.invoke()
                model.outputs()
                model.reset()
        except RunError:
            refused += 1
    return psutil.Process().memory_info().rss
before = use(20)
print(use(200) - before, refused)
"""
"""In a fresh process: what other tests leave behind would hide or feign a leak."""


@pytest.mark.parametrize(
    ("make", "refused"),
    [(convolutions, 0), (lambda path: small_tflite.custom_op(path, "Mystery"), 220)],
)
def test_loading_and_closing_leaves_no_memory_behind(
    tmp_path: Path, make: Callable[[Path], Path], refused: int
):
    grown, count = map(int, run_python(GROWTH, str(make(tmp_path / "m.tflite"))).split())
    assert count == refused
    assert grown < 4 * MB


def test_outputs_of_unknown_size_are_refused_with_the_way_out(tmp_path: Path):
    path = small_tflite.places_of_nonzero(tmp_path / "m.tflite")
    values = {"x": np.array([0, 1, 0, 1], np.float32)}
    with closing(LiteRtInterpreter().load(path, INTERPRETER)) as reference:
        reference.set_inputs(values)
        reference.invoke()
        assert reference.outputs()["y"].tolist() == [[1], [3]]
    with closing(LiteRtC().load(path, TARGET)) as model:
        model.set_inputs(values)
        with pytest.raises(RunError) as caught:
            model.invoke()
    assert caught.value.code == "run-outputs-unplaced"
    assert "--target litert-interpreter" in render(caught.value.code, {})[1]


def test_signatures_that_leave_inputs_out_are_refused_with_the_way_out(tmp_path: Path):
    path = small_tflite.half_named(tmp_path / "m.tflite")
    LiteRtInterpreter().load(path, INTERPRETER).close()
    with pytest.raises(RunError) as caught:
        LiteRtC().load(path, TARGET)
    assert caught.value.code == "run-compile-failed"
    assert "Signature" in caught.value.detail
    assert "--target litert-interpreter" in render(caught.value.code, {})[1]


def test_a_resize_that_fails_leaves_the_model_as_it_was(tmp_path: Path):
    path = small_tflite.fixed_inside(tmp_path / "m.tflite")
    with closing(LiteRtC().load(path, TARGET)) as model:
        with pytest.raises(RunError) as caught:
            model.set_inputs({"x": np.ones((3, 4), np.float32)})
        assert caught.value.code == "run-resize-failed"
        assert "RESHAPE" in caught.value.detail or "reshape" in caught.value.detail
        model.set_inputs({"x": np.ones((1, 4), np.float32)})
        model.invoke()
        assert model.outputs()["y"].tolist() == [[1, 1, 1, 1]]


def test_inputs_that_must_fit_each_other_are_resized_together(tmp_path: Path):
    path = small_tflite.joined_rows(tmp_path / "m.tflite")
    with closing(LiteRtC().load(path, TARGET)) as model:
        model.set_inputs({"a": np.zeros((3, 4), np.float32), "b": np.ones((3, 4), np.float32)})
        model.invoke()
        assert model.outputs()["y"].tolist() == [[0] * 4 + [1] * 4] * 3


def test_a_closed_model_refuses_and_does_not_crash(tmp_path: Path):
    model = LiteRtC().load(small_tflite.relu_chain(tmp_path / "m.tflite"), TARGET)
    model.close()
    for use in (model.invoke, model.outputs):
        with pytest.raises(RunError):
            use()
    with pytest.raises(RunError):
        model.set_inputs({"x": np.ones((1, 4), np.float32)})


def cpu_shares(path: Path, target: Target) -> tuple[float, float]:
    """(CPU milliseconds a run, share of them that the calling thread spent)."""
    with closing(LiteRtC().load(path, target)) as model:
        model.set_inputs(random_inputs(model))
        model.invoke()
        process, thread = time.process_time(), time.thread_time()
        for _ in range(20):
            model.invoke()
        process, thread = time.process_time() - process, time.thread_time() - thread
    return process / 20 * 1000, thread / process


def test_threads_share_the_work(tmp_path: Path):
    path = convolutions(tmp_path / "m.tflite")
    _, alone = cpu_shares(path, make_target("litert-cpu", threads=1))
    assert alone > 0.95
    # on a busy machine the second thread may come too late for its part, again and again
    target = make_target("litert-cpu", threads=2)
    assert any(cpu_shares(path, target)[1] < 0.8 for _ in range(50))


def test_builtin_kernels_are_others(tmp_path: Path):
    path = convolutions(tmp_path / "m.tflite")
    quick, _ = cpu_shares(path, TARGET)
    builtin, _ = cpu_shares(path, make_target("litert-cpu", kernels="builtin"))
    assert builtin > 1.5 * quick


def test_builtin_kernels_take_one_thread_only(tmp_path: Path):
    path = small_tflite.relu_chain(tmp_path / "m.tflite")
    with pytest.raises(RunError) as caught:
        LiteRtC().load(path, make_target("litert-cpu", kernels="builtin", threads=2))
    assert caught.value.code == "run-threads-without-effect"
    assert render(caught.value.code, {})[1]


@pytest.mark.parametrize(("kernels", "type"), [("xnnpack", 8), ("builtin", 2)])
def test_profile_has_every_op_of_every_run(tmp_path: Path, kernels: str, type: int):
    path = convolutions(tmp_path / "m.tflite")
    target = make_target("litert-cpu", kernels=kernels)
    with closing(LiteRtC().load_profiled(path, target)) as model:
        model.set_inputs(random_inputs(model))
        runs = model.profile(3)
    assert len(runs) == 3
    for events in runs:
        ops = [event for event in events if event.type == type]
        assert [event.metadata1 for event in ops] == [0, 1]
        (invoke,) = [event for event in events if event.type == 16]
        assert 0 < sum(event.elapsed_us for event in ops) <= invoke.elapsed_us


def test_python_runs_on_while_a_model_runs(tmp_path: Path):
    """The lock is free during a run: a thread counts on meanwhile."""
    path = layered_tflite.convolutions(tmp_path / "m.tflite", size=96, channels=64, depth=4)
    counted, is_over = [0], threading.Event()

    def count() -> None:
        while not is_over.is_set():
            counted[0] += 1

    with closing(LiteRtC().load(path, TARGET)) as model:
        model.set_inputs(random_inputs(model))
        model.invoke()
        thread = threading.Thread(target=count)
        thread.start()
        before = counted[0]
        model.invoke()
        during = counted[0] - before
        is_over.set()
        thread.join()
    assert during > 1000
