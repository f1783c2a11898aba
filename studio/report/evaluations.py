"""The report's section on evaluations: metrics of each file, its classes, and what it flipped."""

from __future__ import annotations

from html import escape

from studio.core.evaluation_results import Evaluation
from studio.core.evaluation_text import (
    class_text,
    confusion_table,
    evaluation_rows,
)
from studio.core.flip_text import flip_cells, flip_headers, flips_title, listed_text
from studio.core.messages.marking import Translate, mark
from studio.core.quantities import format_percent
from studio.report.comparison import Row
from studio.report.comparison_table import name_html
from studio.report.words import number_cell, table

_FLIPS = 25
_CONFUSED = 12


def evaluations(rows: list[Row], t: Translate) -> str:
    """ "" where nothing was evaluated."""
    parts = []
    for row in rows:
        if row.evaluation is None:
            continue
        lines = [
            f"<td>{escape(name)}</td><td>{escape(text)}</td>"
            for name, text in evaluation_rows(row.evaluation, t)
        ]
        headers = [(t(mark("Metric")), False), (t(mark("Value (95 % interval)")), False)]
        parts.append(
            f"<h3>{name_html(row)}</h3>{table(headers, lines)}"
            + _classes(row.evaluation, t)
            + _flips(row.evaluation, t)
        )
    return f"<h2>{escape(t(mark('Evaluation')))}</h2>{''.join(parts)}" if parts else ""


def _classes(found: Evaluation, t: Translate) -> str:
    if not found.classes:
        return ""
    headers = [
        (t(mark("Class")), True),
        (t(mark("Samples")), True),
        (t(mark("Right")), True),
        (t(mark("Recall")), True),
        (t(mark("Called so")), True),
    ]
    lines = [
        number_cell(str(one.label))
        + number_cell(f"{one.total:,}")
        + number_cell(f"{one.correct:,}")
        + number_cell(
            format_percent(one.correct / one.total, one.recall_ci95) if one.total else "–"
        )
        + number_cell(f"{one.answered:,}")
        for one in found.classes
    ]
    matrix = confusion_table(found)
    shown = "" if matrix is None else _matrix(*matrix, t)
    wrong = [one for one in found.confusion if one.label != one.answer][:_CONFUSED]
    confused = ", ".join(f"{one.label} → {class_text(one.answer)}: {one.count}" for one in wrong)
    caption = f'<p class="caption">{escape(t(mark("Most confused")))}: {escape(confused)}</p>'
    title = escape(t(mark("By class")))
    return (
        f"<details><summary>{title}</summary>{table(headers, lines)}"
        f"{caption if confused else ''}{shown}</details>"
    )


def _matrix(classes: tuple[int, ...], counts: dict[tuple[int, int], int], t: Translate) -> str:
    """A row for each label, a column for each answer."""
    headers = [(t(mark("Label")), True), *((class_text(at), True) for at in classes)]
    lines = [
        number_cell(class_text(label))
        + "".join(number_cell(str(counts.get((label, answer), "·"))) for answer in classes)
        for label in classes
        if label >= 0
    ]
    return table(headers, lines)


def _flips(found: Evaluation, t: Translate) -> str:
    if not found.flips:
        return ""
    headers = [(header, True) for header in flip_headers(found, t)]
    lines = [
        "".join(number_cell(cell) for cell in flip_cells(one, found))
        for one in found.flips[:_FLIPS]
    ]
    title = escape(flips_title(found, t))
    shown = escape(listed_text(found, len(lines), t))
    return (
        f"<details><summary>{title}</summary>{table(headers, lines)}"
        f'<p class="caption">{shown}</p></details>'
    )
