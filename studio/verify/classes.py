"""Which samples a classifier has right, how it errs, and which its source answers otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from studio.core.errors import DataError
from studio.core.evaluation import (
    CELLS_KEPT,
    CLASSES_KEPT,
    FLIPS_KEPT,
    ClassScore,
    ConfusionCell,
    Figure,
    Flip,
    top_of,
)
from studio.core.evaluation_results import Accuracy, PairedAccuracy
from studio.data.labels import ranks
from studio.stats.proportions import mcnemar, paired_difference, wilson
from studio.verify.comparison import is_classifier

_TOP = 5


@dataclass(frozen=True)
class Scored:
    """``rows``: (samples, classes), a probability of class 1 being made two columns.
    ``predicted``: (samples,) classes, -1 for NaN. ``top5``: None below 6 classes."""

    rows: np.ndarray
    predicted: np.ndarray
    top1: np.ndarray
    top5: np.ndarray | None

    def scores(self) -> np.ndarray:
        """(samples,) what each gave its own answer; NaN where there is none."""
        at = np.maximum(self.predicted, 0)[:, None]
        found = np.take_along_axis(self.rows, at, axis=1)[:, 0].astype(np.float64)
        return np.where(self.predicted >= 0, found, np.nan)


def score_outputs(outputs: Mapping[str, np.ndarray], labels: np.ndarray, data: str) -> Scored:
    """Which samples are right. ``outputs``: name -> (samples, ...); ``labels``: (samples,).

    The class output is the only vector with room for every label; among several, the one that
    ranks classes. A single value in [0, 1] with labels 0 and 1 is a binary classifier: class 1
    from 0.5 on.
    """
    vectors = {name: values.reshape(len(values), -1) for name, values in outputs.items()}
    for rows in vectors.values():
        if len(rows) != len(labels):
            raise DataError(
                "labels-count-differs", path=data, labels=len(labels), samples=len(rows)
            )
    rows = _class_rows(outputs, vectors, labels)
    has_value = np.isfinite(rows.astype(np.float64)).all(axis=1)
    if rows.shape[1] == 1:
        predicted = np.where(has_value, rows[:, 0] >= 0.5, -1).astype(np.int64)
        both = np.concatenate([1 - rows, rows], axis=1)
        return Scored(both, predicted, predicted == labels, None)
    order = np.argsort(-rows.astype(np.float64), axis=1, kind="stable")[:, :_TOP]
    predicted = np.where(has_value, order[:, 0], -1)
    top5 = (order == labels[:, None]).any(axis=1) & has_value if rows.shape[1] > _TOP else None
    return Scored(rows, predicted, predicted == labels, top5)


def _class_rows(
    outputs: Mapping[str, np.ndarray], vectors: Mapping[str, np.ndarray], labels: np.ndarray
) -> np.ndarray:
    highest = int(labels.max())
    wide = [name for name in vectors if ranks(outputs[name].shape[1:])]
    fitting = [name for name in wide if vectors[name].shape[1] > highest]
    if len(fitting) > 1:
        fitting = [name for name in fitting if is_classifier(outputs[name], labels)]
    if len(fitting) == 1:
        return vectors[fitting[0]]
    single = [rows for rows in vectors.values() if rows.shape[1] == 1]
    if not wide and len(single) == 1 and highest <= 1 and _is_share(single[0]):
        return single[0]
    if len(wide) == 1:
        raise DataError("labels-out-of-range", label=highest, classes=vectors[wide[0]].shape[1])
    raise DataError(
        "evaluate-no-class-output",
        outputs=", ".join(f"{name}: {values.shape[1:]}" for name, values in outputs.items()),
    )


def _is_share(rows: np.ndarray) -> bool:
    finite = rows[np.isfinite(rows)]
    return rows.dtype.kind == "f" and bool(np.all((finite >= 0) & (finite <= 1)))


def accuracy(correct: np.ndarray) -> Accuracy:
    """``correct``: bool (samples,). With its Wilson interval."""
    right, total = int(np.count_nonzero(correct)), len(correct)
    return Accuracy(correct=right, total=total, value=right / total, ci95=wilson(right, total))


def paired(scored: Scored, source: Scored) -> PairedAccuracy:
    """The same samples by a file and its source; McNemar's exact test says whether it matters."""
    difference, interval = paired_difference(scored.top1, source.top1)
    only_source = int(np.count_nonzero(source.top1 & ~scored.top1))
    only_candidate = int(np.count_nonzero(scored.top1 & ~source.top1))
    return PairedAccuracy(
        difference=difference,
        ci95=interval,
        only_source=only_source,
        only_candidate=only_candidate,
        agreement=float(np.mean(scored.predicted == source.predicted)),
        p_value=mcnemar(only_source, only_candidate),
    )


def other_tops(scored: Scored, labels: np.ndarray, metrics: Sequence[str]) -> tuple[Figure, ...]:
    """The top-K of ``metrics`` besides 1 and 5; a K of all classes or more says nothing: None."""
    figures = []
    for metric in metrics:
        places = top_of(metric)
        if places is None or places in (1, _TOP):
            continue
        if places >= scored.rows.shape[1]:
            figures.append(Figure(metric=metric, value=None, interval="wilson"))
            continue
        order = np.argsort(-scored.rows.astype(np.float64), axis=1, kind="stable")[:, :places]
        hits = (order == labels[:, None]).any(axis=1) & (scored.predicted >= 0)
        found = accuracy(hits)
        figures.append(Figure(metric=metric, value=found.value, ci95=found.ci95, interval="wilson"))
    return tuple(figures)


def class_scores(scored: Scored, labels: np.ndarray) -> tuple[ClassScore, ...]:
    """By class, those with the most samples where there are too many."""
    classes = scored.rows.shape[1]
    totals = np.bincount(labels, minlength=classes)
    correct = np.bincount(labels[scored.top1], minlength=classes)
    answered = np.bincount(scored.predicted[scored.predicted >= 0], minlength=classes)
    seen = np.flatnonzero(totals + answered)
    kept = np.sort(seen[np.argsort(-totals[seen], kind="stable")][:CLASSES_KEPT])
    return tuple(
        ClassScore(
            label=int(at),
            total=int(totals[at]),
            correct=int(correct[at]),
            answered=int(answered[at]),
            recall_ci95=wilson(int(correct[at]), int(totals[at])) if totals[at] else None,
        )
        for at in kept
    )


def confusion(scored: Scored, labels: np.ndarray) -> tuple[tuple[ConfusionCell, ...], int]:
    """The cells that are not empty, the fullest first; and how many there were."""
    pairs = np.stack([labels, scored.predicted], axis=1)
    cells, counts = np.unique(pairs, axis=0, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:CELLS_KEPT]
    found = (
        ConfusionCell(label=int(cells[at, 0]), answer=int(cells[at, 1]), count=int(counts[at]))
        for at in order
    )
    return tuple(found), len(cells)


def flips(
    scored: Scored, source: Scored, labels: np.ndarray | None
) -> tuple[tuple[Flip, ...], int]:
    """The samples that are called otherwise, by index; and how many there were."""
    differing = np.flatnonzero(scored.predicted != source.predicted)
    ours, theirs = scored.scores(), source.scores()
    found = (
        Flip(
            index=int(at),
            label=None if labels is None else int(labels[at]),
            source=int(source.predicted[at]),
            file=int(scored.predicted[at]),
            source_score=_number(theirs[at]),
            file_score=_number(ours[at]),
        )
        for at in differing[:FLIPS_KEPT]
    )
    return tuple(found), len(differing)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
