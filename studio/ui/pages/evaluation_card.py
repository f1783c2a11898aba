"""What a file makes of the evaluation data, as a card."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.evaluation_results import Evaluation
from studio.core.evaluation_text import evaluation_rows
from studio.ui.pages.facts import Facts
from studio.ui.texts import tr, tr_core
from studio.ui.widgets.cards import Card
from studio.ui.widgets.labels import text_label


def evaluation_card(evaluation: Evaluation, *, is_source: bool = False) -> Card:
    """The task, its metrics and, for a variant, the differences to its source."""
    card = Card(tr("Evaluation"))
    if is_source:
        evaluation = replace(evaluation, paired=None, flip_count=None)
    card.add(Facts(list(evaluation_rows(evaluation, tr_core))))
    card.add(text_label(tr("In brackets or behind ±: 95 % intervals."), "small", muted=True))
    return card
