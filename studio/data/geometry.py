"""Resizes, crops and turns pictures as a preprocessing declares, before its arithmetic.

Pillow is imported when something is resized: every child reads data, few resize.
"""

from __future__ import annotations

import numpy as np

from studio.core.errors import DataError
from studio.core.recipe import Preprocessing

_CHANNELS = (1, 3, 4)


def shape_after(shape: tuple[int, ...], declared: Preprocessing, key: str) -> tuple[int, ...]:
    """The shape of one sample of ``shape`` after the picture steps, channels where they are to be.

    Raises DataError: preprocessing-needs-pictures, preprocessing-crop-too-large.
    """
    if not declared.changes_pictures:
        return shape
    height, width, *channels = _channels_last(shape, declared, key)
    height, width = declared.resize or (height, width)
    if declared.crop:
        if declared.crop[0] > height or declared.crop[1] > width:
            raise DataError(
                "preprocessing-crop-too-large",
                crop="x".join(map(str, declared.crop)),
                size=f"{height}x{width}",
            )
        height, width = declared.crop
    if declared.channels == "gray" and channels:
        channels = [1]
    if declared.layout == "channels-first" and channels:
        return (channels[0], height, width)
    return (height, width, *channels)


def apply_picture_steps(array: np.ndarray, declared: Preprocessing, key: str) -> np.ndarray:
    """(samples, *stored shape) -> (samples, height, width, channels) or without channels.

    The dtype stays; float pictures are resized in float32, 8-bit ones as pictures are. Channels
    come last here whatever ``layout`` says: see :func:`to_layout`.
    """
    if not declared.changes_pictures:
        return array
    sample = array.shape[1:]
    if len(_channels_last(sample, declared, key)) == 3 and _is_turned(sample, declared):
        array = np.moveaxis(array, 1, -1)
    if declared.resize and tuple(array.shape[1:3]) != declared.resize:
        array = np.stack([resize(picture, declared) for picture in array])
    if declared.crop:
        array = crop(array, declared.crop)
    if declared.channels != "as-stored" and (array.ndim != 4 or array.shape[-1] not in (3, 4)):
        raise DataError("preprocessing-needs-pictures", key=key, given=_text(sample))
    if declared.channels == "swapped":
        array = np.concatenate([array[..., 2::-1], array[..., 3:]], axis=-1)
    elif declared.channels == "gray":
        array = to_gray(array)
    return array


def to_layout(array: np.ndarray, declared: Preprocessing) -> np.ndarray:
    """Channels first where ``declared`` wants them so; (samples, height, width, channels) in."""
    if declared.layout == "channels-first" and array.ndim == 4:
        return np.ascontiguousarray(np.moveaxis(array, -1, 1))
    return array


def resize(picture: np.ndarray, declared: Preprocessing) -> np.ndarray:
    """One picture (height, width[, channels]) at the declared size, in its dtype."""
    if declared.resize is None:
        return picture
    from PIL import Image

    method = {
        "bilinear": Image.Resampling.BILINEAR,
        "bicubic": Image.Resampling.BICUBIC,
        "nearest": Image.Resampling.NEAREST,
        "area": Image.Resampling.BOX,
    }[declared.method]
    height, width = declared.resize
    if picture.dtype == np.uint8 and (picture.ndim == 2 or picture.shape[-1] in (3, 4)):
        return np.asarray(Image.fromarray(picture).resize((width, height), method))
    planes = picture[..., None] if picture.ndim == 2 else picture
    resized = [
        np.asarray(
            Image.fromarray(planes[..., at].astype(np.float32)).resize((width, height), method)
        )
        for at in range(planes.shape[-1])
    ]
    made = np.stack(resized, axis=-1).reshape(height, width, *picture.shape[2:])
    if picture.dtype.kind in "iu":
        limits = np.iinfo(picture.dtype)
        made = np.rint(made).clip(limits.min, limits.max)
    return np.asarray(made, picture.dtype)


def to_gray(array: np.ndarray) -> np.ndarray:
    """(..., 3 or 4) RGB -> (..., 1) luma of ITU-R BT.601, in its dtype."""
    gray = array[..., :3].astype(np.float64) @ np.array([0.299, 0.587, 0.114])
    if array.dtype.kind in "iu":
        gray = np.rint(gray)
    return np.asarray(gray, array.dtype)[..., None]


def crop(array: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The middle of (samples, height, width[, channels])."""
    top, left = (array.shape[1] - size[0]) // 2, (array.shape[2] - size[1]) // 2
    return array[:, top : top + size[0], left : left + size[1]]


def _channels_last(shape: tuple[int, ...], declared: Preprocessing, key: str) -> tuple[int, ...]:
    if len(shape) == 2:
        return shape
    if len(shape) == 3 and _is_turned(shape, declared):
        return (shape[1], shape[2], shape[0])
    if len(shape) == 3 and shape[-1] in _CHANNELS:
        return shape
    raise DataError("preprocessing-needs-pictures", key=key, given=_text(shape))


def _is_turned(shape: tuple[int, ...], declared: Preprocessing) -> bool:
    """Whether the channels are stored first and to come last."""
    return declared.layout == "channels-last" and shape[0] in _CHANNELS and len(shape) == 3


def _text(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape)) or "scalar"
