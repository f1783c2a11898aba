"""Brings what other threads say onto the GUI thread.

The queue's sink and the history's errors come from worker threads; emitting here and connecting
queued is all that is needed.
"""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QObject, Signal

from studio.core.errors import StudioError
from studio.core.events import Event


class EventBridge(QObject):
    """Connect both signals with ``Qt.QueuedConnection``."""

    arrived = Signal(object)
    problem = Signal(object)

    def send(self, event: Event) -> None:
        """The queue's sink; any thread."""
        with contextlib.suppress(RuntimeError):  # the window is gone already
            self.arrived.emit(event)

    def tell(self, error: StudioError) -> None:
        """The history's ``on_error``; any thread."""
        with contextlib.suppress(RuntimeError):
            self.problem.emit(error.info())
