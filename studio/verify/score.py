"""Top-1 and top-5 of a file on labelled data, paired with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.core.child import Reporter
from studio.core.child_protocol import ScoreRequest, ScoreResult
from studio.core.errors import DataError
from studio.core.files import file_sha256
from studio.core.results import Accuracy, Evaluation, PairedAccuracy
from studio.data import load_dataset
from studio.data.computed import read_reference
from studio.stats.proportions import paired_difference, wilson
from studio.verify.comparison import is_classifier
from studio.verify.reference import run_dataset
from studio.verify.running import Runner

_TOP = 5


@dataclass(frozen=True)
class Scored:
    """``predicted``: (samples,) classes, -1 for NaN. ``top5``: None below 6 classes."""

    predicted: np.ndarray
    top1: np.ndarray
    top5: np.ndarray | None


def score(request: ScoreRequest, reporter: Reporter) -> ScoreResult:
    """Raises DataError: labels-missing, labels-invalid, labels-count-differs, labels-out-of-range,
    evaluate-no-class-output; RunError, ModelError where the file cannot run.
    """
    reporter.phase("evaluating")
    dataset = load_dataset(request.data, request.data_ref)
    labels = dataset.require_labels()
    if request.outputs:
        outputs = read_reference(request.outputs).outputs
    else:
        with Runner(request.file) as runner:
            outputs = run_dataset(runner, dataset, reporter, "evaluating")
    scored = score_outputs(outputs, labels, request.data)
    file = Path(request.file)
    evaluation = Evaluation(
        file=request.file,
        sha256=file_sha256(file) if file.is_file() else "",  # a folder has no hash of its own
        top1=_accuracy(scored.top1),
        top5=None if scored.top5 is None else _accuracy(scored.top5),
        paired=_paired(scored, request, labels),
    )
    return ScoreResult(evaluation=evaluation, data_sha256=dataset.sha256)


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
        return Scored(predicted, predicted == labels, None)
    order = np.argsort(-rows.astype(np.float64), axis=1, kind="stable")[:, :_TOP]
    predicted = np.where(has_value, order[:, 0], -1)
    top5 = (order == labels[:, None]).any(axis=1) & has_value if rows.shape[1] > _TOP else None
    return Scored(predicted, predicted == labels, top5)


def _class_rows(
    outputs: Mapping[str, np.ndarray], vectors: Mapping[str, np.ndarray], labels: np.ndarray
) -> np.ndarray:
    highest = int(labels.max())
    is_vector = {
        name: max(outputs[name].shape[1:], default=1) == rows.shape[1]
        for name, rows in vectors.items()
    }
    wide = [name for name, rows in vectors.items() if is_vector[name] and rows.shape[1] >= 2]
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


def _paired(scored: Scored, request: ScoreRequest, labels: np.ndarray) -> PairedAccuracy | None:
    if not request.paired_with:
        return None
    outputs = read_reference(request.paired_with).outputs
    source = score_outputs(outputs, labels, request.data)
    difference, interval = paired_difference(scored.top1, source.top1)
    return PairedAccuracy(
        difference=difference,
        ci95=interval,
        only_source=int(np.count_nonzero(source.top1 & ~scored.top1)),
        only_candidate=int(np.count_nonzero(scored.top1 & ~source.top1)),
        agreement=float(np.mean(scored.predicted == source.predicted)),
    )


def _accuracy(correct: np.ndarray) -> Accuracy:
    right, total = int(np.count_nonzero(correct)), len(correct)
    return Accuracy(correct=right, total=total, value=right / total, ci95=wilson(right, total))
