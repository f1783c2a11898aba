"""Colors and fonts of the drawn graph, for a light or a dark palette; and when how much is drawn.

Pens are opaque and cosmetic on purpose: translucent lines of one pixel cost some twenty times more.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPalette, QPen

from studio.core import overlay_colors
from studio.ui.theme import colors_of, is_dark

TEXT_FROM = 0.42
"""Zoom from which boxes carry their title; below they are plain rectangles."""
DETAIL_FROM = 0.6
"""Zoom from which boxes carry shapes and notes as well."""

_TITLE_PX, _DETAIL_PX = 12, 11
_TITLE_ROOM, _DETAIL_ROOM = 7.5, 6.5
"""What the layout, which knows no fonts, reckons with for a letter, in scene units."""
_TITLE_LIKE, _DETAIL_LIKE = "DEPTHWISE_CONV_2D", "1×112×112×96"


@dataclass(frozen=True)
class Look:
    """What things are drawn with."""

    dark: bool
    ground: QColor
    fill: QColor
    group_fill: QColor
    end_fill: QColor
    text: QColor
    muted: QColor
    border: QPen
    wire: QPen
    call: QPen
    chosen: QPen
    chosen_wire: QPen
    chosen_call: QPen
    match: QPen
    hover: QPen
    frame: QPen
    frame_fills: tuple[QColor, ...]
    title_font: QFont
    detail_font: QFont
    title_metrics: QFontMetricsF
    detail_metrics: QFontMetricsF


def look_of(palette: QPalette, font: QFont) -> Look:
    """The look that goes with a widget's palette and font."""
    colors, dark = colors_of(palette), is_dark(palette)
    base = QColor(colors.base)
    title, detail = QFont(font), QFont(font)
    title.setWeight(QFont.Weight.DemiBold)
    _fit(title, _TITLE_PX, _TITLE_ROOM, _TITLE_LIKE)
    _fit(detail, _DETAIL_PX, _DETAIL_ROOM, _DETAIL_LIKE)
    return Look(
        dark=dark,
        ground=base,
        fill=QColor(colors.raised if not dark else "#2b3138"),
        group_fill=QColor("#eef1f5" if not dark else "#232830"),
        end_fill=QColor(colors.info_soft),
        text=QColor(colors.text),
        muted=QColor(colors.muted),
        border=_pen("#b4bcc6" if not dark else "#525c67"),
        wire=_pen("#98a3b0" if not dark else "#66717e"),
        call=_dashed(_pen("#98a3b0" if not dark else "#66717e")),
        chosen=_pen(colors.accent, 3),
        chosen_wire=_pen(colors.accent, 2),
        chosen_call=_dashed(_pen(colors.accent, 2)),
        match=_pen(colors.warning, 3),
        hover=_pen(colors.accent, 1),
        frame=_pen(colors.border),
        frame_fills=tuple(
            _between(base, QColor(colors.window if not dark else "#2a3038"), share)
            for share in (0.55, 1.0)
        ),
        title_font=title,
        detail_font=detail,
        title_metrics=QFontMetricsF(title),
        detail_metrics=QFontMetricsF(detail),
    )


def text_on(fill: QColor) -> QColor:
    """Black or white, whichever reads better on ``fill``."""
    return QColor(overlay_colors.text_on(fill.name()))


def _fit(font: QFont, largest: int, room: float, text: str) -> None:
    """Make ``font`` as large as lets such a text fit into the room for its letters."""
    for size in range(largest, largest - 4, -1):
        font.setPixelSize(size)
        if QFontMetricsF(font).horizontalAdvance(text) <= room * len(text) + 4:
            return


def _between(one: QColor, other: QColor, share: float) -> QColor:
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(a + (b - a) * share) for a, b in parts))


def _dashed(pen: QPen) -> QPen:
    pen.setDashPattern([4, 4])
    return pen


def _pen(color: str, width: float = 1.0) -> QPen:
    pen = QPen(QColor(color), width)
    pen.setCosmetic(True)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
