"""The samples that a file answers otherwise than its source, as a table's words and cells.

Classes have a label and two answers. Numbers have three values of the place where file and source
are farthest apart, and an error. Of masks, and of what has no labels, there is one figure a sample.
"""

from __future__ import annotations

from studio.core.evaluation import Flip
from studio.core.evaluation_results import Evaluation
from studio.core.evaluation_text import answer_text, class_text, has_answers, short_title
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.quantities import format_points, significant


def flips_title(evaluation: Evaluation, t: Translate = untranslated) -> str:
    if has_answers(evaluation):
        return t(mark("Samples that are answered otherwise than by the source"))
    return t(mark("Samples that differ most from the source"))


def listed_text(evaluation: Evaluation, shown: int, t: Translate = untranslated) -> str:
    """How many of them are shown; of numbers nearly every one differs, which says nothing."""
    count = f"{evaluation.flip_count or 0:,}"
    if has_answers(evaluation):
        return t(mark("{shown} of {count} are listed.")).format(shown=shown, count=count)
    text = t(mark("The {shown} largest differences are listed, the largest first."))
    return text.format(shown=shown)


def flip_headers(evaluation: Evaluation, t: Translate = untranslated) -> tuple[str, ...]:
    """The first is the sample's place in the data, from 0."""
    sample, label = t(mark("Sample")), t(mark("Label"))
    source, file = t(mark("Source")), t(mark("Variant"))
    if has_answers(evaluation):
        return sample, label, source, file
    if _has_values(evaluation):
        return sample, label, source, file, t(mark("Variant − label"))
    metric = short_title(evaluation.figures[0], t) if evaluation.figures else ""
    if evaluation.task == "agreement":
        return sample, f"{file} ({metric})".replace(" ()", "")
    return sample, f"{source} ({metric})", f"{file} ({metric})", t(mark("Difference"))


def flip_cells(flip: Flip, evaluation: Evaluation, names: tuple[str, ...] = ()) -> tuple[str, ...]:
    """As many as :func:`flip_headers`. ``names``: of the classes."""
    index = f"{flip.index:,}"
    source, file = (answer_text(flip, side, evaluation, names) for side in ("source", "file"))
    if has_answers(evaluation):
        return (
            index,
            "–" if flip.label is None else class_text(int(flip.label), names),
            source,
            file,
        )
    if _has_values(evaluation):
        label = 0.0 if flip.label is None else float(flip.label)
        numbers = (significant(value, 4) for value in (label, flip.source, flip.file))
        return index, *numbers, _signed(flip.file - label)
    if evaluation.task == "agreement":
        return index, file
    if evaluation.task == "masks":
        return index, source, file, format_points(flip.file - flip.source, None)
    return index, source, file, _signed(flip.file - flip.source)


def _has_values(evaluation: Evaluation) -> bool:
    """Numbers with labels; those of older evaluations are errors without any."""
    is_known = all(one.label is not None for one in evaluation.flips)
    return evaluation.task == "regression" and is_known


def _signed(value: float) -> str:
    text = significant(abs(value), 3)
    return f"{'−' if value < 0 else '+'}{text}"
