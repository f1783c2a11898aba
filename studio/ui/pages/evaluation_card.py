"""What a file makes of the evaluation data, as a card."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.evaluation_text import class_text, evaluation_rows
from studio.core.quantities import format_percent
from studio.core.results import Evaluation
from studio.ui.pages.facts import Facts, short_table
from studio.ui.texts import tr, tr_core
from studio.ui.widgets.cards import Card
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.rows_model import Column

_CONFUSED = 6


def evaluation_card(evaluation: Evaluation, *, is_source: bool = False) -> Card:
    """The task, its metrics and, for a variant, the differences to its source; its classes."""
    card = Card(tr("Evaluation"))
    if is_source:
        evaluation = replace(evaluation, paired=None, flip_count=None)
    card.add(Facts(list(evaluation_rows(evaluation, tr_core))))
    if evaluation.classes:
        card.add(short_table(tr("By class"), _class_columns(), evaluation.classes))
        wrong = [one for one in evaluation.confusion if one.label != one.answer][:_CONFUSED]
        if wrong:
            pairs = ", ".join(
                f"{class_text(one.label)} → {class_text(one.answer)}: {one.count}" for one in wrong
            )
            card.add(
                text_label(tr("Most confused: {pairs}").format(pairs=pairs), "small", wrap=True)
            )
    card.add(text_label(tr("In brackets or behind ±: 95 % intervals."), "small", muted=True))
    return card


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
    ]
