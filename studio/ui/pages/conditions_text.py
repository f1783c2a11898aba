"""The circumstances of a run as a line, and in full as a tooltip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studio.core.comparability import Difference
from studio.core.conditions_table import conditions_table
from studio.core.incidents import incident_texts
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measured_inputs import declared_text, inputs_text
from studio.core.measurements import BenchmarkResult, Conditions
from studio.core.phases import sampled_share
from studio.core.session import Job, Run
from studio.core.thresholds import is_disturbed
from studio.ui.humanize import duration_text
from studio.ui.texts import (
    labelled,
    phase_text,
    render_message,
    scenario_text,
    scenarios_text,
    sentences,
    target_text,
    targets_text,
    tr,
    tr_core,
)


@dataclass(frozen=True)
class Chip:
    """One circumstance of a run; ``is_odd``: it may have spoiled the run."""

    text: str
    tooltip: str = ""
    is_odd: bool = False


def condition_chips(result: BenchmarkResult, request: BenchmarkRequest) -> list[Chip]:
    """Those that matter most; what cannot be known here is left out, the tooltip of all says so."""
    found = result.conditions
    chips = []
    if found.other_busy_percent is not None:
        sign = "⚠ " if is_disturbed(found) else ""
        text = sign + tr("{value:.0f} % by others").format(value=found.other_busy_percent)
        chips.append(Chip(text, disturbance(found), is_odd=is_disturbed(found)))
    if result.stopped:
        chips.append(Chip("⚠ " + tr("stopped early"), is_odd=True))
    for incident in result.incidents:
        text = (
            tr("raw samples not kept")
            if incident.process is None
            else tr("cut short, {count} samples kept").format(count=f"{incident.samples:,}")
        )
        chips.append(Chip("⚠ " + text, sentences(*incident_texts(incident, tr_core)), is_odd=True))
    if not found.exclusive:
        chips.append(Chip("⚠ " + tr("other measurements possible meanwhile"), is_odd=True))
    numbers = (
        (found.busy_percent, tr("machine {value:.0f} % busy"), ""),
        (
            found.pressure_percent,
            tr("waited for a core {value:.0f} %"),
            tr("Share of the time in which some task of the machine waited for a core."),
        ),
        (found.frequency_mhz, tr("clock {value:.0f} MHz"), ""),
        (found.temperature_c, tr("{value:.0f} °C"), tr("The processor's hottest sensor.")),
        (
            found.window_cpu_percent,
            tr("this window {value:.1f} % of a core"),
            tr("Processor time of Studio's own window while it showed the measurement."),
        ),
    )
    chips += [
        Chip(text.format(value=value), tooltip)
        for value, text, tooltip in numbers
        if value is not None
    ]
    if found.governor:
        chips.append(Chip(tr("governor {name}").format(name=found.governor)))
    if found.power_source:
        chips.append(Chip(tr("power: {name}").format(name=found.power_source)))
    chips.append(Chip(found.cpu))
    names = "\n".join(map(target_text, request.targets))
    chips.append(Chip(targets_text(request.targets), names))
    ways = "\n".join(map(scenario_text, request.scenarios))
    chips.append(Chip(scenarios_text(request.scenarios), ways))
    chips.append(
        Chip(
            tr("inputs: {what}").format(what=inputs_text(request, result, tr_core)),
            declared_text(request, tr_core),
        )
    )
    processes = max((one.processes for one in result.measurements), default=0)
    if request.sustained:
        chips.append(Chip(tr("sustained, one process")))
    else:
        chips.append(Chip(tr("processes: {count}").format(count=processes)))
    return [chip for chip in chips if chip.text]


def disturbance(found: Conditions) -> str:
    """ "⚠ Other programs kept the machine busy (34 %): ...", or "" where they did not."""
    if not is_disturbed(found):
        return ""
    title, hint = render_message("run-disturbed", {"percent": f"{found.other_busy_percent:.0f}"})
    return f"⚠ {sentences(title, hint)}"


def progress_line(
    job: Job, samples: int, busy_percent: float | None, own_percent: float | None
) -> str:
    """What stands in the place of the conditions while the run is under way."""
    parts = [phase_text(job.phase)] if job.phase else []
    if job.waiting:
        parts = [tr("waiting: {reason}").format(reason=phase_text(job.waiting))]
    left = measuring_left(job)
    if left is not None:
        parts.append(tr("{time} of measuring left").format(time=duration_text(left)))
    if samples:
        parts.append(tr("{count} samples so far").format(count=f"{samples:,}"))
    if busy_percent is not None:
        parts.append(tr("machine {value:.0f} % busy").format(value=busy_percent))
    if samples and own_percent is not None:
        parts.append(tr("this window {value:.1f} % of a core").format(value=own_percent))
    return " · ".join(parts) or tr("queued")


def measuring_left(job: Job) -> float | None:
    """Seconds of the measuring time that was asked for; None where none has passed yet."""
    share = sampled_share(job.fraction)
    if job.state != "running" or share is None or not isinstance(job.request, BenchmarkRequest):
        return None
    return job.request.seconds * (1 - share)


def run_time(run: Run) -> str:
    """When, shortly: "22 Nov 14:05"; of another year the whole date."""
    return moment_text(run.at)


def moment_text(at: float) -> str:
    """``at``: seconds since the epoch; as :func:`run_time`."""
    when = datetime.fromtimestamp(at)
    is_recent = when.year == datetime.now().year
    return when.strftime(tr("%d %b %H:%M") if is_recent else "%Y-%m-%d %H:%M")


def run_title(run: Run) -> str:
    """How a run is called where there is room: when, how many variants, how long."""
    when = datetime.fromtimestamp(run.at).strftime("%Y-%m-%d %H:%M")
    count = len(run.request.files)
    return tr("{when} · files: {count} · {seconds:.0f} s").format(
        when=when, count=count, seconds=run.result.seconds
    )


def difference_lines(found: Sequence[Difference]) -> list[str]:
    """What sets two measurements apart, a line each: "Governor: performance / powersave"."""
    return [
        labelled(tr_core(one.what), f"{tr_core(one.first)} / {tr_core(one.second)}")
        for one in found
    ]


def conditions_tooltip(found: Conditions) -> str:
    return "\n".join(labelled(name, value) for name, value in conditions_table(found, tr_core))
