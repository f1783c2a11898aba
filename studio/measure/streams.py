"""Several copies of a model, each run by a thread of its own: concurrency as a query that is timed.

A runtime's run gives the interpreter lock back, so the threads really run at once. Handing out a
query and collecting it costs some tens of microseconds, which are part of the query, as they are of
any program that does this.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from queue import SimpleQueue


class Streams:
    """``samples`` runs a query, shared out among ``invokes``, each in its thread.

    Call :meth:`close` when done. Whoever is free takes the next sample, so a slow core holds up
    only the samples that it has.
    """

    def __init__(self, invokes: Sequence[Callable[[], None]], samples: int) -> None:
        self.samples = samples
        self._tokens: list[None] = []
        self._starts = [SimpleQueue[bool]() for _ in invokes]
        self._ends = SimpleQueue[BaseException | None]()
        self._threads = [
            threading.Thread(target=self._serve, args=(invoke, start), daemon=True)
            for invoke, start in zip(invokes, self._starts, strict=True)
        ]
        for thread in self._threads:
            thread.start()

    def invoke(self) -> None:
        """One query: returns when all of its samples are done. Raises what a run raised."""
        self._tokens = [None] * self.samples
        for start in self._starts:
            start.put(True)
        failures = [failure for _ in self._starts if (failure := self._ends.get()) is not None]
        if failures:
            raise failures[0]

    def close(self) -> None:
        for start in self._starts:
            start.put(False)
        for thread in self._threads:
            thread.join()

    def _serve(self, invoke: Callable[[], None], start: SimpleQueue[bool]) -> None:
        while start.get():
            failure: BaseException | None = None
            try:
                while self._take():
                    invoke()
            except BaseException as error:
                failure = error
            self._ends.put(failure)

    def _take(self) -> bool:
        try:
            self._tokens.pop()
        except IndexError:
            return False
        return True
