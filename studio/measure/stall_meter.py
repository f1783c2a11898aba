"""How often this process and the machine had to wait for a core."""

from __future__ import annotations

from time import monotonic

from studio.measure import machine


class StallMeter:
    """Of the time since this was made, pauses left out; None = cannot be known here."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._pressure_us = self._switches = 0
        self._is_paused = True
        self.resume()

    def resume(self) -> None:
        if self._is_paused:
            self._begin = (monotonic(), machine.pressure_us(), machine.involuntary_switches())
            self._is_paused = False

    def pause(self) -> None:
        """What follows is not looked at, until :meth:`resume`."""
        if self._is_paused:
            return
        started, pressure, switches = self._begin
        self._seconds += monotonic() - started
        self._pressure_us += max(0, (machine.pressure_us() or 0) - (pressure or 0))
        self._switches += max(0, (machine.involuntary_switches() or 0) - (switches or 0))
        self._is_paused = True

    def read(self) -> tuple[float | None, float | None]:
        """(percent of the time in which some task waited, involuntary switches a second)."""
        if not self._is_paused:
            self.pause()
            self.resume()
        _, pressure, switches = self._begin
        if self._seconds <= 0:
            return None, None
        return (
            None if pressure is None else min(100.0, self._pressure_us / 1e4 / self._seconds),
            None if switches is None else self._switches / self._seconds,
        )
