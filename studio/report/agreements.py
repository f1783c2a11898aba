"""The report's section on agreement: whether each file computes the same in every kernel."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from studio.core.agreement import AgreeResult
from studio.core.agreement_text import difference_text, find, status_of, way_text
from studio.core.messages import render
from studio.core.messages.marking import Translate, mark
from studio.core.session import Agreement
from studio.report.comparison import Row
from studio.report.comparison_table import name_html
from studio.report.words import INPUTS_FROM, number_cell, table


def agreements(rows: list[Row], known: Iterable[Agreement], t: Translate) -> str:
    """ "" where none of the files of ``rows`` was run in several ways."""
    results = {one.id: one.result for one in known}
    parts = []
    for row in rows:
        result = results.get(row.sha256) if row.sha256 else None
        if result is None:
            continue
        about = t(mark("On {count} samples of {inputs}.")).format(
            count=result.samples, inputs=t(INPUTS_FROM[result.inputs_from])
        )
        parts.append(
            f"<h3>{name_html(row)}</h3><p>{escape(about)}</p>"
            + _findings(result, t)
            + _matrix(result, t)
        )
        del results[row.sha256]  # a file that was measured on several targets has several rows
    return f"<h2>{escape(t(mark('Agreement')))}</h2>{''.join(parts)}" if parts else ""


def _findings(result: AgreeResult, t: Translate) -> str:
    found = (". ".join(filter(None, render(one.code, one.params, t))) for one in find(result, t))
    return "<ul>" + "".join(f"<li>{escape(sentence)}</li>" for sentence in found) + "</ul>"


def _matrix(result: AgreeResult, t: Translate) -> str:
    places = range(len(result.ways))
    headers = [("", True), (t(mark("Way")), False), *((str(at + 1), True) for at in places)]
    lines = [
        number_cell(str(row + 1))
        + f"<td>{escape(way_text(result.ways[row], t))}</td>"
        + "".join(number_cell(_cell(result, row, other, t)) for other in places)
        for row in places
    ]
    return table(headers, lines)


def _cell(result: AgreeResult, row: int, other: int, t: Translate) -> str:
    if row == other:
        return "·"
    found = result.between(row, other)
    if found is None:
        return "–"
    text = difference_text(found, t)
    return f"⚠ {text}" if status_of(result, found) == "degraded" else text
