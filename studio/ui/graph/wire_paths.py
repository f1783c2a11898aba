"""The lines of wires: smooth from near, straight from afar."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainterPath

from studio.core.graph_layout import Wire

_ARROW_WIDTH, _ARROW_LENGTH = 3.5, 6.0
_CORNER = 10.0
_TIP_EVERY = 300.0
"""Scene units: of a long way up, one tip or another is always in view."""
_TIP_GRID = 48.0


def wire_path(wire: Wire, path: QPainterPath) -> None:
    """Add a wire to ``path``: curves that leave and arrive downward, with a tip at its end, and
    tips along the way where it leads back up, against the direction of all others.

    A lane keeps its straight runs along the side, its corners are rounded.
    """
    points = wire.points
    if len(points) < 2:
        return
    path.moveTo(*points[0])
    if wire.is_lane:
        _rounded(points, path)
    else:
        for (x, y), (next_x, next_y) in pairwise(points):
            if x == next_x or next_y <= y:
                path.lineTo(next_x, next_y)
            else:
                middle = (y + next_y) / 2
                path.cubicTo(x, middle, next_x, middle, next_x, next_y)
    for (x, y), (_, next_y) in pairwise(points):
        _tips_upward(x, y, next_y, path)
    x, y = points[-1]
    _tip(x, y, _ARROW_LENGTH, path)


def straight_lines(wire: Wire) -> list[QLineF]:
    return [QLineF(*one, *two) for one, two in pairwise(wire.points)]


def _tips_upward(x: float, y: float, next_y: float, path: QPainterPath) -> None:
    length = y - next_y
    if length < 3 * _ARROW_LENGTH:
        return
    count = max(1, int(length // _TIP_EVERY))
    for place in range(count):
        at = y - length * (place + 0.5) / count
        # those that share a lane have their tips at the same places, however far each goes
        even = round(at / _TIP_GRID) * _TIP_GRID
        _tip(x, even if next_y < even < y - _ARROW_LENGTH else at, -_ARROW_LENGTH, path)


def _tip(x: float, y: float, length: float, path: QPainterPath) -> None:
    """A tip at (x, y); one of negative ``length`` points up."""
    path.moveTo(x - _ARROW_WIDTH, y - length)
    path.lineTo(x, y)
    path.lineTo(x + _ARROW_WIDTH, y - length)


def _rounded(points: tuple[tuple[float, float], ...], path: QPainterPath) -> None:
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        path.lineTo(*_toward(corner, before))
        path.quadTo(*corner, *_toward(corner, after))
    path.lineTo(*points[-1])


def _toward(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """A point near ``corner`` on the way to ``other``."""
    dx, dy = other[0] - corner[0], other[1] - corner[1]
    length = max((dx * dx + dy * dy) ** 0.5, 1e-6)
    share = min(_CORNER / length, 0.5)
    return corner[0] + dx * share, corner[1] + dy * share
