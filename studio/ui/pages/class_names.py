"""The names of a model's classes, read from its text file in the background."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.ui.worker import run_in_background

MOST = 100_000


class ClassNames(QObject):
    """``names``: by class number, () = none (yet)."""

    changed = Signal()
    failed = Signal(object)
    """``failed(ErrorInfo)``: the file could not be read."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self._path = ""

    def read(self, path: str) -> None:
        """Read ``path``, unless that was done already; "" = there is none."""
        if path == self._path:
            return
        self._path, self.names = path, ()
        if not path:
            return

        def work() -> tuple[str, ...]:
            lines = Path(path).read_text("utf-8", errors="replace").splitlines()
            return tuple(line.strip() for line in lines[:MOST])

        run_in_background(self, work, self._on_read, self.failed.emit)

    def _on_read(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.changed.emit()
