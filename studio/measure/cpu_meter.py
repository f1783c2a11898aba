"""How busy the machine is, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time

import psutil

_BUSY = ("user", "nice", "system", "irq", "softirq")
_IDLE = ("idle", "iowait")


class CpuMeter:
    """How busy the whole machine has been since this was made."""

    def __init__(self) -> None:
        self._times = psutil.cpu_times()
        self._own = process_time()

    def read(self) -> tuple[float | None, float | None, float | None]:
        """(busy, busy with others, stolen by the hypervisor) in percent."""
        now, own = psutil.cpu_times(), process_time() - self._own
        busy = self._spent(now, _BUSY)
        stolen = self._spent(now, ("steal",))
        total = busy + stolen + self._spent(now, _IDLE)
        if total <= 0:
            return None, None, None
        return (
            _percent(busy, total),
            _percent(busy - own, total),
            _percent(stolen, total) if hasattr(now, "steal") else None,
        )

    def _spent(self, now: object, names: Sequence[str]) -> float:
        return sum(
            max(0.0, getattr(now, name, 0.0) - getattr(self._times, name, 0.0)) for name in names
        )


def _percent(part: float, total: float) -> float:
    return min(100.0, max(0.0, 100.0 * part / total))
