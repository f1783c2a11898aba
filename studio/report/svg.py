"""Drawing plots as SVG text: axes with round ticks, a quiet grid, marks that differ in shape.

Colors come from the page's style sheet (classes ``v0`` to ``v7``), so the same plot suits light and
dark pages; shapes say the same as colors.
"""

from __future__ import annotations

import math
from html import escape

from studio.core.colors import color_place
from studio.core.label_places import Box, LabelPlaces

SHAPES = 6


class Scale:
    """A linear or logarithmic map from data to pixels."""

    def __init__(self, low: float, high: float, start: float, end: float, log: bool) -> None:
        self.low, self.high, self.log = low, high, log and low > 0
        self._start, self._end = start, end
        self._a, self._b = self._map(low), self._map(high)

    def __call__(self, value: float) -> float:
        share = (self._map(value) - self._a) / ((self._b - self._a) or 1.0)
        return self._start + share * (self._end - self._start)

    def _map(self, value: float) -> float:
        return math.log10(value) if self.log else value


class Plot:
    """An SVG under construction. Ranges are (low, high) of the data; y grows upwards."""

    def __init__(
        self,
        title: str,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        *,
        width: int = 560,
        height: int = 300,
        left: int = 64,
        right: int = 20,
        bottom: int = 44,
        log_x: bool = False,
    ) -> None:
        self.title = title
        self.width, self.height = width, height
        self._left, self._right, self._top, self._bottom = left, width - right, 14, height - bottom
        self.x = Scale(*x_range, self._left, self._right, log_x)
        self.y = Scale(*y_range, self._bottom, self._top, False)
        self._parts: list[str] = []

    def x_axis(self, label: str, ticks: list[float] | None = None) -> None:
        for value in ticks if ticks is not None else axis_ticks(self.x):
            at = self.x(value)
            self._parts.append(
                f'<path class="grid" d="M{at:.1f} {self._top}V{self._bottom}"/>'
                f'<text class="tick" x="{at:.1f}" y="{self._bottom + 16}" text-anchor="middle">'
                f"{tick_text(value)}</text>"
            )
        self._parts.append(f'<path class="axis" d="M{self._left} {self._bottom}H{self._right}"/>')
        middle = (self._left + self._right) / 2
        self._parts.append(
            f'<text class="label" x="{middle:.0f}" y="{self.height - 8}" text-anchor="middle">'
            f"{escape(label)}</text>"
        )

    def y_axis(self, label: str, ticks: list[float] | None = None) -> None:
        for value in ticks if ticks is not None else axis_ticks(self.y):
            at = self.y(value)
            self._parts.append(
                f'<path class="grid" d="M{self._left} {at:.1f}H{self._right}"/>'
                f'<text class="tick" x="{self._left - 8}" y="{at + 4:.1f}" text-anchor="end">'
                f"{tick_text(value)}</text>"
            )
        middle = (self._top + self._bottom) / 2
        self._parts.append(
            f'<text class="label" transform="translate(16 {middle:.0f}) rotate(-90)" '
            f'text-anchor="middle">{escape(label)}</text>'
        )

    def line(self, points: list[tuple[float, float]], color: int, css: str = "line") -> None:
        path = "L".join(f"{self.x(x):.1f} {self.y(y):.1f}" for x, y in points)
        if path:
            self._parts.append(f'<path class="{css} {color_class(color)}" d="M{path}"/>')

    def band(
        self, low: list[tuple[float, float]], high: list[tuple[float, float]], color: int
    ) -> None:
        """What lies between two lines that go from left to right."""
        points = [*low, *reversed(high)]
        path = "L".join(f"{self.x(x):.1f} {self.y(y):.1f}" for x, y in points)
        if path:
            self._parts.append(f'<path class="band {color_class(color)}" d="M{path}Z"/>')

    def segment(
        self, start: tuple[float, float], end: tuple[float, float], color: int, css: str
    ) -> None:
        self.line([start, end], color, css)

    def marker(self, x: float, y: float, color: int, shape: int, size: float = 5.0) -> None:
        self._parts.append(
            f'<path class="mark {color_class(color)}" '
            f'd="{shape_path(self.x(x), self.y(y), shape, size)}"/>'
        )

    def dots(self, points: list[tuple[float, float]], color: int) -> None:
        path = "".join(f"M{self.x(x):.1f} {self.y(y):.1f}h0" for x, y in points)
        if path:
            self._parts.append(f'<path class="dots {color_class(color)}" d="{path}"/>')

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        dx: float = 0.0,
        dy: float = 4.0,
        anchor: str = "start",
        css: str = "note",
    ) -> None:
        self._parts.append(
            f'<text class="{css}" x="{self.x(x) + dx:.1f}" y="{self.y(y) + dy:.1f}" '
            f'text-anchor="{anchor}">{escape(text)}</text>'
        )

    def label(self, x: float, y: float, anchor: str, text: str) -> None:
        """Text at pixels, as :class:`Labels` places it."""
        self._parts.append(
            f'<text class="note" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
            f"{escape(text)}</text>"
        )

    def left_text(self, y: float, text: str) -> None:
        """A label to the left of the axis, level with ``y``."""
        self._parts.append(
            f'<text class="name" x="{self._left - 10}" y="{self.y(y) + 4:.1f}" '
            f'text-anchor="end">{escape(text)}</text>'
        )

    def vertical(self, x: float) -> None:
        self._parts.append(
            f'<path class="border" d="M{self.x(x):.1f} {self._top}V{self._bottom}"/>'
        )

    @property
    def area(self) -> Box:
        """What lies between the axes and the other two borders."""
        return Box(self._left, self._top, self._right, self._bottom)

    def svg(self) -> str:
        return (
            f'<svg viewBox="0 0 {self.width} {self.height}" role="img" '
            f'aria-label="{escape(self.title)}">{"".join(self._parts)}</svg>'
        )


