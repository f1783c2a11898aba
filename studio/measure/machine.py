"""What the machine is: facts that do not change during a measurement; None = cannot be known."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import psutil

_GOVERNOR = Path("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")
_CPU_PRESSURE = Path("/proc/pressure/cpu")
_CPU_SENSORS = ("coretemp", "k10temp", "zenpower", "cpu", "soc", "acpitz")
_TASKS = Path("/proc/self/task")
_POWER_SUPPLIES = Path("/sys/class/power_supply")


def affinity() -> tuple[int, ...] | None:
    """The cores that this process may run on."""
    if sys.platform in ("linux", "win32"):
        return tuple(psutil.Process().cpu_affinity() or ()) or None
    return None


def governor() -> str | None:
    return _read(_GOVERNOR)


def frequency_mhz() -> float | None:
    """The frequency that the system states just now."""
    try:
        frequency = psutil.cpu_freq()
    except (OSError, RuntimeError, NotImplementedError, AttributeError):
        return None
    return float(frequency.current) if frequency and frequency.current else None


def load_average() -> float | None:
    """Runnable tasks, mean of the last minute."""
    try:
        return float(os.getloadavg()[0])
    except (OSError, AttributeError):
        return None


def temperature_c() -> float | None:
    """The hottest sensor of the processor; sensors of disks and the like do not count."""
    read = getattr(psutil, "sensors_temperatures", None)
    if read is None:
        return None
    try:
        sensors = read()
    except (OSError, RuntimeError):
        return None
    found = [
        reading.current
        for chip, readings in sensors.items()
        if any(name in chip.lower() for name in _CPU_SENSORS)
        for reading in readings
        if reading.current
    ]
    return float(max(found)) if found else None


def pressure_us() -> int | None:
    """Microseconds since start in which some task waited for a core.

    Source: the kernel's Documentation/accounting/psi.rst, /proc/pressure/cpu, "some total".
    """
    text = _read(_CPU_PRESSURE) or ""
    for line in text.splitlines():
        kind, *fields = line.split()
        values = dict(field.partition("=")[::2] for field in fields)
        if kind == "some" and values.get("total", "").isdigit():
            return int(values["total"])
    return None


def involuntary_switches() -> int | None:
    """How often the system has taken a core away from this process; None where it never counts.

    Linux counts for each thread (Documentation/filesystems/proc.rst, "nonvoluntary_ctxt_switches"):
    all that live are added up, those of the runtimes among them.
    """
    if sys.platform == "linux":
        counts = [_switches_of(task / "status") for task in _tasks()]
        known = [count for count in counts if count is not None]
        return sum(known) if known else None
    try:
        return int(psutil.Process().num_ctx_switches().involuntary)
    except (OSError, psutil.Error, NotImplementedError, AttributeError):
        return None


def power_source() -> str | None:
    """ "mains" or "battery"."""
    try:
        battery = psutil.sensors_battery()
    except (OSError, RuntimeError, NotImplementedError, AttributeError):
        battery = None
    if battery is not None and battery.power_plugged is not None:
        return "mains" if battery.power_plugged else "battery"
    with suppress(OSError):
        for supply in sorted(_POWER_SUPPLIES.iterdir()):
            if _read(supply / "type") == "Mains" and _read(supply / "online") == "1":
                return "mains"
    return None


def _tasks() -> list[Path]:
    try:
        return list(_TASKS.iterdir())
    except OSError:
        return []


def _switches_of(status: Path) -> int | None:
    """None of a thread that has just ended."""
    for line in (_read(status) or "").splitlines():
        name, _, value = line.partition(":")
        if name == "nonvoluntary_ctxt_switches":
            return int(value)
    return None


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip() or None
    except OSError:
        return None
