"""The main window: toolbar, menus, docks and centre; it wires them and remembers its layout."""

from __future__ import annotations

import base64
import contextlib
from pathlib import Path

import msgspec
from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QMainWindow,
    QMenu,
    QWidget,
)

from studio.core.data_files import DATA_SUFFIXES
from studio.core.errors import ErrorInfo
from studio.core.session import Session
from studio.ui.action_set import ActionSet
from studio.ui.actions.work import unfinished
from studio.ui.center import Center
from studio.ui.changes import is_progress_only
from studio.ui.dock_sizes import DockSizes
from studio.ui.icons import app_icon
from studio.ui.panels.jobs_panel import JobsPanel
from studio.ui.panels.models_panel import ModelsPanel
from studio.ui.panels.optimize_panel import OptimizePanel
from studio.ui.shell import Shell, selected_model
from studio.ui.status_line import StatusLine
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.toolbar import MainToolbar

_STATE_VERSION = 1
_WIDTHS = (GRID * 29, GRID * 36)
"""Of the docks at the left and right, in pixels, until a person chooses others."""


class WindowLayout(msgspec.Struct, frozen=True, kw_only=True):
    """What is remembered of the window; Qt's own blobs, in base64; ids of what was selected.

    ``widths``: of the docks at the sides, in pixels, where the window is wide enough for them.
    """

    geometry: str = ""
    state: str = ""
    widths: tuple[int, ...] = ()
    page: str = ""
    model: str = ""
    variants: tuple[str, ...] = ()


