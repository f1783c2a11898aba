"""``studio profile`` as a real process, on small files and on real models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Sample
from tests.kit import profiled_tflite, small_onnx
from tests.kit.cli import CliResult
from tests.realmodels import RealModels


def test_profile_json(run_cli: Callable[..., CliResult], tmp_path: Path) -> None:
    model = profiled_tflite.interrupted(tmp_path / "m.tflite")
    shown = run_cli("profile", model, "--runs", 5, "--json")
    assert shown.code == 0, shown.stderr
    document = shown.json
    assert document["file"] == str(model)
    assert (document["target"], document["runtime"], document["runs"]) == (
        "litert-cpu",
        "litert-c",
        5,
    )
    assert [op["index"] for op in document["ops"]] == [0, 2, 1, 3, 4, 5]
    assert set(document["ops"][0]) >= {"index", "op", "name", "share", "median_us", "mapped"}
    assert all(op["mapped"] for op in document["ops"])
    shares = sum(op["share"] for op in document["ops"])
    assert document["coverage"] == pytest.approx(shares, abs=0.1)
    assert {kind["op"] for kind in document["by_type"]} == {"TANH", "CUMSUM", "LOGISTIC", "ADD"}
    assert [cause["code"] for cause in document["causes"]] == ["outside-delegate"]
    assert document["conditions"]["exclusive"] is True


def test_two_files_op_by_op(run_cli: Callable[..., CliResult], tmp_path: Path) -> None:
    first = profiled_tflite.interrupted(tmp_path / "a.tflite")
    second = profiled_tflite.loop(tmp_path / "b.tflite")
    shown = run_cli("profile", first, second, "--runs", 3, "--json")
    assert shown.code == 0, shown.stderr
    assert [one["file"] for one in shown.json["profiles"]] == [str(first), str(second)]
    ops = shown.json["comparison"]["ops"]
    differences = [abs(one["difference_us"]) for one in ops]
    assert differences == sorted(differences, reverse=True)
    both = [one for one in ops if None not in (one["first"], one["second"])]
    assert ("TANH", "a") in {(one["op"], one["name"]) for one in both}
    text = run_cli("profile", first, second, "--runs", 3)
    assert text.code == 0, text.stderr
    for words in ("Slowest ops", "By kind of op", "Ops outside of the delegate", "explained",
                  "Where the time went"):  # fmt: skip
        assert words in text.stdout


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("litert-gpu", "profile-gpu"),
        ("litert-interpreter", "profile-target"),
        ("tensorflow-cpu", "profile-target"),
    ],
)
def test_what_keeps_no_records_says_so(
    run_cli: Callable[..., CliResult], tmp_path: Path, target: str, code: str
) -> None:
    model = profiled_tflite.loop(tmp_path / "m.tflite")
    shown = run_cli("profile", model, "--target", target, "--json")
    assert (shown.code, shown.json["error"]["code"]) == (2, code)


def test_another_format_is_to_be_converted_first(
    run_cli: Callable[..., CliResult], tmp_path: Path, sample: Sample
) -> None:
    for more in ((), ("--target", "tensorflow-cpu")):
        shown = run_cli("profile", sample.model, *more, "--json")
        assert (shown.code, shown.json["error"]["code"]) == (2, "profile-format")
        assert "Convert it first" in shown.json["error"]["hint"]
    shown = run_cli("profile", small_onnx.relu(tmp_path / "net.onnx"), "--json")
    assert (shown.code, shown.json["error"]["code"]) == (2, "profile-format")
    assert "Convert it first" in shown.json["error"]["hint"]


def test_a_file_that_is_none(run_cli: Callable[..., CliResult], tmp_path: Path) -> None:
    shown = run_cli("profile", tmp_path / "gone.tflite", "--json")
    assert (shown.code, shown.json["error"]["code"]) == (2, "model-missing")


@pytest.mark.realmodel
@pytest.mark.parametrize("name", ["hand_landmark_lite", "palm_detection_lite", "pose_detection"])
def test_real_models_are_explained(
    run_cli: Callable[..., CliResult], realmodels: RealModels, name: str
) -> None:
    shown = run_cli("profile", realmodels.mediapipe(name), "--runs", 20, "--json")
    assert shown.code == 0, shown.stderr
    assert shown.json["coverage"] >= 0.9
    assert sum(op["mapped"] for op in shown.json["ops"]) >= 0.9 * len(shown.json["ops"])
