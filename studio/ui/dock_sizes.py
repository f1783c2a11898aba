"""How large the docks are: what a small window takes from them comes back; failures get room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

_BOTTOM_SHARE = 0.45
"""Of the window's height, at most, that the lower dock takes by itself."""


class DockSizes(QObject):
    """``wanted``: widths in pixels of the docks at the sides, as they were
    chosen, not as a small window has made them.
    """

    def __init__(
        self,
        window: QMainWindow,
        sides: Sequence[QDockWidget],
        bottom: QDockWidget,
        wanted: tuple[int, ...],
    ) -> None:
        super().__init__(window)
        self._window, self._sides, self._bottom = window, tuple(sides), bottom
        self.wanted = wanted
        self._pressed: tuple[int, ...] = ()
        self._bottom_before = 0
        self._restoring, self._dragged = (self._timer(self.restore), self._timer(self._take))
        self._restoring.start()

    def follow(self, event: QEvent) -> None:
        """An event of the window, which gets the mouse where its docks are parted."""
        if event.type() == QEvent.Type.Resize:
            self._restoring.start()
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = self._widths()
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._dragged.start()  # the window moves what is dragged at its next turn

    def restore(self) -> None:
        """Give the docks what they are to have, as far as the window has the room."""
        shown = [
            (dock, width)
            for dock, width in zip(self._sides, self.wanted, strict=True)
            if dock.isVisible() and not dock.isFloating()
        ]
        if shown:
            docks, widths = map(list, zip(*shown, strict=True))
            self._window.resizeDocks(docks, widths, Qt.Orientation.Horizontal)

    def make_room(self, height: int) -> None:
        """The lower dock grows for ``height`` pixels of content; 0 = to what it was before."""
        dock, content = self._bottom, self._bottom.widget()
        assert content is not None
        least = height + dock.height() - content.height()
        wanted = min(least, round(self._window.height() * _BOTTOM_SHARE)) if height else 0
        if wanted > dock.height():
            self._bottom_before = self._bottom_before or dock.height()
            self._window.resizeDocks([dock], [wanted], Qt.Orientation.Vertical)
        elif not height and self._bottom_before:
            before, self._bottom_before = self._bottom_before, 0
            self._window.resizeDocks([dock], [before], Qt.Orientation.Vertical)

    def _take(self) -> None:
        """Those that have been dragged are wanted so."""
        changes = zip(self._widths(), self._pressed or self._widths(), self.wanted, strict=True)
        self.wanted = tuple(now if now != before else wanted for now, before, wanted in changes)

    def _timer(self, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(0)
        timer.timeout.connect(then)
        return timer

    def _widths(self) -> tuple[int, ...]:
        return tuple(dock.width() for dock in self._sides)
