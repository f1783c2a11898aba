"""The largest difference between each two ways of running a variant, as a matrix."""

from __future__ import annotations

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from studio.core.agreement import AgreeResult, Difference
from studio.core.agreement_text import (
    difference_phrase,
    difference_text,
    status_of,
    tolerance_text,
    way_text,
)
from studio.ui.pages.facts import fit_columns
from studio.ui.texts import render_error, sentences, tr, tr_core
from studio.ui.theme import STATUS_SIGNS, Colors, status_color
from studio.ui.widgets.rows_model import Column
from studio.ui.widgets.table import CopyableTable

_LEAST_ROWS = 3
"""Below the fold a bar that scrolls sideways would not be seen."""


class AgreementMatrix(CopyableTable):
    """Each way is a row and, by its number, a column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Largest differences between ways"))

    def show_result(self, result: AgreeResult, colors: Colors) -> None:
        names = [way_text(way, tr_core) for way in result.ways]

        def cell(other: int) -> Column:
            def found(row: int) -> Difference | None:
                return result.between(row, other)

            def text(row: int) -> str:
                one = found(row)
                if row == other:
                    return "·"
                if one is None:
                    return "—"
                sign = STATUS_SIGNS.get(status_of(result, one), "")
                return f"{sign} {difference_text(one, tr_core)}".lstrip()

            def ink(row: int) -> QColor | None:
                one = found(row)
                return None if one is None else status_color(colors, status_of(result, one))

            def tooltip(row: int) -> str:
                return _cell_tooltip(result, names, row, other)

            return Column(
                str(other + 1),
                text=text,
                ink=ink,
                tooltip=tooltip,
                is_number=True,
                header_tooltip=names[other],
            )

        columns = [
            Column("", text=lambda row: str(row + 1), value=lambda row: row, is_number=True),
            Column(
                self.tr("Way"),
                text=lambda row: names[row],
                value=lambda row: row,
                tooltip=lambda row: _way_tooltip(result, row),
            ),
            *(cell(at) for at in range(len(names))),
            Column("", text=lambda _: ""),  # takes the room that is left, so that none is torn
        ]
        self.set_columns(columns).set_rows(range(len(names)))
        fit_columns(self, least_rows=_LEAST_ROWS)


def _way_tooltip(result: AgreeResult, row: int) -> str:
    way = result.ways[row]
    if way.error is not None:
        error = render_error(way.error)
        return sentences(error.title, error.hint)
    if way.target is None:
        return tr("The source, by its own runtime.")
    return f"{way.target.text}, {way.implementation}"


def _cell_tooltip(result: AgreeResult, names: list[str], row: int, other: int) -> str:
    if row == other:
        return ""
    one = result.between(row, other)
    if one is None:
        return tr("One of the two gave no outputs.")
    return tr(
        "{first} and {second}: the largest difference is {difference}, in output “{output}”, "
        "sample {sample} of those run; the same up to {tolerance}."
    ).format(
        first=names[one.first],
        second=names[one.second],
        difference=difference_phrase(one, tr_core),
        output=one.output,
        sample=one.sample,
        tolerance=tolerance_text(one, tr_core),
    )
