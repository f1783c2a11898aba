"""The colors that stay with a variant, in the window, in plots and in the HTML report.

Eight colors in the manner of Okabe and Ito ("Color Universal Design", 2008), for a light and for a
dark ground: each stands out from its ground by at least 3:1 (WCAG 1.4.11), and any two differ by a
CIE76 distance of 20 or more, also under simulated protanopia, deuteranopia and tritanopia (Machado
et al. 2009); ``tests/core/test_colors.py`` holds them to it.
Color is never the only carrier: names, shapes or positions say the same.
"""

from __future__ import annotations

import msgspec


class ColorPair(msgspec.Struct, frozen=True):
    """The same color for a light and for a dark ground, as ``#rrggbb``."""

    light: str
    dark: str


LIGHT_GROUND = "#ffffff"
DARK_GROUND = "#1b1d21"

VARIANT_COLORS: tuple[ColorPair, ...] = (
    ColorPair("#0046dd", "#6dc9ff"),
    ColorPair("#d37900", "#f0803c"),
    ColorPair("#007849", "#55956b"),
    ColorPair("#c07c9c", "#c374ac"),
    ColorPair("#653904", "#f5cb00"),
    ColorPair("#2a8bff", "#c7f7f9"),
    ColorPair("#1e3a37", "#fdf9a3"),
    ColorPair("#5e2f7d", "#8b67ff"),
)


def color_place(index: int) -> int:
    """Where in ``VARIANT_COLORS`` that of ``Variant.color`` or ``Model.color`` stands.

    The cycle starts anew after eight.
    """
    return index % len(VARIANT_COLORS)
