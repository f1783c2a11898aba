"""An axis whose grid lines are opaque: they look as pyqtgraph's do, and cost a tenth to draw.

Qt blends a line that lets through pixel by pixel: a grid took 3 ms of each repaint, an opaque one
0.3 ms. Nothing but the ground lies under the grid, so the blended color is known beforehand.
"""

from __future__ import annotations

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QPainter, QPen

WHOLE = 100.0
"""In percent; for ``most``."""
_FEW_DECADES = 4
_LINES_APART = 1.2


class QuietAxis(pg.AxisItem):  # type: ignore[misc]
    """``ground``: the color behind the plot. To be cached by Qt: it keeps no picture of its own.
    ``most``: what there is no more of, such as 100 %: no tick stands beyond it."""

    ground = QColor("white")
    most = math.inf

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """Up a low axis only as many as have room for their texts above each other."""
        levels: list[tuple[float, float]] = super().tickSpacing(low, high, size)
        if self.orientation not in ("left", "right") or size <= 0 or high <= low:
            return levels
        line = QFontMetricsF(self.style["tickFont"] or QGuiApplication.font()).height()
        least = _LINES_APART * line * (high - low) / size
        roomy = [level for level in levels if level[0] >= least]
        return roomy or [(_round_up(least), 0.0)]

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        levels = super().tickValues(low, high, size)
        return [  # a tick at the most itself may be a rounding error beyond it
            (step, [min(one, self.most) for one in ticks if one <= self.most + step / 1e6])
            for step, ticks in levels
        ]

    def paint(self, painter: QPainter, *_: Any) -> None:
        specs = self.generateDrawSpecs(painter)
        if specs is not None:
            self.drawPicture(painter, *specs)

    def drawPicture(
        self, painter: QPainter, axis_spec: Any, tick_specs: Any, text_specs: Any
    ) -> None:
        opaque: dict[int, QPen] = {}
        ticks = []
        for pen, begin, end in tick_specs:
            color = pen.color()
            if color.rgba() not in opaque:
                opaque[color.rgba()] = QPen(pen)
                opaque[color.rgba()].setColor(blended(color, self.ground))
            if opaque[color.rgba()].color() != self.ground:
                ticks.append((opaque[color.rgba()], begin, end))
        super().drawPicture(painter, axis_spec, ticks, text_specs)


class QuietDateAxis(QuietAxis, pg.DateAxisItem):  # type: ignore[misc]
    """The same for seconds since the epoch, shown as dates of this place."""


class QuietLogAxis(QuietAxis):
    """The same for values whose decimal logarithms are plotted: ticks at 1, 2 and 5 times 10^n."""

    def tickValues(self, low: float, high: float, _size: float) -> list[tuple[float, list[float]]]:
        decades = range(math.floor(low), math.ceil(high) + 1)
        factors = (1, 2, 5) if len(decades) <= _FEW_DECADES else (1,)
        found = [decade + math.log10(factor) for decade in decades for factor in factors]
        return [(1.0, [value for value in found if low <= value <= high])]

    def tickStrings(self, values: list[float], _scale: float, _spacing: float) -> list[str]:
        return [f"{10**value:.4g}" for value in values]


class QuietEitherAxis(QuietLogAxis):
    """One that may change: ``is_log`` says what is plotted now."""

    is_log = False

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        axis = QuietLogAxis if self.is_log else QuietAxis
        found: list[tuple[float, list[float]]] = axis.tickValues(self, low, high, size)
        return found

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        axis = QuietLogAxis if self.is_log else QuietAxis
        found: list[str] = axis.tickStrings(self, values, scale, spacing)
        return found


def _round_up(value: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    decade: float = 10.0 ** math.floor(math.log10(value))
    return next(step * decade for step in (1, 2, 5, 10) if step * decade >= value)


def blended(color: QColor, ground: QColor) -> QColor:
    """The opaque color that ``color`` has where it lies over ``ground``."""
    share = color.alphaF()

    def mixed(over: int, under: int) -> int:
        return round(share * over + (1 - share) * under)

    return QColor(
        mixed(color.red(), ground.red()),
        mixed(color.green(), ground.green()),
        mixed(color.blue(), ground.blue()),
    )
