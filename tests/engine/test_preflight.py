"""Native code never sees what would crash it."""

from __future__ import annotations

import numpy as np
import pytest

from studio.core.errors import StudioError
from studio.core.model import Signature, TensorSpec
from studio.engine.calibration import Calibration
from studio.engine.preflight import require_samples

SIGNATURE = Signature(
    name="serving_default",
    inputs=(TensorSpec(name="x", dtype="float32", shape=(1, 2)),),
    outputs=(TensorSpec(name="y", dtype="float32", shape=(1, 2)),),
)


def batch_of(size: int) -> Signature:
    spec = TensorSpec(name="x", dtype="float32", shape=(size, 2))
    return Signature(name="s", inputs=(spec,), outputs=(spec,))


@pytest.mark.parametrize(
    ("array", "code"),
    [
        (np.zeros((0, 2), np.float32), "calibration-empty"),
        (np.full((3, 2), np.nan, np.float32), "calibration-not-finite"),
        (np.full((3, 2), np.inf, np.float32), "calibration-not-finite"),
        (np.full((3, 2), -1e31, np.float32), "calibration-too-large"),
        (np.zeros((3, 3), np.float32), "data-shape-mismatch"),
        (np.zeros((3, 1, 2), np.float32), "data-shape-mismatch"),
        (np.zeros((3, 2), np.float64), "data-dtype-mismatch"),
    ],
)
def test_samples_that_crash_the_calibrator_are_refused(array: np.ndarray, code: str) -> None:
    with pytest.raises(StudioError) as caught:
        require_samples({"x": array}, SIGNATURE)
    assert caught.value.code == code


def test_good_samples_are_counted() -> None:
    assert require_samples({"x": np.ones((3, 2), np.float32)}, SIGNATURE) == 3


def test_a_fixed_batch_is_filled_up_from_the_last_sample() -> None:
    samples = np.arange(10, dtype=np.float32).reshape(5, 2)
    calls = list(Calibration({"x": samples}, 5).batches(batch_of(4), ["x"]))
    assert [call[0].shape for call in calls] == [(4, 2), (4, 2)]
    np.testing.assert_array_equal(calls[1][0], np.repeat(samples[4:], 4, axis=0))
