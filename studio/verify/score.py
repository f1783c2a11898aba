"""Scores a file on a data set, beside its source on the same samples."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from studio.core.child import Reporter
from studio.core.errors import DataError
from studio.core.evaluation import Figure, TaskKind, task_of_metrics
from studio.core.evaluation_results import Evaluation
from studio.core.files import file_sha256
from studio.core.verify_protocol import ScoreRequest, ScoreResult
from studio.data import LoadedDataset, load_dataset
from studio.data.computed import read_reference
from studio.data.labels import task_of
from studio.stats.bootstrap import Statistic
from studio.verify import values
from studio.verify.classes import (
    accuracy,
    class_scores,
    confusion,
    flips,
    other_tops,
    paired,
    score_outputs,
)
from studio.verify.comparison import is_classifier
from studio.verify.reference import run_dataset
from studio.verify.running import match

Outputs = Mapping[str, np.ndarray]


class _Task(NamedTuple):
    """``labels``: as the task needs them; of "agreement" there are none."""

    kind: TaskKind
    labels: np.ndarray


def score(request: ScoreRequest, reporter: Reporter) -> ScoreResult:
    """Raises DataError: labels-missing, labels-invalid, labels-count-differs, labels-out-of-range,
    evaluate-no-class-output, evaluate-no-value-output, evaluate-no-mask-output,
    evaluate-shapes-differ; RunError, ModelError where the file cannot run.
    """
    reporter.phase("evaluating")
    dataset = load_dataset(request.data, request.data_ref)
    has_source = bool(request.paired_with) or request.is_source
    declared = task_of_metrics(request.metrics)
    if dataset.targets is None and not has_source:
        dataset.require_labels()
    if request.outputs:
        outputs: Outputs = read_reference(request.outputs).outputs
    else:
        outputs = run_dataset(
            request.file, dataset, reporter, "evaluating", batched=request.batched
        )
    source = read_reference(request.paired_with).outputs if request.paired_with else None
    task = find_task(dataset, outputs, declared)
    file = Path(request.file)
    scored = _SCORES[task.kind](request, outputs, source, task.labels)
    evaluation = replace(
        scored,
        file=request.file,
        sha256=file_sha256(file) if file.is_file() else "",  # a folder has no hash of its own
        task=task.kind,
        is_declared=declared is not None,
        samples=len(next(iter(outputs.values()))),
    )
    return ScoreResult(evaluation=evaluation, data_sha256=dataset.sha256)


def find_task(dataset: LoadedDataset, outputs: Outputs, declared: TaskKind | None) -> _Task:
    """What to score: as declared; else agreement where there are no labels, and by labels and
    outputs as ``data.labels.task_of`` decides.

    Raises DataError: labels-missing, labels-invalid, labels-count-differs.
    """
    targets = dataset.targets
    if declared == "agreement" or (declared is None and targets is None):
        return _Task("agreement", np.empty(0))
    if targets is None:
        targets = dataset.require_labels()
    samples = len(next(iter(outputs.values())))
    if len(targets) != samples:
        raise DataError(
            "labels-count-differs", path=dataset.path, labels=len(targets), samples=samples
        )
    shapes = [array.shape[1:] for array in outputs.values()]
    task = declared or task_of(targets, shapes, partial(_ranks_classes, outputs, dataset))
    if task == "regression":
        return _Task("regression", targets)
    if task == "masks":
        masks = values.mask_labels(targets, outputs)
        if masks is None:
            raise DataError(
                "evaluate-no-mask-output",
                shape=targets.shape[1:],
                outputs=", ".join(f"{name}: {one.shape[1:]}" for name, one in outputs.items()),
            )
        return _Task("masks", masks)
    return _Task("classification", dataset.require_labels())


def _ranks_classes(outputs: Outputs, dataset: LoadedDataset, labels: np.ndarray) -> bool:
    try:
        score_outputs(outputs, labels, str(dataset.path))
    except DataError as error:
        return error.code != "evaluate-no-class-output"
    return True


def _classification(
    request: ScoreRequest, outputs: Outputs, source: Outputs | None, labels: np.ndarray
) -> Evaluation:
    scored = score_outputs(outputs, labels, request.data)
    cells, count = confusion(scored, labels)
    found = Evaluation(
        file="",
        sha256="",
        top1=accuracy(scored.top1),
        top5=None if scored.top5 is None else accuracy(scored.top5),
        figures=other_tops(scored, labels, request.metrics),
        classes=class_scores(scored, labels),
        confusion=cells,
        cells=count,
    )
    if source is None:
        return found
    theirs = score_outputs(source, labels, request.data)
    differing, many = flips(scored, theirs, labels)
    return replace(found, paired=paired(scored, theirs), flips=differing, flip_count=many)


def _regression(
    request: ScoreRequest, outputs: Outputs, source: Outputs | None, targets: np.ndarray
) -> Evaluation:
    del request
    ours = values.regression_sums(outputs, targets)
    theirs = None if source is None else values.regression_sums(source, targets)
    found = _with_figures(ours, theirs, values.REGRESSION)
    if source is None:
        return found
    differing, many = values.values_apart(outputs, source, targets)
    return replace(found, flips=differing, flip_count=many)


def _masks(
    request: ScoreRequest, outputs: Outputs, source: Outputs | None, labels: np.ndarray
) -> Evaluation:
    ours = values.mask_sums(outputs, labels, request.data)
    theirs = None if source is None else values.mask_sums(source, labels, request.data)
    return _with_figures(ours, theirs, values.MASKS)


def _with_figures(
    ours: values.Sums, theirs: values.Sums | None, statistics: Mapping[str, Statistic]
) -> Evaluation:
    found = Evaluation(
        file="",
        sha256="",
        figures=tuple(
            values.figure(metric, ours, statistic, theirs)
            for metric, statistic in statistics.items()
        ),
    )
    if theirs is None:
        return found
    differing, many = values.most_apart(ours.alone, theirs.alone)
    return replace(found, flips=differing, flip_count=many)


def _agreement(
    request: ScoreRequest, outputs: Outputs, source: Outputs | None, labels: np.ndarray
) -> Evaluation:
    """With nothing to be right about: how near the answers are to the source's."""
    del labels
    found = Evaluation(file="", sha256="")
    if source is None:
        return found
    named = match(
        {name: array.shape[1:] for name, array in outputs.items()},
        {name: array.shape[1:] for name, array in source.items()},
    )
    if not named:
        shapes = [
            ", ".join(str(one.shape[1:]) for one in side.values()) for side in (outputs, source)
        ]
        raise DataError("evaluate-shapes-differ", ours=shapes[0], source=shapes[1])
    figures: list[Figure] = []
    for name, ours in named.items():
        output = name if len(source) > 1 else ""
        theirs, own = source[name], outputs[ours]
        squares, over_range, products = values.error_sums(own, theirs)
        if is_classifier(theirs):
            answers, expected = (
                score_outputs({name: one}, np.zeros(len(one), np.int64), request.data)
                for one in (own, theirs)
            )
            same = accuracy(answers.predicted == expected.predicted)
            figures.append(
                Figure(
                    metric="same-answer",
                    value=same.value,
                    ci95=same.ci95,
                    interval="wilson",
                    output=output,
                )
            )
            if found.flip_count is None:
                differing, many = flips(answers, expected, None)
                found = replace(found, flips=differing, flip_count=many)
        figures += [
            values.figure("rmse-over-range", squares, over_range, output=output),
            values.figure("cosine", products, values.cosine, output=output),
        ]
    if found.flip_count is None:
        name, ours = next(iter(named.items()))
        squares, _, _ = values.error_sums(outputs[ours], source[name])
        differing, many = values.most_apart(squares.alone, np.zeros(len(squares.alone)))
        found = replace(found, flips=differing, flip_count=many)
    return replace(found, figures=tuple(figures))


_SCORES = {
    "classification": _classification,
    "regression": _regression,
    "masks": _masks,
    "agreement": _agreement,
}
