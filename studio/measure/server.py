"""The server scenario: queries are due at random moments; a query that waits is a slow query.

Latency counts from the moment at which a query was *due*, not from when somebody came round to send
it: a sender that is held up by a slow answer would otherwise leave out just the queries that suffer
("coordinated omission", G. Tene, "How NOT to Measure Latency", 2013).

There is no sender: whoever is free takes the next query and sleeps until it is due. Nobody spins. A
thread that does holds the interpreter lock against those that run: measured at 2,500 queries a
second on two cores, 200 us of it before each query made a median of 0.66 ms one of 4 to 7.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
from numpy.typing import NDArray

LOOK_S = 0.05
"""How often it is looked whether to go on; no sleep is longer."""
_FIRST_DUE_NS = 1_000_000


@dataclass(frozen=True)
class Served:
    """``latencies_ns``: int64 (queries,), of those answered, in order; that is a prefix of those
    asked for, and all of them unless it ``is_stopped`` or ``is_behind`` (see :func:`serve`).

    ``seconds``: from the start to the last answer. ``busy_ns``: their runs together.
    """

    latencies_ns: NDArray[np.int64]
    seconds: float
    busy_ns: int
    is_stopped: bool = False
    is_behind: bool = False


@dataclass
class _Burst:
    """What the threads share. ``begun_ns``, ``done_ns``: when each query was, 0 = it was not."""

    due_ns: list[int]
    begun_ns: list[int]
    done_ns: list[int]
    patience_ns: float
    clock: Callable[[], int]
    sleep: Callable[[float], None]
    places: count[int] = field(default_factory=count)
    failures: list[BaseException] = field(default_factory=list)
    is_stopped: bool = False
    is_behind: bool = False

    @property
    def is_over(self) -> bool:
        return self.is_stopped or self.is_behind or bool(self.failures)

    def work(self, invoke: Callable[[], None]) -> None:
        """Take query after query. ``next`` of a counter is a single step of the interpreter."""
        clock = self.clock
        while (place := next(self.places)) < len(self.due_ns) and self._wait_until_due(place):
            begun = self.begun_ns[place] = clock()
            if begun - self.due_ns[place] > self.patience_ns:
                self.is_behind = True
                return
            try:
                invoke()
            except BaseException as error:
                self.failures.append(error)
                return
            self.done_ns[place] = clock()

    def _wait_until_due(self, place: int) -> bool:
        """False where the burst was over before."""
        while not self.is_over:
            left_ns = self.due_ns[place] - self.clock()
            if left_ns <= 0:
                return True
            self.sleep(min(left_ns / 1e9, LOOK_S))
        return False


def serve(
    invokes: Sequence[Callable[[], None]],
    rate_per_s: float,
    queries: int,
    seed: int,
    *,
    patience_s: float,
    stop: Callable[[], bool] = lambda: False,
    clock: Callable[[], int] = time.perf_counter_ns,
    sleep: Callable[[float], None] = time.sleep,
) -> Served:
    """``queries`` of them, due at ``rate_per_s`` at random.

    The times between are exponential (a Poisson process), seeded. Each of ``invokes`` is a copy of
    the model with a thread of its own; a query waits until one is free. It ends early, with the
    queries that were answered until then, when ``stop()`` says so (it is asked every ``LOOK_S``),
    and when one has waited for longer than ``patience_s``: then they come faster than they can be
    answered, and go on to pile up. ``clock`` in ns. Raises what a run raised.
    """
    gaps = np.random.default_rng(seed).exponential(1e9 / rate_per_s, queries)
    started = clock()
    due = started + _FIRST_DUE_NS + np.cumsum(gaps).astype(np.int64)
    burst = _Burst(due.tolist(), [0] * queries, [0] * queries, patience_s * 1e9, clock, sleep)
    threads = [
        threading.Thread(target=burst.work, args=(invoke,), daemon=True) for invoke in invokes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():
            thread.join(LOOK_S)
            burst.is_stopped = burst.is_stopped or stop()
    if burst.failures:
        raise burst.failures[0]
    done = np.array(burst.done_ns, np.int64)
    missing = np.flatnonzero(done == 0)
    answered = int(missing[0]) if len(missing) else queries
    done = done[:answered]
    return Served(
        latencies_ns=done - due[:answered],
        seconds=((int(done.max()) if answered else clock()) - started) / 1e9,
        busy_ns=int(done.sum()) - sum(burst.begun_ns[:answered]),
        is_stopped=burst.is_stopped and answered < queries,
        is_behind=burst.is_behind,
    )
