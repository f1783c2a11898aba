"""What stands in the cells of the table of variants, and in their tooltips."""

from __future__ import annotations

from studio.core.comparison_text import VERDICT_SIGNS
from studio.core.evaluation_text import figure_text, headline, short_title
from studio.core.quantities import decimals_for, format_percent, format_points
from studio.core.same_class import origin_text
from studio.ui.pages.cells import NONE, number_cell
from studio.ui.pages.compare_rows import CompareRow
from studio.ui.pages.conditions_text import difference_lines, run_title
from studio.ui.pages.verdict_words import explanation, sentence
from studio.ui.texts import tr, tr_core

OTHER_RUN = "◇"
"""Beside a latency that was not measured together with the baseline's."""


def measured(row: CompareRow, name: str) -> float | None:
    """A field of the row's Measurement."""
    return getattr(row.measurement, name) if row.measurement else None


def size_note(row: CompareRow) -> str:
    if row.is_baseline:
        return "×1"
    return f"×{number_cell(row.size_ratio.value, digits=2)}" if row.size_ratio else ""


def accuracy_text(row: CompareRow) -> str:
    if row.accuracy is None:
        if row.evaluation is None or not row.evaluation.figures:
            return NONE
        first = row.evaluation.figures[0]  # of another task than classes
        return f"{short_title(first, tr_core)} {figure_text(first)}"
    return format_percent(row.accuracy.value, row.accuracy.ci95).replace(" %", "", 1)


def paired_text(row: CompareRow) -> str:
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


def paired_interval(row: CompareRow) -> str:
    if row.paired is None:
        return _other_difference(row)
    return format_points(row.paired.difference, row.paired.ci95).replace(" pp", "")


def agreement_share(row: CompareRow) -> float | None:
    return row.agreement.share if row.agreement is not None else None


def agreement_tooltip(row: CompareRow) -> str:
    """Whose number it is."""
    return "" if row.agreement is None else origin_text(row.agreement, tr_core)


def median_text(row: CompareRow) -> str:
    if row.measurement is None:
        return NONE
    return number_cell(row.measurement.median_ms, row.measurement.median_ci95_ms)


def median_note(row: CompareRow) -> str:
    """The verdict's sign; of a row from another run one that says just that."""
    if row.comparison is not None:
        return VERDICT_SIGNS[row.comparison.verdict]
    return OTHER_RUN if row.apart else ""


def verdict_text(row: CompareRow) -> str:
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


def latency_tooltip(row: CompareRow) -> str:
    if row.comparison is not None:
        names = {row.comparison.baseline: tr("the baseline"), row.comparison.candidate: row.name}
        said = sentence(row.comparison, names)
        return f"{said}\n{explanation(row.comparison)}\n{run_tooltip(row)}"
    if row.is_baseline or row.measurement is None or row.latency_ratio is not None:
        return run_tooltip(row)
    if row.is_shared:
        return "\n".join([tr("Server queries are compared at one given rate."), run_tooltip(row)])
    why = {
        "baseline": tr("The baseline has not been measured: measure both in one run."),
        "target": tr("Measured on another target than the baseline: times do not compare."),
        "scenario": tr("Measured in another scenario than the baseline: times do not compare."),
    }
    lines = [
        why.get(row.apart)
        or tr("Not measured together with the baseline: measure both in one run to compare them."),
        *difference_lines(row.differing),
        run_tooltip(row),
    ]
    return "\n".join(lines)


def run_tooltip(row: CompareRow) -> str:
    if row.run is None:
        return tr("Not measured yet.")
    return tr("Run of {run}").format(run=run_title(row.run))
