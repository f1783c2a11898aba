"""The real window over real children, driven as a person does: by clicks and keys, in the dark.

Input goes to the native window, so Qt finds the widget under the pointer and the shortcut itself; a
control that is covered, disabled or out of sight cannot be used. Waiting is on signals only.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, Qt, QTimer, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QWidget

from studio.app import Program
from studio.core.lookup import is_finished
from studio.core.session import Model, Session, Variant
from studio.core.settings import Settings
from studio.places import Places
from studio.ui.command_palette import CommandPalette
from studio.ui.pages import PAGES
from studio.ui.turns import Turns
from tests.ui.window_kit import ScriptedDialogs, make_places

_LEFT = Qt.MouseButton.LeftButton
_CHECK_BOX_X = 8


class Strays(QObject):
    """Notes windows that open without being asked for, such as a part shown before it has a parent.

    On a desktop they flash, and take the keyboard away.
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            kind = watched.windowType()
            is_popup = kind in (Qt.WindowType.Popup, Qt.WindowType.ToolTip)
            if watched.isWindow() and not is_popup and watched.objectName() != "studio":
                self.seen.append(f"{watched}\n{''.join(traceback.format_stack(limit=6)[:-1])}")
        return False


class RealWindow:
    """One window at a time on the data in ``home``; ``reopen`` after ``close`` is the next one."""

    def __init__(self, app: QApplication, home: Path) -> None:
        self._app = app
        self.places: Places = make_places(home)
        self.dialogs = ScriptedDialogs()
        self.program: Program | None = None
        self.strays = Strays()
        self.reopen()

    def reopen(self) -> None:
        """Open the window; returns when session and job queue are there."""
        assert self.program is None
        settings = Settings(theme="light")
        self.program = Program(self._app, self.places, settings, dialogs=self.dialogs)
        program = self.program
        self._app.installEventFilter(self.strays)
        program.start()
        self.until(lambda: program.shell.is_ready)
        program.window.resize(1440, 900)

    def close(self) -> None:
        """Quit by the shortcut, and end as the program ends."""
        program = self.program
        assert program is not None
        self.press("Ctrl+Q")
        assert not program.window.isVisible()
        self._app.removeEventFilter(self.strays)
        program.close()
        program.window.deleteLater()
        self.program = None
        assert self.strays.seen == [], self.strays.seen[0]

    # --- looking --------------------------------------------------------------------------------

    @property
    def window(self) -> Any:
        assert self.program is not None
        return self.program.window

    @property
    def session(self) -> Session:
        assert self.program is not None
        return self.program.store.session

    @property
    def model(self) -> Model:
        (model,) = self.session.models
        return model

    @property
    def variants(self) -> dict[str, Variant]:
        return {variant.name: variant for variant in self.model.variants}

    @property
    def _turns(self) -> Turns:
        assert self.program is not None
        return self.program.shell.context.turns

    def page(self, page_id: str) -> Any:
        """The page, which must be in front."""
        assert self.window.center.page_id == page_id
        return self.window.center.pages[page_id]

    # --- waiting --------------------------------------------------------------------------------

    def until(
        self, condition: Callable[[], bool], *signals: SignalInstance, seconds: float = 90
    ) -> None:
        """Run the event loop until ``condition`` holds.

        It is asked when the window has shown a change of the session, and after each of
        ``signals``, when all that follows from them in the same turn of the loop is done.
        """
        assert self.program is not None
        if condition():
            return
        loop, limit, turn = QEventLoop(), QTimer(), QTimer()
        turn.setSingleShot(True)
        turn.timeout.connect(lambda: loop.quit() if condition() else None)
        limit.setSingleShot(True)
        limit.timeout.connect(lambda: loop.exit(1))
        limit.start(round(seconds * 1000))

        def look(*_: object) -> None:
            turn.start(0)

        watched = (self.program.store.changed, self._turns.finished, *signals)
        for signal in watched:
            signal.connect(look)
        try:
            assert loop.exec() == 0, self._describe()
        finally:
            for signal in watched:
                signal.disconnect(look)

    def until_quiet(self, jobs: int) -> None:
        """Wait until so many jobs have been in all, and see that each has succeeded."""
        self.until(
            lambda: (
                len(self.session.jobs) >= jobs
                and all(map(is_finished, self.session.jobs))
                and self._turns.are_done
            )
        )
        assert {job.state for job in self.session.jobs} == {"succeeded"}, self._describe()

    def _describe(self) -> str:
        return "\n".join(f"{job.state} {job.phase} {job.error}" for job in self.session.jobs)

    # --- doing ----------------------------------------------------------------------------------

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """A click of the left button, scrolled to first where it must be."""
        assert widget.isEnabled()
        parent = widget.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(widget)
            parent = parent.parentWidget()
        point = widget.mapTo(self.window, widget.rect().center() if at is None else at)
        hit = self.window.childAt(point)
        assert hit is not None
        assert hit is widget or widget.isAncestorOf(hit), f"{hit} lies over {widget}"
        handle = self.window.windowHandle()
        QTest.mouseClick(handle, _LEFT, Qt.KeyboardModifier.NoModifier, point)

    def _activate(self) -> None:
        """What the desktop does when a person turns to the window; offscreen there is none."""
        if not self.window.windowHandle().isActive():  # a popup that closed took it along
            self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)

    def tick(self, box: QAbstractButton, on: bool) -> None:
        """Click a check box unless it is as wanted already."""
        if box.isChecked() != on:
            self.click(box, QPoint(_CHECK_BOX_X, box.height() // 2))
        assert box.isChecked() == on

    def press(self, shortcut: str) -> None:
        """Press keys, e.g. "Ctrl+K", wherever the focus is."""
        self._activate()
        QTest.keySequence(self.window.windowHandle(), shortcut)

    def command(self, letters: str) -> None:
        """Run the command that the palette finds first for ``letters``."""
        self.press("Ctrl+K")
        palette = self._app.activePopupWidget()
        assert isinstance(palette, CommandPalette)
        handle = palette.windowHandle()
        QTest.keyClicks(palette.line, letters)
        QTest.keyClick(handle, Qt.Key.Key_Return)

    def show_page(self, page_id: str) -> Any:
        """Click the page's tab; returns the page."""
        tabs = self.window.center.tabs
        place = next(index for index, entry in enumerate(PAGES) if entry[0] == page_id)
        self.click(tabs, tabs.tabRect(place).center())
        return self.page(page_id)


def cells(table: Any) -> list[dict[str, str]]:
    """A table as shown: a dict of header and text for each row."""
    lines = [line.split("\t") for line in table.to_tsv().splitlines()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
