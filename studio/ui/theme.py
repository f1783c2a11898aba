"""Light and dark Fusion palettes, colors of variants and states, the 8-px grid, three text sizes.

Why palettes of our own: `setColorScheme` does nothing on several platforms. Colors are looked up
from a widget's own palette, so nothing needs to know a global theme.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette

from studio.core.colors import VARIANT_COLORS, color_place

GRID = 8
"""All margins and spacings are multiples (or halves) of this, in device-independent pixels."""

ThemeChoice = Literal["system", "light", "dark"]
TextSize = Literal["title", "body", "small"]


@dataclass(frozen=True)
class Colors:
    """Every color in use. ``variants``: the color-blind-safe cycle of core.colors. ``handle``: of
    scroll bars, which stands out 3:1 from their groove (WCAG 2.2, 1.4.11), light or dark."""

    window: str
    base: str
    field: str
    raised: str
    text: str
    muted: str
    border: str
    accent: str
    accent_text: str
    ok: str
    warning: str
    error: str
    ok_soft: str
    warning_soft: str
    error_soft: str
    info_soft: str
    plot_grid: str
    handle: str
    variants: tuple[str, ...]

    def variant(self, index: int) -> QColor:
        """The color that stays with a variant: ``index`` is Variant.color (or Model.color)."""
        return QColor(self.variants[color_place(index)])

    def line(self, index: int, shade: int = 0) -> QColor:
        """The color of a variant's line; further lines of it (``shade`` 1, 2, ...) lean to the text
        or to gray, whichever is farther from it. See :func:`line_style`.
        """
        own = _rgb(self.variant(index))
        end = max(_rgb(QColor(self.text)), _rgb(QColor(self.muted)), key=partial(math.dist, own))
        share = _LEANS[shade % len(_LEANS)]
        mixed = ((1 - share) * one + share * other for one, other in zip(own, end, strict=True))
        return QColor(*map(round, mixed))


def line_style(shade: int) -> Qt.PenStyle:
    """What tells lines of one variant apart besides their shade; dashes cost no more to draw."""
    return _LINE_STYLES[shade % len(_LINE_STYLES)]


_LEANS = (0.0, 0.3, 0.6, 0.45)
_LINE_STYLES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
)


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


LIGHT = Colors(
    window="#f3f4f6",
    base="#ffffff",
    field="#ffffff",
    raised="#ffffff",
    text="#1c2127",
    muted="#5b6570",
    border="#d5d9df",
    accent="#1f66d1",
    accent_text="#ffffff",
    ok="#0f7a52",
    warning="#a15c00",
    error="#c02b2b",
    ok_soft="#e3f4ec",
    warning_soft="#fdf1dc",
    error_soft="#fce8e7",
    info_soft="#e6effc",
    plot_grid="#e3e6ea",
    handle="#838c97",
    variants=tuple(pair.light for pair in VARIANT_COLORS),
)
DARK = Colors(
    window="#1f2328",
    base="#171a1e",
    field="#343b43",
    raised="#272c32",
    text="#e6e9ed",
    muted="#9ba5b0",
    border="#3a4149",
    accent="#5b9dff",
    accent_text="#0c1420",
    ok="#4cc38a",
    warning="#e8a33d",
    error="#ff7b72",
    ok_soft="#1c3329",
    warning_soft="#3a2f1b",
    error_soft="#42231f",
    info_soft="#1e2f48",
    plot_grid="#31373e",
    handle="#6f7985",
    variants=tuple(pair.dark for pair in VARIANT_COLORS),
)

STATUS_SIGNS = {
    "ok": "✓",
    "degraded": "⚠",
    "failed": "✕",
    "cannot-run": "⊘",
    "unchecked": "○",
    "nothing": "∅",
}


def is_dark(palette: QPalette) -> bool:
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def colors_of(palette: QPalette) -> Colors:
    """The color table that goes with a widget's palette."""
    return DARK if is_dark(palette) else LIGHT


def status_color(colors: Colors, status: str) -> QColor:
    """``status`` as in Check.shown ("ok", "degraded", "failed"); anything else is muted."""
    table = {
        "ok": colors.ok,
        "degraded": colors.warning,
        "cannot-run": colors.error,
        "unchecked": colors.warning,
        "failed": colors.error,
    }
    return QColor(table.get(status, colors.muted))


def sized_font(font: QFont, size: TextSize) -> QFont:
    """``font`` in one of the three sizes of the window; titles are semi-bold."""
    scaled = QFont(font)
    factor = {"title": 1.35, "body": 1.0, "small": 0.9}[size]
    scaled.setPointSizeF(font.pointSizeF() * factor)
    if size == "title":
        scaled.setWeight(QFont.Weight.DemiBold)
    return scaled


def tabular(font: QFont) -> QFont:
    """``font`` with figures of equal width, for columns of numbers."""
    tabular_font = QFont(font)
    tag = QFont.Tag.fromString("tnum")
    if tag is not None:
        tabular_font.setFeature(tag, 1)
    return tabular_font


