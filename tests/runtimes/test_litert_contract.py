"""Both ways to run LiteRT, on real, small files: names, shapes, state and clear refusals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import RunError, StudioError, UsageError
from studio.core.messages import MESSAGES
from studio.core.model import Quantization
from studio.core.targets import make_target
from studio.runtimes import RUNTIMES, LoadedModel, get_runtime
from tests.kit import layered_tflite, small_tflite
from tests.kit.small_tflite import Signed

Load = Callable[[Path], LoadedModel]


@pytest.fixture(params=["litert-interpreter", "litert-c"])
def load(request: pytest.FixtureRequest) -> Iterator[Load]:
    """Loads with one of the runtimes; all is closed at the end."""
    targets = {"litert-interpreter": "litert-interpreter", "litert-c": "litert-cpu"}
    with ExitStack() as stack:

        def load(path: Path) -> LoadedModel:
            model = get_runtime(request.param).load(path, make_target(targets[request.param]))
            return stack.enter_context(closing(model))

        yield load


def cut_off(path: Path, share: float) -> None:
    """A file whose copy broke off: its beginning looks well."""
    data = layered_tflite.convolutions(path, size=8, channels=16, depth=4).read_bytes()
    path.write_bytes(data[: int(share * len(data))])


def run(model: LoadedModel, **inputs: np.ndarray) -> dict[str, np.ndarray]:
    model.set_inputs(inputs)
    model.invoke()
    return model.outputs()


@pytest.mark.parametrize("id", [id for id in RUNTIMES if id.startswith("litert-")])
def test_get_runtime_knows_litert(id: str):
    runtime = get_runtime(id)
    assert runtime.id == id
    assert set(runtime.versions()) == {"ai-edge-litert"}


def test_unknown_runtime_is_wrong_use():
    with pytest.raises(UsageError) as caught:
        get_runtime("abacus")
    assert caught.value.code == "runtime-unknown"


def test_without_signature_tensor_names_serve(load: Load, tmp_path: Path):
    model = load(small_tflite.relu_chain(tmp_path / "m.tflite"))
    assert model.signature.name == ""
    assert [spec.name for spec in model.signature.inputs] == ["x"]
    outputs = run(model, x=np.array([[-1, 2, -3, 4]], np.float32))
    assert outputs["y"].tolist() == [[0, 2, 0, 4]]


def test_signature_names_win(load: Load, tmp_path: Path):
    model = load(small_tflite.relu_chain(tmp_path / "m.tflite", signed=Signed()))
    assert model.signature.name == "serving_default"
    outputs = run(model, image=np.array([[-1, 2, -3, 4]], np.float32))
    assert outputs["score"].tolist() == [[0, 2, 0, 4]]


def test_outputs_are_copies(load: Load, tmp_path: Path):
    model = load(small_tflite.relu_chain(tmp_path / "m.tflite"))
    first = run(model, x=np.ones((1, 4), np.float32))["y"]
    run(model, x=np.zeros((1, 4), np.float32))
    assert first.tolist() == [[1, 1, 1, 1]]


def test_dynamic_batch_is_one_until_resized(load: Load, tmp_path: Path):
    model = load(small_tflite.relu_chain(tmp_path / "m.tflite", dynamic=True))
    assert model.signature.inputs[0].shape == (None, 4)
    assert model.shape("x") == (1, 4)
    assert run(model, x=np.ones((3, 4), np.float32))["y"].shape == (3, 4)
    model.resize("x", (2, 4))
    assert model.shape("x") == (2, 4)


def test_quantized_values_stay_quantized(load: Load, tmp_path: Path):
    model = load(small_tflite.int8_identity(tmp_path / "m.tflite"))
    assert model.quantization("x") == Quantization(scales=(0.5,), zero_points=(-3,), axis=0)
    outputs = run(model, x=np.array([[-128, 0, 5, 127]], np.int8))
    assert outputs["y"].dtype == np.int8
    assert outputs["y"].tolist() == [[-128, 0, 5, 127]]


def test_reset_brings_back_the_first_state(load: Load, tmp_path: Path):
    model = load(small_tflite.accumulator(tmp_path / "m.tflite"))
    ones = np.ones((1, 4), np.float32)
    assert [run(model, x=ones)["y"][0, 0] for _ in range(3)] == [1, 2, 3]
    model.reset()
    assert run(model, x=ones)["y"][0, 0] == 1


@pytest.mark.parametrize(
    ("make", "code", "params"),
    [
        (lambda path: small_tflite.custom_op(path, "Mystery"), "run-custom-op", {"op": "Mystery"}),
        (lambda path: small_tflite.custom_op(path, "FlexErf"), "run-select-tf-ops", {"ops": "Erf"}),
        (lambda path: path, "run-file-missing", {}),
        (lambda path: path.write_bytes(b"TFL3 and then nonsense"), "run-load-failed", {}),
        (lambda path: path.write_bytes(b""), "run-load-failed", {}),
        (lambda path: cut_off(path, 0.99), "run-load-failed", {}),
        (lambda path: cut_off(path, 0.5), "run-load-failed", {}),
        (lambda path: cut_off(path, 0.05), "run-load-failed", {}),
    ],
)
def test_refusals_say_why(load: Load, tmp_path: Path, make, code: str, params: dict[str, str]):
    path = tmp_path / "m.tflite"
    make(path)
    with pytest.raises(RunError) as caught:
        load(path)
    assert caught.value.code == code
    assert caught.value.params == {"path": str(path), **params}


def test_text_inputs_are_refused(load: Load, tmp_path: Path):
    model = load(small_tflite.string_input(tmp_path / "m.tflite"))
    assert model.signature.inputs[0].dtype == "string"
    with pytest.raises(RunError) as caught:
        run(model, x=np.ones((1, 4), np.float32))
    assert caught.value.code == "run-string-input"


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({}, "run-input-missing"),
        ({"x": np.ones((1, 5), np.float32)}, "run-input-shape"),
        ({"x": np.ones((4,), np.float32)}, "run-input-shape"),
        ({"x": np.ones((1, 4), np.float64)}, "run-input-dtype"),
        ({"x": np.ones((1, 4), np.float32), "z": np.ones(1)}, "run-input-unknown"),
    ],
)
def test_wrong_inputs_never_reach_the_native_code(load: Load, tmp_path: Path, inputs, code: str):
    model = load(small_tflite.relu_chain(tmp_path / "m.tflite"))
    with pytest.raises(StudioError) as caught:
        run(model, **inputs)
    assert caught.value.code == code
    assert code in MESSAGES


def test_close_twice_is_harmless(load: Load, tmp_path: Path):
    model = load(small_tflite.relu_chain(tmp_path / "m.tflite"))
    model.close()
    model.close()


@pytest.mark.parametrize(
    ("kernels", "is_delegated"), [("xnnpack", True), ("builtin", False), ("reference", False)]
)
def test_kernels_are_those_asked_for(tmp_path: Path, kernels: str, is_delegated: bool):
    path = small_tflite.relu_chain(tmp_path / "m.tflite")
    target = make_target("litert-interpreter", kernels=kernels)
    model = get_runtime("litert-interpreter").load(path, target)
    ops = {op["op_name"] for op in model._interpreter._get_ops_details()}
    assert ("DELEGATE" in ops) == is_delegated
    assert run(model, x=np.array([[-1, 2, -3, 4]], np.float32))["y"].tolist() == [[0, 2, 0, 4]]