class MainWindow(QMainWindow):
    """``painted``: the first paint has happened. ``activated``: the user came (back) to it."""

    painted = Signal()
    activated = Signal()
    closed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._has_painted = False
        self._is_populated = False
        shell.window = self
        shell.dialogs.parent = self
        self.setObjectName("studio")
        self.setAcceptDrops(True)
        self.resize(GRID * 160, GRID * 100)

    def populate(self, layout: WindowLayout | None = None) -> None:
        """Fill the frame: menus, toolbar, docks, centre. After the first paint, once."""
        shell = self._shell
        self.setUpdatesEnabled(False)
        self.setWindowIcon(app_icon())
        self.actions_ = ActionSet(shell, self)
        self.actions_.fill_menus(self.menuBar())
        self.center = Center(shell.context)
        # in a small window the docks give way first, down to what they need
        self.center.setMinimumSize(GRID * 58, GRID * 48)
        self.setCentralWidget(self.center)
        self.models = ModelsPanel(shell.context, self.actions_.actions)
        self.optimize = OptimizePanel(shell.context)
        self.jobs = JobsPanel(shell.context)
        self._docks = [
            self._dock("models", tr("MODELS"), self.models, Qt.DockWidgetArea.LeftDockWidgetArea),
            self._dock(
                "optimize", tr("OPTIMIZE"), self.optimize, Qt.DockWidgetArea.RightDockWidgetArea
            ),
            self._dock("jobs", tr("JOBS"), self.jobs, Qt.DockWidgetArea.BottomDockWidgetArea),
        ]
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.BottomDockWidgetArea)
        self.resizeDocks(self._docks[:2], list(_WIDTHS), Qt.Orientation.Horizontal)
        self._sizes = DockSizes(self, self._docks[:2], self._docks[2], _WIDTHS)
        self.toolbar = MainToolbar(shell, self.actions_.actions, self)
        self.addToolBar(self.toolbar)
        self.status = StatusLine(self)
        self.setStatusBar(self.status)
        self._connect()
        self._is_populated = True
        self._on_themed()
        self._refresh()
        if layout is not None:
            # only docks that are on the screen keep their sizes: others share the width equally
            state = _decode(layout.state)
            QTimer.singleShot(0, self, lambda: self._restore(state, layout.widths))
            self.center.show_page(layout.page)
        self.setUpdatesEnabled(True)

    def _restore(self, state: QByteArray, widths: tuple[int, ...]) -> None:
        self.restoreState(state, _STATE_VERSION)
        if len(widths) == len(_WIDTHS):
            self._sizes.wanted = widths
        self._sizes.restore()

    # --- building -------------------------------------------------------------------------------

    def _dock(
        self, name: str, title: str, content: QWidget, area: Qt.DockWidgetArea
    ) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(content)
        dock.setFeatures(
            QDockWidget.DockWidgetFeature.DockWidgetMovable
            | QDockWidget.DockWidgetFeature.DockWidgetClosable
        )
        self.addDockWidget(area, dock)
        return dock

    def _connect(self) -> None:
        shell = self._shell
        shell.store.changed.connect(self._on_changed)
        shell.store.selection_changed.connect(lambda _: self._refresh())
        # what was said of one model is not true of another
        shell.store.selection_changed.connect(lambda _: self.status.clearMessage())
        shell.settings_changed.connect(lambda _: self._refresh())
        shell.held.connect(self._refresh)
        shell.said.connect(self.status.say)
        shell.saved.connect(self.status.say_saved)
        shell.problem.connect(self.show_problem)
        shell.page_requested.connect(self.center.show_page)
        shell.theme.changed.connect(self._on_themed)
        self.jobs.room_wanted.connect(self._sizes.make_room)
        menus = self.menuBar().actions()
        view = next(action.menu() for action in menus if action.text() == tr("&View"))
        assert isinstance(view, QMenu)
        view.addSeparator()
        for dock in self._docks:
            view.addAction(dock.toggleViewAction())

    # --- following ------------------------------------------------------------------------------

    def _on_changed(self, old: Session, new: Session) -> None:
        if not is_progress_only(old, new):
            self._shell.context.turns.add(self._refresh)

    def _refresh(self) -> None:
        self.actions_.refresh()
        self.toolbar.refresh()
        model = selected_model(self._shell.store)
        self.setWindowTitle(f"{model.name} — Studio" if model else "Studio")

    def _on_themed(self) -> None:
        """Icons in the new color."""
        self.actions_.set_icons(self.palette())
        self.actions_.mark_theme(self._shell.theme.choice)
        self.toolbar.set_icons(self.palette())

    def show_problem(self, info: ErrorInfo) -> None:
        """What failed and belongs to no model and no job."""
        self.center.banner.show_error(info, can_report=False)

    def set_ready(self) -> None:
        """Queue and session are there."""
        self.center.set_ready()
        self.optimize.refresh()
        self._refresh()

    # --- layout ---------------------------------------------------------------------------------

    def save_layout(self, path: Path) -> None:
        if not self._is_populated:
            return
        layout = WindowLayout(
            geometry=_encode(self.saveGeometry()),
            state=_encode(self.saveState(_STATE_VERSION)),
            widths=self._sizes.wanted,
            page=self.center.page_id,
            model=self._shell.store.selection.model_id,
            variants=self._shell.store.selection.variant_ids,
        )
        with contextlib.suppress(OSError):  # it is only a layout
            path.write_bytes(msgspec.json.encode(layout))

    def read_layout(self, path: Path) -> WindowLayout | None:
        """Take the remembered geometry; the rest is for ``populate``. What cannot be read or does
        not fit is ignored, it is only a layout.
        """
        try:
            layout = msgspec.json.decode(path.read_bytes(), type=WindowLayout)
            self.restoreGeometry(_decode(layout.geometry))
            _decode(layout.state)
        except (OSError, ValueError, msgspec.MsgspecError):
            return None
        return layout

    # --- Qt -------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._has_painted:
            self._has_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange and self._is_populated:
            self._on_themed()
        if self._is_populated:
            self._sizes.follow(event)
        return bool(super().event(event))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.activated.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        jobs = unfinished(self._shell.store)
        if jobs and not self._shell.dialogs.confirm(
            tr("Quit while jobs are running?"),
            tr("{count} jobs are not finished. They are cancelled; finished work is kept.").format(
                count=len(jobs)
            ),
            tr("Quit"),
            tr("Keep working"),
            is_dangerous=True,
        ):
            event.ignore()
            return
        event.accept()
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._shell.is_ready and event.source() is None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            open_files(self._shell, paths)


def open_files(shell: Shell, paths: list[str]) -> None:
    """Models are opened, a .studio file joins the session, data becomes calibration data."""
    for path in paths:
        lower = path.lower()
        if lower.endswith(".studio"):
            shell.run_command("open-session", path=path)
        elif lower.endswith(DATA_SUFFIXES) and shell.store.selection.model_id:
            shell.run_command("choose-calibration", path=path)
        else:
            shell.run_command("open", path=path)


def _encode(data: QByteArray) -> str:
    return base64.b64encode(bytes(data.data())).decode()


def _decode(text: str) -> QByteArray:
    return QByteArray(base64.b64decode(text, validate=True))
