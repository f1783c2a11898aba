"""Picture steps of a preprocessing: the same for calibration, evaluation and what is tried."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.core.child import Reporter
from studio.core.errors import DataError, UsageError
from studio.core.model import Signature, TensorSpec
from studio.core.preprocessing_text import picture_steps_text, with_picture_steps
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.requests import TryRequest
from studio.core.verify_protocol import PrepareInputRequest
from studio.data import load_dataset
from studio.data.computed import read_reference
from studio.data.describe import describe
from studio.verify.trying import prepare_input

RANDOM = np.random.RandomState(5)


def signature(*shape: int) -> Signature:
    spec = TensorSpec(name="image", dtype="float32", shape=(None, *shape))
    out = TensorSpec(name="o", dtype="float32", shape=(None, 4))
    return Signature(name="s", inputs=(spec,), outputs=(out,))


def bound(path: Path, pictures: np.ndarray, to: Signature, **steps: object) -> np.ndarray:
    np.savez(path, x=pictures)
    ref = DatasetRef(preprocessing=Preprocessing(**steps))
    return load_dataset(path, ref).bind(to)["image"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "d.npz"


def test_pictures_are_resized_as_pillow_does(file: Path) -> None:
    pictures = RANDOM.randint(0, 256, (3, 20, 30, 3)).astype(np.uint8)
    got = bound(file, pictures, signature(8, 10, 3), resize=(8, 10), method="bicubic")
    expected = Image.fromarray(pictures[1]).resize((10, 8), Image.Resampling.BICUBIC)
    assert np.array_equal(got[1], np.asarray(expected, np.float32))


def test_the_middle_is_cut_out(file: Path) -> None:
    pictures = np.arange(2 * 6 * 8, dtype=np.uint8).reshape(2, 6, 8)
    got = bound(file, pictures, signature(2, 4, 1), crop=(2, 4))
    assert np.array_equal(got[..., 0], pictures[:, 2:4, 2:6])


def test_channels_are_swapped_before_the_mean_of_each_is_subtracted(file: Path) -> None:
    pictures = np.broadcast_to(np.array([10, 20, 30], np.uint8), (2, 4, 4, 3))
    got = bound(
        file, pictures, signature(4, 4, 3), channels="swapped", mean=(30.0, 20.0, 0.0), scale=2.0
    )
    assert got[0, 0, 0].tolist() == [30.0, 20.0, 20.0]


@pytest.mark.parametrize("layout", ["channels-first", "channels-last"])
def test_channels_move_to_where_the_model_has_them(file: Path, layout: str) -> None:
    pictures = RANDOM.randint(0, 256, (2, 5, 6, 3)).astype(np.uint8)
    turned = np.moveaxis(pictures, -1, 1)
    if layout == "channels-first":
        stored, wanted, to = pictures, turned, signature(3, 5, 6)
    else:
        stored, wanted, to = turned, pictures, signature(5, 6, 3)
    got = bound(file, stored, to, layout=layout, mean=(1.0, 2.0, 3.0))
    mean = np.array([1, 2, 3], np.float32)
    moved = got if layout == "channels-last" else np.moveaxis(got, 1, -1)
    expected = wanted if layout == "channels-last" else np.moveaxis(wanted, 1, -1)
    assert np.allclose(moved, expected - mean)


def test_floats_keep_their_values_when_resized(file: Path) -> None:
    ramp = np.linspace(-1, 1, 64).reshape(1, 8, 8, 1).astype(np.float32)
    got = bound(file, ramp, signature(4, 4, 1), resize=(4, 4), method="area")
    assert np.allclose(got[0, ..., 0], ramp[0, ..., 0].reshape(4, 2, 4, 2).mean(axis=(1, 3)))


def test_what_does_not_fit_is_told_before(file: Path) -> None:
    np.savez(file, x=np.zeros((2, 4, 4, 3), np.uint8))
    for steps, code in (
        (Preprocessing(crop=(5, 4)), "preprocessing-crop-too-large"),
        (Preprocessing(resize=(9, 9)), "data-shape-mismatch"),
    ):
        result = describe(file, DatasetRef(preprocessing=steps), signature(8, 8, 3))
        assert result.error is not None and result.error.code == code
    np.savez(file, x=np.zeros((2, 40), np.uint8))
    with pytest.raises(DataError, match="preprocessing-needs-pictures"):
        ref = DatasetRef(preprocessing=Preprocessing(resize=(2, 2)))
        load_dataset(file, ref).bind(signature(2, 2, 1))


def test_a_description_shows_what_the_model_gets(file: Path) -> None:
    np.savez(file, x=RANDOM.randint(0, 256, (5, 20, 20, 3)).astype(np.uint8))
    ref = DatasetRef(preprocessing=Preprocessing(resize=(8, 8), layout="channels-first"))
    result = describe(file, ref, signature(3, 8, 8))
    assert result.error is None
    assert (result.samples, result.inputs[0].shape) == (5, (3, 8, 8))


def test_a_picture_that_is_tried_goes_the_same_way(tmp_path: Path) -> None:
    pixels = RANDOM.randint(0, 256, (30, 20, 3)).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "p.png")
    steps = {"resize": (16, 12), "crop": (8, 8), "channels": "swapped", "scale": 1 / 255}
    to = signature(8, 8, 3)
    request = PrepareInputRequest(
        request=TryRequest(
            files=("m.tflite",),
            image=str(tmp_path / "p.png"),
            data_ref=DatasetRef(preprocessing=Preprocessing(**steps)),
        ),
        inputs=to.inputs,
        output=str(tmp_path / "in.npz"),
        preview="",
    )
    prepared = prepare_input(request, Reporter(lambda message: None))
    tried = read_reference(prepared.path).inputs["image"]
    of_set = bound(tmp_path / "d.npz", pixels[None], to, **steps)
    assert np.array_equal(tried, of_set)


# --- as text, and as a part of what a data set is -----------------------------------------------


def test_steps_are_read_as_they_are_written() -> None:
    text = "resize=256x192,method=area,crop=224x160,channels=swapped,layout=channels-first"
    steps = with_picture_steps(Preprocessing(scale=0.5), text)
    assert steps == Preprocessing(
        scale=0.5,
        resize=(256, 192),
        method="area",
        crop=(224, 160),
        channels="swapped",
        layout="channels-first",
    )
    assert picture_steps_text(steps) == text
    assert picture_steps_text(Preprocessing(scale=0.5)) == ""
    assert with_picture_steps(Preprocessing(), "resize=64").resize == (64, 64)


@pytest.mark.parametrize("text", ["resize=0x3", "crop=1x2x3", "size=3", "method=best", "resize"])
def test_what_is_no_step_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="argument-invalid"):
        with_picture_steps(Preprocessing(), text if text != "resize" else "resize=x")


def test_the_hash_of_a_data_set_includes_how_it_is_preprocessed() -> None:
    plain = DatasetRef(sha256="a" * 64)
    resized = DatasetRef(sha256="a" * 64, preprocessing=Preprocessing(resize=(8, 8)))
    assert plain.content != resized.content
    assert plain.content == DatasetRef(sha256="a" * 64).content
    assert DatasetRef().content == ""
