"""A source beside an artifact, measured by two processes in turns, as a person asks for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.kit.cli import CliResult
from tests.kit.small_graph_def import chain
from tests.kit.small_tflite import relu_chain

pytestmark = pytest.mark.tf


def test_a_source_and_an_artifact_on_their_targets(
    run_cli: Callable[..., CliResult], tmp_path: Path, studio_home: Path, sample: Any
) -> None:
    artifact = relu_chain(tmp_path / "m.tflite", size=1000)
    targets = ("--target", "litert-cpu", "--target", "tensorflow-cpu:batch=8")
    options = ("--seconds", 1, "--processes", 1, "--json")
    measured = run_cli("benchmark", artifact, sample.model, *targets, *options)
    assert measured.code == 0, measured.stderr
    small, server = measured.json["measurements"]
    assert (small["target"], small["batch"]) == ("litert-cpu", 1)
    assert (server["target"], server["batch"]) == ("tensorflow-cpu:batch=8", 8)
    assert small["samples"] > 0 < server["samples"]
    runs_per_s = 1000 / server["mean_ms"]
    assert server["throughput_per_s"] == pytest.approx(8 * runs_per_s, rel=0.01)
    assert server["init_ms"] > 0 < server["first_ms"]
    assert server["peak_rss_bytes"] > 10 * artifact.stat().st_size
    versions = measured.json["conditions"]["versions"]
    assert {"ai-edge-litert", "tensorflow", "keras"} <= set(versions)


def test_the_ends_that_are_named_are_measured(
    run_cli: Callable[..., CliResult], tmp_path: Path, studio_home: Path
) -> None:
    path = chain(tmp_path / "net.pb")
    options = ("--target", "tensorflow-cpu", "--seconds", 0.5, "--processes", 1, "--json")
    measured = run_cli("benchmark", path, "--output-node", "n0", *options)
    assert measured.code == 0, measured.stderr
    assert measured.json["measurements"][0]["samples"] > 0
    refused = run_cli("benchmark", path, "--output-node", "n7", *options)
    assert refused.code == 2
    assert refused.json["error"]["code"] == "graphdef-tensor-unknown"


def test_signature_and_shapes_reach_a_source(
    run_cli: Callable[..., CliResult], tmp_path: Path, studio_home: Path
) -> None:
    path = chain(tmp_path / "net.pb")
    options = ("--target", "tensorflow-cpu", "--seconds", 0.5, "--processes", 1, "--json")
    measured = run_cli("benchmark", path, "--shape", "x=3,4", *options)
    assert measured.code == 0, measured.stderr
    (found,) = measured.json["measurements"]
    assert (found["shapes"], found["notes"]) == ({"x": [3, 4]}, [])
    refused = run_cli("benchmark", path, "--signature", "other", *options)
    assert refused.json["error"]["code"] == "signature-unknown"
