"""Ranges that move, ranges that cut held-out data off, and real sets that are good."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.child import Reporter
from studio.core.data_findings import DataFinding
from studio.core.model import InputStatistics
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.verify_protocol import ExamineRequest
from studio.data.describe import describe
from studio.data.doctor import Beside
from studio.graph.tflite import read_model
from studio.verify.examine import examine_calibration
from tests.kit.layered_tflite import classifier
from tests.kit.real_data import crops, mnist, spectra, voices
from tests.kit.small_tflite import Signed
from tests.realmodels import RealModels


def quiet() -> Reporter:
    return Reporter(lambda message: None)


def save(path: Path, x: np.ndarray, y: np.ndarray | None = None) -> str:
    np.savez(path, x=x, **({} if y is None else {"y": y}))
    return str(path)


def codes(findings: tuple[DataFinding, ...]) -> set[str]:
    return {finding.code for finding in findings}


def alarms(findings: tuple[DataFinding, ...]) -> list[DataFinding]:
    return [finding for finding in findings if finding.severity in ("wrong", "odd")]


# --- ranges --------------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path: Path) -> str:
    return str(classifier(tmp_path / "m.tflite", np.eye(3, 4), dynamic=True, signed=Signed()))


def examined(small: str, data: str, samples: int, evaluation: str = "") -> tuple[DataFinding, ...]:
    request = ExamineRequest(
        float_stage=small, calibration=data, samples=samples, evaluation=evaluation
    )
    return examine_calibration(request, quiet()).findings


def test_ranges_that_still_grow_are_named(small: str, tmp_path: Path) -> None:
    from studio.data import seeded_order

    rows = np.random.RandomState(0).uniform(-1, 1, (40, 4)).astype(np.float32)
    rows[seeded_order(40, 0)[35:]] *= 10
    found = examined(small, save(tmp_path / "d.npz", rows), 40)
    (moving,) = [one for one in found if one.code == "doctor-ranges-move"]
    assert moving.params["samples"] == "40" and moving.params["last"] == "10"
    assert "doctor-saturation-unknown" in codes(found)


def test_held_out_data_beyond_the_ranges_are_counted(small: str, tmp_path: Path) -> None:
    random = np.random.RandomState(0)
    data = save(tmp_path / "d.npz", random.uniform(-1, 1, (400, 4)).astype(np.float32))
    wide = save(tmp_path / "e.npz", random.uniform(-4, 4, (50, 4)).astype(np.float32))
    found = examined(small, data, 200, wide)
    assert "doctor-saturates" in codes(found)
    assert "doctor-ranges-settled" not in codes(found), "too narrow is not settled"
    assert not {"doctor-saturates", "doctor-ranges-move"} & codes(examined(small, data, 200))


def test_a_handful_of_samples_settles_nothing(small: str, tmp_path: Path) -> None:
    rows = np.random.RandomState(0).uniform(-1, 1, (4, 4)).astype(np.float32)
    assert "doctor-ranges-few" in codes(examined(small, save(tmp_path / "d.npz", rows), 4))


# --- real sets, real models ----------------------------------------------------------------------


@pytest.mark.realmodel
def test_parts_of_mnist_are_good(realmodels: RealModels, tmp_path: Path) -> None:
    from tests.data.test_doctor import DIGITS, signature

    pictures, labels = mnist(realmodels.mnist_csv)
    scaled = DatasetRef(preprocessing=Preprocessing(scale=1 / 255))
    held_out = save(tmp_path / "e.npz", pictures[300:], labels[300:])
    data = save(tmp_path / "d.npz", pictures[:300], labels[:300])
    beside = Beside(held_out, scaled, (DIGITS,))
    assert describe(Path(data), scaled, signature(), beside).findings == ()


@pytest.mark.realmodel
def test_gray_photographs_for_a_model_of_faces_are_good(
    realmodels: RealModels, tmp_path: Path
) -> None:
    from tests.data.test_doctor import signature

    trained = InputStatistics(input="image", origin="batchnorm", mean=0.025, std=0.513)
    data = save(tmp_path / "d.npz", crops(realmodels.photos(), 64, 200, is_gray=True))
    ref = DatasetRef(preprocessing=Preprocessing(scale=1 / 127.5, mean=(1.0,)))
    beside = Beside(statistics=(trained,))
    assert describe(Path(data), ref, signature((None, 64, 64, 1), classes=7), beside).findings == ()


@pytest.mark.realmodel
def test_photographs_in_minus_one_to_one_are_good_for_a_face_detector(
    realmodels: RealModels, tmp_path: Path
) -> None:
    pictures = crops(realmodels.photos(), 128, 120)
    ref = DatasetRef(preprocessing=Preprocessing(scale=1 / 127.5, mean=(1.0,)))
    request = ExamineRequest(
        float_stage=str(realmodels.mediapipe("face_detection_short_range")),
        calibration=save(tmp_path / "d.npz", pictures[:100]),
        calibration_ref=ref,
        samples=100,
        evaluation=save(tmp_path / "e.npz", pictures[100:]),
        evaluation_ref=ref,
    )
    found = examine_calibration(request, quiet()).findings
    assert alarms(found) == []
    assert "doctor-ranges-settled" in codes(found)


@pytest.mark.realmodel
def test_sounds_for_a_wakeword_are_good(realmodels: RealModels, tmp_path: Path) -> None:
    signature = read_model(realmodels.wakewords()[0])[0].signatures[0]
    features = spectra(voices(20, 16_000))
    real = save(tmp_path / "d.npz", features)
    assert alarms(describe(Path(real), DatasetRef(), signature).findings) == []
    stored = np.clip(np.rint(features / 0.10196078568696976) - 128, -128, 127).astype(np.int8)
    kept = save(tmp_path / "q.npz", stored)
    assert alarms(describe(Path(kept), DatasetRef(), signature).findings) == []


@pytest.mark.realmodel
def test_sounds_as_they_are_are_good(realmodels: RealModels, tmp_path: Path) -> None:
    path = realmodels.file("basic-pitch", "basic_pitch/saved_models/icassp_2022/nmp.tflite")
    data = save(tmp_path / "d.npz", voices(8, 43_844)[..., None])
    found = describe(Path(data), DatasetRef(), read_model(path)[0].signatures[0]).findings
    assert alarms(found) == []
