"""Ctrl+C and termination: one KeyboardInterrupt, then quiet for the cleaning up.

Standard library only: it must be in force before anything that takes time is imported.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from types import FrameType

EXIT_CODE = 130
_CLEAN_UP_S = 10.0


def interrupt_once() -> None:
    """From now on SIGINT and SIGTERM raise KeyboardInterrupt in the main thread, once.

    Impatient ones after it would cut off the cleaning up: half files, children left behind. They
    count again after 10 s, since an exception may get lost in a destructor.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    last: float | None = None

    def interrupt(number: int, frame: FrameType | None) -> None:
        del number, frame
        nonlocal last
        now = time.monotonic()
        if last is None or now - last >= _CLEAN_UP_S:
            last = now
            raise KeyboardInterrupt

    for number in _numbers():
        signal.signal(number, interrupt)


def ignore_interrupts() -> None:
    """For the very end: Python gives signals back to the system before it is through."""
    if threading.current_thread() is threading.main_thread():
        for number in _numbers():
            signal.signal(number, signal.SIG_IGN)


def _numbers() -> tuple[signal.Signals, ...]:
    if sys.platform == "win32":
        return (signal.SIGINT,)
    return (signal.SIGINT, signal.SIGTERM)
