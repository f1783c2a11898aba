"""The numbers of a check by hand, and what counts as a classifier."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from studio.verify.comparison import compare, is_classifier
from studio.verify.running import Output

SOURCE = np.array([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.3, 0.5]], np.float32)


def test_the_same_is_without_error() -> None:
    check = compare("y", SOURCE, Output(SOURCE.copy()))
    assert (check.max_abs_error, check.rmse_over_range, check.argmax_agreement) == (0, 0, 1)
    assert check.cosine == pytest.approx(1)
    assert (check.reasons, check.notes) == ((), ())


def test_numbers_by_hand() -> None:
    source = np.array([[0.0, 3.0], [1.0, 4.0]], np.float32)
    artifact = np.array([[0.0, 3.0], [1.0, 2.0]], np.float32)
    check = compare("y", source, Output(artifact))
    assert check.max_abs_error == 2.0
    assert check.rmse_over_range == pytest.approx(1.0 / 4.0)
    assert check.cosine == pytest.approx(18 / np.sqrt(26 * 14))
    assert check.argmax_agreement is None


def test_agreement_counts_samples() -> None:
    artifact = SOURCE.copy()
    artifact[2] = [0.5, 0.3, 0.2]
    assert compare("y", SOURCE, Output(artifact)).argmax_agreement == pytest.approx(2 / 3)


def test_one_class_for_all_samples_is_no_agreement() -> None:
    """Saturated by data of the wrong scale, a source gives one class; so does any artifact."""
    source = np.array([[0.9, 0.1], [0.8, 0.2], [0.95, 0.05]], np.float32)
    check = compare("y", source, Output(source + np.float32(0.01)))
    assert (check.argmax_agreement, check.notes) == (None, ("source-argmax-constant",))
    other = compare("y", source, Output(source[:, ::-1].copy()))
    assert (other.argmax_agreement, other.notes) == (0.0, ())


@pytest.mark.parametrize(
    ("artifact", "reason"),
    [
        (SOURCE[:, :2], "output-shape-differs"),
        (SOURCE.astype(np.int32), "output-dtype-differs"),
        (np.full_like(SOURCE, np.nan), "output-not-finite"),
        (np.full_like(SOURCE, np.inf), "output-not-finite"),
        (np.full_like(SOURCE, 1 / 3), "output-constant"),
    ],
)
def test_failures(artifact: np.ndarray, reason: str) -> None:
    assert reason in compare("y", SOURCE, Output(artifact)).reasons


def test_width_of_a_float_is_no_difference() -> None:
    assert compare("y", SOURCE, Output(SOURCE.astype(np.float16))).reasons == ()


def test_a_source_that_is_not_finite_is_said() -> None:
    check = compare("y", np.full_like(SOURCE, np.nan), Output(SOURCE))
    assert check.reasons == ("source-not-finite",)
    assert check.cosine is None


def test_both_constant_is_a_note() -> None:
    flat = np.full_like(SOURCE, 0.25)
    check = compare("y", flat, Output(flat + 0.001))
    assert (check.reasons, check.notes) == ((), ("output-both-constant",))
    assert check.rmse_over_range is None


def test_what_one_step_cannot_show_is_constant() -> None:
    source = np.array([[0.500, 0.5], [0.501, 0.5]], np.float32)
    check = compare("y", source, Output(np.full_like(source, 0.5), step=1 / 256))
    assert check.notes == ("output-both-constant",)


def test_one_sample_says_nothing_about_constancy() -> None:
    check = compare("y", SOURCE[:1], Output(np.full((1, 3), 1 / 3, np.float32)))
    assert (check.reasons, check.notes) == ((), ())


def test_probabilities_are_classes() -> None:
    assert is_classifier(SOURCE)
    assert is_classifier(SOURCE.reshape(3, 1, 1, 3))
    stored = np.rint(SOURCE * 256) / 256
    assert is_classifier(stored, step=1 / 256)


@pytest.mark.parametrize(
    "source",
    [
        np.array([[1.0], [0.0]]),
        np.array([[3.0, -1.0], [0.5, 2.0]]),
        np.array([[0.9, 0.8], [0.2, 0.1]]),
        np.array([[1, 0], [0, 1]]),
        np.ones((2, 4, 4)) / 16,
    ],
)
def test_other_vectors_are_not(source: np.ndarray) -> None:
    assert not is_classifier(source)


def test_labels_tell_logits_from_embeddings() -> None:
    labels = np.array([0, 1, 2, 0, 1, 2])
    logits = np.eye(3)[labels] * 9 - 4
    assert is_classifier(logits, labels)
    assert not is_classifier(-logits, labels)
    assert not is_classifier(logits[:, :2], labels)


FINITE = st.floats(-1e6, 1e6, width=32)


@settings(max_examples=100, deadline=None)
@given(
    source=arrays(np.float32, (4, 5), elements=FINITE),
    artifact=arrays(np.float32, (4, 5), elements=FINITE),
)
def test_numbers_are_finite_and_in_range(source: np.ndarray, artifact: np.ndarray) -> None:
    check = compare("y", source, Output(artifact))
    assert check.max_abs_error is not None
    assert check.max_abs_error >= 0
    assert check.rmse_over_range is None or check.rmse_over_range >= 0
    assert check.cosine is None or -1 - 1e-9 <= check.cosine <= 1
