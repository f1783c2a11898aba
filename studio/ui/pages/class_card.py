"""How often each class is right, and which are taken for which, as a matrix."""

from __future__ import annotations

from PySide6.QtGui import QColor

from studio.core.evaluation_results import Evaluation
from studio.core.evaluation_text import class_text, confusion_table
from studio.core.quantities import format_percent
from studio.ui.pages.facts import short_table
from studio.ui.texts import tr
from studio.ui.theme import colors_of, status_color
from studio.ui.widgets.cards import Card
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.rows_model import Column

_SHOWN_AS_ERROR = "degraded"


def class_card(evaluation: Evaluation) -> Card | None:
    """None where nothing was scored by class."""
    if not evaluation.classes:
        return None
    card = Card(tr("By class"))
    card.add(short_table(tr("By class"), _class_columns(), evaluation.classes))
    found = confusion_table(evaluation)
    if found is not None:
        _add_matrix(card, *found)
    return card


def _add_matrix(card: Card, classes: tuple[int, ...], counts: dict[tuple[int, int], int]) -> None:
    """A row for each label, a column for each answer."""
    error = status_color(colors_of(card.palette()), _SHOWN_AS_ERROR)

    def answered(answer: int) -> Column:
        def text(label: int) -> str:
            return str(counts.get((label, answer), "·"))

        def ink(label: int) -> QColor | None:
            return error if answer != label and (label, answer) in counts else None

        def tooltip(label: int) -> str:
            return tr("{count} samples of class {label} are called {answer}.").format(
                count=counts.get((label, answer), 0),
                label=class_text(label),
                answer=class_text(answer),
            )

        return Column(
            class_text(answer),
            text=text,
            value=lambda label: counts.get((label, answer), 0),
            is_number=True,
            ink=ink,
            tooltip=tooltip,
        )

    columns = [
        Column(tr("label"), text=class_text, value=lambda label: label, is_number=True),
        *(answered(at) for at in classes),
        Column("", text=lambda _: ""),
    ]
    rows = [label for label in classes if label >= 0]
    card.add(text_label(tr("Confusion matrix"), "small", muted=True))
    card.add(short_table(tr("Confusion matrix"), columns, rows, is_compact=True))
    card.add(text_label(tr("Rows: labels. Columns: what they are called."), "small", muted=True))


def _class_columns() -> list[Column]:
    return [
        Column(
            tr("class"),
            text=lambda one: class_text(one.label),
            value=lambda one: one.label,
        ),
        Column(
            tr("samples"),
            text=lambda one: f"{one.total:,}",
            value=lambda one: one.total,
            is_number=True,
        ),
        Column(
            tr("right"),
            text=lambda one: (
                format_percent(one.correct / one.total, one.recall_ci95) if one.total else "—"
            ),
            value=lambda one: one.correct / one.total if one.total else -1,
            is_number=True,
            header_tooltip=tr("The share of the samples with this label that are called so."),
        ),
        Column(
            tr("called so"),
            text=lambda one: f"{one.answered:,}",
            value=lambda one: one.answered,
            is_number=True,
            header_tooltip=tr("How many samples are called so, rightly or not."),
        ),
        Column("", text=lambda _: ""),
    ]
