"""What all plots have in common: quiet axes, the window's colors, copying and saving.

Imports pyqtgraph (and numpy): import this only from a page that is being shown.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QImage,
    QMouseEvent,
    QPainter,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QGraphicsItem, QMenu, QToolButton, QWidget

from studio.history.atomic import write_bytes
from studio.ui.pages.quiet_axis import QuietAxis
from studio.ui.pages.turn_painting import PaintedInTurns
from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of, line_style
from studio.ui.turns import Turns

LEAST_HEIGHT = GRID * 19
"""A lower plot has too little room between its axes to be read."""
_UNDER_ALL = -1000
_WIDEST_TICK = "00.000"

pg.setConfigOptions(antialias=False, foreground="d", background=None)


class ThemedPlot(PaintedInTurns):
    """A plot in the window's colors with a context menu of its own.

    The wheel scrolls the page; with Ctrl it zooms. ``reset_view``: a button that is shown while the
    ranges are not those that were fitted; a double click does the same: ``reset_requested``.

    ``export(path)`` writes what is shown as CSV; it may return before that is done. Where that
    cannot be done now, ``why_not_export`` says why. ``save_requested(path, write)``: call ``write``
    off the GUI thread; it writes an image to ``path``, or raises StorageError: file-not-written.
    ``bottom``, ``left``: another axis than one of plain numbers. ``turns``: to paint it in.
    ``restyled`` is emitted after the palette has changed, so that curves can take new colors.
    """

    restyled = Signal()
    save_requested = Signal(Path, object)
    reset_requested = Signal()
    _is_built = False

    def __init__(
        self,
        name: str,
        export: Callable[[Path], None],
        parent: QWidget | None = None,
        *,
        bottom: QuietAxis | None = None,
        left: QuietAxis | None = None,
        turns: Turns | None = None,
    ) -> None:
        sides = ("left", "bottom")
        axes = {"left": left or QuietAxis("left"), "bottom": bottom or QuietAxis("bottom")}
        super().__init__(parent, turns=turns, axes=axes)
        self._export = export
        self.why_not_export = ""
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(pg.PlotWidget.Shape.NoFrame)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setMenuEnabled(False)
        self.hideButtons()
        for side in (*sides, "top", "right"):
            # Once, before there is a label: with one, pyqtgraph rescales the ticks even so. Hidden
            # axes would set their labels anew with each change of the range.
            self.getAxis(side).enableAutoSIPrefix(False)
        for side in sides:
            # An axis costs more to paint than the curves, and mostly stays as it is.
            self.getAxis(side).setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
            self.getAxis(side).setZValue(_UNDER_ALL)  # the grid's lines are opaque
        self.reset_view = QToolButton(self)
        self.reset_view.setText(tr("Reset view"))
        self.reset_view.setToolTip(
            tr("Show everything again, as a double click does. Ctrl and the wheel zoom.")
        )
        self.reset_view.setProperty("segment", True)
        self.reset_view.hide()
        self.reset_view.clicked.connect(self.reset_requested)
        self.reset_requested.connect(self.reset_view.hide)
        self.plotItem.vb.sigRangeChangedManually.connect(self.reset_view.show)
        self._is_built = True
        self._restyle()
        self._give_room()

    def sizeHint(self) -> QSize:
        """The same for all: plots beside each other shall be equally large."""
        return QSize(GRID * 24, GRID * 24)

    def set_axis(self, side: str, text: str, unit: str = "") -> None:
        """Label an axis: "latency", "ms". Units are never prefixed by the plot itself."""
        axis = self.getAxis(side)
        axis.setLabel(f"{text} ({unit})" if unit else text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self._is_built and event.type() == QEvent.Type.PaletteChange:
            self._restyle()
            self.restyled.emit()
        elif self._is_built and event.type() == QEvent.Type.FontChange:
            self._give_room()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        else:
            event.ignore()  # it goes on to the page, which scrolls

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.reset_requested.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_built:
            self.reset_view.adjustSize()
            self.reset_view.move(self.width() - self.reset_view.width() - GRID, GRID // 2)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.make_menu().exec(event.globalPos())
        event.accept()

    def make_menu(self) -> QMenu:
        """The context menu as it is now."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for text, slot, reason in self._actions():
            action = QAction(text, menu)
            action.triggered.connect(slot)
            action.setEnabled(not reason)
            if reason:
                action.setToolTip(reason)
            menu.addAction(action)
        return menu

    def copy_image(self) -> None:
        QGuiApplication.clipboard().setPixmap(self._picture())

    def save_image(self, path: Path) -> None:
        """Ask for the plot to be written, as it is on the screen: SVG by its suffix, else PNG."""
        if path.suffix.lower() == ".svg":
            drawing = self._svg()
            self.save_requested.emit(path, lambda: write_bytes(path, drawing))
        else:
            image = self._picture().toImage()
            self.save_requested.emit(path, lambda: write_bytes(path, _png(image)))

    def _picture(self) -> QPixmap:
        """What is plotted, without the button over it."""
        is_zoomed = self.reset_view.isVisibleTo(self)
        self.reset_view.hide()
        picture = self.picture()
        self.reset_view.setVisible(is_zoomed)
        return picture

    def _actions(self) -> list[tuple[str, Callable[[], object], str]]:
        return [
            (tr("Show everything"), self.reset_requested.emit, ""),
            (tr("Copy image"), self.copy_image, ""),
            (tr("Save image…"), self._on_save_image, ""),
            (tr("Export data…"), self.ask_export, self.why_not_export),
        ]

    def _on_save_image(self) -> None:
        kinds = "PNG (*.png);;SVG (*.svg)"
        path, kind = QFileDialog.getSaveFileName(self, tr("Save image"), "plot.png", kinds)
        if path:
            is_svg = kind.startswith("SVG") and not path.lower().endswith(".svg")
            self.save_image(Path(path).with_suffix(".svg") if is_svg else Path(path))

    def _svg(self) -> bytes:
        """Drawn by Qt; what is kept as pixels for speed is drawn anew, as lines and letters."""
        kept = [(item, item.cacheMode()) for item in self.scene().items()]
        for item, _ in kept:
            item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
        buffer, generator = QBuffer(), QSvgGenerator()
        generator.setOutputDevice(buffer)
        generator.setSize(self.size())
        generator.setViewBox(self.rect())
        generator.setTitle(self.accessibleName())
        painter = QPainter(generator)
        self.render(painter)
        painter.end()
        for item, mode in kept:
            item.setCacheMode(mode)
        return bytes(buffer.data().data())

    def ask_export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Export data"), "data.csv", "CSV (*.csv)")
        if path:
            self._export(Path(path))

    def _give_room(self) -> None:
        """Room for the ticks' texts, once: where it follows them, each change paints all twice."""
        metrics = self.fontMetrics()
        room = {"autoExpandTextSpace": False, "autoReduceTextSpace": False}
        width = metrics.horizontalAdvance(_WIDEST_TICK)
        self.getAxis("left").setStyle(tickTextWidth=width, **room)
        self.getAxis("bottom").setStyle(tickTextHeight=metrics.height(), **room)

    def _restyle(self) -> None:
        colors = colors_of(self.palette())
        self.setBackground(QColor(colors.base))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.ground = QColor(colors.base)
            axis.setPen(pg.mkPen(colors.border))
            axis.setTextPen(pg.mkPen(colors.muted))
            axis.setStyle(tickLength=4)
        grid = QColor(colors.plot_grid)
        self.plotItem.showGrid(x=False, y=True, alpha=0.25 if grid.lightness() > 128 else 0.2)


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # bytes in PySide's stubs, str in Qt
    return bytes(buffer.data().data())


def thin_pen(color: QColor, shade: int = 0) -> object:
    """A pen of one pixel: the only width that is fast to draw. ``shade``: see Colors.line."""
    return pg.mkPen(color, width=1, style=line_style(shade))
