"""The columns of the compare page's table; units stand in the headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QColor

from studio.core.results import Check
from studio.ui.pages.cells import NONE, number_cell
from studio.ui.pages.compare_cells import (
    accuracy_text,
    agreement_share,
    agreement_tooltip,
    latency_tooltip,
    measured,
    median_note,
    median_text,
    paired_interval,
    paired_text,
    run_tooltip,
    size_note,
    verdict_text,
)
from studio.ui.pages.compare_rows import CompareRow
from studio.ui.pages.measured_columns import init_column, memory_column
from studio.ui.pages.verdict_words import verdict_color
from studio.ui.texts import render_message, tr
from studio.ui.theme import STATUS_SIGNS, Colors, status_color
from studio.ui.widgets.rows_model import Column


def status_text(status: str) -> str:
    """ "✓ ok", "⚠ degraded", "✕ failed", "∅ …": shape and word, not color alone."""
    words = {
        "ok": tr("ok"),
        "degraded": tr("degraded"),
        "failed": tr("failed"),
        "cannot-run": tr("cannot run here"),
        "unchecked": tr("not checked"),
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
            note=size_note,
        ),
        Column(
            tr("size / baseline"),
            text=lambda row: number_cell(row.size_ratio.value if row.size_ratio else None),
            is_copied_only=True,
        ),
        Column(
            tr("top-1 (%)") if of_classes else tr("score"),
            text=accuracy_text,
            value=lambda row: row.accuracy.value if row.accuracy else None,
            is_number=True,
            header_tooltip=tr("Right answers on the evaluation data, with the 95 % interval.")
            if of_classes
            else tr("On the evaluation data, with the 95 % interval; the cell names the metric."),
        ),
        Column(
            tr("Δ top-1") if of_classes else tr("Δ score"),
            text=paired_text,
            value=lambda row: row.paired.difference if row.paired else None,
            is_number=True,
            header_tooltip=tr(
                "Difference to the source on the same samples in percentage points, with the 95 % "
                "interval; where that holds 0, no difference was shown."
            )
            if of_classes
            else tr("Difference to the source on the same samples, with the 95 % interval."),
            tooltip=paired_interval,
            copy_title=tr("top-1 against source (points)")
            if of_classes
            else tr("score against source"),
            copy_text=paired_interval,
        ),
        Column(
            tr("agree (%)"),
            text=lambda row: number_cell(agreement_share(row), factor=100, digits=4),
            value=agreement_share,
            is_number=True,
            tooltip=agreement_tooltip,
            header_tooltip=tr(
                "Samples on which source and variant give the same class: of the evaluation, or "
                "of the check where there is none."
            ),
            copy_title=tr("agreement (%)"),
        ),
        Column(
            tr("median (ms)"),
            text=median_text,
            value=lambda row: row.median,
            is_number=True,
            note=median_note,
            tooltip=latency_tooltip,
            header_tooltip=tr("Latency: half of the runs took less; with its 95 % interval."),
        ),
        Column(
            tr("p90 (ms)"),
            text=lambda row: number_cell(measured(row, "p90_ms")),
            value=lambda row: measured(row, "p90_ms"),
            is_number=True,
            tooltip=run_tooltip,
            header_tooltip=tr("90 % of the runs took less."),
        ),
        memory_column(lambda row: measured(row, "peak_rss_bytes"), run_tooltip),
        Column(
            tr("verdict"),
            text=verdict_text,
            value=lambda row: row.latency_ratio.value if row.latency_ratio else None,
            is_number=True,
            tooltip=latency_tooltip,
            ink=lambda row: (
                verdict_color(colors, row.comparison.verdict) if row.comparison else None
            ),
            header_tooltip=tr(
                "Latency in proportion to the baseline's; only of runs in which both were "
                "measured together."
            ),
            copy_title=tr("median / baseline"),
        ),
        init_column(lambda row: measured(row, "init_ms"), run_tooltip),
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


_STATUS_ORDER = {"ok": 0, "nothing": 1, "degraded": 2, "unchecked": 3, "cannot-run": 4, "failed": 5}


def _check_tooltip(check: Check | None) -> str:
    if check is None:
        return tr("Not checked.")
    reasons = [render_message(code, {})[0] for code in check.reasons]
    why = "\n".join(reasons) or tr("All outputs are within the thresholds.")
    return f"{status_text(check.shown)}\n{why}"
