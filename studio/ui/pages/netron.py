"""The Netron tab: the well-known viewer, created on first use, or the reason why it cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QStackedLayout, QVBoxLayout, QWidget

from studio.ui.humanize import size_text
from studio.ui.pages.netron_support import why_not
from studio.ui.texts import sentences
from studio.ui.theme import GRID, is_dark
from studio.ui.widgets.cards import EmptyState
from studio.ui.widgets.labels import text_label

if TYPE_CHECKING:
    from studio.ui.pages.netron_paint import NetronPaint
    from studio.ui.pages.netron_view import NetronView

LARGE_BYTES = 400_000_000
"""Larger files are opened only when asked: the viewer holds them in memory, several times."""
MANY_NODES = 3_000
"""Above this Netron's layout takes many seconds (in its own process)."""


class NetronTab(QWidget):
    """Shows one model file.

    ``node_selected``: place of the node among those of all graphs of the file, which for a .tflite
    is ``Node.index``. Colors and selection stay through a crash of the viewer and "Try again".
    """

    node_selected = Signal(int)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._node_count = 0
        self._shown: Path | None = None
        self._wanted_node: int | None = None
        self._paints: Mapping[int, NetronPaint] = {}
        self._neutral: NetronPaint | None = None
        self._message = ""
        self._is_confirmed = False
        self._viewer: NetronView | None = None
        self._empty = EmptyState("", "")
        self._empty.activated.connect(self._on_retry)
        self._busy = _Busy()
        self._busy.hide()
        # The viewer must be visible while it works: a hidden page is not laid out.
        self._stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._busy)
        layout.addLayout(self._stack, 1)
        self._stack.addWidget(self._empty)

    @property
    def viewer(self) -> NetronView | None:
        """The web view, once it was needed and could be made."""
        return self._viewer

    @property
    def message(self) -> str:
        """What stands in place of the graph; "" while the graph is shown or being opened."""
        return self._message if self._stack.currentWidget() is self._empty else ""

    def show_model(self, path: Path | None, node_count: int = 0) -> None:
        """Show the model file (or SavedModel folder) at ``path``, at once or when next visible."""
        if path == self._path:
            return
        self._path, self._node_count = path, node_count
        self._wanted_node, self._is_confirmed = None, False
        self._open_if_visible()

    def reload(self) -> None:
        """The file behind the path has changed."""
        self._shown = None
        self._open_if_visible()

    def select_node(self, index: int | None) -> None:
        """Select the node of that place, None = no node; not said by ``node_selected``."""
        self._wanted_node = index
        if self._viewer is not None and not self._busy.isVisible():
            self._viewer.select_node(index)

    def paint(self, paints: Mapping[int, NetronPaint], neutral: NetronPaint | None) -> None:
        """Color nodes by their place; ``neutral``: all others, None = as Netron has them."""
        self._paints, self._neutral = paints, neutral
        if self._viewer is not None and not self._busy.isVisible():
            self._viewer.paint(paints, neutral)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._open_if_visible()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._viewer is not None:
            self._viewer.set_dark(is_dark(self.palette()))

    def _open_if_visible(self) -> None:
        if not self.isVisible() or (self._path is not None and self._path == self._shown):
            return
        if self._path is None:
            self._say(
                self.tr("No model selected"), self.tr("Select a model on the left to see it here.")
            )
            return
        if not self._path.exists():
            self._say(
                self.tr("The file is not there"),
                self.tr("{path} does not exist.").format(path=self._path),
            )
            return
        size = _size_of(self._path)
        if size > LARGE_BYTES and not self._is_confirmed:
            self._say(
                self.tr("This is a large file ({size})").format(size=size_text(size)),
                self.tr("Netron reads it into memory whole. The Ops tab shows it without that."),
                self.tr("Open anyway"),
            )
            return
        if self._viewer is None and not self._make_viewer():
            return
        assert self._viewer is not None
        self._shown = self._path
        self._busy.start(self._path.name, self._node_count)
        self._stack.setCurrentWidget(self._viewer)
        self._viewer.open_model(self._path)

    def _make_viewer(self) -> bool:
        reason = why_not()
        if not reason:
            try:
                from studio.ui.pages.netron_view import NetronView

                self._viewer = NetronView(is_dark(self.palette()), self)
            except (ImportError, OSError, ValueError) as error:
                reason = str(error)
        if reason:
            self._say(self.tr("The Netron view cannot start here"), reason, self.tr("Try again"))
            return False
        assert self._viewer is not None
        self._viewer.opened.connect(self._on_opened)
        self._viewer.failed.connect(self._on_failed)
        self._viewer.node_selected.connect(self._on_node_selected)
        self._viewer.died.connect(self._on_died)
        self._stack.addWidget(self._viewer)
        return True

    def _say(self, title: str, hint: str, button: str = "") -> None:
        self._message = sentences(title, hint)
        self._shown = None
        if self._viewer is not None:
            self._viewer.forget()
        self._empty.set_texts(title, hint, button)
        self._busy.hide()
        self._stack.setCurrentWidget(self._empty)

    def _on_opened(self, node_count: int) -> None:
        assert self._viewer is not None
        self._busy.hide()
        self._stack.setCurrentWidget(self._viewer)
        self._viewer.paint(self._paints, self._neutral)
        if self._wanted_node is not None:
            self._viewer.select_node(self._wanted_node)
        self.opened.emit(node_count)

    def _on_node_selected(self, index: int) -> None:
        self._wanted_node = index
        self.node_selected.emit(index)

    def _on_failed(self, reason: str) -> None:
        self._say(self.tr("Netron cannot show this file"), reason, self.tr("Try again"))

    def _on_died(self, reason: str) -> None:
        assert self._viewer is not None
        self._stack.removeWidget(self._viewer)
        self._viewer.deleteLater()
        self._viewer = None
        self._say(
            self.tr("The Netron view has ended"),
            self.tr("It stopped: {reason}. Nothing else is affected.").format(reason=reason),
            self.tr("Try again"),
        )

    def _on_retry(self) -> None:
        self._is_confirmed = True
        self._open_if_visible()


class _Busy(QWidget):
    """A line that says what Netron is reading, with a bar that promises nothing."""

    def __init__(self) -> None:
        super().__init__()
        self._label = text_label(muted=True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(GRID * 20)
        bar.setAccessibleName(self.tr("Opening in Netron"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.addWidget(self._label, 1)
        layout.addWidget(bar)

    def start(self, name: str, node_count: int) -> None:
        text = self.tr("Opening {name} in Netron…").format(name=name)
        if node_count > MANY_NODES:
            text += " " + self.tr("{count} nodes: all of them are laid out first.").format(
                count=f"{node_count:,}"
            )
        self._label.setText(text)
        self.show()


def _size_of(path: Path) -> int:
    file = path / "saved_model.pb" if path.is_dir() else path
    try:
        return file.stat().st_size
    except OSError:
        return 0
