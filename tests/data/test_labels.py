"""What labels are: told before a model runs as the evaluation decides it when it has."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.core.errors import DataError
from studio.core.model import Signature, TensorSpec
from studio.core.recipe import Preprocessing
from studio.data import LoadedDataset
from studio.data.dataset import class_labels
from studio.data.labels import ranks, task_of_labels
from studio.verify.score import find_task

SAMPLES = 3
SIZES = st.lists(st.integers(1, 4), min_size=0, max_size=3).map(tuple)


@st.composite
def targets(draw: st.DrawFn) -> np.ndarray:
    """Class numbers, one-hot rows, masks, numbers, of all shapes."""
    random = np.random.RandomState(draw(st.integers(0, 1000)))
    shape = (SAMPLES, *draw(SIZES))
    kind = draw(st.sampled_from(("whole", "one-hot", "any")))
    if kind == "any":
        return random.normal(size=shape)
    whole = random.randint(0, draw(st.integers(1, 4)), shape)
    return whole if kind == "whole" or whole.size == SAMPLES else np.eye(4, dtype=int)[whole]


@settings(deadline=None, max_examples=300)
@given(targets(), st.lists(SIZES, min_size=1, max_size=3))
def test_before_and_after_a_run_it_is_one_decision(
    given_targets: np.ndarray, shapes: list[tuple[int, ...]]
) -> None:
    if sum(map(ranks, shapes)) > 1:
        return  # which of them has the classes, only values tell
    specs = [
        TensorSpec(name=str(at), dtype="float32", shape=(None, *shape))
        for at, shape in enumerate(shapes)
    ]
    signature = Signature(name="s", inputs=(), outputs=tuple(specs))
    dataset = LoadedDataset(
        path=Path("d.npz"),
        arrays={"y": given_targets},
        labels=class_labels(given_targets),
        sha256="",
        preprocessing=Preprocessing(),
    )
    outputs = {
        str(at): np.full((SAMPLES, *shape), 0.5, np.float32) for at, shape in enumerate(shapes)
    }
    expected = task_of_labels(given_targets, signature)
    try:
        assert find_task(dataset, outputs, None).kind == expected
    except DataError as error:
        assert (expected, error.code) == (None, "labels-invalid")
