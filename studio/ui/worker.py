"""Run a plain function off the GUI thread and get its result back on it.

For file reading, hashing and SQL: none of that belongs on the thread that paints. Conversions and
measurements are jobs (child processes), not this.

A thread of the pool touches no Qt object that the GUI thread may delete meanwhile, and drops no
last reference to one: it knows a number, under which it leaves its answer with an object that lives
as long as the application. Whoever asked, the function, what they hold on to, and the answer stay
with the GUI thread.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, Signal
from shiboken6 import isValid

from studio.core.errors import ErrorInfo, StudioError


@dataclass(frozen=True)
class _Call:
    owner: QObject
    function: Callable[[], Any]
    then: Callable[[Any], None] | None
    failed: Callable[[ErrorInfo], None] | None


@dataclass(frozen=True)
class _Answer:
    """``error``: instead of a ``result``."""

    result: Any = None
    error: ErrorInfo | None = None


class _Courier(QObject):
    """Keeps the calls that are in flight, and takes their answers to the GUI thread.

    ``answered(number)``.
    """

    answered = Signal(int)

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._numbers = count()
        self._calls: dict[int, _Call] = {}
        self._answers: dict[int, _Answer] = {}
        self.answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)

    def send(self, call: _Call) -> None:
        number = next(self._numbers)
        self._calls[number] = call
        QThreadPool.globalInstance().start(lambda: self._run(number))

    def _run(self, number: int) -> None:
        """On a thread of the pool; nothing here refers to the answer once it is announced."""
        self._answers[number] = _answer(self._calls[number].function)
        try:
            self.answered.emit(number)
        except RuntimeError:
            return  # the application has ended: nobody waits for the result any more

    def _on_answered(self, number: int) -> None:
        call, answer = self._calls.pop(number), self._answers.pop(number)
        if not isValid(call.owner):
            return
        if answer.error is None and call.then is not None:
            call.then(answer.result)
        elif answer.error is not None and call.failed is not None:
            call.failed(answer.error)


def _answer(function: Callable[[], Any]) -> _Answer:
    try:
        return _Answer(result=function())
    except StudioError as error:
        return _Answer(error=error.info())
    except Exception as error:
        params = {"type": type(error).__name__}
        detail = traceback.format_exc()
        return _Answer(error=ErrorInfo(code="internal-error", params=params, detail=detail))


def run_in_background(
    owner: QObject,
    function: Callable[[], Any],
    then: Callable[[Any], None] | None = None,
    failed: Callable[[ErrorInfo], None] | None = None,
) -> None:
    """Start ``function`` in a pool thread; ``then``/``failed`` are called on the GUI thread.

    Where ``owner`` is deleted by then, the answer is dropped. To be called on the GUI thread.
    """
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("there is no application")
    couriers = application.findChildren(_Courier, options=Qt.FindChildOption.FindDirectChildrenOnly)
    courier = couriers[0] if couriers else _Courier(application)
    courier.send(_Call(owner, function, then, failed))
