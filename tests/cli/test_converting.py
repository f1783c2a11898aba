"""Converting the sample with real TensorFlow: JSON fields, recipes made again, interruption."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from studio.core.optimizations import CATALOG
from tests.conftest import Sample
from tests.kit.cli import CliResult, studio_command, studio_environment

pytestmark = pytest.mark.tf


def test_int8_json_and_recipe(
    run_cli: Callable[..., CliResult], sample: Sample, tmp_path: Path, studio_home: Path
) -> None:
    artifact, recipe = tmp_path / "int8.tflite", tmp_path / "recipe.json"
    data = ("--calibration", sample.calibration, "--data", sample.evaluation)
    made = run_cli(
        *("convert", sample.model, "-o", artifact, "--optimize", "int8:io=int8,samples=100"),
        *(*data, "--save-recipe", recipe, "--json"),
    )
    assert made.code == 0, made.stderr
    assert list(made.json) == [
        "artifact",
        "sha256",
        "size_bytes",
        "recipe",
        "stages",
        "audit",
        "check",
        "calibration_samples_used",
        "calibration_content",
        "findings",
    ]
    assert {one["severity"] for one in made.json["findings"]} <= {"fine"}
    assert any(one["code"] == "doctor-ranges-settled" for one in made.json["findings"])
    assert made.json["calibration_samples_used"] == 100
    assert made.json["artifact"] == str(artifact)
    assert made.json["size_bytes"] == artifact.stat().st_size
    assert made.json["recipe"]["steps"][0]["params"] == {"io": "int8", "samples": 100}
    assert made.json["recipe"]["calibration"]["sha256"]
    audit = made.json["audit"]
    weights = audit.pop("weights_by_dtype")
    assert weights["int8"] > 10_000
    assert "float32" not in weights
    assert audit == {
        "int8_op_share": 1.0,
        "int8_mac_share": 1.0,
        "hybrid_op_share": 0.0,
        "hybrid_mac_share": 0.0,
        "float_op_share": 0.0,
        "float_mac_share": 0.0,
        "input_dtypes": ["int8"],
        "output_dtypes": ["int8"],
    }
    assert made.json["check"]["status"] == "ok"
    assert made.json["check"]["inputs_from"] == "evaluation"
    assert made.json["check"]["samples"] == 100
    assert made.json["check"]["reasons"] == []
    (output,) = made.json["check"]["outputs"]
    assert (output["reasons"], output["notes"]) == ([], [])
    assert output["name"] == "digit"
    assert output["argmax_agreement"] >= 0.99
    assert [list(stage) for stage in made.json["stages"]] == [
        ["name", "route", "cached", "seconds"]
    ] * 2
    assert "converting to float32" in made.stderr

    refused = run_cli("convert", sample.model, "-o", artifact, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "output-exists")

    again = run_cli(
        *("convert", sample.model, "-o", tmp_path / "again.tflite", "--recipe", recipe),
        *(*data, "--json"),
    )
    assert again.code == 0, again.stderr
    assert again.json["sha256"] == made.json["sha256"]
    assert again.json["recipe"] == made.json["recipe"]
    assert again.json["stages"][0]["cached"] is True

    checked = run_cli(
        "check", artifact, "--against", sample.model, "--data", sample.evaluation, "--json"
    )
    assert checked.code == 0, checked.stderr
    assert checked.json["check"]["outputs"] == made.json["check"]["outputs"]

    evaluated = run_cli(
        "evaluate", artifact, "--data", sample.evaluation, "--against", sample.model, "--json"
    )
    assert evaluated.code == 0, evaluated.stderr
    assert list(evaluated.json) == ["data", "data_sha256", "evaluations"]
    (evaluation,) = evaluated.json["evaluations"]
    assert list(evaluation) == ["file", "sha256", "top1", "top5", "paired"]
    assert list(evaluation["top1"]) == ["correct", "total", "value", "ci95"]
    assert evaluation["top1"]["value"] > 0.97
    assert evaluation["top1"]["total"] == 1000
    assert evaluation["paired"]["agreement"] > 0.98


def test_random_calibration_is_said(run_cli: Callable[..., CliResult], sample: Sample) -> None:
    made = run_cli(
        *("convert", sample.model, "-o", ".", "--optimize", "int8:samples=20"),
        "--random-calibration",
    )
    assert made.code in (0, 1), made.stderr
    assert "20 of random data: the ranges are not those of real inputs" in made.stdout
    assert "samples from seeded random data, not real inputs" in made.stdout


@pytest.mark.parametrize("optimization", [name for name in CATALOG if name != "int8"])
def test_the_other_optimizations(
    optimization: str, run_cli: Callable[..., CliResult], sample: Sample
) -> None:
    made = run_cli(
        *("convert", sample.model, "-o", ".", "--optimize", optimization),
        *("--data", sample.evaluation, "--json"),
    )
    assert made.code == 0, made.stderr
    assert Path(made.json["artifact"]).name == f"mnist_cnn_{optimization}.tflite"
    assert made.json["check"]["status"] == "ok"
    assert made.json["size_bytes"] < 60_000


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT reaches a process there otherwise")
def test_interrupting_leaves_no_half_file(
    sample: Sample, tmp_path: Path, studio_home: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    process = subprocess.Popen(
        studio_command("convert", sample.model, "-o", folder / "m.tflite", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=studio_environment(),
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "loading the model" in line:
                break
        children = psutil.Process(process.pid).children(recursive=True)
        assert children
        while process.poll() is None:  # an impatient user
            process.send_signal(signal.SIGINT)
            time.sleep(0.01)
        out, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130
    assert json.loads(out)["error"]["code"] == "interrupted"
    assert not list(folder.iterdir())
    assert not list((studio_home / "cache" / "work").glob("queue-*"))
    assert not psutil.wait_procs(children, timeout=5)[1]
