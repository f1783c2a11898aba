"""Pictures as inputs, and inputs as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.core.errors import DataError
from studio.core.model import Quantization, TensorSpec
from studio.core.recipe import Preprocessing
from studio.data.image import (
    picture_as_sample,
    read_image,
    write_preview,
)
from studio.data.picture_layout import Layout, image_layout


def spec(shape: tuple[int, ...], dtype: str = "float32", **more: Any) -> TensorSpec:
    return TensorSpec(**{"name": "x", "dtype": dtype, "shape": shape} | more)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    pixels = np.zeros((20, 10, 3), np.uint8)
    pixels[:10] = (255, 0, 0)
    Image.fromarray(pixels).save(tmp_path / "p.png")
    return tmp_path / "p.png"


@pytest.mark.parametrize(
    ("shape", "layout"),
    [
        ((28, 28, 1), Layout(28, 28, 1, "hwc")),
        ((224, 200, 3), Layout(224, 200, 3, "hwc")),
        ((3, 224, 200), Layout(224, 200, 3, "chw")),
        ((28, 28), Layout(28, 28, 1, "hw")),
        ((None, None, 3), Layout(None, None, 3, "hwc")),
        ((10,), None),
        ((40, 3), None),
        ((1, 1, 1404), None),
        ((8, 8, 8, 3), None),
    ],
)
def test_what_looks_like_a_picture(shape: tuple[int | None, ...], layout: Layout | None) -> None:
    assert image_layout(shape) == layout


def test_size_and_channels_are_the_inputs(picture: Path) -> None:
    color = read_image(picture, Layout(8, 6, 3, "hwc"))
    assert (color.shape, color.dtype.name) == ((8, 6, 3), "uint8")
    assert color[0, 0].tolist() == [255, 0, 0]
    assert read_image(picture, Layout(8, 6, 1, "hw")).shape == (8, 6, 1)
    assert read_image(picture, Layout(None, None, 3, "hwc")).shape == (20, 10, 3)


def test_what_is_assumed_is_said(picture: Path) -> None:
    layout = Layout(4, 4, 3, "hwc")
    pixels = read_image(picture, layout)
    sample, assumption = picture_as_sample(pixels, layout, spec((1, 4, 4, 3)), None)
    assert assumption == "image-scaled-0-1"
    assert (sample.shape, sample.dtype.name, sample.max()) == ((1, 4, 4, 3), "float32", 1.0)
    declared = Preprocessing(scale=1 / 127.5, mean=(1.0,))
    sample, assumption = picture_as_sample(pixels, layout, spec((1, 4, 4, 3)), declared)
    assert (assumption, float(sample.min()), float(sample.max())) == ("", -1.0, 1.0)
    quantization = Quantization(scales=(1 / 255,), zero_points=(-128,))
    stored, assumption = picture_as_sample(
        pixels, layout, spec((1, 4, 4, 3), "int8", quantization=quantization), None
    )
    assert (assumption, int(stored.min()), int(stored.max())) == ("image-as-stored", -128, 127)


def test_channels_first(picture: Path) -> None:
    layout = Layout(4, 4, 3, "chw")
    sample, _ = picture_as_sample(read_image(picture, layout), layout, spec((1, 3, 4, 4)), None)
    assert sample.shape == (1, 3, 4, 4)
    assert sample[0, :, 0, 0].tolist() == [1.0, 0.0, 0.0]


def test_what_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    for path in (tmp_path / "p.png", tmp_path / "none.png"):
        with pytest.raises(DataError) as caught:
            read_image(path, Layout(4, 4, 3, "hwc"))
        assert caught.value.code == "image-unreadable"


def test_a_decompression_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("L", (200, 200)).save(tmp_path / "p.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)
    with pytest.raises(DataError) as caught:
        read_image(tmp_path / "p.png", Layout(4, 4, 1, "hw"))
    assert caught.value.code == "image-too-large"


@pytest.mark.parametrize("shape", [(8, 8, 3), (8, 8, 1), (8, 8), (3, 8, 8), (8, 8, 4)])
def test_previews(tmp_path: Path, shape: tuple[int, ...]) -> None:
    values = np.linspace(-1, 1, int(np.prod(shape)), dtype=np.float32).reshape(shape)
    assert write_preview(tmp_path / "p.png", values)
    with Image.open(tmp_path / "p.png") as opened:
        assert opened.size == (8, 8)


def test_no_preview_of_a_vector(tmp_path: Path) -> None:
    assert not write_preview(tmp_path / "p.png", np.ones(10, np.float32))
    assert not (tmp_path / "p.png").exists()
