"""How often this process and the machine had to wait for a core."""

from __future__ import annotations

from time import monotonic

from studio.measure import machine


class StallMeter:
    """How often this process and the machine had to wait for a core since this was made."""

    def __init__(self) -> None:
        self._pressure_us = machine.pressure_us()
        self._switches = machine.involuntary_switches()
        self._started = monotonic()

    def read(self) -> tuple[float | None, float | None]:
        """(percent of the time in which some task waited, involuntary switches a second)."""
        seconds = monotonic() - self._started
        pressure, switches = machine.pressure_us(), machine.involuntary_switches()
        if seconds <= 0:
            return None, None
        return (
            None
            if pressure is None or self._pressure_us is None
            else min(100.0, max(0.0, (pressure - self._pressure_us) / 1e4 / seconds)),
            None
            if switches is None or self._switches is None
            else max(0, switches - self._switches) / seconds,
        )
