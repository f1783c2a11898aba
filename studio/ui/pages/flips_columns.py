"""The columns of the list of flipped samples."""

from __future__ import annotations

from studio.core.evaluation import Flip
from studio.core.evaluation_results import Evaluation
from studio.core.evaluation_text import answer_text, class_text, figure_title
from studio.ui.texts import tr, tr_core
from studio.ui.widgets.rows_model import Column


def flips_columns(evaluation: Evaluation | None, names: tuple[str, ...]) -> list[Column]:
    """Sample, label, both answers and which of them is right. ``names``: of the classes."""
    return [
        Column(
            tr("Sample"),
            text=lambda flip: f"{flip.index:,}",
            value=lambda flip: flip.index,
            is_number=True,
            header_tooltip=tr("Its place in the evaluation data, from 0."),
        ),
        Column(
            tr("Label"),
            text=lambda flip: "—" if flip.label is None else class_text(flip.label, names),
            value=lambda flip: -1 if flip.label is None else flip.label,
            header_tooltip=tr("The right answer."),
        ),
        _answer("source", tr("Source"), evaluation, names),
        _answer("file", tr("Variant"), evaluation, names),
        Column(tr("Right"), text=_right_text, header_tooltip=tr("Which of the two is right.")),
    ]


def _answer(side: str, title: str, evaluation: Evaluation | None, names: tuple[str, ...]) -> Column:
    def text(flip: Flip) -> str:
        return "" if evaluation is None else answer_text(flip, side, evaluation, names)

    def value(flip: Flip) -> float:
        answer, score = (
            (flip.source, flip.source_score) if side == "source" else (flip.file, flip.file_score)
        )
        return float(answer if score is None else score)

    return Column(
        title + _metric(evaluation),
        text=text,
        value=value,
        header_tooltip=tr("Its answer, and the score that it gives that answer."),
    )


def _metric(evaluation: Evaluation | None) -> str:
    """What the numbers are, where they are no classes."""
    if evaluation is None or evaluation.task == "classification" or not evaluation.figures:
        return ""
    if any(flip.source_score is not None for flip in evaluation.flips):
        return ""
    return f" ({figure_title(evaluation.figures[0], tr_core)})"


def _right_text(flip: Flip) -> str:
    if flip.label is None:
        return "—"
    if flip.label == flip.source:
        return tr("source")
    return tr("variant") if flip.label == flip.file else tr("neither")
