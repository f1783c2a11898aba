"""The report's section on a sustained run: the pace over the minutes, and what the machine did."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from studio.core.comparison_text import sustained_messages
from studio.core.messages import render
from studio.core.messages.marking import Translate, mark
from studio.core.session import Run
from studio.core.sustained import Moment, Sustained, Window, with_intervals
from studio.report.comparison import Row
from studio.report.svg import Plot, legend_mark, linear_ticks

_MACHINE = (
    ("frequency_mhz", mark("clock"), "MHz"),
    ("temperature_c", mark("temperature"), "°C"),
    ("busy_percent", mark("machine busy"), "%"),
)
_THIN = 110


def sustained(rows: list[Row], run: Run | None, t: Translate) -> str:
    """ "" where the run was none."""
    if run is None or run.result.sustained is None:
        return ""
    found = run.result.sustained
    by_arm = {row.file_index: row for row in rows if row.file_index is not None}
    arms = [by_arm[index] for index in range(len(found.arms))]
    messages = sustained_messages(found, [row.name for row in arms], run.request.threshold)
    said = "".join(f"<p>{escape(render(*message, t)[0])}</p>" for message in messages)
    known = [entry for entry in _MACHINE if _values(found.moments, entry[0])]
    unknown = [t(title) for name, title, _ in _MACHINE if not _values(found.moments, name)]
    drawings = _pace_plot(found, arms, t)
    drawings += "".join(_machine_plot(found, *entry, t) for entry in known)
    legend = "".join(
        f"<li>{legend_mark(row.color, row.mark_index)}{escape(row.name)}</li>" for row in arms
    )
    caption = t(mark("Medians over the time measured; the bands are their 95 % intervals."))
    if unknown:
        not_known = t(mark("Unknown here: {names}")).format(names=", ".join(unknown))
        caption = f"{caption} {not_known}."
    figure = (
        f"<figure><figcaption>{escape(t(mark('Latency over the minutes')))}</figcaption>"
        f'{drawings}<ul class="legend">{legend}</ul>'
        f'<p class="caption">{escape(caption)}</p></figure>'
    )
    return f"<h2>{escape(t(mark('Sustained')))}</h2>{said}{figure if drawings else ''}"


def _pace_plot(found: Sustained, arms: Sequence[Row], t: Translate) -> str:
    windows = [one for arm in found.arms for one in arm.windows]
    if not windows:
        return ""
    bounds = [bound for one in windows for bound in (one.median_ms, *(one.ci95_ms or ()))]
    plot = Plot(t(mark("Latency over the minutes")), (0.0, _end(found)), _range(bounds))
    plot.x_axis("" if any(_values(found.moments, name) for name, _, _ in _MACHINE) else _time(t))
    plot.y_axis(t(mark("median latency, ms")))
    for arm, row in zip(found.arms, arms, strict=True):
        for stretch in with_intervals(arm.windows):
            known = [(_middle(one), one.ci95_ms or (0.0, 0.0)) for one in stretch]
            low, high = ([(at, bounds[side]) for at, bounds in known] for side in (0, 1))
            plot.band(low, high, row.color)
        plot.line([(_middle(one), one.median_ms) for one in arm.windows], row.color)
    return plot.svg()


def _machine_plot(found: Sustained, name: str, title: str, unit: str, t: Translate) -> str:
    known = _values(found.moments, name)
    values = [value for _, value in known]
    scale = (0.0, 100.0) if unit == "%" else _range(values)
    plot = Plot(t(title), (0.0, _end(found)), scale, height=_THIN)
    plot.x_axis(_time(t))
    plot.y_axis(unit, linear_ticks(*scale, wanted=2))
    plot.text(0.0, scale[1], t(title), dx=0.0, dy=-4.0, css="label")
    plot.line([(at_s / 60, value) for at_s, value in known], 0, "quiet-line")
    return plot.svg()


def _values(moments: Sequence[Moment], name: str) -> list[tuple[float, float]]:
    found = ((moment.at_s, getattr(moment, name)) for moment in moments)
    return [(at_s, value) for at_s, value in found if value is not None]


def _middle(window: Window) -> float:
    """In minutes."""
    return (window.begin_s + window.end_s) / 120


def _end(found: Sustained) -> float:
    """In minutes."""
    seconds = [one.end_s for arm in found.arms for one in arm.windows]
    return max([*seconds, *(moment.at_s for moment in found.moments)], default=60.0) / 60


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    margin = 0.1 * (high - low) or 0.1 * abs(high) or 1.0
    return max(low - margin, 0.0) if low >= 0 else low - margin, high + margin


def _time(t: Translate) -> str:
    return t(mark("time, minutes"))
