"""Searches for ops to keep: the report's section on them, and one as CSV."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from studio.core.fix_notes import fix_notes
from studio.core.fix_text import (
    GOAL_TITLES,
    NOT_MEASURED,
    fix_message,
    ops_text,
    score_text,
    time_text,
)
from studio.core.fixing import Trial
from studio.core.messages import render
from studio.core.messages.marking import Translate, mark
from studio.core.quantities import UNKNOWN, format_bytes, format_count
from studio.core.session import Fix, Model
from studio.report.exports import write_table
from studio.report.svg import Labels, Plot, legend_mark, linear_ticks
from studio.report.words import number_cell, table

_GIVEN, _MISSED, _MET, _BROKEN, _UNMADE = 3, 1, 0, 4, -1
"""Shapes of svg.shape_path; what could not be made has none."""
_COLORS = {_GIVEN: 2, _MISSED: 1, _MET: 0, _BROKEN: 1}
_WORDS = {
    _GIVEN: mark("given"),
    _MET: mark("goal met"),
    _MISSED: mark("goal missed"),
    _BROKEN: mark("check failed"),
    _UNMADE: mark("could not be made"),
}


def fixes(found: Sequence[Fix], models: Sequence[Model], t: Translate) -> str:
    """ "" where no variant of ``models`` was searched."""
    names = {variant.sha256: variant.name for model in models for variant in model.variants}
    parts = [_section(fix, names[fix.id], t) for fix in found if fix.id in names]
    return f"<h2>{escape(t(mark('Ops kept for a goal')))}</h2>{''.join(parts)}" if parts else ""


def _section(fix: Fix, name: str, t: Translate) -> str:
    title, hint = render(*fix_message(fix, name, t), t)
    text = " ".join((hint, *fix_notes(fix, t)))
    said = f"<p><strong>{escape(title)}</strong> {escape(text)}</p>"
    numbered = _numbered(fix)
    headers = [
        (t(mark("Trial")), True),
        (t(mark("Result")), False),
        (t(mark("Score")), True),
        (t(mark("Size")), True),
        (t(mark("Time")), True),
        (t(mark("MACs kept")), True),
        (t(mark("(De)quantize ops")), True),
        (t(mark("Kept ops")), False),
    ]
    lines = [
        number_cell(str(number) if number else t(_WORDS[_GIVEN]))
        + f"<td>{escape(t(_WORDS[_shape(number, one)]))}{_chosen(one, fix, t)}</td>"
        + number_cell(score_text(fix.goal, one, t))
        + number_cell(format_bytes(one.size_bytes or None))
        + number_cell(time_text(one, t))
        + number_cell(format_count(one.kept_macs) if one.kept else "–")
        + number_cell(t(UNKNOWN) if one.translations is None else str(one.translations))
        + f'<td class="wrap">{escape(ops_text(one, fix.names, t))}</td>'
        for number, one in numbered
    ]
    return f"{said}{_figure(fix, numbered, t)}{table(headers, lines)}"


def _chosen(trial: Trial, fix: Fix, t: Translate) -> str:
    is_best = fix.best is not None and fix.best.kept == trial.kept
    return f", <strong>{escape(t(mark('chosen')))}</strong>" if is_best else ""


def _numbered(fix: Fix) -> list[tuple[int, Trial]]:
    """0 = the one that was given."""
    before = [(0, fix.before)] if fix.before is not None else []
    return [*before, *enumerate(fix.trials, start=1)]


def _shape(number: int, trial: Trial) -> int:
    if not number:
        return _GIVEN
    if trial.error is not None:
        return _UNMADE
    return _BROKEN if trial.is_broken else _MET if trial.is_met else _MISSED


def _figure(fix: Fix, numbered: Sequence[tuple[int, Trial]], t: Translate) -> str:
    """Size against score, in the order of the trials."""
    points = [
        (number, one, one.size_bytes / 1e3, 100 * one.score)
        for number, one in numbered
        if one.score is not None and one.size_bytes
    ]
    if len(points) < 2:
        return ""
    across = [x for _, _, x, _ in points]
    up = [y for _, _, _, y in points] + [100 * fix.goal.value]
    x_range, y_range = _padded(across), _padded(up)
    title = t(mark("Trials by size and score"))
    plot = Plot(title, x_range, y_range)
    plot.x_axis(t(mark("file size, kB")))
    plot.y_axis(f"{t(GOAL_TITLES[fix.goal.kind])}, %", linear_ticks(*y_range))
    goal = 100 * fix.goal.value
    plot.segment((x_range[0], goal), (x_range[1], goal), 3, "stroke")
    plot.text(x_range[0], goal, t(mark("goal")), dx=4, dy=-4)
    plot.line([(x, y) for _, _, x, y in points], 2, "stroke")
    signs = [(plot.x(x), plot.y(y)) for _, _, x, y in points]
    labels = Labels(plot, signs)
    for (number, one, x, y), sign in zip(points, signs, strict=True):
        shape = _shape(number, one)
        plot.marker(x, y, _COLORS[shape], shape)
        if number:
            plot.label(*labels.place(*sign, str(number)))
    shown = dict.fromkeys(_shape(number, one) for number, one, _, _ in points)
    legend = "".join(
        f"<li>{legend_mark(_COLORS[shape], shape)}{escape(t(_WORDS[shape]))}</li>"
        for shape in shown
    )
    caption = t(mark("The line joins the trials in the order in which they were made."))
    if all(one.time is None for _, one in numbered):
        caption += " " + t(mark("Latency: {text}.")).format(text=t(NOT_MEASURED))
    return (
        f"<figure><figcaption>{escape(title)}</figcaption>{plot.svg()}"
        f'<ul class="legend">{legend}</ul><p class="caption">{escape(caption)}</p></figure>'
    )


def _padded(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    pad = 0.1 * (high - low) or 0.1 * abs(high) or 1.0
    return low - pad, high + pad


def write_fix_csv(path: Path, fix: Fix) -> None:
    """A line for the artifact given (trial 0) and each trial, in full precision; empty cells are
    not known. Raises StorageError: file-not-written."""
    columns = (
        *("trial", "kept_ops", fix.goal.kind, "is_met", "is_broken", "size_bytes", "kept_macs"),
        *("translation_ops", "median_ms", "time_ratio", "time_ratio_low", "time_ratio_high"),
    )
    rows = []
    for number, one in _numbered(fix):
        time = one.time
        low, high = (time.ratio_ci95 if time is not None else None) or (None, None)
        rows.append(
            [
                *(number, " ".join(map(str, one.kept)), one.score, one.is_met, one.is_broken),
                *(one.size_bytes or None, one.kept_macs if one.kept else 0, one.translations),
                *(time and time.median_ms, time and time.ratio, low, high),
            ]
        )
    write_table(path, columns, rows)
