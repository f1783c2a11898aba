"""Converting the sample with real TensorFlow: JSON fields, recipes made again, interruption."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import msgspec
import numpy as np
import psutil
import pytest

from studio.cli.recipe_options import RecipeOptions, build_recipe
from studio.core.events import JobSucceeded
from studio.core.optimizations import CATALOG
from studio.core.requests import ConvertRequest
from studio.core.results import ConvertResult
from studio.jobs.config import default_child_command
from tests.conftest import Sample
from tests.jobs.bench import Bench, make_config
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
    codes = {one["code"] for one in made.json["findings"]}
    # either they are at rest, or they cut off what is held out: never both at once
    assert len(codes & {"doctor-ranges-settled", "doctor-saturates"}) == 1
    assert made.json["calibration_samples_used"] == 100
    assert made.json["artifact"] == str(artifact)
    assert made.json["size_bytes"] == artifact.stat().st_size
    assert made.json["recipe"]["steps"][0]["params"] == {
        "io": "int8",
        "samples": 100,
        "granularity": "channel",
    }
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
        "int16_op_share": 0.0,
        "int16_mac_share": 0.0,
        "translation_ops": 0,
        "sparse_weights": 0,
        "min_runtime_version": "1.14.0",
        "input_dtypes": ["int8"],
        "output_dtypes": ["int8"],
        "keep": [],
    }
    assert made.json["check"]["status"] == "ok"
    assert made.json["check"]["inputs_from"] == "evaluation"
    assert made.json["check"]["samples"] == 100
    assert made.json["check"]["reasons"] == []
    (output,) = made.json["check"]["outputs"]
    assert (output["reasons"], output["notes"]) == ([], [])
    assert output["name"] == "digit"
    assert output["argmax_agreement"] >= 0.99
    # TensorFlow was loaded before, to look at the data
    assert [stage["name"] for stage in made.json["stages"]] == ["float", "quantize"]
    assert [list(stage) for stage in made.json["stages"][:2]] == [
        ["name", "route", "cached", "seconds", "added_transposes"]
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


def test_random_calibration_is_said(run_cli: Callable[..., CliResult], sample: Sample) -> None:
    made = run_cli(
        *("convert", sample.model, "-o", ".", "--optimize", "int8:samples=20"),
        "--random-calibration",
    )
    assert made.code in (0, 1), made.stderr
    assert "20 of random data: the ranges are not those of real inputs" in made.stdout
    assert "samples from seeded random data, not real inputs" in made.stdout


def test_another_optimization(run_cli: Callable[..., CliResult], sample: Sample) -> None:
    made = run_cli(
        *("convert", sample.model, "-o", ".", "--optimize", "dynamic-range"),
        *("--data", sample.evaluation, "--json"),
    )
    assert made.code == 0, made.stderr
    assert Path(made.json["artifact"]).name == "mnist_cnn_dynamic-range.tflite"
    assert (made.json["check"]["status"], made.json["check"]["reasons"]) == ("ok", [])


def test_what_would_change_nothing_is_refused_with_the_figure(
    run_cli: Callable[..., CliResult], sample: Sample, tmp_path: Path
) -> None:
    """In the words that the catalog disables it with."""
    out = tmp_path / "m.tflite"
    refused = run_cli("convert", sample.model, "-o", out, "--optimize", "sparsity", "--json")
    error = refused.json["error"]
    assert (refused.code, error["code"]) == (2, "sparsity-no-zeros")
    assert error["title"] == "None of the weights is zero"
    assert not out.exists()
    listed = run_cli("optimizations", sample.model, "--json").json["optimizations"]
    (entry,) = (one for one in listed if one["id"] == "sparsity")
    assert entry["why_not"].startswith(error["title"])


def test_every_optimization_by_the_recipe_of_its_option(sample: Sample, tmp_path: Path) -> None:
    """Without a start of TensorFlow for each: one queue, as the window has it."""
    config = make_config(tmp_path, child_command=default_child_command(), hang_seconds=240.0)
    bench = Bench(tmp_path, config, wait_s=240.0)
    for optimization in (name for name in CATALOG if name != "sparsity"):
        needs = CATALOG[optimization].needs_calibration
        data = sample.calibration if needs else None
        request = ConvertRequest(
            source=str(sample.model),
            artifact=str(tmp_path / f"{optimization}.tflite"),
            recipe=build_recipe(RecipeOptions(optimize=(optimization,), calibration=data)),
            calibration=str(sample.calibration if needs else ""),
            evaluation=str(sample.evaluation),
        )
        end = bench.run(request)
        assert isinstance(end, JobSucceeded), (optimization, end)
        assert isinstance(end.result, ConvertResult)
        assert end.result.check.status == "ok", optimization
        assert (end.result.size_bytes < 60_000) == (optimization != "select-tf-ops"), optimization
        if optimization == "dynamic-range":
            plan = RecipeOptions(optimize=(optimization,), keep=(".=float",))
            request = msgspec.structs.replace(
                request, recipe=build_recipe(plan), artifact=str(tmp_path / "all_kept.tflite")
            )
            end = bench.run(request)
            assert isinstance(end, JobSucceeded) and isinstance(end.result, ConvertResult)
            assert "optimization-without-effect" in end.result.check.reasons
    bench.queue.close()


@pytest.mark.slow
def test_ops_that_stay_float(
    run_cli: Callable[..., CliResult], sample: Sample, tmp_path: Path
) -> None:
    options = (
        *("convert", sample.model, "--optimize", "int8:samples=20", "--keep", "op:CONV_2D=float"),
        *("--keep", "nowhere=int16", "--calibration", sample.calibration),
    )
    made = run_cli(*options, "-o", "a.tflite", "--json", "--save-recipe", "r.json")
    assert made.code == 0, made.stderr
    conv, nowhere = made.json["audit"]["keep"]
    assert (conv["entry"], conv["matched"], conv["held"], conv["reason"]) == (
        "op:CONV_2D=float", 4, 4, None,
    )  # fmt: skip
    assert nowhere["reason"] == "keep-matched-nothing"
    assert made.json["check"]["notes"] == ["keep-matched-nothing"]
    again = run_cli(
        *("convert", sample.model, "-o", "b.tflite", "--recipe", "r.json"),
        *("--calibration", sample.calibration),
    )
    assert "4 of 4 ops, 4 changed by it" in again.stdout
    assert "matched no op" in again.stdout
    assert sha256((tmp_path / "b.tflite").read_bytes()).hexdigest() == made.json["sha256"]


def test_a_precision_that_is_not_offered_is_wrong_use(
    run_cli: Callable[..., CliResult], sample: Sample
) -> None:
    made = run_cli("convert", sample.model, "--optimize", "float16", "--keep", "x=int16", "--json")
    assert made.code == 2
    assert made.json["error"]["code"] == "keep-not-offered"


def test_what_can_apply_to_a_model(
    run_cli: Callable[..., CliResult], sample: Sample, int8_sample: Path
) -> None:
    made = run_cli("optimizations", sample.model, "--json")
    refused = {one["id"] for one in made.json["optimizations"] if one["why_not"] is not None}
    assert refused == {"sparsity"}, "none of its weights is zero"
    made = run_cli("optimizations", int8_sample, "--json")
    assert all("quantized already" in one["why_not"] for one in made.json["optimizations"])
    assert "quantized already" in run_cli("optimizations", int8_sample).stdout.replace("\n", " ")


def test_doubtful_data_are_said_before_the_work_or_end_it(
    run_cli: Callable[..., CliResult], sample: Sample, tmp_path: Path
) -> None:
    with np.load(sample.calibration) as stored:
        np.savez(tmp_path / "twice.npz", x=stored["x"] / 255)
    artifact = tmp_path / "int8.tflite"
    options = ("convert", sample.model, "-o", artifact, "--optimize", "int8")
    data = ("--calibration", tmp_path / "twice.npz", "--data", sample.evaluation)
    strict = run_cli(*options, *data, "--strict-data")
    assert strict.code == 1
    assert "normalized twice" in strict.stderr and "quantizing" not in strict.stderr
    assert not artifact.exists()
    warned = run_cli(*options, *data, "--json")
    assert warned.stderr.index("normalized twice") < warned.stderr.index("quantizing")
    severe = {one["code"] for one in warned.json["findings"] if one["severity"] == "wrong"}
    assert severe == {"doctor-scale-batchnorm-small"}
    assert "doctor-saturates" in {one["code"] for one in warned.json["findings"]}


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


def test_blocks_that_fit_no_weights_are_a_wrong_request(
    run_cli: Callable[..., CliResult], sample: Sample, tmp_path: Path
) -> None:
    options = ("--optimize", "dynamic-int4:granularity=block-256", "--json")
    refused = run_cli("convert", sample.model, "-o", tmp_path / "m.tflite", *options)
    assert (refused.code, refused.json["error"]["code"]) == (2, "block-too-wide")
