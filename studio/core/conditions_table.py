"""The circumstances of a measurement as rows of a table, the same in all faces."""

from __future__ import annotations

from studio.core.measurements import Conditions
from studio.core.messages.marking import Translate, mark
from studio.core.quantities import format_bytes


def conditions_table(found: Conditions, t: Translate) -> list[tuple[str, str]]:
    """(name, value) of all that is asked for, what could not be known as such, in ``t``'s words."""
    unknown = t(mark("unknown"))

    def number(value: float | None, unit: str = "") -> str:
        return unknown if value is None else f"{value:.4g} {unit}".strip()

    cores = unknown if found.affinity is None else ", ".join(map(str, found.affinity))
    rows = [
        (mark("Processor"), found.cpu),
        (mark("Logical cores"), str(found.logical_cores)),
        (mark("Cores (allowed)"), cores),
        (mark("Governor"), found.governor or unknown),
        (mark("Clock"), number(found.frequency_mhz, "MHz")),
        (mark("Temperature"), number(found.temperature_c, "°C")),
        (mark("Machine busy"), number(found.busy_percent, "%")),
        (mark("… with other programs"), number(found.other_busy_percent, "%")),
        (mark("Time in which some task waited for a core"), number(found.pressure_percent, "%")),
        (mark("Cores taken away"), number(found.involuntary_switches_per_s, "/ s")),
        (mark("Stolen by the host"), number(found.steal_percent, "%")),
        (mark("Load before"), number(found.load_before)),
        (mark("Load after"), number(found.load_after)),
        *_window(found.window_cpu_percent),
        (
            mark("Other measurements meanwhile"),
            t(mark("kept away")) if found.exclusive else t(mark("possible")),
        ),
        (mark("Power"), found.power_source or unknown),
        (mark("Memory"), format_bytes(found.memory_bytes)),
        (mark("System"), found.os),
        (mark("Python"), found.python),
    ]
    return [(t(name), value) for name, value in rows] + sorted(found.versions.items())


def _window(percent: float | None) -> list[tuple[str, str]]:
    """Measured on the command line, there was none to be spoken of."""
    if percent is None:
        return []
    return [(mark("This window's processor time"), f"{percent:.2g} %")]
