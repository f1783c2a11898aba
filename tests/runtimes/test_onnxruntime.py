"""ONNX Runtime on small files written by hand, and on a real one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import DataError, RunError, StudioError
from studio.core.formats import sniff
from studio.core.messages import MESSAGES
from studio.core.targets import make_target
from studio.measure.loading import fill_inputs
from studio.runtimes import LoadedModel, get_runtime
from tests.kit import small_onnx
from tests.realmodels import RealModels

pytest.importorskip("onnxruntime", reason="the extra “onnx” is not installed")


def load(path: Path, **params: int) -> LoadedModel:
    return get_runtime("onnxruntime-cpu").load(path, make_target("onnxruntime-cpu", **params))


def run(model: LoadedModel, **inputs: np.ndarray) -> dict[str, np.ndarray]:
    model.set_inputs(inputs)
    model.invoke()
    return model.outputs()


@pytest.mark.parametrize("threads", [1, 2])
def test_inputs_and_outputs_go_by_name(tmp_path: Path, threads: int):
    model = load(small_onnx.relu(tmp_path / "m.onnx"), threads=threads)
    assert [spec.shape for spec in model.signature.inputs] == [(1, 4)]
    assert run(model, x=np.array([[-1, 2, -3, 4]], np.float32))["y"].tolist() == [[0, 2, 0, 4]]


def test_several_inputs_in_any_order(tmp_path: Path):
    model = load(small_onnx.relu(tmp_path / "m.onnx", op="Sub", inputs=("a", "b")))
    ones, twos = np.ones((1, 4), np.float32), np.full((1, 4), 2, np.float32)
    assert run(model, b=ones, a=twos)["y"].tolist() == [[1, 1, 1, 1]]


def test_inputs_are_copied_and_outputs_are_copies(tmp_path: Path):
    model = load(small_onnx.relu(tmp_path / "m.onnx"))
    given = np.ones((1, 4), np.float32)
    first = run(model, x=given)["y"]
    given[:] = 7
    model.invoke()
    assert model.outputs()["y"].tolist() == [[1, 1, 1, 1]]
    run(model, x=np.zeros((1, 4), np.float32))
    assert first.tolist() == [[1, 1, 1, 1]]


def test_open_dimensions_are_one_until_resized(tmp_path: Path):
    model = load(small_onnx.relu(tmp_path / "m.onnx", ("batch", 4)))
    assert model.signature.inputs[0].shape == (None, 4)
    assert model.shape("x") == (1, 4)
    fill_inputs(model, seed=0)
    model.invoke()
    assert model.outputs()["y"].shape == (1, 4)
    assert run(model, x=np.ones((3, 4), np.float32))["y"].shape == (3, 4)


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({}, "run-input-missing"),
        ({"x": np.ones((1, 5), np.float32)}, "run-input-shape"),
        ({"x": np.ones((1, 4), np.float64)}, "run-input-dtype"),
        ({"x": np.ones((1, 4), np.float32), "z": np.ones(1)}, "run-input-unknown"),
    ],
)
def test_wrong_inputs_are_refused(tmp_path: Path, inputs, code: str):
    model = load(small_onnx.relu(tmp_path / "m.onnx"))
    with pytest.raises(StudioError) as caught:
        run(model, **inputs)
    assert caught.value.code == code


def test_text_is_refused(tmp_path: Path):
    model = load(small_onnx.relu(tmp_path / "m.onnx", dtype=small_onnx.STRING, op="Identity"))
    with pytest.raises(DataError):
        fill_inputs(model, seed=0)


@pytest.mark.parametrize("op", ["Mystery", ""])
def test_what_cannot_be_loaded_says_why(tmp_path: Path, op: str):
    path = small_onnx.relu(tmp_path / "m.onnx", op=op, domain="elsewhere")
    with pytest.raises(RunError) as caught:
        load(path)
    assert caught.value.code == "run-onnx-load-failed"
    assert caught.value.code in MESSAGES
    assert caught.value.detail
    with pytest.raises(RunError) as caught:
        load(tmp_path / "none.onnx")
    assert caught.value.code == "run-file-missing"


def test_close_twice_is_harmless(tmp_path: Path):
    model = load(small_onnx.relu(tmp_path / "m.onnx"))
    fill_inputs(model, seed=0)
    model.close()
    model.close()


@pytest.mark.realmodel
def test_a_real_model_runs(realmodels: RealModels):
    path = realmodels.basic_pitch_onnx
    assert sniff(path).id == "onnx"
    model = load(path)
    fill_inputs(model, seed=0)
    model.invoke()
    outputs = model.outputs()
    assert len(outputs) == 3
    assert all(np.isfinite(value).all() for value in outputs.values())