class Labels:
    """Places names beside signs so that they run over neither signs nor each other, if they can."""

    _HEIGHT, _LETTER, _DESCENT = 13.0, 6.6, 3.0

    def __init__(self, plot: Plot, signs: list[tuple[float, float]]) -> None:
        self._places = LabelPlaces(plot.area, signs, rows=4)

    def place(self, x: float, y: float, text: str) -> tuple[float, float, str, str]:
        """Position of the baseline, anchor and text, for a sign at the pixel (x, y)."""
        box = self._places.find(x, y, self._LETTER * len(text), self._HEIGHT).box
        self._places.take(box)
        baseline = box.bottom - self._DESCENT
        # the letters' width is an estimate: text begins, or ends, beside its sign
        if box.left > x:
            return box.left, baseline, "start", text
        return box.right, baseline, "end", text


def color_class(color: int) -> str:
    return f"v{color_place(color)}"


def shape_path(x: float, y: float, shape: int, size: float) -> str:
    """Circle, square, triangle, diamond, inverted triangle, bar: told apart without color."""
    s = size
    match shape % SHAPES:
        case 0:
            return f"M{x - s:.1f} {y:.1f}a{s} {s} 0 1 0 {2 * s} 0a{s} {s} 0 1 0 {-2 * s} 0z"
        case 1:
            q = 0.88 * s
            return f"M{x - q:.1f} {y - q:.1f}h{2 * q:.1f}v{2 * q:.1f}h{-2 * q:.1f}z"
        case 2:
            return f"M{x:.1f} {y - 1.15 * s:.1f}l{1.1 * s:.1f} {2 * s:.1f}h{-2.2 * s:.1f}z"
        case 3:
            return (
                f"M{x:.1f} {y - 1.25 * s:.1f}l{1.25 * s:.1f} {1.25 * s:.1f}"
                f"l{-1.25 * s:.1f} {1.25 * s:.1f}l{-1.25 * s:.1f} {-1.25 * s:.1f}z"
            )
        case 4:
            return f"M{x:.1f} {y + 1.15 * s:.1f}l{1.1 * s:.1f} {-2 * s:.1f}h{-2.2 * s:.1f}z"
        case _:
            return f"M{x - 0.5 * s:.1f} {y - 1.25 * s:.1f}h{s:.1f}v{2.5 * s:.1f}h{-s:.1f}z"


def legend_mark(color: int, shape: int) -> str:
    """The sign of a variant, inline in a table."""
    return (
        f'<svg class="sign" viewBox="0 0 16 16" aria-hidden="true">'
        f'<path class="mark {color_class(color)}" d="{shape_path(8, 8, shape, 5)}"/></svg>'
    )


def axis_ticks(scale: Scale) -> list[float]:
    if scale.log:
        return log_ticks(scale.low, scale.high)
    return linear_ticks(scale.low, scale.high)


def linear_ticks(low: float, high: float, wanted: int = 6) -> list[float]:
    """Round values within [low, high]: steps of 1, 2 or 5 times a power of ten."""
    span = high - low
    if not span > 0:
        return [low]
    rough = span / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def log_ticks(low: float, high: float) -> list[float]:
    """1, 2, 5 of each decade; only powers of ten where that would be many."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    factors = (1, 2, 5) if len(decades) <= 4 else (1,)
    values = [factor * 10.0**decade for decade in decades for factor in factors]
    return [value for value in values if low * 0.999 <= value <= high * 1.001]


def tick_text(value: float) -> str:
    return f"{value:.10g}".replace("-", "−")
