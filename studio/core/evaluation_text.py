"""An evaluation in words and numbers, the same in window, command line and report."""

from __future__ import annotations

from studio.core.evaluation import Figure, Flip, TaskKind, top_of
from studio.core.evaluation_results import Accuracy, Evaluation, PairedAccuracy
from studio.core.messages.marking import Translate, mark, untranslated
from studio.core.quantities import (
    Interval,
    format_cosine,
    format_error,
    format_percent,
    format_points,
    interval_text,
    significant,
    value_text,
)
from studio.core.results import DataResult

MATRIX_CLASSES = 20


TASK_TITLES: dict[TaskKind, str] = {
    "classification": mark("classification"),
    "regression": mark("regression"),
    "masks": mark("masks"),
    "agreement": mark("agreement with the source (no labels are used)"),
}
_TITLES: dict[str, str] = {
    "mae": mark("Mean absolute error"),
    "rmse": mark("RMSE"),
    "mean-iou": mark("Mean IoU"),
    "same-answer": mark("Same class as the source"),
    "rmse-over-range": mark("RMSE over the source's range"),
    "cosine": mark("Cosine with the source"),
}
_SHORT: dict[str, str] = {
    "mae": "MAE",
    "rmse": "RMSE",
    "mean-iou": "IoU",
    "same-answer": mark("same class"),
    "rmse-over-range": mark("RMSE / range"),
    "cosine": mark("cosine"),
}
_SHARES = frozenset({"mean-iou", "same-answer", "rmse-over-range"})


_LABELS: dict[TaskKind, str] = {
    "classification": mark("{count} labels: classes, for top-1 and top-5"),
    "regression": mark("{count} labels: numbers, for MAE and RMSE"),
    "masks": mark("{count} labels: masks, for mean IoU"),
}


def labels_text(data: DataResult, t: Translate = untranslated) -> str:
    """What the labels of a data set are, and which metrics they suit."""
    return t(_LABELS[data.labels_task]).format(count=data.labels)


def evaluation_rows(
    evaluation: Evaluation, t: Translate = untranslated
) -> tuple[tuple[str, str], ...]:
    """(name, value) of all that is said of one file, the task first."""
    how = mark("{task}, as declared") if evaluation.is_declared else mark("{task}, inferred")
    rows = [(t(mark("Task")), t(how).format(task=t(TASK_TITLES[evaluation.task])))]
    if evaluation.top1 is not None:
        rows.append((t(mark("Top-1")), _accuracy_text(evaluation.top1, t)))
    if evaluation.top5 is not None:
        rows.append((t(mark("Top-5")), _accuracy_text(evaluation.top5, t)))
    for figure in evaluation.figures:
        rows.append((figure_title(figure, t), figure_text(figure)))
        if figure.difference is not None:
            rows.append((t(mark("Against the source")), difference_text(figure)))
    if evaluation.paired is not None:
        rows += _paired_rows(evaluation.paired, t)
    if evaluation.flip_count is not None and has_answers(evaluation):
        of = t(mark("{count} of {total} samples")).format(
            count=f"{evaluation.flip_count:,}", total=f"{evaluation.samples:,}"
        )
        rows.append((t(mark("Flipped samples")), of))
    return tuple(rows)


def has_answers(evaluation: Evaluation) -> bool:
    """Whether its flips are of classes: what else differs is more or less near, not flipped."""
    known = (one.metric for one in evaluation.figures)
    return evaluation.task == "classification" or "same-answer" in known


def figure_title(figure: Figure, t: Translate = untranslated) -> str:
    """The metric's name, and the output's where it is of one."""
    places = top_of(figure.metric)
    title = f"Top-{places}" if places is not None else t(_TITLES[figure.metric])
    return f"{title} ({figure.output})" if figure.output else title


def short_title(figure: Figure, t: Translate = untranslated) -> str:
    """The metric's name for a table cell."""
    places = top_of(figure.metric)
    return f"Top-{places}" if places is not None else t(_SHORT[figure.metric])


