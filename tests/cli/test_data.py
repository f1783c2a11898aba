"""``studio data``: whether a data set fits, before any job needs it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.cli.main import run
from tests.kit.layered_tflite import classifier
from tests.kit.small_tflite import Signed


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return classifier(tmp_path / "m.tflite", np.eye(3, 4), dynamic=True, signed=Signed())


def test_data_that_fit(model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "d.npz"
    np.savez(data, x=np.arange(20).reshape(5, 4), y=np.array([0, 1, 2, 0, 1]))
    arguments = ["data", str(data), "--for", str(model), "--scale", "0.1", "--json"]
    assert run(arguments) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["fits"] is True and document["error"] is None
    assert (document["samples"], document["samples_read"], document["labels"]) == (5, 5, 5)
    (entry,) = document["inputs"]
    assert (entry["name"], entry["key"], entry["shape"]) == ("image", "x", [4])
    assert entry["max"] == pytest.approx(1.9)
    assert document["notes"] == []


def test_data_that_do_not_fit_say_why_and_what_to_do(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "d.npy"
    np.save(data, np.ones((5, 9)))
    assert run(["data", str(data), "--for", str(model)]) == 1
    shown = capsys.readouterr().out
    assert "“x” is 5x9, but the model takes ?x4" in shown
    assert "Reshape the data" in shown
    assert run(["data", str(data), "--for", str(model), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["error"]["code"] == "data-shape-mismatch"
    assert document["error"]["hint"]


def test_a_note_is_a_warning_not_a_failure(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "d.npy"
    np.save(data, np.arange(20).reshape(5, 4))
    assert run(["data", str(data), "--for", str(model)]) == 0
    shown = capsys.readouterr().out
    assert "✓ It fits m.tflite." in shown
    assert "⚠ The data are whole numbers" in shown


def test_a_signature_that_is_not_there(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "d.npy"
    np.save(data, np.ones((5, 4)))
    arguments = ["data", str(data), "--for", str(model), "--signature", "other", "--json"]
    assert run(arguments) == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "signature-unknown"


def test_the_doctor_is_part_of_the_answer(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, held_out = tmp_path / "d.npz", tmp_path / "e.npz"
    rows = np.random.RandomState(0).uniform(-1, 1, (40, 4)).astype(np.float32)
    np.savez(data, x=np.concatenate([rows[:5]] * 6))
    np.savez(held_out, x=rows)
    arguments = ["data", str(data), "--for", str(model), "--evaluation", str(held_out)]
    assert run([*arguments, "--json"]) == 0
    findings = json.loads(capsys.readouterr().out)["findings"]
    codes = [finding["code"] for finding in findings]
    assert codes[:2] == ["doctor-repeated", "doctor-evaluation-inside"]
    assert findings[1]["figures"]["shared"] == "30" and findings[1]["severity"] == "wrong"
    assert run(arguments) == 0
    assert "✕ 25 of 30 samples repeat others" in capsys.readouterr().out


def test_a_folder_of_pictures_is_resized_as_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pictures = tmp_path / "pictures"
    for name, side in (("a/1.png", 4), ("b/1.png", 6)):
        (pictures / name).parent.mkdir(parents=True)
        Image.fromarray(np.full((side, side), 7, np.uint8)).save(pictures / name)
    model = classifier(tmp_path / "p.tflite", np.eye(3, 4), dynamic=True, signed=Signed())
    arguments = ["data", str(pictures), "--for", str(model)]
    assert run([*arguments, "--preprocess", "resize=2x2", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["error"]["code"] == "data-shape-mismatch"
    assert document["arrays"][0]["shape"] == [2, 2, 2, 1]
    assert document["labels"] == 2
    assert run([*arguments, "--preprocess", "size=2"]) == 2


def test_each_set_has_its_own_preprocessing(
    model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ready = np.random.default_rng(0).random((6, 4)).astype(np.float32)
    data, held_out = tmp_path / "d.npy", tmp_path / "e.npy"
    np.save(data, ready * 255)
    np.save(held_out, ready)
    scale = str(1 / 255)
    arguments = ["data", str(data), "--for", str(model), "--scale", scale]
    run([*arguments, "--evaluation", str(held_out)])
    said = capsys.readouterr()
    assert "e.npy is preprocessed as d.npy is" in said.err
    assert "values spread 255 times as far" in said.out
    run([*arguments, "--evaluation", str(held_out), "--evaluation-scale", "1", "--json"])
    apart = capsys.readouterr().out
    assert json.loads(apart)["findings"] and "times as far" not in apart
    assert run([*arguments, "--evaluation-scale", "1", "--json"]) == 2
