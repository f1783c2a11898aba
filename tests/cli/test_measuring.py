"""Inspect, benchmark and history on a tiny artifact, as real processes without TensorFlow."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest

from tests.kit.cli import CliResult, studio_command, studio_environment
from tests.kit.dynamic_tflite import any_size
from tests.kit.small_tflite import Signed, relu_chain

MEASUREMENT_FIELDS = [
    "file",
    "target",
    "scenario",
    "samples_per_run",
    "runtime",
    "threads",
    "batch",
    "samples",
    "init_ms",
    "first_ms",
    "median_ms",
    "p90_ms",
    "p99_ms",
    "mean_ms",
    "cpu_median_ms",
    "throughput_per_s",
    "median_ci95_ms",
    "peak_rss_bytes",
    "processes",
    "warmup_runs",
    "runs_per_sample",
    "empty_wall_ns",
    "empty_cpu_ns",
    "memory",
    "drift",
    "notes",
    "server",
    "given_samples",
    "shapes",
    "placement",
]


def test_inspect_json(run_cli: Callable[..., CliResult], tmp_path: Path) -> None:
    model = relu_chain(tmp_path / "chain.tflite", size=3, depth=2, signed=Signed())
    shown = run_cli("inspect", model, "--json")
    assert shown.code == 0, shown.stderr
    assert list(shown.json) == [
        "format",
        "size_bytes",
        "sha256",
        "signatures",
        "graphs",
        "ops",
        "parameters",
        "macs",
        "warnings",
    ]
    assert shown.json["format"] == "tflite"
    assert shown.json["size_bytes"] == model.stat().st_size
    assert shown.json["ops"] == {"RELU": 2}
    signature = shown.json["signatures"][0]
    assert signature["inputs"] == [{"name": "image", "dtype": "float32", "shape": [1, 3]}]
    assert signature["outputs"] == [{"name": "score", "dtype": "float32", "shape": [1, 3]}]


def test_inspect_text_is_plain_without_a_terminal(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    shown = run_cli("inspect", relu_chain(tmp_path / "chain.tflite"))
    assert shown.code == 0, shown.stderr
    assert "\x1b" not in shown.stdout + shown.stderr
    assert "RELU" in shown.stdout
    assert "inspecting" in shown.stderr


def test_truncated_artifact_is_an_error_and_no_traceback(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    model = relu_chain(tmp_path / "chain.tflite")
    model.write_bytes(model.read_bytes()[: model.stat().st_size // 2])
    shown = run_cli("inspect", model, "--json")
    assert (shown.code, shown.json["error"]["code"]) == (1, "model-damaged")
    measured = run_cli("benchmark", model, "--seconds", 1, "--json")
    assert measured.code == 1
    assert measured.json["error"]["code"] == "run-load-failed"
    assert "Traceback" not in shown.stderr + measured.stderr


def test_benchmark_is_kept_in_the_history(
    run_cli: Callable[..., CliResult], tmp_path: Path, studio_home: Path
) -> None:
    first = relu_chain(tmp_path / "first.tflite", size=8)
    second = relu_chain(tmp_path / "second.tflite", size=9, depth=3)
    measured = run_cli("benchmark", first, second, "--seconds", 1, "--json")
    assert measured.code == 0, measured.stderr
    assert list(measured.json) == ["measurements", "comparisons", "conditions"]
    assert [list(item) for item in measured.json["measurements"]] == [MEASUREMENT_FIELDS] * 2
    for item in measured.json["measurements"]:
        low, high = item["median_ci95_ms"]
        assert 0 < low <= item["median_ms"] <= high
        assert item["samples"] > 100
        assert item["threads"] == 1
        assert item["warmup_runs"] >= 5
        assert item["runs_per_sample"] > 1
        assert item["empty_wall_ns"] > 0
    (comparison,) = measured.json["comparisons"]
    assert (comparison["baseline"], comparison["candidate"]) == (str(first), str(second))

    listed = run_cli("history", "--json")
    assert listed.code == 0, listed.stderr
    (run,) = listed.json["runs"]
    assert run["measurements"] == measured.json["measurements"]
    assert list(run) == ["id", "at", "request", "measurements", "comparisons", "conditions"]
    assert run["request"]["seconds"] == 1
    assert "type" not in run["request"]
    assert run_cli("history", first, "--json").json["runs"] == [run]
    other = relu_chain(tmp_path / "other.tflite", size=2)
    assert run_cli("history", other, "--json").json == {"runs": []}
    shown = run_cli("history", first)
    assert "first.tflite" in shown.stdout
    assert "second.tflite" not in shown.stdout


def test_given_data_are_the_inputs_and_it_is_said(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    model = relu_chain(tmp_path / "chain.tflite", size=3)
    np.savez(tmp_path / "d.npz", x=np.arange(15, dtype=np.float32).reshape(5, 3))
    options = ["--seconds", "0.3", "--processes", "1", "--data", tmp_path / "d.npz", "--scale=0.5"]
    shown = run_cli("benchmark", model, *options, "--json")
    assert shown.code == 0, shown.stderr
    assert shown.json["measurements"][0]["given_samples"] == 5
    kept = run_cli("history", "--json").json["runs"][0]["request"]
    assert kept["data"] == str(tmp_path / "d.npz")
    assert kept["preprocessing"]["scale"] == 0.5
    text = run_cli("benchmark", model, *options)
    assert "the first 5 samples of d.npz in turn" in text.stdout
    assert "--scale=0.5" in text.stdout
    assert "random values" in run_cli("benchmark", model, *options[:4]).stdout


def test_preprocessing_of_nothing_is_refused(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    model = relu_chain(tmp_path / "chain.tflite", size=3)
    shown = run_cli("benchmark", model, "--scale=0.5")
    assert shown.code == 2
    assert "no data that it is of" in shown.stderr
    missing = run_cli("benchmark", model, "--data", tmp_path / "none.npz")
    assert missing.code == 2
    assert "does not exist" in missing.stderr


def test_the_history_tells_a_server_from_a_plain_run(
    run_cli: Callable[..., CliResult], tmp_path: Path, studio_home: Path
) -> None:
    model = relu_chain(tmp_path / "chain.tflite", size=8)
    scenario = ("--scenario", "server:rate=400", "--processes", 1, "--seconds", 1)
    served = run_cli("benchmark", model, *scenario)
    assert served.code == 0, served.stderr
    assert run_cli("benchmark", model, "--sustained", 0.05).code == 0
    newest, oldest = run_cli("history").stdout.splitlines()[1:]
    assert "litert-cpu · sustained" in newest
    assert "litert-cpu · server:streams=1,rate=400.0" in oldest
    assert "sustained" not in oldest


def test_verdicts_and_what_fails_on_them(run_cli: Callable[..., CliResult], tmp_path: Path) -> None:
    quick = relu_chain(tmp_path / "quick.tflite", size=1_000)
    slow = relu_chain(tmp_path / "slow.tflite", size=100_000, depth=4)
    common = ("--seconds", 3, "--processes", 1, "--threshold", "5%")
    measured = run_cli("benchmark", quick, slow, *common, "--fail-if", "slower", "--json")
    assert measured.code == 1, measured.stderr
    (found,) = measured.json["comparisons"]
    assert found["verdict"] == "slower"
    assert 1.05 < found["ci95"][0] <= found["ratio"] <= found["ci95"][1]
    assert (found["threshold"], found["processes"]) == (0.05, 1)
    assert found["quadruples"] >= 10
    assert found["clock"] in ("wall", "cpu")
    turned = run_cli("benchmark", quick, slow, *common, "--baseline", slow, "--fail-if", "slower")
    assert turned.code == 0, turned.stderr
    assert "quick.tflite is faster than slow.tflite: 0." in turned.stdout


def test_a_file_against_itself_states_the_resolution(
    run_cli: Callable[..., CliResult], tmp_path: Path, studio_home: Path
) -> None:
    model = relu_chain(tmp_path / "chain.tflite", size=100_000, depth=4)
    measured = run_cli("benchmark", model, "--aa", "--seconds", 3, "--processes", 1, "--json")
    assert measured.code == 0, measured.stderr
    resolution = measured.json["resolution"]
    assert list(resolution) == ["seconds", "percent", "clock"]
    assert resolution["seconds"] >= 3
    low, high = measured.json["comparisons"][0]["ci95"]
    assert resolution["percent"] == pytest.approx(50 * (high - low))
    assert low < 1.1
    assert high > 0.9
    kept = json.loads((studio_home / "data" / "resolution.json").read_text())
    assert [one["percent"] for one in kept] == [resolution["percent"]]
    assert run_cli("history", "--json").json == {"runs": []}


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--threshold", "none"), "argument-invalid"),
        (("--threshold", "0"), "argument-invalid"),
        (("--threshold", "120%"), "argument-invalid"),
        (("--baseline", "other.tflite"), "argument-invalid"),
        (("--baseline", "7"), "baseline-unknown"),
        (("--fail-if", "sometimes"), "argument-invalid"),
        (("--aa", "b.tflite"), "aa-one-file"),
        (("--fail-if", "slower"), "fail-if-one-arm"),
        (("--aa", "--scenario", "server", "--fail-if", "slower"), "fail-if-search"),
    ],
)
def test_wrong_options_of_verdicts_are_refused(
    options: tuple[str, ...], code: str, run_here: Callable[..., CliResult], tmp_path: Path
) -> None:
    model = relu_chain(tmp_path / "chain.tflite")
    shown = run_here("benchmark", model, *options, "--seconds", 1, "--json")
    assert (shown.code, shown.json["error"]["code"]) == (2, code)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT reaches a process there otherwise")
@pytest.mark.parametrize("kill_signal", [signal.SIGINT, signal.SIGTERM])
def test_interrupting_leaves_no_process(
    kill_signal: signal.Signals, tmp_path: Path, studio_home: Path
) -> None:
    model = relu_chain(tmp_path / "chain.tflite")
    process = subprocess.Popen(
        studio_command("benchmark", model, "--seconds", 60, "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=studio_environment() | {"STUDIO_TEST_TREE": str(tmp_path)},
        start_new_session=True,
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "measuring" in line:
                break
        assert psutil.Process(process.pid).children(recursive=True)
        process.send_signal(kill_signal)
        out, _ = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130
    assert '"interrupted"' in out
    assert not _marked("STUDIO_TEST_TREE", str(tmp_path))
    assert not list((studio_home / "cache" / "work").glob("queue-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
@pytest.mark.parametrize("is_json", [True, False])
def test_a_measuring_process_that_is_killed_is_said(
    is_json: bool, tmp_path: Path, studio_home: Path
) -> None:
    model = relu_chain(tmp_path / "chain.tflite", dynamic=True)
    options = ("--seconds", 3, "--processes", 1, "--target", "litert-interpreter")
    process = subprocess.Popen(
        studio_command("benchmark", model, *options, *(["--json"] if is_json else [])),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=studio_environment(),
    )
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "measuring" in line:
                break
        time.sleep(0.5)  # it has measured for a while
        (child,) = psutil.Process(process.pid).children()
        child.kill()
        out, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, "another process measured what was left"
    if not is_json:
        assert "cut short: The measure process was killed from outside (SIGKILL)" in out
        assert "are kept and count" in out
        assert "leaves open were measured as 1" in out
        return
    document = json.loads(out)
    (incident,) = document["incidents"]
    assert list(incident) == ["code", "title", "hint", "detail", "process", "samples"]
    assert incident["code"] == "child-killed"
    (measured,) = document["measurements"]
    assert 0 < incident["samples"] < measured["samples"]
    assert measured["notes"] == ["dynamic-dimensions-as-1"]


def _marked(variable: str, value: str) -> list[psutil.Process]:
    """Living processes that inherited this environment variable; they get a moment to vanish."""
    deadline = time.monotonic() + 5
    while True:
        found = [
            process
            for process in psutil.process_iter()
            if process.pid != os.getpid() and _environment(process).get(variable) == value
        ]
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except psutil.Error:
        return {}


def test_open_sizes_are_those_of_the_data_in_all_that_is_measured(
    run_cli: Callable[..., CliResult], tmp_path: Path, studio_home: Path
) -> None:
    path = any_size(tmp_path / "any.tflite")
    np.save(tmp_path / "d.npy", np.zeros((1, 800, 640, 2), np.float32))
    options = ("--seconds", 0.4, "--processes", 2, "--json")
    ones = run_cli("benchmark", path, *options).json["measurements"][0]
    assert (ones["shapes"], ones["notes"]) == ({"x": [1, 1, 1, 2]}, ["dynamic-dimensions-as-1"])
    sized = run_cli("benchmark", path, "--data", "d.npy", *options).json["measurements"][0]
    assert (sized["shapes"], sized["notes"]) == ({"x": [1, 800, 640, 2]}, [])
    assert sized["first_ms"] > 5 * ones["first_ms"], "the first inference is at that size too"