def figure_text(figure: Figure) -> str:
    """ "0.123 ± 0.004", "93.1 % (92.0–94.1)"."""
    if figure.metric in _SHARES or top_of(figure.metric) is not None:
        return format_percent(figure.value, figure.ci95)
    if figure.metric == "cosine":
        low_high = figure.ci95
        bounds = f" ({format_cosine(low_high[0])}–{format_cosine(low_high[1])})" if low_high else ""
        return format_cosine(figure.value) + bounds
    return f"{value_text(figure.value, figure.ci95)} {_interval(figure)}".rstrip()


def difference_text(figure: Figure) -> str:
    """The file's value minus the source's, with the interval of the pairs."""
    if figure.metric in _SHARES:
        return format_points(figure.difference, figure.difference_ci95)
    return _signed_value(figure.difference, figure.difference_ci95)


def _signed_value(value: float | None, interval: Interval | None) -> str:
    if value is None:
        return "–"
    text = _signed(value)
    if interval is None:
        return text
    return f"{text} ({_signed(interval[0])}, {_signed(interval[1])})"


def confusion_table(
    evaluation: Evaluation,
) -> tuple[tuple[int, ...], dict[tuple[int, int], int]] | None:
    """(classes, {(label, answer): samples}); None where it was not kept whole, or has more classes
    than anybody reads as a matrix."""
    cells = evaluation.confusion
    if not cells or len(cells) < evaluation.cells:
        return None
    classes = sorted({at for one in cells for at in (one.label, one.answer)})
    if len(classes) > MATRIX_CLASSES:
        return None
    return tuple(classes), {(one.label, one.answer): one.count for one in cells}


def headline(evaluation: Evaluation, t: Translate = untranslated) -> tuple[str, str, str]:
    """(name, value with its interval, against the source) of what counts most."""
    if evaluation.top1 is not None:
        paired = evaluation.paired
        return (
            t(mark("Top-1")),
            format_percent(evaluation.top1.value, evaluation.top1.ci95),
            "–" if paired is None else format_points(paired.difference, paired.ci95),
        )
    if not evaluation.figures:
        return t(TASK_TITLES[evaluation.task]), "–", "–"
    first = evaluation.figures[0]
    against = "–" if first.difference is None else difference_text(first)
    return figure_title(first, t), figure_text(first), against


def p_text(value: float | None) -> str:
    """A p-value: two digits, and no more zeros than anybody wants to read."""
    if value is None:
        return "–"
    return "< 0.001" if value < 0.001 else f"{value:.2g}"


def answer_text(flip: Flip, side: str, evaluation: Evaluation, names: tuple[str, ...] = ()) -> str:
    """What the "source" or the "file" answers to one sample, with its score where it has one."""
    answer, score = (
        (flip.source, flip.source_score) if side == "source" else (flip.file, flip.file_score)
    )
    if isinstance(answer, int) or evaluation.task == "classification":
        name = class_text(int(answer), names)
        return name if score is None else f"{name}  {significant(score)}"
    if evaluation.task in ("masks", "agreement"):
        return format_percent(float(answer))
    return format_error(float(answer))


def class_text(index: int, names: tuple[str, ...] = ()) -> str:
    """The class's name, else its number; NaN for -1."""
    if index < 0:
        return "NaN"
    return names[index] if index < len(names) else str(index)


def _accuracy_text(accuracy: Accuracy, t: Translate) -> str:
    return t(mark("{share}, {correct} of {total}")).format(
        share=format_percent(accuracy.value, accuracy.ci95),
        correct=f"{accuracy.correct:,}",
        total=f"{accuracy.total:,}",
    )


def _paired_rows(paired: PairedAccuracy, t: Translate) -> list[tuple[str, str]]:
    rows = [
        (t(mark("Against the source")), format_points(paired.difference, paired.ci95)),
        (
            t(mark("Right in one only")),
            t(mark("{source} in the source, {variant} in the variant")).format(
                source=paired.only_source, variant=paired.only_candidate
            ),
        ),
        (t(mark("Same class as the source")), format_percent(paired.agreement)),
    ]
    if paired.p_value is not None:
        p = p_text(paired.p_value)
        rows.insert(2, (t(mark("McNemar's exact test")), f"p {p}" if p[0] == "<" else f"p = {p}"))
    return rows


def _interval(figure: Figure) -> str:
    return interval_text(figure.value, figure.ci95)


def _signed(value: float) -> str:
    if value == 0:
        return "0"
    return ("+" if value > 0 else "−") + format_error(abs(value))
