"""One sample or picture through files whose inputs differ."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from PIL import Image

from studio.core.child import Reporter
from studio.core.errors import DataError
from studio.core.messages import MESSAGES
from studio.core.model import TensorSpec
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.requests import TryRequest
from studio.core.results import TriedOutput, TryResult
from studio.core.verify_protocol import PreparedInput, PrepareInputRequest, RunInputRequest
from studio.data.computed import tried_output
from studio.graph.tflite import read_model
from studio.verify.trying import prepare_input, run_input
from tests.kit.layered_tflite import classifier, int8_dense, picture_model

QUIET = Reporter(lambda message: None)
WEIGHTS = np.array([[1.0, -0.5, 0.25, 0.0], [-1.0, 0.75, 0.5, -0.25], [0.5, 0.5, -1.0, 1.0]])


def inputs_of(model: Path) -> tuple[TensorSpec, ...]:
    return read_model(model)[0].signatures[0].inputs


def prepare(model: Path, folder: Path, **fields: Any) -> PreparedInput:
    request = PrepareInputRequest(
        request=TryRequest(files=(str(model),), **fields),
        inputs=inputs_of(model),
        output=str(folder / "input.npz"),
        preview=str(folder / "preview.png"),
    )
    return prepare_input(request, QUIET)


def run(model: Path, prepared: PreparedInput) -> TriedOutput:
    (output,) = run_input(RunInputRequest(file=str(model), inputs=prepared.path), QUIET).outputs
    return output


def test_a_sample_goes_through_float_and_int8_alike(tmp_path: Path) -> None:
    np.savez(tmp_path / "d.npz", x=np.array([[0, 0, 0, 0], [1, 0.5, -1, 2]]), y=np.array([1, 2]))
    model = classifier(tmp_path / "f.tflite", WEIGHTS, softmax=False)
    prepared = prepare(model, tmp_path, data=str(tmp_path / "d.npz"), index=1)
    assert (prepared.label, prepared.preview, prepared.assumption) == (2, "", "")
    exact = run(model, prepared)
    assert exact.values == pytest.approx((0.5, -1.625, 3.75))
    assert [index for index, _ in exact.top] == [2, 0, 1]
    assert exact.shape == (3,)
    artifact = int8_dense(tmp_path / "q.tflite", WEIGHTS)
    assert run(artifact, prepared).values == pytest.approx(exact.values, abs=0.1)
    back = prepare(artifact, tmp_path, data=str(tmp_path / "d.npz"), index=1)
    assert run(model, back).values == pytest.approx(exact.values, abs=0.1)


def test_a_picture_is_shown_and_the_assumption_said(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20), (255, 0, 51)).save(tmp_path / "p.png")
    model = picture_model(tmp_path / "m.tflite")
    prepared = prepare(model, tmp_path, image=str(tmp_path / "p.png"))
    assert prepared.assumption == "image-scaled-0-1"
    assert prepared.assumption in MESSAGES
    with Image.open(prepared.preview) as preview:
        assert preview.size == (8, 8)
    assert run(model, prepared).values[:3] == pytest.approx((1.0, 0.0, 0.2))


def test_a_fixed_batch_takes_one_sample(tmp_path: Path) -> None:
    model = classifier(tmp_path / "m.tflite", WEIGHTS, softmax=False, batch=4)
    np.savez(tmp_path / "d.npz", x=np.array([[1, 0.5, -1, 2]] * 5))
    prepared = prepare(model, tmp_path, data=str(tmp_path / "d.npz"), index=4)
    assert run(model, prepared).values == pytest.approx((0.5, -1.625, 3.75))


def test_declared_preprocessing_is_used_without_an_assumption(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8), (255, 255, 255)).save(tmp_path / "p.png")
    model = picture_model(tmp_path / "m.tflite")
    image = str(tmp_path / "p.png")
    declared = DatasetRef(preprocessing=Preprocessing(scale=1 / 255, std=(0.5,)))
    prepared = prepare(model, tmp_path, image=image, data_ref=declared)
    assert prepared.assumption == ""
    assert run(model, prepared).values[0] == pytest.approx(2.0)
    assert prepare(model, tmp_path, image=image, data_ref=DatasetRef()).assumption != ""


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "try-input-missing"),
        ({"data": "d.npz", "index": 9}, "sample-index-invalid"),
        ({"data": "d.npz", "index": -1}, "sample-index-invalid"),
        ({"data": "none.npz"}, "data-missing"),
        ({"image": "p.png"}, "image-input-unsuitable"),
    ],
)
def test_what_cannot_go_in(tmp_path: Path, fields: dict[str, Any], code: str) -> None:
    np.savez(tmp_path / "d.npz", x=np.ones((2, 4)))
    model = classifier(tmp_path / "m.tflite", WEIGHTS)
    paths = {
        name: str(tmp_path / value) if isinstance(value, str) else value
        for name, value in fields.items()
    }
    with pytest.raises(DataError) as caught:
        prepare(model, tmp_path, **paths)
    assert caught.value.code == code
    assert code in MESSAGES


def test_long_outputs_are_cut_and_nan_is_an_error() -> None:
    long = tried_output("f", "y", np.arange(5000, dtype=np.float32))
    assert (len(long.values), long.top[0]) == (1000, (4999, 4999.0))
    broken = tried_output("f", "y", np.array([1.0, np.nan], np.float32))
    assert broken.error is not None
    assert broken.error.code == "output-not-finite"
    result = TryResult(outputs=(long, broken))
    assert msgspec.json.decode(msgspec.json.encode(result), type=TryResult) == result


def test_a_picture_takes_the_shape_that_the_recipe_fixes(tmp_path: Path) -> None:
    Image.new("RGB", (30, 20), (255, 0, 51)).save(tmp_path / "p.png")
    request = PrepareInputRequest(
        request=TryRequest(files=("m",), image=str(tmp_path / "p.png"), shapes={"i": (2, 6, 5, 3)}),
        inputs=(TensorSpec(name="i", dtype="float32", shape=(None, None, None, 3)),),
        output=str(tmp_path / "input.npz"),
        preview="",
    )
    prepare_input(request, QUIET)
    with np.load(tmp_path / "input.npz") as made:
        assert made["in:i"].shape == (1, 6, 5, 3)
