"""Collect Python's cyclic garbage on the GUI thread only.

The collector runs on whichever thread allocates. Where that is a pool or lane thread and the
garbage holds connected Qt objects, Qt takes its connection lock there and then waits for the
interpreter lock, while the GUI thread holds that one and waits for Qt's: the window stands still
for ever. So the automatic collector is switched off and its work is done by a timer.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MS = 500


class GarbageTimer(QObject):
    """Replaces the automatic collector while it lives; :meth:`stop` switches that on again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(collect_due)
        self._timer.start()

    def settle(self) -> None:
        """Leave what there is now out of all later collections: the window stands still while one
        looks through everything (about 90 ms for pages and libraries).
        """
        gc.freeze()

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()


def collect_due() -> int | None:
    """Collect the oldest generation that is over its threshold; returns which, None for none."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    due = None
    for generation, (count, threshold) in enumerate(zip(counts, thresholds, strict=True)):
        if threshold == 0 or count <= threshold:
            break
        due = generation
    if due is not None:
        gc.collect(due)
    return due
