"""Does pieces of work one a turn of the event loop, so that painting and input come between.

One for the whole window: what many panels have to do at the same moment (a measurement begins or
ends) would else run in one go, and the window would stand still meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

Piece = Callable[[], object]
PAUSE_MS = 5
"""Free for all else after each piece. Without it Qt's timers that are due come after the next one:
it runs first the timer that waits longest, and one without pause always does."""


class Turns(QObject):
    """A piece is a method of a widget (dropped when that is gone) that shows what is known when
    it runs: one that waits already is not added again.
    """

    finished = Signal()
    """Nothing waits any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[Piece] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._on_timeout)

    def add(self, *pieces: Piece) -> None:
        """Do ``pieces`` soon, behind what waits, each in a turn of its own."""
        self._waiting += [piece for piece in pieces if piece not in self._waiting]
        if self._waiting and not self._timer.isActive():
            self._timer.start()

    def waits(self, piece: Piece) -> bool:
        return piece in self._waiting

    @property
    def are_done(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def _on_timeout(self) -> None:
        piece = self._waiting.pop(0)
        try:
            owner = getattr(piece, "__self__", None)
            if not isinstance(owner, QObject) or isValid(owner):
                piece()
        finally:
            if self._waiting:
                self._timer.start()
            else:
                self.finished.emit()
