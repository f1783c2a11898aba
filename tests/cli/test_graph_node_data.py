"""``studio graph --node-data`` as a real process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Sample
from tests.kit import profiled_tflite
from tests.kit.cli import CliResult


def test_node_data_of_a_file_with_several_graphs(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    model = profiled_tflite.loop(tmp_path / "m.tflite")
    output = tmp_path / "data.json"
    done = run_cli("graph", model, "--overlay", "activation", "--node-data", output)
    assert done.code == 0, done.stderr
    found = json.loads(output.read_text("utf-8"))
    assert {graph: list(data["results"]) for graph, data in found.items()} == {
        "main": ["0", "1"], "condition": ["0"], "body": ["0", "1"],
    }  # fmt: skip
    sizes = [value["value"] for data in found.values() for value in data["results"].values()]
    assert sizes == [160_000, 160_004, 1, 4, 160_000]
    again = run_cli("graph", model, "--overlay", "activation", "--node-data", output)
    assert again.code == 2, "an existing file is left alone"


def test_what_it_needs(run_cli: Callable[..., CliResult], tmp_path: Path, sample: Sample) -> None:
    model = profiled_tflite.loop(tmp_path / "m.tflite")
    output = tmp_path / "data.json"
    without = run_cli("graph", model, "--node-data", output)
    assert without.code == 2 and "--overlay" in without.stderr
    source = run_cli("graph", sample.model, "--overlay", "macs", "--node-data", output)
    assert source.code == 2 and ".tflite" in source.stderr
    assert not output.exists()
