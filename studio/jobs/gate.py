"""Holds the other lanes while one measures: a first-come-first-served shared/exclusive gate."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LOOK_S = 0.1


class MeasureGate:
    """Jobs of all lanes pass it: measurements alone, all others together.

    In order of arrival, so that neither a stream of conversions nor of measurements starves the
    other.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[tuple[object, bool]] = deque()
        self._inside = 0
        self._exclusive = False

    @contextmanager
    def passed(
        self, exclusive: bool, check: Callable[[], None], on_wait: Callable[[], None]
    ) -> Iterator[None]:
        """Wait for entry, then hold it for the block.

        ``check`` is called every 100 ms while waiting and may raise; ``on_wait`` once, where there
        is something to wait for.
        """
        ticket = (object(), exclusive)
        with self._changed:
            self._waiting.append(ticket)
            is_open = self._may_enter(ticket)
        try:
            if not is_open:
                on_wait()
            with self._changed:
                while not self._may_enter(ticket):
                    check()
                    self._changed.wait(_LOOK_S)
                self._inside += 1
                self._exclusive = exclusive
        finally:
            with self._changed:
                self._waiting.remove(ticket)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._exclusive = self._exclusive and self._inside > 0
                self._changed.notify_all()

    def _may_enter(self, ticket: tuple[object, bool]) -> bool:
        if ticket[1]:
            return self._inside == 0 and self._waiting[0] is ticket
        if self._exclusive:
            return False
        for other in self._waiting:
            if other is ticket:
                return True
            if other[1]:
                return False
        return True
