"""Watches a working child from outside: a hang, too much memory, too much time.

A heartbeat cannot tell a hang (a converter holds the interpreter's lock for seconds), CPU time of
the process tree can. A memory limit inside the process breaks TensorFlow, so memory is measured
from here too.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from studio.core.errors import ProcessError
from studio.jobs.process_tree import ProcessTree, memory_is_short

_CPU_STEP_S = 0.02
_NEAR_LIMIT = 0.8
_SUSPENDED_FACTOR = 5.0


@dataclass(frozen=True)
class Limits:
    """``time_s``: wall time of one request; ``silent_s``: since its last message, however busy it
    is. None = unbounded.
    """

    hang_s: float
    memory_bytes: int
    interval_s: float = 0.5
    time_s: float | None = None
    silent_s: float | None = None


class Watchdog:
    """Watches ``tree`` while entered. On a breach it calls ``interrupt`` once with the error.

    ``on_exit`` is called where the process has ended but its pipe stays open (a descendant holds
    it), so that nobody waits for an end of stream that does not come.
    """

    def __init__(
        self,
        child: str,
        tree: ProcessTree,
        limits: Limits,
        interrupt: Callable[[ProcessError], None],
        on_exit: Callable[[], None],
    ) -> None:
        self._child = child
        self._tree = tree
        self._limits = limits
        self._interrupt = interrupt
        self._on_exit = on_exit
        self._stop = threading.Event()
        self._heard = True
        self._thread = threading.Thread(target=self._watch, name=f"watch-{child}", daemon=True)
        self.memory_was_short = False

    def heard(self) -> None:
        """A message arrived: the child is alive, whatever its CPU time says."""
        self._heard = True

    def __enter__(self) -> Watchdog:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        limits = self._limits
        shortest = min(limits.hang_s, limits.silent_s or limits.hang_s)
        interval = min(limits.interval_s, shortest / 4)
        started = active_at = heard_at = looked_at = time.monotonic()
        cpu = 0.0
        exits_seen = 0
        while not self._stop.wait(interval):
            now = time.monotonic()
            was_suspended = now - looked_at > _SUSPENDED_FACTOR * interval + 1
            looked_at = now
            if self._tree.has_exited():
                exits_seen += 1
                if exits_seen == 2:
                    self._on_exit()
                continue
            usage = self._tree.usage()
            if self._heard or was_suspended:
                heard_at = now
            if self._heard or was_suspended or abs(usage.cpu_seconds - cpu) >= _CPU_STEP_S:
                self._heard = False
                active_at, cpu = now, usage.cpu_seconds
            self.memory_was_short = (
                usage.rss_bytes > _NEAR_LIMIT * limits.memory_bytes or memory_is_short()
            )
            error = self._breach(usage.rss_bytes, now - active_at, now - started, now - heard_at)
            if error is not None:
                self._interrupt(error)
                return

    def _breach(
        self, rss_bytes: int, idle_s: float, elapsed_s: float, silent_s: float
    ) -> ProcessError | None:
        limits = self._limits
        if rss_bytes > limits.memory_bytes:
            return out_of_memory(self._child, rss_bytes, limits.memory_bytes)
        if idle_s >= limits.hang_s:
            return ProcessError("child-hung", child=self._child, seconds=f"{limits.hang_s:g}")
        if limits.time_s is not None and elapsed_s > limits.time_s:
            return ProcessError("child-too-slow", child=self._child, seconds=f"{limits.time_s:g}")
        if limits.silent_s is not None and silent_s > limits.silent_s:
            return ProcessError("child-silent", child=self._child, seconds=f"{limits.silent_s:g}")
        return None


def out_of_memory(child: str, used_bytes: int, limit_bytes: int) -> ProcessError:
    used, limit = used_bytes // 1_000_000, limit_bytes // 1_000_000
    detail = f"The {child} process used {used} MB; its limit is {limit} MB."
    return ProcessError("child-out-of-memory", detail, child=child)
