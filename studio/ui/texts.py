"""Translation of texts at the moment they are shown.

Core marks its texts with ``mark`` and knows no Qt; the contexts used here ("core" for those, the
class's own name for the window's) are the ones that the translation files are made with.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication

from studio.core.errors import ErrorInfo
from studio.core.messages import RenderedError, joining
from studio.core.messages import render as render_core
from studio.core.messages import render_error as render_core_error
from studio.core.params import ChoiceParam
from studio.core.phases import PHASES
from studio.core.scenarios import Scenario
from studio.core.session import Job
from studio.core.targets import Target

CORE_CONTEXT = "core"
UI_CONTEXT = "ui"


def tr(text: str) -> str:
    """The translation of a text that stands in the window's own code."""
    return QCoreApplication.translate(UI_CONTEXT, text)


def tr_core(text: str) -> str:
    """The translation of a text that core marked."""
    return QCoreApplication.translate(CORE_CONTEXT, text)


def render_error(info: ErrorInfo) -> RenderedError:
    """Title, hint and detail of an error in the window's language."""
    return render_core_error(info, tr_core, "window")


def render_message(code: str, params: dict[str, str]) -> tuple[str, str]:
    """Title and hint of any code of core.messages (warnings, reasons of a check)."""
    return render_core(code, params, tr_core, "window")


def sentences(*texts: str) -> str:
    """Title and hint, or other texts that are each a sentence, as one."""
    return joining.sentences(*texts, translate=tr_core)


def labelled(name: str, value: str) -> str:
    return joining.labelled(name, value, tr_core)


def target_text(target: Target) -> str:
    """The target as a person reads it: its title, its threads, and what is not at its default."""
    parts = [tr_core(target.kind.title)]
    for param in target.kind.params:
        value = target.params[param.name]
        if param.name == "threads":
            parts.append(_thread_text(value))
        elif value != param.default:
            parts.append(f"{tr_core(param.title)} {value}")
    return " · ".join(parts)


def targets_text(targets: Sequence[Target]) -> str:
    """One target in words, of several how many."""
    if len(targets) == 1:
        return target_text(targets[0])
    return tr("{count} targets").format(count=len(targets))


def target_names(targets: Sequence[Target]) -> tuple[str, ...]:
    """Each target shortly, by what sets it apart from the others; "" where there is one alone.

    Of one kind: all parameters that differ; of several: its title, and what is not at its default.
    """
    is_one_kind = len({target.id for target in targets}) == 1
    differing = {
        name
        for target in targets
        for name in target.params
        if len({str(other.params[name]) for other in targets if name in other.params}) > 1
    }
    return tuple(
        " · ".join(
            ([] if is_one_kind else [tr_core(target.kind.title)])
            + [
                _thread_text(value) if param.name == "threads" else str(value)
                for param in target.kind.params
                if param.name in differing
                and ((value := target.params[param.name]) != param.default or is_one_kind)
            ]
        )
        for target in targets
    )


def scenario_text(scenario: Scenario) -> str:
    """The scenario as a person reads it: "offline · 2 streams", "server · p99 ≤ 100 ms"."""
    shown = {param.name for param in scenario.kind.params}
    return " · ".join([tr_core(scenario.kind.title), *_scenario_parts(scenario, shown)])


def scenarios_text(scenarios: Sequence[Scenario]) -> str:
    """One scenario in words, of several how many."""
    if len(scenarios) == 1:
        return scenario_text(scenarios[0])
    return tr("{count} scenarios").format(count=len(scenarios))


def scenario_names(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Each scenario shortly, by what defines its load and what sets it apart from the others; ""
    for the usual one where there is no other."""
    if all(scenario.is_default for scenario in scenarios):
        return ("",) * len(scenarios)
    kinds = [scenario.id for scenario in scenarios]
    names = []
    for scenario in scenarios:
        alike = [other for other in scenarios if other.id == scenario.id]
        differing = {
            name
            for name, value in scenario.params.items()
            if any(other.params.get(name, value) != value for other in alike)
        }
        is_told_by_kind = len(set(kinds)) > 1 or len(alike) == 1
        title = [tr_core(scenario.kind.title)] if is_told_by_kind else []
        parts = _scenario_parts(scenario, differing | scenario.load)
        names.append(" · ".join([*title, *parts]))
    return tuple(names)


def _scenario_parts(scenario: Scenario, shown: Collection[str]) -> list[str]:
    """Those of its parameters that are ``shown``."""
    parts = [
        f"{tr_core(param.title)} {value}"
        for param in scenario.kind.params
        if isinstance(param, ChoiceParam) and param.name in shown
        if (value := scenario.params.get(param.name, param.default)) != param.default
    ]
    count = scenario.streams
    if "streams" in shown and "streams" in scenario.params:
        parts.append(tr("1 stream") if count == 1 else tr("{count} streams").format(count=count))
    if scenario.rate_per_s and "rate" in shown:
        parts.append(tr("{rate} / s").format(rate=f"{scenario.rate_per_s:g}"))
    elif scenario.is_search and "bound" in shown:
        parts.append(tr("p99 ≤ {bound} ms").format(bound=f"{scenario.bound_ms:g}"))
    return parts


def _thread_text(count: object) -> str:
    return tr("1 thread") if count == 1 else tr("{count} threads").format(count=count)


def progress_text(job: Job) -> str:
    """What a job is at, or waits for, and how far: "measuring 12/50"."""
    text = phase_text(job.waiting or job.phase or "waiting")
    return f"{text} {job.current}/{job.total}" if job.current is not None and job.total else text


def phase_text(name: str) -> str:
    """The name of a phase of long work; an unknown one is shown as it is."""
    return tr_core(PHASES[name]) if name in PHASES else name
