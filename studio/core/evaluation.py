"""What an evaluation says beside shares of right answers: figures, classes, samples that differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from studio.core.errors import UsageError

TaskKind = Literal["classification", "regression", "masks", "agreement"]
"""agreement: no labels are used; how near a file's answers are to its source's."""

TASK_METRICS: dict[TaskKind, tuple[str, ...]] = {
    "classification": ("top-1", "top-5"),
    "regression": ("mae", "rmse"),
    "masks": ("mean-iou",),
    "agreement": ("same-answer", "rmse-over-range", "cosine"),
}
"""What is said of each; of classes, any "top-K" besides."""

FLIPS_KEPT = 200
CLASSES_KEPT = 200
CELLS_KEPT = 400

_TOP = re.compile(r"top-([1-9]\d{0,3})")


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One metric of one file with its 95 % interval; ``value`` None where it is not finite.

    ``output``: which one of several, where the metric is of one; else "".
    ``interval``: where ``ci95`` comes from. ``difference``: the file's value minus the source's on
    the same samples, its interval a paired bootstrap over samples; None without a source.
    """

    metric: str
    value: float | None
    ci95: tuple[float, float] | None = None
    interval: Literal["wilson", "bootstrap"] = "bootstrap"
    output: str = ""
    difference: float | None = None
    difference_ci95: tuple[float, float] | None = None


class ClassScore(msgspec.Struct, frozen=True, kw_only=True):
    """``total`` samples have this label; ``correct`` of them were answered so (recall, with its
    Wilson interval; None without samples). ``answered``: how many samples were called so."""

    label: int
    total: int
    correct: int
    answered: int
    recall_ci95: tuple[float, float] | None = None


class ConfusionCell(msgspec.Struct, frozen=True, kw_only=True):
    """How many samples of class ``label`` were called ``answer`` (-1: the output was NaN)."""

    label: int
    answer: int
    count: int


class Flip(msgspec.Struct, frozen=True, kw_only=True):
    """A sample that the file answers otherwise than its source does.

    Of classes: ``source`` and ``file`` are class numbers, -1 for NaN, the scores what each gave its
    own answer. Of numbers (regression) they are values, as ``label`` is, of the place in the output
    where file and source are farthest apart. Of the rest they are what the metric says of this
    sample alone (its mean IoU, its RMSE over the range from the source's, of which the source's own
    is 0). What is no class has no scores.
    """

    index: int
    source: int | float
    file: int | float
    label: int | float | None = None
    source_score: float | None = None
    file_score: float | None = None


def task_of_metrics(metrics: Sequence[str]) -> TaskKind | None:
    """The task that ``metrics`` belong to; None without any.

    Raises UsageError: metric-unknown, metrics-apart (of several tasks).
    """
    tasks: dict[TaskKind, str] = {}
    for metric in metrics:
        tasks.setdefault(_task_of(metric), metric)
    if len(tasks) > 1:
        raise UsageError("metrics-apart", metrics=", ".join(tasks.values()))
    return next(iter(tasks), None)


def top_of(metric: str) -> int | None:
    """K of "top-K"; None for other metrics."""
    found = _TOP.fullmatch(metric)
    return int(found[1]) if found else None


def _task_of(metric: str) -> TaskKind:
    if top_of(metric) is not None:
        return "classification"
    for task, names in TASK_METRICS.items():
        if metric in names or metric == task:
            return task
    known = ["top-K", *(name for names in TASK_METRICS.values() for name in names)]
    shown = ", ".join(name for name in known if name == "top-K" or top_of(name) is None)
    raise UsageError("metric-unknown", name=metric, known=shown)
