"""What reaches the window's process from outside of its event loop: signals, uncaught errors."""

from __future__ import annotations

import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSocketNotifier

from studio.core.errors import ErrorInfo


def report_exceptions(tell: Callable[[ErrorInfo], object]) -> None:
    """A defect of ours is told with its traceback; the window lives on."""

    def show(kind: type[BaseException], error: BaseException, trace: Any) -> None:
        sys.__excepthook__(kind, error, trace)
        if isinstance(error, Exception):
            detail = "".join(traceback.format_exception(kind, error, trace))
            tell(ErrorInfo(code="internal-error", params={"type": kind.__name__}, detail=detail))

    sys.excepthook = show


def quit_on_signals(quit_program: Callable[[], object]) -> Callable[[], None]:
    """SIGINT and SIGTERM end the program in order; call what is returned when it has ended.

    Python's handlers only run when the interpreter does: a socket wakes the event loop up.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: quit_program())
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: reader.recv(64))

    def stop() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        writer.close()

    return stop
