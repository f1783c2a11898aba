"""Colors of overlays, the same in the window, in Netron and in written pictures.

Numbers: one scale for each ground, of colors whose CIE lightness runs in equal steps away from the
ground, so that "more" stands out more, for every kind of color vision and in gray as well. Classes:
colors any two of which differ by a CIE76 distance of 20 or more, also under simulated protanopia,
deuteranopia and tritanopia (Machado et al. 2009). Text on a fill is black or white, whichever has
the higher contrast (WCAG 2.2, 1.4.3), which is 4.5:1 or more on every color.
``tests/core/test_overlay_colors.py`` holds them to it. Color is never the only carrier: a label on
the node says the same.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from studio.core.colors import ColorPair

Ground = Literal["light", "dark"]

SCALES: dict[Ground, tuple[str, ...]] = {
    "light": (
        "#f3e6a3", "#bdd97f", "#67d17d", "#00ba92", "#009f9b", "#008595", "#016c8a", "#00537f",
        "#003a7b",
    ),
    "dark": (
        "#1a3c76", "#005682", "#006f8d", "#048796", "#00a29b", "#00be8f", "#79d27e", "#c3e177",
        "#ffedb1",
    ),
}  # fmt: skip
"""Colors at equal distances, from nothing to the greatest value; between them: straight lines."""

CLASS_COLORS: dict[str, ColorPair] = {
    "float32": ColorPair("#f0b84a", "#e0a040"),
    "float16": ColorPair("#83750e", "#add893"),
    "int16": ColorPair("#5f6897", "#833d8c"),
    "int8": ColorPair("#5a9fe6", "#4f9be8"),
    "int4": ColorPair("#81f6b5", "#e9beeb"),
    "hybrid": ColorPair("#a84f51", "#9e372a"),
    "mixed": ColorPair("#b0b6be", "#7d858f"),
    "delegate": ColorPair("#5a9fe6", "#4f9be8"),
    "runtime": ColorPair("#f0b84a", "#e0a040"),
}
"""Of the classes of an overlay; those of one overlay differ, two overlays may share some."""


@lru_cache(16_384)  # the same fractions are asked for again with each move of the threshold
def scale_color(fraction: float, ground: Ground) -> str:
    """``#rrggbb`` of ``fraction`` of the greatest value; what is outside of [0, 1] is its end."""
    stops = SCALES[ground]
    place = min(max(fraction, 0.0), 1.0) * (len(stops) - 1)
    before = min(int(place), len(stops) - 2)
    share = place - before
    first, second = _channels(stops[before]), _channels(stops[before + 1])
    mixed = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def class_color(name: str, ground: Ground) -> str:
    pair = CLASS_COLORS[name]
    return pair.light if ground == "light" else pair.dark


def text_on(fill: str) -> str:
    """Black or white, whichever reads better on ``fill``."""
    luminance = _luminance(fill)
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _luminance(color: str) -> float:
    """Relative luminance as WCAG defines it."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
