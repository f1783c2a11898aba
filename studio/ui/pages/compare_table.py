"""The columns of the compare page's table; units stand in the headers."""

from __future__ import annotations

from collections.abc import Callable

from studio.core.quantities import format_points, value_text
from studio.ui.pages.cells import NONE, number_cell
from studio.ui.pages.compare_rows import CompareRow, Ratio
from studio.ui.pages.conditions_text import run_title
from studio.ui.texts import render_message, tr
from studio.ui.theme import STATUS_SIGNS, Colors
from studio.ui.widgets.table import Column


def status_text(status: str) -> str:
    """ "✓ ok", "⚠ degraded", "✕ failed": shape and word, not color alone."""
    words = {"ok": tr("ok"), "degraded": tr("degraded"), "failed": tr("failed")}
    return f"{STATUS_SIGNS[status]} {words[status]}"


def compare_columns(colors: Colors) -> list[Column]:
    """Columns over :class:`CompareRow`."""
    return [
        Column(
            tr("variant"),
            text=lambda row: f"{row.name} ({tr('baseline')})" if row.is_baseline else row.name,
            color=lambda row: colors.variant(row.subject.color),
        ),
        Column(
            tr("check"),
            text=lambda row: status_text(row.check.status) if row.check else NONE,
            value=lambda row: _STATUS_ORDER[row.check.status] if row.check else None,
            tooltip=_check_tooltip,
            header_tooltip=tr("Does it compute what its source computes?"),
        ),
        _number(tr("size (kB)"), _size, tr("Size of the file.")),
        _ratio(tr("size / baseline"), lambda row: row.size_ratio),
        Column(
            tr("top-1 (%)"),
            text=_accuracy_text,
            value=lambda row: row.accuracy.value if row.accuracy else None,
            is_number=True,
            header_tooltip=tr("Right answers on the evaluation data, with the 95 % interval."),
        ),
        Column(
            tr("top-1 against source (points)"),
            text=_paired_text,
            value=lambda row: row.paired.difference if row.paired else None,
            is_number=True,
            header_tooltip=tr(
                "Difference to the source on the same samples, with the 95 % interval; where that "
                "holds 0, no difference was shown."
            ),
        ),
        _number(
            tr("agreement (%)"),
            lambda row: None if row.agreement is None else 100 * row.agreement,
            tr("Samples of the check on which source and variant give the same class."),
            digits=4,
        ),
        Column(
            tr("median (ms)"),
            text=_median_text,
            value=lambda row: row.median,
            is_number=True,
            tooltip=_run_tooltip,
            header_tooltip=tr("Latency: half of the runs took less; with its 95 % interval."),
        ),
        Column(
            tr("median / baseline"),
            text=_latency_ratio_text,
            value=lambda row: row.latency_ratio.value if row.latency_ratio else None,
            is_number=True,
            tooltip=_latency_ratio_tooltip,
            header_tooltip=tr("Only of runs in which both were measured together."),
        ),
        _measured(tr("p90 (ms)"), "p90_ms", tr("90 % of the runs took less.")),
        _measured(
            tr("peak memory (MB)"),
            "peak_rss_bytes",
            tr("The most memory that a process of its own held."),
            1e-6,
        ),
        _measured(tr("init (ms)"), "init_ms", tr("Loading the model, in a process of its own.")),
    ]


_STATUS_ORDER = {"ok": 0, "degraded": 1, "failed": 2}


def _number(
    title: str, get: Callable[[CompareRow], float | None], tooltip: str, digits: int = 3
) -> Column:
    return Column(
        title,
        text=lambda row: number_cell(get(row), digits=digits),
        value=get,
        is_number=True,
        header_tooltip=tooltip,
    )


def _measured(title: str, name: str, tooltip: str, factor: float = 1.0) -> Column:
    def value(row: CompareRow) -> float | None:
        found = getattr(row.measurement, name) if row.measurement else None
        return None if found is None else found * factor

    return Column(
        title,
        text=lambda row: number_cell(value(row)),
        value=value,
        is_number=True,
        tooltip=_run_tooltip,
        header_tooltip=tooltip,
    )


def _ratio(title: str, get: Callable[[CompareRow], Ratio | None]) -> Column:
    def value(row: CompareRow) -> float | None:
        found = get(row)
        return found.value if found else None

    return Column(title, text=lambda row: number_cell(value(row)), value=value, is_number=True)


def _size(row: CompareRow) -> float | None:
    return None if row.size_bytes is None else row.size_bytes / 1000


def _accuracy_text(row: CompareRow) -> str:
    if row.accuracy is None:
        return NONE
    low, high = row.accuracy.ci95
    value = value_text(100 * row.accuracy.value, (100 * low, 100 * high))
    return f"{value} ({100 * low:.1f}–{100 * high:.1f})"


def _paired_text(row: CompareRow) -> str:
    if row.paired is None:
        return NONE
    return format_points(row.paired.difference, row.paired.ci95).replace(" pp", "")


def _median_text(row: CompareRow) -> str:
    if row.measurement is None:
        return NONE
    return number_cell(row.measurement.median_ms, row.measurement.median_ci95_ms)


def _latency_ratio_text(row: CompareRow) -> str:
    if row.is_baseline or row.measurement is None:
        return NONE
    if row.latency_ratio is None:
        return tr("not comparable")
    return number_cell(row.latency_ratio.value, row.latency_ratio.interval)


def _latency_ratio_tooltip(row: CompareRow) -> str:
    if row.is_baseline or row.measurement is None or row.latency_ratio is not None:
        return _run_tooltip(row)
    return tr("Measured in another run than the baseline: measure both together to compare them.")


def _run_tooltip(row: CompareRow) -> str:
    if row.run is None:
        return tr("Not measured yet.")
    return tr("Run of {run}").format(run=run_title(row.run))


def _check_tooltip(row: CompareRow) -> str:
    if row.check is None:
        return tr("Not checked.")
    reasons = [render_message(code, {})[0] for code in row.check.reasons]
    return "\n".join(reasons) or tr("All outputs are within the thresholds.")
