"""Holds the other lanes while one measures: a first-come-first-served shared/exclusive gate."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_LOOK_S = 0.1


@dataclass
class Pass:
    """What one job holds of the gate; used on its lane's thread only."""

    is_exclusive: bool
    is_inside: bool = False


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
    ) -> Iterator[Pass]:
        """Wait for entry, then hold it for the block.

        ``check`` is called every 100 ms while waiting and may raise; ``on_wait`` once, where there
        is something to wait for.
        """
        held = Pass(exclusive)
        self._enter(held, check, on_wait)
        try:
            yield held
        finally:
            self._leave(held)

    @contextmanager
    def left(
        self, held: Pass, check: Callable[[], None], on_wait: Callable[[], None]
    ) -> Iterator[None]:
        """Outside for the block, then in again as before, in turn: whoever holds a pass and would
        wait for an exclusive one would wait for itself."""
        self._leave(held)
        try:
            yield
        finally:
            self._enter(held, check, on_wait)

    def _enter(self, held: Pass, check: Callable[[], None], on_wait: Callable[[], None]) -> None:
        ticket = (object(), held.is_exclusive)
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
                self._exclusive = held.is_exclusive
                held.is_inside = True
        finally:
            with self._changed:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def _leave(self, held: Pass) -> None:
        """Nothing where it is outside: waiting to come in again was cut short."""
        with self._changed:
            if held.is_inside:
                held.is_inside = False
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