def make_palette(colors: Colors) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    window, field, text = QColor(colors.window), QColor(colors.field), QColor(colors.text)
    for key, color in (
        (role.Window, window),
        (role.WindowText, text),
        (role.Base, field),
        (role.AlternateBase, QColor(colors.window)),
        (role.ToolTipBase, QColor(colors.raised)),
        (role.ToolTipText, text),
        (role.PlaceholderText, QColor(colors.muted)),
        (role.Text, text),
        (role.Button, QColor(colors.raised)),
        (role.ButtonText, text),
        (role.BrightText, QColor(colors.error)),
        (role.Highlight, QColor(colors.accent)),
        (role.HighlightedText, QColor(colors.accent_text)),
        (role.Accent, QColor(colors.accent)),
        (role.Link, QColor(colors.accent)),
        (role.LinkVisited, QColor(colors.accent)),
        (role.Light, QColor(colors.raised)),
        (role.Midlight, QColor(colors.border)),
        (role.Mid, QColor(colors.border)),
        (role.Dark, QColor(colors.border).darker(130)),
        (role.Shadow, QColor(0, 0, 0, 90)),
    ):
        palette.setColor(key, color)
    faded = QColor(colors.muted)
    faded.setAlpha(150)
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, key, faded)
    return palette


def style_sheet(colors: Colors) -> str:
    """The few rules that a palette cannot say: docks, tabs, cards, the primary button."""
    return f"""
QToolBar {{ border: 0; border-bottom: 1px solid {colors.border}; spacing: 4px; padding: 4px 8px; }}
QToolBar QToolButton {{ padding: 4px 8px; border: 1px solid transparent; border-radius: 4px; }}
QToolBar QToolButton:hover {{ background: {colors.info_soft}; }}
QToolBar QToolButton:pressed {{ background: {colors.border}; }}
QToolBar QToolButton:focus {{ border-color: {colors.accent}; }}
QToolBar QToolButton::menu-indicator {{ image: none; }}
QMainWindow::separator {{ background: {colors.border}; width: 1px; height: 1px; }}
QDockWidget {{ font-weight: 600; color: {colors.muted}; }}
QDockWidget::close-button {{ border: 0; background: transparent; padding: 0; }}
QDockWidget::close-button:hover {{ background: {colors.border}; }}
QDockWidget::title {{ padding: 8px 12px 4px 12px; background: {colors.window}; }}
QTabBar {{ font-weight: 500; }}
QTabBar::tab {{ padding: 8px 11px; border: 0; border-bottom: 2px solid transparent;
  color: {colors.muted}; background: transparent; }}
QTabBar::tab:selected {{ color: {colors.text}; border-bottom: 2px solid {colors.accent}; }}
QTabBar::tab:hover:!selected {{ color: {colors.text}; }}
QTabBar::tab:focus {{ color: {colors.accent}; }}
QFrame[card="true"] {{ background: {colors.raised}; border: 1px solid {colors.border};
  border-radius: 6px; }}
QLineEdit[invalid="true"] {{ border: 1px solid {colors.error}; }}
QFrame[banner="error"] {{ background: {colors.error_soft}; border: 1px solid {colors.error};
  border-radius: 6px; }}
QFrame[banner="warning"] {{ background: {colors.warning_soft};
  border: 1px solid {colors.warning}; border-radius: 6px; }}
QFrame[banner="ok"] {{ background: {colors.ok_soft}; border: 1px solid {colors.ok};
  border-radius: 6px; }}
QFrame[banner="info"] {{ background: {colors.info_soft}; border: 1px solid {colors.accent};
  border-radius: 6px; }}
QLabel[muted="true"] {{ color: {colors.muted}; }}
QPushButton[primary="true"] {{ background: {colors.accent}; color: {colors.accent_text};
  border: 1px solid {colors.accent}; border-radius: 4px; padding: 7px 16px; font-weight: 600; }}
QPushButton[primary="true"]:hover {{ background: {QColor(colors.accent).lighter(110).name()}; }}
QPushButton[primary="true"]:pressed {{ background: {QColor(colors.accent).darker(115).name()}; }}
QPushButton[primary="true"]:disabled {{ background: {colors.border}; color: {colors.muted};
  border-color: {colors.border}; }}
QPushButton[primary="true"]:focus {{ border: 1px solid {colors.text}; }}
QToolButton[segment="true"] {{ background: {colors.raised}; border: 1px solid {colors.border};
  border-radius: 4px; padding: 2px 4px; }}
QToolButton[segment="true"]:hover, QToolButton[segment="true"]:focus {{
  border-color: {colors.accent}; }}
QToolButton[segment="true"]:checked {{ background: {colors.info_soft};
  border-color: {colors.accent}; }}
QTreeView, QTableView, QListView, QPlainTextEdit, QTextEdit {{ border: 0; background: {colors.base};
  selection-background-color: {colors.info_soft}; selection-color: {colors.text}; }}
QTreeView::indicator:unchecked {{ width: 11px; height: 11px; border: 1px solid {colors.muted};
  border-radius: 2px; background: {colors.base}; }}
QHeaderView::section {{ background: {colors.window}; color: {colors.muted}; padding: 4px;
  border: 0; border-bottom: 1px solid {colors.border}; }}
QSlider::groove:horizontal {{ height: 4px; background: {colors.border}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 12px; margin: -4px 0; border-radius: 6px;
  background: {colors.handle}; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{
  background: {colors.accent}; }}
QScrollBar {{ background: {colors.window}; border: 0; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {colors.handle}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 28px; margin: 2px 3px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; margin: 3px 2px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {colors.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: {colors.window}; border: 0; }}
QToolTip {{ background: {colors.raised}; color: {colors.text}; border: 1px solid {colors.border};
  padding: 4px; }}
"""
