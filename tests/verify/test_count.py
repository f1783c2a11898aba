"""MACs at given input shapes: what LiteRT allocates, and what a run tells, counted by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.child import Reporter
from studio.core.child_protocol import Note
from studio.core.errors import DataError, RunError
from studio.core.model import InspectResult
from studio.core.verify_protocol import CountMacsRequest
from studio.graph.tflite import read_model
from studio.verify.count import count_macs
from tests.kit.dynamic_tflite import Middle, any_size
from tests.kit.layered_tflite import classifier
from tests.kit.small_tflite import custom_op
from tests.realmodels import RealModels

# the first convolution of (2, 9, 7, 2), stride 2: 5x4 places, each with 4 sums of 18 products
FIRST = 2 * 5 * 4 * 4 * 18


def count(path: Path, said: list[object] | None = None, **shapes: tuple[int, ...]) -> InspectResult:
    request = CountMacsRequest(path=str(path), shapes=shapes)
    return count_macs(request, Reporter((said if said is not None else []).append))


def by_name(result: InspectResult) -> dict[str, int | None]:
    return {node.name: node.macs for node in result.graph.nodes}


@pytest.mark.parametrize(
    ("middle", "places"),
    [("none", 5 * 4), ("resize", 9 * 7)],
)
def test_what_follows_from_the_input_shapes_is_counted(
    tmp_path: Path, middle: Middle, places: int
) -> None:
    path = any_size(tmp_path / "m.tflite", middle)
    assert read_model(path, {"x": (2, 9, 7, 2)})[0].macs is None
    result = count(path, x=(2, 9, 7, 2))
    last = 2 * places * 3 * 4
    assert result.info.macs == FIRST + last
    assert by_name(result)["y"] == last
    assert result.info.shapes_used == {"x": (2, 9, 7, 2)}
    assert result.info.macs_unknown_ops == ()


def test_an_open_batch_is_one(tmp_path: Path) -> None:
    path = classifier(tmp_path / "m.tflite", np.ones((3, 4)), dynamic=True)
    result = count(path)
    assert (result.info.macs, result.info.shapes_used) == (12, {"x": (1, 4)})


@pytest.mark.parametrize("middle", ["values", "reshape"])
def test_what_values_decide_stays_unknown(tmp_path: Path, middle: Middle) -> None:
    """A run on zeros would even say something: a size of zero."""
    said: list[object] = []
    result = count(any_size(tmp_path / "m.tflite", middle), said, x=(2, 9, 7, 2))
    assert result.info.macs is None
    assert by_name(result)["first"] == FIRST, "what comes before is counted all the same"
    assert by_name(result)["y"] is None
    assert result.info.macs_unknown_ops == ("CONV_2D",)
    assert not [message for message in said if isinstance(message, Note)], "nothing had to run"


def test_shapes_that_are_missing_or_wrong_are_refused(tmp_path: Path) -> None:
    path = any_size(tmp_path / "m.tflite")
    with pytest.raises(DataError, match="input-shape-unknown"):
        count(path)
    with pytest.raises(DataError, match="shape-does-not-fit"):
        count(path, x=(1, 9, 7, 3))
    with pytest.raises(RunError, match="run-"):
        count(custom_op(tmp_path / "c.tflite", "Strange"), x=(1, 4))


@pytest.mark.realmodel
def test_real_models_count_the_same_by_their_file_and_by_litert(realmodels: RealModels) -> None:
    """Also where a run has to tell (basic-pitch), and of files with resources (wake words)."""
    pitch = realmodels.basic_pitch_saved_model.with_suffix(".tflite")
    names = ("face_landmark", "hand_landmark_full", "pose_detection", "iris_landmark")
    files = [realmodels.mediapipe(name) for name in names]
    for path in (pitch, realmodels.fer_tflite, *files, *realmodels.wakewords()):
        stored, graph = read_model(path)
        assert stored.macs
        result = count(path)
        assert result.info.macs == stored.macs, path.name
        assert [node.macs for node in result.graph.nodes] == [node.macs for node in graph.nodes]
    (spec,) = read_model(pitch)[0].signatures[0].inputs
    assert count(pitch, **{spec.name: (2, 43844, 1)}).info.macs == 2 * 524_079_648
