"""The columns of the compare page's table; units stand in the headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QColor

from studio.core.comparison_text import VERDICT_SIGNS
from studio.core.evaluation_text import figure_text, headline, short_title
from studio.core.quantities import decimals_for, format_percent, format_points
from studio.core.results import Check
from studio.ui.pages.cells import NONE, number_cell
from studio.ui.pages.compare_rows import CompareRow
from studio.ui.pages.conditions_text import difference_lines, run_title
from studio.ui.pages.measured_columns import init_column, memory_column
from studio.ui.pages.verdict_words import explanation, sentence, verdict_color
from studio.ui.texts import render_message, tr, tr_core
from studio.ui.theme import STATUS_SIGNS, Colors, status_color
from studio.ui.widgets.rows_model import Column

OTHER_RUN = "◇"
"""Beside a latency that was not measured together with the baseline's."""


def status_text(status: str) -> str:
    """ "✓ ok", "⚠ degraded", "✕ failed", "∅ …": shape and word, not color alone."""
    words = {
        "ok": tr("ok"),
        "degraded": tr("degraded"),
        "failed": tr("failed"),
        "cannot-run": tr("cannot run here"),
        "nothing": tr("nothing was shown: the output is the same for every input"),
    }
    return f"{STATUS_SIGNS[status]} {words[status]}"


@dataclass(frozen=True)
class SizeUnit:
    """The unit in which the table and the plot show sizes."""

    name: str
    bytes: float


KILOBYTES, MEGABYTES = SizeUnit("kB", 1e3), SizeUnit("MB", 1e6)


def size_unit(rows: Sequence[CompareRow]) -> SizeUnit:
    """One unit for all: MB where the largest file has one or more."""
    largest = max((row.size_bytes or 0 for row in rows), default=0)
    return MEGABYTES if largest >= MEGABYTES.bytes else KILOBYTES


def is_of_classes(rows: Sequence[CompareRow]) -> bool:
    """Whether all that was evaluated was scored by class, so that "top-1" names the column."""
    return all(row.evaluation.top1 is not None for row in rows if row.evaluation is not None)


def compare_columns(colors: Colors, unit: SizeUnit, *, of_classes: bool = True) -> list[Column]:
    """Columns over :class:`CompareRow`; what matters most stands first and is told shortly.
    ``of_classes``: see :func:`is_of_classes`; else each cell names its metric."""
    return [
        Column(
            tr("variant"),
            text=lambda row: row.name,
            color=lambda row: colors.variant(row.subject.color),
            tooltip=lambda row: row.subject.path,
            copy_text=lambda row: f"{row.name} ({tr('baseline')})" if row.is_baseline else row.name,
        ),
        check_column(colors, lambda row: row.check),
        Column(
            tr("size ({unit})").format(unit=unit.name),
            text=lambda row: number_cell(row.size_bytes, factor=1 / unit.bytes),
            value=lambda row: row.size_bytes,
            is_number=True,
            header_tooltip=tr("Size of the file; behind it in proportion to the baseline."),
            note=_size_note,
        ),
        Column(
            tr("size / baseline"),
            text=lambda row: number_cell(row.size_ratio.value if row.size_ratio else None),
            is_copied_only=True,
        ),
        Column(
            tr("top-1 (%)") if of_classes else tr("score"),
            text=_accuracy_text,
            value=lambda row: row.accuracy.value if row.accuracy else None,
            is_number=True,
            header_tooltip=tr("Right answers on the evaluation data, with the 95 % interval.")
            if of_classes
            else tr("On the evaluation data, with the 95 % interval; the cell names the metric."),
        ),
        Column(
            tr("Δ top-1") if of_classes else tr("Δ score"),
            text=_paired_text,
            value=lambda row: row.paired.difference if row.paired else None,
            is_number=True,
            header_tooltip=tr(
                "Difference to the source on the same samples in percentage points, with the 95 % "
                "interval; where that holds 0, no difference was shown."
            )
            if of_classes
            else tr("Difference to the source on the same samples, with the 95 % interval."),
            tooltip=_paired_interval,
            copy_title=tr("top-1 against source (points)")
            if of_classes
            else tr("score against source"),
            copy_text=_paired_interval,
        ),
        Column(
            tr("agree (%)"),
            text=lambda row: number_cell(row.agreement, factor=100, digits=4),
            value=lambda row: row.agreement,
            is_number=True,
            header_tooltip=tr(
                "Samples of the check on which source and variant give the same class."
            ),
            copy_title=tr("agreement (%)"),
        ),
        Column(
            tr("median (ms)"),
            text=_median_text,
            value=lambda row: row.median,
            is_number=True,
            note=_median_note,
            tooltip=_latency_tooltip,
            header_tooltip=tr("Latency: half of the runs took less; with its 95 % interval."),
        ),
        Column(
            tr("p90 (ms)"),
            text=lambda row: number_cell(_measured(row, "p90_ms")),
            value=lambda row: _measured(row, "p90_ms"),
            is_number=True,
            tooltip=_run_tooltip,
            header_tooltip=tr("90 % of the runs took less."),
        ),
        memory_column(lambda row: _measured(row, "peak_rss_bytes"), _run_tooltip),
        Column(
            tr("verdict"),
            text=_verdict_text,
            value=lambda row: row.latency_ratio.value if row.latency_ratio else None,
            is_number=True,
            tooltip=_latency_tooltip,
            ink=lambda row: (
                verdict_color(colors, row.comparison.verdict) if row.comparison else None
            ),
            header_tooltip=tr(
                "Latency in proportion to the baseline's; only of runs in which both were "
                "measured together."
            ),
            copy_title=tr("median / baseline"),
        ),
        init_column(lambda row: _measured(row, "init_ms"), _run_tooltip),
    ]


