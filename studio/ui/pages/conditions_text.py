"""The circumstances of a run as a line, and in full as a tooltip."""

from __future__ import annotations

from datetime import datetime

from studio.core.conditions_table import conditions_table
from studio.core.requests import BenchmarkRequest
from studio.core.results import BenchmarkResult, Conditions
from studio.core.session import Job, Run
from studio.core.thresholds import is_disturbed
from studio.ui.texts import phase_text, render_message, target_text, tr, tr_core


def conditions_line(result: BenchmarkResult, request: BenchmarkRequest) -> str:
    """The few that matter most; what cannot be known here is left out, the tooltip says so."""
    found = result.conditions
    parts = [
        found.cpu,
        ", ".join(map(target_text, request.targets)),
        tr("processes: {count}").format(count=request.processes),
    ]
    if found.busy_percent is not None:
        parts.append(tr("machine {percent:.0f} % busy").format(percent=found.busy_percent))
    if found.other_busy_percent is not None:
        parts.append(tr("{percent:.0f} % by others").format(percent=found.other_busy_percent))
    if found.governor:
        parts.append(tr("governor {name}").format(name=found.governor))
    if found.power_source:
        parts.append(found.power_source)
    if not found.exclusive:
        parts.append(tr("other measurements possible meanwhile"))
    if result.stopped:
        parts.append(tr("stopped early"))
    return " · ".join(filter(None, [disturbance(found), *parts]))


def disturbance(found: Conditions) -> str:
    """ "⚠ Other programs kept the machine busy (34 %): ...", or "" where they did not."""
    if not is_disturbed(found):
        return ""
    title, hint = render_message("run-disturbed", {"percent": f"{found.other_busy_percent:.0f}"})
    return f"⚠ {title}. {hint}"


def progress_line(job: Job, samples: int, busy_percent: float | None) -> str:
    """What stands in the place of the conditions while the run is under way."""
    parts = [job.waiting or phase_text(job.phase)] if job.phase or job.waiting else []
    if samples:
        parts.append(tr("{count} samples so far").format(count=f"{samples:,}"))
    if busy_percent is not None:
        parts.append(tr("machine {percent:.0f} % busy").format(percent=busy_percent))
    return " · ".join(parts) or tr("queued")


def run_time(run: Run) -> str:
    """When, shortly: "22 Nov 14:05"; of another year the whole date."""
    when = datetime.fromtimestamp(run.at)
    is_recent = when.year == datetime.now().year
    return when.strftime(tr("%d %b %H:%M") if is_recent else "%Y-%m-%d %H:%M")


def run_title(run: Run) -> str:
    """How a run is called where there is room: when, how many variants, how long."""
    when = datetime.fromtimestamp(run.at).strftime("%Y-%m-%d %H:%M")
    count = len(run.request.files)
    return tr("{when} · files: {count} · {seconds:.0f} s").format(
        when=when, count=count, seconds=run.result.seconds
    )


def conditions_tooltip(found: Conditions) -> str:
    return "\n".join(f"{name}: {value}" for name, value in conditions_table(found, tr_core))
