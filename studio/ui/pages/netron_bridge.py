"""What the Netron page can reach of this program: one object, with one way in and one way out."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot


class NetronBridge(QObject):
    """On the page's web channel as ``studio``.

    ``asked(function, arguments as JSON)``: for the page to carry out. What the page reports goes to
    ``on_report(name, sequence, value)``; the page may be hostile, so that nothing else is here, and
    what is no JSON is dropped.
    """

    asked = Signal(str, str)

    def __init__(self, on_report: Callable[[str, int, object], object], parent: QObject) -> None:
        super().__init__(parent)
        self._on_report = on_report

    @Slot(str, int, str)
    def report(self, name: str, sequence: int, value: str) -> None:
        try:
            given = json.loads(value)
        except ValueError:
            return
        self._on_report(name, sequence, given)

    def ask(self, function: str, *arguments: object) -> None:
        self.asked.emit(function, json.dumps(arguments))
