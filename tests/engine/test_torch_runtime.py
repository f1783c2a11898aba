"""PyTorch as a runtime, on exported programs; left out where PyTorch is not installed."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.errors import RunError, StudioError
from studio.core.targets import Arm, make_target
from studio.measure.loading import fill_inputs, load_model
from studio.runtimes import LoadedModel, get_runtime

torch = pytest.importorskip("torch", reason="the extra “torch” is not installed")

pytestmark = [pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """scaled.pt2: rows (n, 3), keyword "by" (1,), constant 2 -> {"sum": (n,), "rows": (n, 3)}."""
    from torch.export import Dim, export, save

    class Scaled(torch.nn.Module):  # type: ignore[misc,name-defined]
        def forward(self, rows: Any, times: int, *, by: Any) -> Any:
            return {"sum": rows.sum(1) * times, "rows": rows * by}

    path = tmp_path_factory.mktemp("exported") / "scaled.pt2"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shapes = {"rows": {0: Dim("n")}, "times": None, "by": None}
        program = export(
            Scaled(), (torch.rand(2, 3), 2), {"by": torch.ones(1)}, dynamic_shapes=shapes
        )
        save(program, path)
    return path


def load(path: Path, **params: int) -> LoadedModel:
    return get_runtime("torch-cpu").load(path, make_target("torch-cpu", **params))


def run(model: LoadedModel, **inputs: np.ndarray) -> dict[str, np.ndarray]:
    model.set_inputs(inputs)
    model.invoke()
    return model.outputs()


@pytest.mark.parametrize("threads", [1, 2])
def test_inputs_and_outputs_go_by_name_and_threads_are_set(exported: Path, threads: int) -> None:
    model = load(exported, threads=threads)
    assert torch.get_num_threads() == threads
    rows = np.arange(6, dtype=np.float32).reshape(2, 3)
    found = run(model, by=np.array([3], np.float32), rows=rows)
    by_size = sorted(found.values(), key=lambda value: value.ndim)
    np.testing.assert_array_equal(by_size[0], [6, 24])
    np.testing.assert_array_equal(by_size[1], rows * 3)
    assert list(found) == [spec.name for spec in model.signature.outputs]


def test_inputs_are_copied_and_outputs_are_copies(exported: Path) -> None:
    model = load(exported)
    rows, by = np.ones((1, 3), np.float32), np.ones(1, np.float32)
    first = run(model, rows=rows, by=by)
    rows[:] = 7
    model.invoke()
    again = model.outputs()
    run(model, rows=np.zeros((1, 3), np.float32), by=by)
    for name, value in first.items():
        np.testing.assert_array_equal(value, again[name])
        assert value.any()


def test_a_run_keeps_nothing_for_gradients(exported: Path) -> None:
    model = load(exported)
    model.set_inputs({"rows": np.ones((1, 3), np.float32), "by": np.ones(1, np.float32)})
    model.invoke()
    assert all(value.is_inference() for value in model._results.values())  # type: ignore[attr-defined]


def test_open_dimensions_are_one_until_resized(exported: Path) -> None:
    model = load(exported)
    assert model.signature.inputs[0].shape == (None, 3)
    assert model.shape("rows") == (1, 3)
    model.resize("rows", (4, 3))
    assert model.shape("rows") == (4, 3)
    with pytest.raises(RunError) as caught:
        model.resize("rows", (4, 5))
    assert caught.value.code == "run-input-shape"


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({}, "run-input-missing"),
        ({"rows": np.ones((1, 3), np.float64), "by": np.ones(1, np.float32)}, "run-input-dtype"),
        ({"rows": np.ones((1, 4), np.float32), "by": np.ones(1, np.float32)}, "run-input-shape"),
    ],
)
def test_wrong_inputs_are_refused(exported: Path, inputs: Any, code: str) -> None:
    with pytest.raises(StudioError) as caught:
        run(load(exported), **inputs)
    assert caught.value.code == code


def test_it_is_loaded_and_filled_as_measuring_does(exported: Path) -> None:
    target = make_target("torch-cpu")
    arm = Arm(file=str(exported), target=target, shapes={"rows": (4, 3)})
    model = load_model(get_runtime("torch-cpu"), arm)
    assert fill_inputs(model, seed=0)["rows"].shape == (4, 3)
    model.invoke()
    assert sorted(value.shape for value in model.outputs().values()) == [(4,), (4, 3)]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RunError) as caught:
        load(tmp_path / "gone.pt2")
    assert caught.value.code == "run-file-missing"
