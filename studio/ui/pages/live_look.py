"""Looks at a measurement under way: how far apart its arms are so far. For display only.

At most twice a second, off the GUI thread, and for no more than a twentieth of one core: what is
measured must not be disturbed by being looked at.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from studio.core.comparisons import Comparison
from studio.core.measure_protocol import SampleRow
from studio.core.targets import Arm
from studio.stats.live import LiveBursts, Look
from studio.ui.worker import run_in_background

LEAST_PAUSE_MS = 500
_PAUSE_FOR_WORK = 19.0


class LiveLook(QObject):
    """``looked(comparisons)``: against the arm at ``baseline``."""

    looked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._bursts: LiveBursts | None = None
        self._baseline, self._threshold = 0, 0.0
        self._is_dirty = self._is_busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def begin(self, arms: tuple[Arm, ...], baseline: int, threshold: float) -> None:
        """A measurement of ``arms`` has begun; a single one is compared with nothing."""
        self._bursts = LiveBursts(arms) if len(arms) > 1 else None
        self._baseline, self._threshold = baseline, threshold
        self._is_dirty = False

    def end(self) -> None:
        """What comes late is not told any more."""
        self._bursts = None
        self._timer.stop()

    def add(self, rows: Sequence[SampleRow]) -> None:
        if self._bursts is None:
            return
        values = [(row.variant, row.process, row.block, row.wall_ns, row.cpu_ns) for row in rows]
        table = np.array(values, dtype=np.int64).reshape(len(values), 5)
        self._bursts.add(table[:, 0], table[:, 1:])
        self._is_dirty = True
        if not self._is_busy and not self._timer.isActive():
            self._timer.start(LEAST_PAUSE_MS)

    def _look(self) -> None:
        if self._bursts is None or not self._is_dirty:
            return
        self._is_dirty, self._is_busy = False, True
        bursts, look = self._bursts, self._bursts.look()
        baseline, threshold = self._baseline, self._threshold

        def work() -> tuple[tuple[Comparison, ...], float]:
            return _timed(look, baseline, threshold)

        run_in_background(
            self, work, lambda found: self._on_found(bursts, *found), lambda _: self._rest(0.0)
        )

    def _on_found(
        self, bursts: LiveBursts, comparisons: tuple[Comparison, ...], cost_s: float
    ) -> None:
        self._rest(cost_s)
        if bursts is self._bursts:
            self.looked.emit(comparisons)

    def _rest(self, cost_s: float) -> None:
        self._is_busy = False
        self._timer.start(max(LEAST_PAUSE_MS, round(1000 * _PAUSE_FOR_WORK * cost_s)))


def _timed(look: Look, baseline: int, threshold: float) -> tuple[tuple[Comparison, ...], float]:
    """The comparisons, and the processor seconds of this thread that they took."""
    begun = time.thread_time()
    found = look.compare(baseline, threshold)
    return found, time.thread_time() - begun
