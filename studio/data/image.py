"""A picture as one sample of an image-like input, and a sample as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
from PIL import Image

from studio.core.errors import DataError
from studio.core.model import TensorSpec
from studio.core.recipe import Preprocessing
from studio.data.fitting import convert
from studio.data.layout import show
from studio.data.picture_layout import Layout, image_layout
from studio.data.sources.pictures import decode_picture

Assumption = Literal["", "image-scaled-0-1", "image-as-stored"]

_MAX_FREE_SIDE = 512


def read_image(path: str | Path, layout: Layout) -> np.ndarray:
    """The picture scaled to the layout's size, channels last: (height, width, channels) uint8.

    Turned upright as its EXIF says. Raises DataError: image-unreadable, image-too-large.
    """
    pixels = decode_picture(Path(path), layout.channels, str(path))
    picture = Image.fromarray(pixels[..., 0] if layout.channels == 1 else pixels)
    free = min(1.0, _MAX_FREE_SIDE / max(picture.size))
    width = layout.width or max(1, round(picture.width * free))
    height = layout.height or max(1, round(picture.height * free))
    resized = picture.resize((width, height), Image.Resampling.BILINEAR)
    return np.asarray(resized, np.uint8).reshape(height, width, layout.channels)


def picture_as_sample(
    picture: np.ndarray, layout: Layout, spec: TensorSpec, declared: Preprocessing | None
) -> tuple[np.ndarray, Assumption]:
    """(1, *sample shape) in ``spec``'s dtype, and what had to be assumed about its range.

    Declared preprocessing is applied to the 0..255 pixel values. Without any, a file does not say
    what range its input takes: float inputs get 0..1; integers get the pixel values as stored
    (int8: minus 128).
    """
    if layout.order == "chw":
        picture = np.moveaxis(picture, -1, 0)
    elif layout.order == "hw":
        picture = picture[..., 0]
    sample = picture[None]
    if declared is not None:
        return convert(sample, spec, declared, spec.name), ""
    if np.dtype(spec.dtype).kind == "f":
        return convert(sample, spec, Preprocessing(scale=1 / 255), spec.name), "image-scaled-0-1"
    shifted = sample.astype(np.int16) - (128 if spec.dtype == "int8" else 0)
    stored = msgspec.structs.replace(spec, quantization=None)
    return convert(shifted, stored, Preprocessing(), spec.name), "image-as-stored"


def write_preview(path: str | Path, sample: np.ndarray) -> bool:
    """Write ``sample`` (no batch dimension) as a PNG where it is image-like; whether it was.

    uint8 as it is, all else stretched from its smallest to its largest value.
    """
    layout = image_layout(sample.shape)
    if layout is None:
        return False
    picture = np.moveaxis(sample, 0, -1) if layout.order == "chw" else sample
    picture = picture[..., None] if layout.order == "hw" else picture
    if picture.dtype != np.uint8:
        low, high = float(picture.min()), float(picture.max())
        span = (high - low) or 1.0
        picture = np.rint((picture.astype(np.float64) - low) / span * 255).astype(np.uint8)
    pixels = picture[..., 0] if layout.channels == 1 else picture
    Image.fromarray(np.ascontiguousarray(pixels)).save(path, format="PNG")
    return True


def unsuitable(inputs: tuple[TensorSpec, ...]) -> DataError:
    """The error for a model that takes no picture."""
    listed = ", ".join(f"{spec.name}: {show(spec.shape)}" for spec in inputs)
    return DataError("image-input-unsuitable", inputs=listed)
