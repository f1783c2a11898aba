"""How many labelled samples come out right, as a card."""

from __future__ import annotations

from studio.core.quantities import format_percent, format_points
from studio.core.results import Accuracy, Evaluation
from studio.ui.pages.facts import Facts
from studio.ui.texts import tr
from studio.ui.widgets.cards import Card
from studio.ui.widgets.labels import text_label


def evaluation_card(evaluation: Evaluation, *, is_source: bool = False) -> Card:
    """Top-1, top-5 and, for a variant, the difference to its source on the same samples."""
    card = Card(tr("Evaluation"))
    rows = [(tr("Top-1"), _text(evaluation.top1))]
    if evaluation.top5 is not None:
        rows.append((tr("Top-5"), _text(evaluation.top5)))
    paired = evaluation.paired
    if paired is not None and not is_source:
        rows += [
            (tr("Against the source"), format_points(paired.difference, paired.ci95)),
            (
                tr("Right in one only"),
                tr("{source} in the source, {variant} in the variant").format(
                    source=paired.only_source, variant=paired.only_candidate
                ),
            ),
            (tr("Same class as the source"), format_percent(paired.agreement)),
        ]
    card.add(Facts(rows))
    card.add(text_label(tr("In brackets: 95 % intervals."), "small", muted=True))
    return card


def _text(accuracy: Accuracy) -> str:
    share = format_percent(accuracy.value, accuracy.ci95)
    return tr("{share}, {correct} of {total}").format(
        share=share, correct=f"{accuracy.correct:,}", total=f"{accuracy.total:,}"
    )
