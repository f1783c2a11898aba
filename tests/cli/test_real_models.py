"""Real models through the command line: what converts, and what is refused with the way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.conftest import Sample
from tests.kit.cli import CliResult
from tests.realmodels import RealModels

pytestmark = [pytest.mark.realmodel, pytest.mark.tf]


def faces(path: Path, count: int = 60) -> Path:
    """Smooth random pictures in the range that the emotion model was trained on (-1..1)."""
    coarse = np.random.default_rng(5).uniform(-1, 1, (count, 8, 8, 1)).astype(np.float32)
    np.savez(path, x=coarse.repeat(8, axis=1).repeat(8, axis=2))
    return path


def test_legacy_h5_to_int8(
    run_cli: Callable[..., CliResult], realmodels: RealModels, tmp_path: Path
) -> None:
    data = faces(tmp_path / "faces.npz")
    made = run_cli(
        *("convert", realmodels.fer_h5, "-o", "fer.tflite", "--json"),
        *("--optimize", "int8:samples=40", "--calibration", data),
    )
    assert made.code == 0, made.stderr + made.stdout
    assert made.json["check"]["inputs_from"] == "calibration-unused"
    assert made.json["check"]["status"] in ("ok", "degraded")
    assert made.json["audit"]["int8_mac_share"] == 1.0
    assert made.json["size_bytes"] < realmodels.fer_h5.stat().st_size / 5
    measured = run_cli("benchmark", "fer.tflite", realmodels.fer_tflite, "--seconds", 1, "--json")
    assert measured.code == 0, measured.stderr
    assert all(item["median_ms"] > 0 for item in measured.json["measurements"])


def test_keras_file_is_unchanged_by_quantization(
    run_cli: Callable[..., CliResult], realmodels: RealModels, sample: Sample
) -> None:
    made = run_cli(
        *("convert", realmodels.digits_keras, "-o", "digits.tflite", "--json"),
        *("--optimize", "dynamic-range", "--data", sample.evaluation),
    )
    assert made.code == 0, made.stderr + made.stdout
    assert made.json["check"]["status"] == "ok"
    assert made.json["check"]["outputs"][0]["argmax_agreement"] >= 0.99


def test_saved_model_with_three_outputs(
    run_cli: Callable[..., CliResult], realmodels: RealModels
) -> None:
    made = run_cli("convert", realmodels.basic_pitch_saved_model, "-o", "pitch.tflite", "--json")
    assert made.code == 0, made.stderr + made.stdout
    assert made.json["check"]["status"] == "ok"
    assert {item["name"] for item in made.json["check"]["outputs"]} == {
        "contour",
        "note",
        "onset",
    }


def test_text_model_is_refused_with_an_explanation(
    run_cli: Callable[..., CliResult], realmodels: RealModels, tmp_path: Path
) -> None:
    refused = run_cli("convert", realmodels.guesslang_saved_model, "-o", "text.tflite", "--json")
    assert refused.code == 1
    error = refused.json["error"]
    assert "text" in error["title"]
    assert error["hint"]
    assert "Traceback" not in refused.stderr + error["detail"]
    assert not (tmp_path / "text.tflite").exists()


@pytest.mark.parametrize("name", ["face_detection_short_range", "selfie_segmentation"])
def test_published_artifacts_are_inspected_and_measured(
    name: str, run_cli: Callable[..., CliResult], realmodels: RealModels
) -> None:
    model = realmodels.mediapipe(name)
    shown = run_cli("inspect", model, "--json")
    assert shown.code == 0, shown.stderr
    assert shown.json["signatures"][0]["inputs"][0]["dtype"] == "float32"
    measured = run_cli("benchmark", model, "--seconds", 1, "--json")
    assert measured.code == 0, measured.stderr
    assert measured.json["measurements"][0]["samples"] > 0


def test_stateful_artifacts_are_inspected_checked_and_measured(
    run_cli: Callable[..., CliResult], realmodels: RealModels
) -> None:
    wakeword = realmodels.wakewords()[0]
    shown = run_cli("inspect", wakeword, "--json")
    assert shown.json["signatures"][0]["inputs"][0] == {
        "name": "input_audio",
        "dtype": "int8",
        "shape": [1, 3, 40],
    }
    assert shown.json["warnings"]
    checked = run_cli("check", wakeword, "--against", wakeword, "--json")
    assert checked.code == 0, checked.stderr + checked.stdout
    assert checked.json["check"]["outputs"][0]["max_abs_error"] == 0
    measured = run_cli("benchmark", wakeword, "--seconds", 1, "--json")
    assert measured.code == 0, measured.stderr
