"""Evaluations in words and numbers."""

from __future__ import annotations

import pytest

from studio.core.evaluation import ConfusionCell, Figure, Flip
from studio.core.evaluation_results import Evaluation
from studio.core.evaluation_text import (
    MATRIX_CLASSES,
    answer_text,
    confusion_table,
    difference_text,
    evaluation_rows,
    figure_text,
    headline,
    p_text,
)


def made(**fields: object) -> Evaluation:
    return Evaluation(file="f", sha256="s", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("figure", "value", "difference"),
    [
        (
            Figure(metric="mae", value=0.5, ci95=(0.45, 0.55), difference=-0.01),
            "0.50 ± 0.05",
            "−0.010",
        ),
        (
            Figure(
                metric="mean-iou",
                value=0.81,
                ci95=(0.78, 0.84),
                difference=-0.02,
                difference_ci95=(-0.04, 0.0),
            ),
            "81 % (78–84)",
            "−2 pp (−4, 0)",
        ),
        (Figure(metric="cosine", value=0.9999), "0.99990", "–"),
        (Figure(metric="top-3", value=None), "unknown", "–"),
    ],
)
def test_a_figure_has_the_digits_of_its_interval(
    figure: Figure, value: str, difference: str
) -> None:
    assert figure_text(figure) == value
    assert difference_text(figure) == difference


def test_what_counts_most_is_the_first_figure() -> None:
    figure = Figure(metric="rmse", value=2.0, ci95=(1.9, 2.1), difference=0.5)
    assert headline(made(task="regression", figures=(figure,))) == ("RMSE", "2.00 ± 0.10", "+0.50")
    assert headline(made(task="agreement"))[1:] == ("–", "–")


def test_whether_the_task_was_inferred_is_said() -> None:
    rows = dict(evaluation_rows(made(task="masks", samples=9, flip_count=2)))
    assert rows == {"Task": "masks, inferred"}  # nearer or less near, but nothing flips
    rows = dict(evaluation_rows(made(samples=9, flip_count=2)))
    assert rows["Flipped samples"] == "2 of 9 samples"
    declared = dict(evaluation_rows(made(task="masks", is_declared=True)))
    assert declared["Task"] == "masks, as declared"


def test_answers_by_name_and_score() -> None:
    flip = Flip(index=3, label=1, source=1, file=-1, source_score=0.4567)
    evaluation = made()
    assert answer_text(flip, "source", evaluation, ("cat", "dog")) == "dog  0.457"
    assert answer_text(flip, "file", evaluation, ("cat", "dog")) == "NaN"
    assert answer_text(Flip(index=3, source=0.5, file=0.25), "file", made(task="masks")) == "25 %"


def test_a_matrix_only_where_it_is_whole_and_readable() -> None:
    cells = tuple(ConfusionCell(label=at, answer=at, count=5) for at in range(MATRIX_CLASSES))
    found = confusion_table(made(confusion=cells, cells=len(cells)))
    assert found is not None and found[1][3, 3] == 5
    assert confusion_table(made(confusion=cells, cells=len(cells) + 1)) is None
    more = (*cells, ConfusionCell(label=99, answer=0, count=1))
    assert confusion_table(made(confusion=more, cells=len(more))) is None
    assert confusion_table(made()) is None


def test_p_values() -> None:
    assert [p_text(value) for value in (None, 1.0, 0.0421, 0.0004)] == [
        "–",
        "1",
        "0.042",
        "< 0.001",
    ]
