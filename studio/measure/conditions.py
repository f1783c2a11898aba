"""The circumstances of a measurement: what the machine is, and what it did meanwhile.

The sampling process notes what it saw in a small file beside its samples (it may be gone when the
summary is made); the summary joins those notes with the facts about the machine.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path
from time import monotonic, process_time

import msgspec
import psutil

from studio import __version__
from studio.core.results import Conditions
from studio.measure import machine

_BUSY = ("user", "nice", "system", "irq", "softirq")
_IDLE = ("idle", "iowait")


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """What one sampling process saw. Percentages are of all cores together, over ``seconds``.

    ``other_busy_percent``: of what was not this process. None = cannot be known.
    """

    seconds: float = 0.0
    load_before: float | None = None
    load_after: float | None = None
    frequency_mhz: float | None = None
    busy_percent: float | None = None
    other_busy_percent: float | None = None
    steal_percent: float | None = None
    pressure_percent: float | None = None
    involuntary_switches_per_s: float | None = None
    temperature_c: float | None = None


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


def witness_path(samples: str | os.PathLike[str]) -> Path:
    """The notes beside a sample file."""
    return Path(f"{os.fspath(samples)}.conditions.json")


def write_witness(samples: str, witness: Witness) -> None:
    path = witness_path(samples)
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(msgspec.json.encode(witness))
    temporary.replace(path)


def read_witness(samples: str) -> Witness | None:
    """``None`` where the process died before it could write."""
    try:
        return msgspec.json.decode(witness_path(samples).read_bytes(), type=Witness)
    except (OSError, msgspec.DecodeError):
        return None


def join_conditions(
    witnesses: Sequence[Witness], versions: dict[str, str], exclusive: bool = True
) -> Conditions:
    """One statement for all processes of a measurement; percentages weighted by their seconds."""
    return Conditions(
        cpu=machine.cpu_name(),
        logical_cores=os.cpu_count() or 1,
        affinity=machine.affinity(),
        governor=machine.governor(),
        frequency_mhz=_mean(witnesses, "frequency_mhz"),
        load_before=witnesses[0].load_before if witnesses else None,
        load_after=witnesses[-1].load_after if witnesses else None,
        busy_percent=_mean(witnesses, "busy_percent"),
        other_busy_percent=_mean(witnesses, "other_busy_percent"),
        steal_percent=_mean(witnesses, "steal_percent"),
        pressure_percent=_mean(witnesses, "pressure_percent"),
        involuntary_switches_per_s=_mean(witnesses, "involuntary_switches_per_s"),
        temperature_c=witnesses[-1].temperature_c if witnesses else None,
        power_source=machine.power_source(),
        memory_bytes=int(psutil.virtual_memory().total),
        os=platform.platform(),
        python=platform.python_version(),
        versions={"studio": __version__, **versions},
        exclusive=exclusive,
    )


def _mean(witnesses: Sequence[Witness], name: str) -> float | None:
    known = [(getattr(one, name), one.seconds) for one in witnesses]
    known = [(value, seconds) for value, seconds in known if value is not None and seconds > 0]
    total = sum(seconds for _, seconds in known)
    return sum(value * seconds for value, seconds in known) / total if known else None


def _percent(part: float, total: float) -> float:
    return min(100.0, max(0.0, 100.0 * part / total))
