"""Tasks other than classes, what is inferred and declared, and samples answered otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.child import Reporter
from studio.core.errors import DataError, UsageError
from studio.core.evaluation import Figure, task_of_metrics
from studio.core.evaluation_results import Evaluation
from studio.core.evaluation_text import evaluation_rows
from studio.core.flip_text import flip_cells, flip_headers
from studio.core.messages import MESSAGES
from studio.core.verify_protocol import ReferenceRequest, ScoreRequest
from studio.verify import values
from studio.verify.reference import reference
from studio.verify.score import score
from tests.kit.layered_tflite import classifier, int8_dense, picture_model

QUIET = Reporter(lambda message: None)
RANDOM = np.random.default_rng(5)
WEIGHTS = RANDOM.uniform(-1.5, 1.5, (3, 4))


def evaluate(tmp_path: Path, file: Path, source: Path | None = None, **fields: Any) -> Evaluation:
    data = tmp_path / "d.npz"
    paired = ""
    if source is not None:
        paired = str(tmp_path / "source.npz")
        reference(ReferenceRequest(model=str(source), output=paired, all_of=str(data)), QUIET)
    request = ScoreRequest(file=str(file), data=str(data), paired_with=paired, **fields)
    return score(request, QUIET).evaluation


def figures(evaluation: Evaluation) -> dict[str, Figure]:
    return {one.metric: one for one in evaluation.figures}


def test_numbers_as_labels_are_a_regression(tmp_path: Path) -> None:
    x = RANDOM.normal(size=(200, 4)).astype(np.float32)
    y = x @ WEIGHTS.T + RANDOM.normal(0, 0.1, (200, 3))
    np.savez(tmp_path / "d.npz", x=x, y=y)
    source = classifier(tmp_path / "s.tflite", WEIGHTS, softmax=False)
    quantized = int8_dense(tmp_path / "q.tflite", WEIGHTS)
    found = evaluate(tmp_path, quantized, source)
    assert (found.task, found.is_declared, found.samples) == ("regression", False, 200)
    assert found.top1 is None
    error = x @ WEIGHTS.T - y
    alone = figures(evaluate(tmp_path, source))
    assert alone["mae"].value == pytest.approx(np.abs(error).mean(), rel=1e-5)
    assert alone["rmse"].value == pytest.approx(np.sqrt((error**2).mean()), rel=1e-5)
    assert alone["rmse"].difference is None
    paired = figures(found)["rmse"]
    assert paired.value is not None and paired.difference is not None
    assert paired.difference == pytest.approx(paired.value - alone["rmse"].value)
    assert paired.difference_ci95 is not None
    assert 0 < paired.difference_ci95[0] < paired.difference < paired.difference_ci95[1]
    assert found.flip_count == 200
    errors = [abs(one.file - one.source) for one in found.flips]
    assert errors == sorted(errors, reverse=True)
    first = found.flips[0]
    assert min(abs(y[first.index].ravel() - first.label)) == pytest.approx(0)
    assert min(abs((x @ WEIGHTS.T)[first.index] - first.source)) == pytest.approx(0, abs=1e-5)
    headers = flip_headers(found)
    assert headers == ("Sample", "Label", "Source", "Variant", "Variant − label")
    assert flip_cells(first, found)[0] == str(first.index)
    assert "Flipped samples" not in dict(evaluation_rows(found))


def test_masks_of_height_and_width(tmp_path: Path) -> None:
    x = RANDOM.uniform(0, 1, (20, 8, 8, 3)).astype(np.float32)
    y = x.argmax(axis=3)
    y[:, 0, :] = 255
    y[:, 1, 0] = (y[:, 1, 0] + 1) % 3
    np.savez(tmp_path / "d.npz", x=x, y=y)
    found = evaluate(tmp_path, picture_model(tmp_path / "m.tflite"))
    assert (found.task, found.is_declared) == ("masks", False)
    iou = figures(found)["mean-iou"]
    answers, kept = x.argmax(axis=3), y != 255
    expected = [
        np.sum((answers == c) & (y == c) & kept) / np.sum(((answers == c) | (y == c)) & kept)
        for c in range(3)
    ]
    assert iou.value == pytest.approx(np.mean(expected))
    assert iou.ci95 is not None and iou.ci95[0] < iou.value < iou.ci95[1]


def test_a_single_value_a_pixel_is_a_mask_of_two_classes() -> None:
    output = np.array([0.2, 0.9, 0.6, 0.4], np.float32).reshape(1, 2, 2, 1)
    labels = np.array([[[0, 1], [0, 0]]])
    sums = values.mask_sums({"y": output}, labels, "d")
    assert sums.alone[0] == pytest.approx((2 / 3 + 1 / 2) / 2)
    logits = values.mask_sums({"y": output * 10 - 5}, labels, "d")
    assert logits.alone[0] == sums.alone[0]


def test_without_labels_the_source_is_what_counts(tmp_path: Path) -> None:
    x = RANDOM.normal(size=(100, 4)).astype(np.float32)
    np.savez(tmp_path / "d.npz", x=x)
    source = classifier(tmp_path / "s.tflite", WEIGHTS)
    other = classifier(tmp_path / "o.tflite", WEIGHTS + RANDOM.normal(0, 0.3, WEIGHTS.shape))
    found = evaluate(tmp_path, other, source)
    assert (found.task, found.is_declared) == ("agreement", False)
    same = figures(found)["same-answer"]
    assert same.value is not None
    assert found.flip_count == round(100 * (1 - same.value)) > 0
    flip = found.flips[0]
    assert flip.source == (x[flip.index] @ WEIGHTS.T).argmax() != flip.file
    assert flip.label is None and flip.source_score is not None and flip.file_score is not None
    assert figures(evaluate(tmp_path, source, source))["rmse-over-range"].value == 0.0


def test_labels_can_be_left_aside_on_request(tmp_path: Path) -> None:
    x = RANDOM.normal(size=(50, 4)).astype(np.float32)
    np.savez(tmp_path / "d.npz", x=x, y=(x @ WEIGHTS.T).argmax(axis=1))
    source = classifier(tmp_path / "s.tflite", WEIGHTS)
    assert evaluate(tmp_path, source, source).task == "classification"
    found = evaluate(tmp_path, source, source, metrics=("agreement",))
    assert (found.task, found.is_declared, found.flip_count) == ("agreement", True, 0)


def test_classes_flips_and_other_tops(tmp_path: Path) -> None:
    x = RANDOM.normal(size=(300, 4)).astype(np.float32)
    labels = (x @ WEIGHTS.T).argmax(axis=1)
    np.savez(tmp_path / "d.npz", x=x, y=labels)
    source = classifier(tmp_path / "s.tflite", WEIGHTS)
    worse = classifier(tmp_path / "w.tflite", WEIGHTS[[1, 0, 2]])
    found = evaluate(tmp_path, worse, source, metrics=("top-2",))
    assert found.top1 is not None and found.paired is not None
    assert found.paired.p_value is not None and found.paired.p_value < 0.001
    assert sum(one.total for one in found.classes) == 300
    assert sum(one.correct for one in found.classes) == found.top1.correct
    assert sum(one.count for one in found.confusion) == 300
    assert found.cells == len(found.confusion)
    assert found.flip_count == found.paired.only_source
    for flip in found.flips:
        assert flip.label == labels[flip.index] == flip.source != flip.file
    top2 = figures(found)["top-2"]
    assert top2.value is not None and top2.value > found.top1.value
    names = [name for name, _ in evaluation_rows(found)]
    assert names[0] == "Task" and "McNemar's exact test" in names


def test_numbers_for_an_output_of_another_size_are_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "d.npz", x=np.ones((4, 4), np.float32), y=np.full((4, 2), 0.5))
    with pytest.raises(DataError) as caught:
        evaluate(tmp_path, classifier(tmp_path / "s.tflite", WEIGHTS), metrics=("mae",))
    assert caught.value.code == "evaluate-no-value-output"
    with pytest.raises(DataError) as caught:
        evaluate(tmp_path, classifier(tmp_path / "s.tflite", WEIGHTS), metrics=("mean-iou",))
    assert caught.value.code == "evaluate-no-mask-output"


@pytest.mark.parametrize(
    ("metrics", "code"), [(("top-0",), "metric-unknown"), (("mae", "top-1"), "metrics-apart")]
)
def test_metrics_that_cannot_be(metrics: tuple[str, ...], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        task_of_metrics(metrics)
    assert caught.value.code == code
    assert code in MESSAGES
