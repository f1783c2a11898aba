"""The columns of the list of flipped samples."""

from __future__ import annotations

from studio.core.evaluation import Flip
from studio.core.evaluation_results import Evaluation
from studio.core.evaluation_text import answer_text, class_text, has_answers
from studio.core.flip_text import flip_cells, flip_headers
from studio.ui.texts import tr, tr_core
from studio.ui.widgets.rows_model import Column


def flips_columns(evaluation: Evaluation | None, names: tuple[str, ...]) -> list[Column]:
    """Sample, label, both answers and which of them is right; of what is no class, as
    ``core.flip_text`` says. ``names``: of the classes."""
    sample = Column(
        tr("Sample"),
        text=lambda flip: f"{flip.index:,}",
        value=lambda flip: flip.index,
        is_number=True,
        header_tooltip=tr("Its place in the evaluation data, from 0."),
    )
    if evaluation is not None and not has_answers(evaluation):
        headers = flip_headers(evaluation, tr_core)
        return [sample, *(_figure(evaluation, at, headers[at]) for at in range(1, len(headers)))]
    return [
        sample,
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


def _figure(evaluation: Evaluation, at: int, title: str) -> Column:
    """A column of what is no class. Rows stand in order of the difference already."""
    return Column(title, text=lambda flip: flip_cells(flip, evaluation)[at], is_number=True)


def _answer(side: str, title: str, evaluation: Evaluation | None, names: tuple[str, ...]) -> Column:
    def text(flip: Flip) -> str:
        return "" if evaluation is None else answer_text(flip, side, evaluation, names)

    def value(flip: Flip) -> float:
        answer, score = (
            (flip.source, flip.source_score) if side == "source" else (flip.file, flip.file_score)
        )
        return float(answer if score is None else score)

    return Column(
        title,
        text=text,
        value=value,
        header_tooltip=tr("Its answer, and the score that it gives that answer."),
    )


def _right_text(flip: Flip) -> str:
    if flip.label is None:
        return "—"
    if flip.label == flip.source:
        return tr("source")
    return tr("variant") if flip.label == flip.file else tr("neither")