def check_column(colors: Colors, get: Callable[[Any], Check | None]) -> Column:
    """The sign of a check in its color; words and reasons are in the tooltip. ``get``: of a row."""

    def ink(row: Any) -> QColor | None:
        check = get(row)
        return status_color(colors, check.shown) if check else None

    def order(row: Any) -> int | None:
        check = get(row)
        return _STATUS_ORDER[check.shown] if check else None

    def sign(row: Any) -> str:
        check = get(row)
        return STATUS_SIGNS[check.shown] if check else NONE

    def words(row: Any) -> str:
        check = get(row)
        return status_text(check.shown) if check else NONE

    return Column(
        tr("check"),
        text=sign,
        value=order,
        tooltip=lambda row: _check_tooltip(get(row)),
        header_tooltip=tr("Does it compute what its source computes?"),
        ink=ink,
        copy_text=words,
    )


_STATUS_ORDER = {"ok": 0, "nothing": 1, "degraded": 2, "cannot-run": 3, "failed": 4}


def _measured(row: CompareRow, name: str) -> float | None:
    """A field of the row's Measurement."""
    return getattr(row.measurement, name) if row.measurement else None


def _size_note(row: CompareRow) -> str:
    if row.is_baseline:
        return "×1"
    return f"×{number_cell(row.size_ratio.value, digits=2)}" if row.size_ratio else ""


def _accuracy_text(row: CompareRow) -> str:
    if row.accuracy is None:
        if row.evaluation is None or not row.evaluation.figures:
            return NONE
        first = row.evaluation.figures[0]  # of another task than classes
        return f"{short_title(first, tr_core)} {figure_text(first)}"
    return format_percent(row.accuracy.value, row.accuracy.ci95).replace(" %", "", 1)


def _paired_text(row: CompareRow) -> str:
    """ "−0.2 ± 0.6": the larger side of the interval; its bounds are in the tooltip."""
    if row.paired is None:
        return _other_difference(row)
    low, high = row.paired.ci95
    value = format_points(row.paired.difference, row.paired.ci95).partition(" ")[0]
    half = 100 * max(row.paired.difference - low, high - row.paired.difference)
    return f"{value} ± {half:.{max(decimals_for(half), 0)}f}" if half > 0 else value


def _other_difference(row: CompareRow) -> str:
    """Of a task that is not classes."""
    if row.evaluation is None:
        return NONE
    against = headline(row.evaluation)[2]
    return NONE if against == "–" else against


def _paired_interval(row: CompareRow) -> str:
    if row.paired is None:
        return _other_difference(row)
    return format_points(row.paired.difference, row.paired.ci95).replace(" pp", "")


def _median_text(row: CompareRow) -> str:
    if row.measurement is None:
        return NONE
    return number_cell(row.measurement.median_ms, row.measurement.median_ci95_ms)


def _median_note(row: CompareRow) -> str:
    """The verdict's sign; of a row from another run one that says just that."""
    if row.comparison is not None:
        return VERDICT_SIGNS[row.comparison.verdict]
    return OTHER_RUN if row.apart else ""


def _verdict_text(row: CompareRow) -> str:
    if row.is_baseline or row.measurement is None:
        return NONE
    if row.latency_ratio is None and row.is_shared:
        return NONE
    if row.latency_ratio is None:
        return f"{OTHER_RUN} {_apart_text(row)}"
    number = number_cell(row.latency_ratio.value, row.latency_ratio.interval)
    return f"{VERDICT_SIGNS[row.comparison.verdict]} {number}" if row.comparison else number


def _apart_text(row: CompareRow) -> str:
    if row.differing:
        return tr("other conditions")
    texts = {
        "baseline": tr("baseline not measured"),
        "target": tr("other target"),
        "scenario": tr("other scenario"),
    }
    return texts.get(row.apart) or tr("other run")


def _latency_tooltip(row: CompareRow) -> str:
    if row.comparison is not None:
        names = {row.comparison.baseline: tr("the baseline"), row.comparison.candidate: row.name}
        said = sentence(row.comparison, names)
        return f"{said}\n{explanation(row.comparison)}\n{_run_tooltip(row)}"
    if row.is_baseline or row.measurement is None or row.latency_ratio is not None:
        return _run_tooltip(row)
    if row.is_shared:
        return "\n".join([tr("Server queries are compared at one given rate."), _run_tooltip(row)])
    why = {
        "baseline": tr("The baseline has not been measured: measure both in one run."),
        "target": tr("Measured on another target than the baseline: times do not compare."),
        "scenario": tr("Measured in another scenario than the baseline: times do not compare."),
    }
    lines = [
        why.get(row.apart)
        or tr("Not measured together with the baseline: measure both in one run to compare them."),
        *difference_lines(row.differing),
        _run_tooltip(row),
    ]
    return "\n".join(lines)


def _run_tooltip(row: CompareRow) -> str:
    if row.run is None:
        return tr("Not measured yet.")
    return tr("Run of {run}").format(run=run_title(row.run))


def _check_tooltip(check: Check | None) -> str:
    if check is None:
        return tr("Not checked.")
    reasons = [render_message(code, {})[0] for code in check.reasons]
    why = "\n".join(reasons) or tr("All outputs are within the thresholds.")
    return f"{status_text(check.shown)}\n{why}"
