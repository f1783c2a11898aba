"""Run a plain function off the GUI thread and get its result back on it.

For file reading, hashing and SQL: none of that belongs on the thread that paints. Conversions and
measurements are jobs (child processes), not this.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from studio.core.errors import ErrorInfo, StudioError


class Task(QObject):
    """One call in flight. ``finished(result)`` or ``failed(ErrorInfo)`` comes on the GUI thread."""

    finished = Signal(object)
    failed = Signal(object)

    def _run(self, function: Callable[[], Any]) -> None:
        try:
            result = function()
        except StudioError as error:
            self._send(self.failed, error.info())
        except Exception as error:
            self._send(
                self.failed,
                ErrorInfo(
                    code="internal-error",
                    params={"type": type(error).__name__},
                    detail=traceback.format_exc(),
                ),
            )
        else:
            self._send(self.finished, result)

    def _send(self, signal: Any, value: object) -> None:
        try:
            signal.emit(value)
        except RuntimeError:
            return  # the owner was closed meanwhile: nobody waits for the result any more


def run_in_background(
    owner: QObject,
    function: Callable[[], Any],
    then: Callable[[Any], None] | None = None,
    failed: Callable[[ErrorInfo], None] | None = None,
) -> Task:
    """Start ``function`` in a pool thread; ``then``/``failed`` are called on ``owner``'s thread.

    The task belongs to ``owner``: when that is deleted, the answer is dropped.
    """
    task = Task(owner)
    connection = Qt.ConnectionType.QueuedConnection
    if then is not None:
        task.finished.connect(then, connection)
    if failed is not None:
        task.failed.connect(failed, connection)
    task.finished.connect(task.deleteLater, connection)
    task.failed.connect(task.deleteLater, connection)
    QThreadPool.globalInstance().start(lambda: task._run(function))
    return task
