"""Real models that packages ship: load, state, refusals, and equal medians for equal files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import RunError
from studio.core.measure_protocol import SummarizeRequest
from studio.core.measure_requests import BenchmarkRequest
from studio.core.targets import make_target
from studio.measure.loading import fill_inputs
from studio.measure.sample import sample
from studio.measure.summarize import summarize
from studio.runtimes.litert_interpreter import LiteRtInterpreter
from tests.measure.conftest import Told, sample_request
from tests.realmodels import RealModels

pytestmark = pytest.mark.realmodel

TARGET = make_target("litert-interpreter")


@pytest.mark.parametrize(
    "name", ["selfie_segmentation", "face_detection_short_range", "hand_landmark_lite"]
)
def test_mediapipe_runs_and_repeats_itself(name: str, realmodels: RealModels):
    """selfie_segmentation has a custom op that only the default delegate resolves."""
    model = LiteRtInterpreter().load(realmodels.mediapipe(name), TARGET)
    fill_inputs(model, seed=3)
    model.invoke()
    first = model.outputs()
    model.invoke()
    for output, values in model.outputs().items():
        assert np.isfinite(values).all()
        assert np.array_equal(values, first[output])


def test_an_op_of_mediapipe_alone_is_named(realmodels: RealModels):
    with pytest.raises(RunError) as caught:
        LiteRtInterpreter().load(realmodels.mediapipe("face_landmark_with_attention"), TARGET)
    assert caught.value.code == "run-custom-op"
    assert caught.value.params["op"] == "Landmarks2TransformMatrix"


def test_wake_words_start_anew_after_reset(realmodels: RealModels):
    for path in realmodels.wakewords():
        model = LiteRtInterpreter().load(path, TARGET)
        heard = []
        for _ in range(2):
            fill_inputs(model, seed=0)
            steps = []
            for _ in range(4):
                model.invoke()
                steps.append(int(model.outputs()[model.signature.outputs[0].name].item()))
            heard.append(steps)
            model.reset()
        assert heard[0] == heard[1], path.name


def test_equal_files_get_equal_medians(tmp_path: Path, told: Told, realmodels: RealModels):
    face = str(realmodels.mediapipe("face_detection_short_range"))
    files = (face, str(realmodels.fer_tflite), face)
    request = sample_request(tmp_path, files, seconds=3.0)
    sample(request, told.reporter)
    result = summarize(
        SummarizeRequest(
            request=BenchmarkRequest(files=files),
            arms=request.arms,
            samples=(request.output,),
            footprints=(None,) * 3,
            errors=(None,) * 3,
            output=str(tmp_path / "joined"),
        ),
        told.reporter,
    )
    first, other, second = (one.median_ms or 0.0 for one in result.measurements)
    assert first == pytest.approx(second, rel=0.1)
    assert other < first
