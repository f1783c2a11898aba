"""Real crashes of the real converter and the real runtime, cut down to what dies."""

from __future__ import annotations

import platform
import shlex
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from studio.core.bisecting import BisectResult
from studio.core.events import Event
from studio.core.recipe import DatasetRef, make_recipe, make_step
from studio.core.requests import BisectRequest, ConvertRequest
from studio.graph.tflite import mapped, parse_model
from studio.jobs.blocking import run_blocking
from tests.jobs.bench import make_config
from tests.kit.chained_tflite import op_chain
from tests.kit.cli import CliResult
from tests.kit.small_tflite import overflowing_remainder, relu_chain

UNGUARDED = Path(__file__).parents[1] / "engine" / "unguarded_child.py"


def kinds_of(path: Path) -> list[str]:
    with mapped(path) as data:
        return [op.name for op in parse_model(data).subgraphs[0].ops]


@pytest.mark.tf
@pytest.mark.realmodel  # TensorFlow is loaded anew after each of a dozen deaths
def test_infinite_values_in_the_quantizer(tmp_path: Path) -> None:
    """An input of inf, or an op that makes one, ends in SIGSEGV within mlir_quantize."""
    model = op_chain(tmp_path / "net.tflite", ("RELU", "SQUARE", "EXP", "LOGISTIC", "TANH"))
    samples = np.ones((4, 4), np.float32)
    samples[2] = 20.0  # of which only this one overflows behind its square
    np.savez(tmp_path / "samples.npz", x=samples)
    convert = ConvertRequest(
        source=str(model),
        artifact="",
        recipe=make_recipe([make_step("int8")], calibration=DatasetRef()),
        calibration=str(tmp_path / "samples.npz"),
    )
    config = make_config(
        tmp_path, child_command=(sys.executable, "-X", "faulthandler", str(UNGUARDED))
    )
    request = BisectRequest(convert=convert, archive=str(tmp_path / "crash.zip"))
    events: list[Event] = []
    result = run_blocking(config, request, events.append)
    assert isinstance(result, BisectResult)
    assert (result.kinds, result.is_minimal, result.total_ops) == (("EXP",), True, 5)
    assert (result.death.signal, result.death.child) == ("SIGSEGV", "convert")
    assert (result.death.phase, result.rows) == ("quantizing", (2,))
    with zipfile.ZipFile(tmp_path / "crash.zip") as archive:
        archive.extractall(tmp_path / "crash")
    assert kinds_of(tmp_path / "crash" / "part.tflite") == ["EXP"]
    assert "mlir_quantize" in (tmp_path / "crash" / "log.txt").read_text()
    with np.load(tmp_path / "crash" / "inputs.npz") as inputs:
        assert all((inputs[name] == 400.0).all() for name in inputs.files)


@pytest.mark.tf
@pytest.mark.realmodel  # as above
def test_an_infinite_range_in_a_network_kills_the_float_conversion(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    """There is no float .tflite to be cut; of the frozen graph the op is left, and what makes its
    range of a variable that became a constant."""
    script = Path(__file__).with_name("make_infinite_range.py")
    model = tmp_path / "network"
    subprocess.run([sys.executable, script, model], check=True, capture_output=True)
    found = run_cli("bisect", model, "-o", tmp_path / "crash.zip", "--json", timeout=280)
    assert found.code == 0, found.stderr
    document = found.json
    assert document["cut_from"] == "frozen-graph"
    assert document["kinds"] == ["Neg", "FakeQuantWithMinMaxVars"]
    assert document["total_ops"] >= 20
    assert document["is_minimal"]
    assert document["inputs"] == "none"
    assert (document["died"]["signal"], document["died"]["phase"]) == ("SIGSEGV", "converting")
    with zipfile.ZipFile(tmp_path / "crash.zip") as archive:
        archive.extractall(tmp_path)
    command = shlex.split(document["command"])
    assert document["command"] in (tmp_path / "README.md").read_text()
    again = run_cli(*command[1:], "--json")
    assert again.code == 1
    assert again.json["error"]["code"] == "child-crashed"
    assert not (tmp_path / "made.tflite").exists()


@pytest.mark.skipif(platform.machine().lower() not in ("x86_64", "amd64"), reason="x86 only")
def test_a_division_in_the_runtime_on_the_command_line(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    model = overflowing_remainder(tmp_path / "crashing.tflite")
    found = run_cli("bisect", model, "-o", tmp_path / "crash.zip", "--json")
    assert found.code == 0, found.stderr
    document = found.json
    assert list(document) == [
        "source", "archive", "sha256", "size_bytes", "died", "cut_from", "total_ops", "ops",
        "kinds", "is_minimal", "trials", "inputs", "data", "rows", "samples", "command",
    ]  # fmt: skip
    assert document["died"]["code"] == "child-crashed"
    assert document["is_minimal"]
    with zipfile.ZipFile(tmp_path / "crash.zip") as archive:
        archive.extractall(tmp_path)
    command = shlex.split(document["command"])
    assert document["command"] in (tmp_path / "README.md").read_text()
    again = run_cli(*command[1:], "--json")
    assert again.code == 1
    error = again.json["error"]
    assert error["code"] == "child-crashed"
    assert document["died"]["signal"] in error["title"]
    refused = run_cli("bisect", model, "-o", tmp_path / "crash.zip", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "output-exists")


def test_what_does_not_die_is_said_on_the_command_line(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    model = relu_chain(tmp_path / "sound.tflite")
    found = run_cli("bisect", model, "-o", tmp_path / "crash.zip")
    assert found.code == 1
    assert "Nothing died: it succeeded this time" in found.stderr
    assert not (tmp_path / "crash.zip").exists()
