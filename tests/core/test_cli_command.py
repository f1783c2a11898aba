"""What "Copy as CLI command" writes. tests/cli/test_copied_command.py reads it again."""

from __future__ import annotations

import shlex
import sys

import pytest

from studio.core.cli_command import benchmark_arguments, convert_arguments, convert_command
from studio.core.measure_requests import BenchmarkRequest
from studio.core.recipe import DatasetRef, Preprocessing, Recipe, make_recipe, make_step
from studio.core.scenarios import make_scenario
from studio.core.targets import make_target

SCALED = DatasetRef(preprocessing=Preprocessing(scale=0.5, mean=(-1.0,)))


def int8(ref: DatasetRef) -> Recipe:
    return make_recipe([make_step("int8", {"io": "int8"})], calibration=ref)


def test_plain_recipe_needs_no_options() -> None:
    assert convert_arguments("m.keras", "m.tflite", Recipe()) == [
        "studio",
        "convert",
        "m.keras",
        "-o",
        "m.tflite",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="quoted for another shell there")
def test_paths_are_quoted() -> None:
    text = convert_command("my model's.keras", "out $x.tflite", Recipe())
    assert shlex.split(text) == ["studio", "convert", "my model's.keras", "-o", "out $x.tflite"]


def test_evaluation_data_with_the_same_preprocessing_is_named() -> None:
    arguments = convert_arguments(
        "m", "o", int8(SCALED), calibration="c.npz", evaluation="e.npz", evaluation_ref=SCALED
    )
    assert arguments[arguments.index("--data") + 1] == "e.npz"
    assert arguments[-2:] == ["--scale=0.5", "--mean=-1.0"]


def test_evaluation_data_with_other_preprocessing_is_left_out() -> None:
    arguments = convert_arguments(
        "m", "o", int8(SCALED), calibration="c.npz", evaluation="e.npz", evaluation_ref=DatasetRef()
    )
    assert "--data" not in arguments
    assert "--scale=0.5" in arguments


def test_random_calibration_is_said() -> None:
    arguments = convert_arguments("m", "o", int8(DatasetRef(kind="random")), calibration="c.npz")
    assert "--random-calibration" in arguments
    assert "--calibration" not in arguments


def test_a_measurement_names_all_that_decides_it() -> None:
    request = BenchmarkRequest(
        files=("a.tflite", "b.tflite"),
        targets=(make_target(), make_target(threads=2)),
        seconds=2.5,
        threshold=0.05,
        baseline=2,
        seed=7,
        scenarios=(make_scenario("offline", streams=2),),
    )
    assert benchmark_arguments(request) == [
        "studio", "benchmark", "a.tflite", "b.tflite",
        "--target", "litert-cpu", "--target", "litert-cpu:threads=2",
        "--scenario", request.scenarios[0].text,
        "--seconds", "2.5", "--warmup-runs", "5", "--processes", "6",
        "--threshold", "0.05", "--baseline", "2", "--seed", "7", "--json",
    ]  # fmt: skip


def test_a_sustained_measurement_names_its_minutes() -> None:
    request = BenchmarkRequest(files=("a.tflite",), seconds=90.0, sustained=True)
    arguments = benchmark_arguments(request)
    assert arguments[arguments.index("--sustained") + 1] == "1.5"
    assert "--seconds" not in arguments


def test_a_file_against_itself_is_named_once() -> None:
    arguments = benchmark_arguments(BenchmarkRequest(files=("a.tflite", "a.tflite")))
    assert arguments.count("a.tflite") == 1
    assert "--aa" in arguments
