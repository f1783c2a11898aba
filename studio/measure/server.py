"""The server scenario: queries are due at random moments; a query that waits is a slow query.

Latency counts from the moment at which a query was *due*, not from when somebody came round to send
it: a sender that is held up by a slow answer would otherwise leave out just the queries that suffer
("coordinated omission", G. Tene, "How NOT to Measure Latency", 2013).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue

import numpy as np
from numpy.typing import NDArray

_SPIN_S = 0.0002


def serve(
    invokes: Sequence[Callable[[], None]], rate_per_s: float, queries: int, seed: int
) -> NDArray[np.int64]:
    """Latency in ns of each of ``queries`` in order, int64 (queries,); due at ``rate_per_s``.

    The times between are exponential (a Poisson process), seeded. Each of ``invokes`` is a copy of
    the model with a thread of its own; a query waits until one is free. Raises what a run raised.
    """
    gaps = np.random.default_rng(seed).exponential(1e9 / rate_per_s, queries)
    due = time.perf_counter_ns() + 1_000_000 + np.cumsum(gaps).astype(np.int64)
    latencies = np.zeros(queries, np.int64)
    waiting = SimpleQueue[int]()
    failures: list[BaseException] = []

    def work(invoke: Callable[[], None]) -> None:
        while (query := waiting.get()) >= 0:
            try:
                invoke()
            except BaseException as error:
                failures.append(error)
                return
            latencies[query] = time.perf_counter_ns() - due[query]

    threads = [threading.Thread(target=work, args=(invoke,), daemon=True) for invoke in invokes]
    for thread in threads:
        thread.start()
    for query in range(queries):
        _wait_until(int(due[query]))
        if failures:
            break
        waiting.put(query)
    for _ in threads:
        waiting.put(-1)
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return latencies


def _wait_until(at_ns: int) -> None:
    """Sleep, and only for the last moment spin: a spinning sender would take a core away."""
    while (left := (at_ns - time.perf_counter_ns()) / 1e9) > 0:
        if left > _SPIN_S:
            time.sleep(left - _SPIN_S)
