"""How busy the machine is, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time

import psutil

_BUSY = ("user", "nice", "system", "irq", "softirq")
_IDLE = ("idle", "iowait")


class CpuMeter:
    """How busy the whole machine has been since this was made, pauses left out."""

    def __init__(self) -> None:
        self._busy = self._own = self._stolen = self._idle = 0.0
        self._is_paused = True
        self.resume()

    def resume(self) -> None:
        if self._is_paused:
            self._times, self._started = psutil.cpu_times(), process_time()
            self._is_paused = False

    def pause(self) -> None:
        """What follows is not looked at, until :meth:`resume`."""
        if self._is_paused:
            return
        now = psutil.cpu_times()
        self._own += process_time() - self._started
        self._busy += self._spent(now, _BUSY)
        self._stolen += self._spent(now, ("steal",))
        self._idle += self._spent(now, _IDLE)
        self._is_paused = True

    def read(self) -> tuple[float | None, float | None, float | None]:
        """(busy, busy with others, stolen by the hypervisor) in percent."""
        if not self._is_paused:
            self.pause()
            self.resume()
        total = self._busy + self._stolen + self._idle
        if total <= 0:
            return None, None, None
        return (
            _percent(self._busy, total),
            _percent(self._busy - self._own, total),
            _percent(self._stolen, total) if hasattr(self._times, "steal") else None,
        )

    def _spent(self, now: object, names: Sequence[str]) -> float:
        return sum(
            max(0.0, getattr(now, name, 0.0) - getattr(self._times, name, 0.0)) for name in names
        )


def _percent(part: float, total: float) -> float:
    return min(100.0, max(0.0, 100.0 * part / total))
