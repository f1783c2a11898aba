"""Which shapes hold a picture, and where its dimensions are; no pictures are read here."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.model import Shape

_CHANNELS = (1, 3, 4)
_MIN_SIDE = 4


class Layout(msgspec.Struct, frozen=True):
    """Where an image-like sample shape has its dimensions; ``height``/``width`` None = free."""

    height: int | None
    width: int | None
    channels: int
    order: Literal["hwc", "chw", "hw"]


def image_layout(shape: Shape) -> Layout | None:
    """How ``shape`` (a sample: no batch dimension) holds a picture; None where it does not.

    Channels last is tried first; 1, 3 or 4 channels; sides of at least 4 pixels.
    """
    if len(shape) == 3 and shape[2] in _CHANNELS:
        layout = Layout(shape[0], shape[1], shape[2] or 1, "hwc")
    elif len(shape) == 3 and shape[0] in _CHANNELS:
        layout = Layout(shape[1], shape[2], shape[0] or 1, "chw")
    elif len(shape) == 2:
        layout = Layout(shape[0], shape[1], 1, "hw")
    else:
        return None
    sides = (layout.height, layout.width)
    return layout if all(side is None or side >= _MIN_SIDE for side in sides) else None
