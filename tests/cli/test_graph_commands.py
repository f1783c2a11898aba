"""``studio diff`` and ``studio cut`` as people call them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Sample
from tests.kit import small_graph_def, small_onnx
from tests.kit.cli import CliResult
from tests.kit.small_tflite import Signed, relu_chain

RunCli = Callable[..., CliResult]


@pytest.fixture(autouse=True)
def _home(studio_home: Path) -> None:
    """Nothing of the person's own."""


def test_diff_as_json_and_as_tables(run_cli: RunCli, tmp_path: Path) -> None:
    first = relu_chain(tmp_path / "a.tflite", depth=2)
    second = relu_chain(tmp_path / "b.tflite", depth=3)
    found = run_cli("diff", first, second, "--json")
    assert found.code == 0, found.stderr
    assert set(found.json) == {
        *("matched", "added", "removed", "fused", "requantized", "moved"),
        *("folded", "unfolded", "unlike"),
    }
    assert found.json["matched"] == [
        {"first": "0/RELU/h0", "second": "0/RELU/h0", "by": "name"},
        {"first": "0/RELU/y", "second": "0/RELU/y", "by": "name"},
    ]
    assert (found.json["added"], found.json["moved"]) == (["0/RELU/h1"], None)
    shown = run_cli("diff", first, second)
    assert "only in b.tflite  1" in shown.stdout
    assert "RELU h1" in shown.stdout
    other = tmp_path / "elsewhere" / "a.tflite"
    other.parent.mkdir()
    relu_chain(other, depth=3)
    shown = run_cli("diff", first, other)
    assert f"only in {tmp_path.name}/a.tflite " in shown.stdout
    assert "only in elsewhere/a.tflite" in shown.stdout
    profiled = run_cli("diff", first, first, "--profile", "--json")
    assert profiled.json["moved"] == []


@pytest.mark.tf
@pytest.mark.slow
def test_a_source_against_what_was_made_of_it(
    run_cli: RunCli, sample: Sample, tmp_path: Path
) -> None:
    made = run_cli("convert", sample.model, "-o", tmp_path / "digits.tflite")
    assert made.code == 0, made.stderr
    found = run_cli("diff", sample.model, tmp_path / "digits.tflite", "--json")
    assert len(found.json["fused"]) == 9
    assert (found.json["removed"], found.json["folded"]) == ([], ["0/dropout_1"])
    unlike = run_cli("diff", sample.model, small_onnx.relu(tmp_path / "net.onnx"))
    assert unlike.code == 0 and "not compared" in unlike.stdout


@pytest.mark.tf
def test_what_is_only_looked_at_is_opened_and_compared(run_cli: RunCli, tmp_path: Path) -> None:
    graph_def = small_graph_def.chain(tmp_path / "net.pb")
    onnx = small_onnx.relu(tmp_path / "net.onnx")
    opened = run_cli("inspect", graph_def, "--json")
    assert opened.json["format"] == "graphdef"
    assert opened.json["signatures"][0]["inputs"][0]["shape"] == [None, 4]
    assert run_cli("inspect", onnx, "--json").json["format"] == "onnx"
    found = run_cli("diff", graph_def, onnx, "--json")
    assert [(one["first"], one["by"]) for one in found.json["matched"]] == [("0/n0", "topology")]
    assert found.json["removed"] == ["0/n1"]
    drawn = run_cli("graph", onnx, "--svg", tmp_path / "net.svg")
    assert drawn.code == 0, drawn.stderr
    assert "Relu" in (tmp_path / "net.svg").read_text(encoding="utf-8")
    profiled = run_cli("diff", onnx, onnx, "--profile", "--json")
    assert (profiled.code, profiled.json["error"]["code"]) == (2, "artifact-not-tflite")


def test_cut_writes_a_model_that_opens(run_cli: RunCli, tmp_path: Path) -> None:
    model = relu_chain(tmp_path / "a.tflite", depth=3, signed=Signed())
    part = tmp_path / "part.tflite"
    done = run_cli("cut", model, "--output", "h1", "-o", part, "--json")
    assert done.code == 0, done.stderr
    assert (done.json["kept_ops"], done.json["total_ops"]) == (2, 3)
    opened = run_cli("inspect", part, "--json").json
    assert opened["ops"] == {"RELU": 2}
    assert opened["sha256"] == done.json["sha256"]
    again = run_cli("cut", model, "--output", "h1", "-o", part, "--json")
    assert (again.code, again.json["error"]["code"]) == (2, "output-exists")
    wrong = run_cli("cut", model, "--output", "nope", "-o", tmp_path / "x.tflite", "--json")
    assert (wrong.code, wrong.json["error"]["code"]) == (2, "cut-tensor-unknown")
    begun = run_cli("cut", model, "--output", "y", "--input", "h1", "-o", part, "--overwrite")
    assert "1 of 3" in begun.stdout


def test_a_damaged_file_is_an_error(run_cli: RunCli, tmp_path: Path) -> None:
    good = relu_chain(tmp_path / "a.tflite")
    bad = tmp_path / "b.tflite"
    bad.write_bytes(good.read_bytes()[:40])
    found = run_cli("diff", good, bad, "--json")
    assert (found.code, found.json["error"]["code"]) == (1, "model-damaged")
