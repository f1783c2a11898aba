"""The picture steps of a preprocessing as text: ``resize=256x256,crop=224x224,method=area``."""

from __future__ import annotations

from typing import Any

import msgspec

from studio.core.errors import UsageError
from studio.core.recipe import Preprocessing

EXPECTED = (
    "resize=HxW, method=bilinear|bicubic|nearest|area, crop=HxW, channels=swapped|gray, "
    "layout=channels-last|channels-first, frames=N, rate=HZ, separated by commas"
)
CHANNELS: tuple[str, ...] = ("as-stored", "swapped", "gray")
METHODS: tuple[str, ...] = ("bilinear", "bicubic", "nearest", "area")
LAYOUTS: tuple[str, ...] = ("as-stored", "channels-last", "channels-first")
MOST_SIDE = 8192


def with_picture_steps(preprocessing: Preprocessing, text: str) -> Preprocessing:
    """``preprocessing`` with what ``text`` says. Raises UsageError: argument-invalid."""
    fields: dict[str, Any] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = part.partition("=")
        if name in ("resize", "crop"):
            fields[name] = parse_size(value)
        elif name == "method" and value in METHODS:
            fields["method"] = value
        elif name == "layout" and value in LAYOUTS:
            fields["layout"] = value
        elif name == "channels" and value in CHANNELS:
            fields["channels"] = value
        elif name in ("frames", "rate") and value.isdecimal() and int(value):
            fields[name] = int(value)
        else:
            raise _invalid(text)
    return msgspec.structs.replace(preprocessing, **fields)


def picture_steps_text(preprocessing: Preprocessing) -> str:
    """The inverse; "" where there are none."""
    parts = []
    if preprocessing.resize:
        parts.append(f"resize={size_text(preprocessing.resize)}")
        if preprocessing.method != "bilinear":
            parts.append(f"method={preprocessing.method}")
    if preprocessing.crop:
        parts.append(f"crop={size_text(preprocessing.crop)}")
    if preprocessing.channels != "as-stored":
        parts.append(f"channels={preprocessing.channels}")
    if preprocessing.layout != "as-stored":
        parts.append(f"layout={preprocessing.layout}")
    for name, value in (("frames", preprocessing.frames), ("rate", preprocessing.rate)):
        if value:
            parts.append(f"{name}={value}")
    return ",".join(parts)


def parse_size(text: str) -> tuple[int, int] | None:
    """ "224x192" is (224, 192), height first; "224" is a square; "" is None.

    Raises UsageError: argument-invalid.
    """
    if not text.strip():
        return None
    sides = text.lower().replace("×", "x").split("x")
    try:
        numbers = [int(side) for side in sides]
    except ValueError:
        raise _invalid(text) from None
    if len(numbers) not in (1, 2) or not all(0 < side <= MOST_SIDE for side in numbers):
        raise _invalid(text)
    return numbers[0], numbers[-1]


def size_text(size: tuple[int, int] | None) -> str:
    return f"{size[0]}x{size[1]}" if size else ""


def _invalid(text: str) -> UsageError:
    return UsageError("argument-invalid", name="--preprocess", value=text, expected=EXPECTED)
