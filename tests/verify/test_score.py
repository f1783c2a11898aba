"""Top-1, top-5 and pairing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.core.child import Reporter
from studio.core.errors import DataError
from studio.core.evaluation_results import Evaluation
from studio.core.messages import MESSAGES
from studio.core.verify_protocol import ReferenceRequest, ScoreRequest
from studio.verify.classes import score_outputs
from studio.verify.reference import reference
from studio.verify.score import score
from tests.kit.layered_tflite import classifier, int8_dense

QUIET = Reporter(lambda message: None)
WEIGHTS = np.random.RandomState(1).standard_normal((8, 4))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """100 samples; the classifier with WEIGHTS is right on the first 90."""
    x = np.random.RandomState(2).standard_normal((100, 4)).astype(np.float32)
    y = (x @ WEIGHTS.T).argmax(axis=1)
    y[90:] = (y[90:] + 1) % 8
    np.savez(tmp_path / "d.npz", x=x, y=y)
    return tmp_path / "d.npz"


def evaluate(file: Path, data: Path, **fields: Any) -> Evaluation:
    result = score(ScoreRequest(file=str(file), data=str(data), **fields), QUIET)
    assert len(result.data_sha256) == 64
    return result.evaluation


def test_shares_with_their_interval(tmp_path: Path, data: Path) -> None:
    found = evaluate(classifier(tmp_path / "m.tflite", WEIGHTS), data)
    assert (found.top1.correct, found.top1.total, found.top1.value) == (90, 100, 0.9)
    low, high = found.top1.ci95
    assert low < 0.9 < high
    assert found.top5 is not None
    assert found.top5.correct >= 90
    assert len(found.sha256) == 64
    assert found.paired is None


def test_paired_with_the_source(tmp_path: Path, data: Path) -> None:
    source = classifier(tmp_path / "s.tflite", WEIGHTS)
    request = ReferenceRequest(model=str(source), output=str(tmp_path / "r.npz"), all_of=str(data))
    reference(request, QUIET)
    outputs = str(tmp_path / "r.npz")
    same = evaluate(source, data, paired_with=outputs).paired
    assert same is not None
    assert (same.difference, same.only_source, same.only_candidate) == (0.0, 0, 0)
    assert same.agreement == 1.0
    worse = evaluate(classifier(tmp_path / "w.tflite", -WEIGHTS), data, paired_with=outputs).paired
    assert worse is not None
    assert worse.difference < -0.5
    assert worse.ci95[0] <= worse.difference <= worse.ci95[1] < 0
    assert worse.only_source > worse.only_candidate


def test_outputs_computed_elsewhere_are_scored_alike(tmp_path: Path, data: Path) -> None:
    model = classifier(tmp_path / "m.tflite", WEIGHTS)
    request = ReferenceRequest(model=str(model), output=str(tmp_path / "r.npz"), all_of=str(data))
    reference(request, QUIET)
    given = evaluate(model, data, outputs=str(tmp_path / "r.npz"))
    assert given == evaluate(model, data)


def test_int8_in_and_out(tmp_path: Path, data: Path) -> None:
    found = evaluate(int8_dense(tmp_path / "m.tflite", np.clip(WEIGHTS, -1.9, 1.9)), data)
    assert found.top1.value > 0.6


def test_two_classes_have_no_top5() -> None:
    rows = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]], np.float32)
    scored = score_outputs({"y": rows}, np.array([0, 1, 1]), "d")
    assert scored.top1.tolist() == [True, True, False]
    assert scored.top5 is None


def test_one_probability_is_a_binary_classifier() -> None:
    rows = np.array([[0.9], [0.2], [0.6]], np.float32)
    scored = score_outputs({"y": rows}, np.array([1, 0, 0]), "d")
    assert scored.top1.tolist() == [True, True, False]


def test_nan_is_wrong() -> None:
    rows = np.array([[np.nan, 0.1], [0.2, 0.8]], np.float32)
    scored = score_outputs({"y": rows}, np.array([0, 1]), "d")
    assert scored.top1.tolist() == [False, True]
    assert scored.predicted.tolist() == [-1, 1]


def test_the_class_output_among_several() -> None:
    labels = np.array([0, 1, 2])
    outputs = {
        "boxes": np.zeros((3, 4, 4), np.float32),
        "embedding": np.ones((3, 16), np.float32),
        "classes": np.eye(3, dtype=np.float32),
    }
    assert score_outputs(outputs, labels, "d").top1.all()


@pytest.mark.parametrize(
    ("outputs", "labels", "code"),
    [
        ({"y": np.ones((3, 4, 4))}, [0, 1, 2], "evaluate-no-class-output"),
        ({"y": np.eye(3)}, [0, 1, 7], "labels-out-of-range"),
        ({"y": np.eye(3)}, [0, 1], "labels-count-differs"),
        ({"y": np.array([[3.0], [9.0]])}, [0, 1], "evaluate-no-class-output"),
    ],
)
def test_what_cannot_be_scored(
    outputs: dict[str, np.ndarray], labels: list[int], code: str
) -> None:
    with pytest.raises(DataError) as caught:
        score_outputs(outputs, np.array(labels), "d")
    assert caught.value.code == code
    assert code in MESSAGES
