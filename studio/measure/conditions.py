"""The circumstances of a measurement: what the machine is, and what it did meanwhile."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence

import psutil

from studio import __version__
from studio.core.cpu_name import cpu_name
from studio.core.measurements import Conditions
from studio.measure import machine
from studio.measure.witness import Witness


def join_conditions(
    witnesses: Sequence[Witness], versions: dict[str, str], exclusive: bool = True
) -> Conditions:
    """One statement for all processes of a measurement; percentages weighted by their seconds."""
    return Conditions(
        cpu=cpu_name(),
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
