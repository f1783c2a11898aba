"""``studio graph`` as a real process: tables, JSON, pictures, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.conftest import Sample
from tests.kit import small_graph_def
from tests.kit.cli import CliResult
from tests.kit.large_tflite import write_large
from tests.kit.layered_tflite import beside_custom, convolutions
from tests.kit.small_tflite import endless_loop

Run = Callable[..., CliResult]


def test_summary(run_cli: Run, tmp_path: Path) -> None:
    model = endless_loop(tmp_path / "loop.tflite")
    done = run_cli("graph", model, "--overlay", "macs")
    assert done.code == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "ops 4" in lines and "subgraphs 3" in lines
    assert "folded 3 ops in closed groups" in lines
    assert "condition subgraph 2 closed" in lines and "body subgraph 1 closed" in lines


def test_what_a_person_wants_to_know_fits_a_terminal(run_cli: Run, tmp_path: Path) -> None:
    model = convolutions(tmp_path / "m.tflite", size=8, channels=4, depth=2)
    done = run_cli("graph", model)
    assert done.code == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    at = lines.index("Kinds of op")
    assert lines[at + 1] == "op count MACs parameters"
    at = lines.index("Largest ops by MACs")
    assert lines[at + 1] == "# op MACs parameters share precision name"
    assert any(line.startswith("input float32 (") for line in lines)
    assert any(line.startswith("output float32 (") for line in lines)
    assert max(map(len, done.stdout.splitlines())) <= 100
    by_name = run_cli("graph", model, "--grouping", "scope").stdout
    assert "none: the names of these ops hold no paths" in by_name


def test_shares_of_what_is_known_are_called_so(run_cli: Run, tmp_path: Path) -> None:
    """What the custom op multiplies nobody knows: no share of all is known either."""
    model = beside_custom(tmp_path / "m.tflite")
    for arguments in ((), ("--overlay", "macs")):
        lines = run_cli("graph", model, *arguments).stdout.splitlines()
        (header,) = (line for line in lines if line.split()[:2] == ["#", "op"])
        assert "of what is known" in header and "share" not in header


def test_json(run_cli: Run, tmp_path: Path) -> None:
    model = write_large(tmp_path / "m.tflite", "residual", 12)
    done = run_cli("graph", model, "--grouping", "scope", "--overlay", "precision", "--json")
    assert done.code == 0, done.stderr
    found = done.json
    assert [node["op"] for node in found["nodes"][:3]] == ["RELU", "RELU", "ADD"]
    groups = [group["title"] for group in found["groups"]]
    assert groups == ["block0", "block1", "block2", "block3"]
    assert found["groups"][0]["nodes"] == [node["id"] for node in found["nodes"][:3]]
    assert found["picture"]["folded"] == 0
    assert set(found["overlay"]["values"].values()) == {"float32"}


def test_all_kinds_of_files(run_cli: Run, tmp_path: Path) -> None:
    model = write_large(tmp_path / "m.tflite", "unet", 30)
    files = {kind: tmp_path / f"graph.{kind}" for kind in ("png", "svg", "dot", "csv")}
    arguments = [part for kind, path in files.items() for part in (f"--{kind}", path)]
    done = run_cli("graph", model, "--overlay", "activation", "--dark", *arguments)
    assert done.code == 0, done.stderr
    root = ElementTree.fromstring(files["svg"].read_text("utf-8"))
    assert files["dot"].read_text("utf-8").startswith("digraph")
    assert len(files["csv"].read_text("utf-8").splitlines()) == 31
    with Image.open(files["png"]) as image:
        picture = image.convert("RGB")
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    assert picture.width / picture.height == pytest.approx(width / height, rel=0.02)
    corner, colors = picture.getpixel((2, 2)), picture.getcolors(1 << 24)
    assert corner == (0x1B, 0x1D, 0x21), "the dark ground"
    assert colors is not None and len(colors) > 20, "something is drawn on it"
    again = run_cli("graph", model, "--svg", files["svg"])
    assert again.code == 2, "an existing file is left alone"
    assert run_cli("graph", model, "--svg", files["svg"], "--overwrite").code == 0


def test_what_is_wrong_with_a_request(run_here: Run, tmp_path: Path) -> None:
    model = write_large(tmp_path / "m.tflite", "residual", 6)
    for arguments, word in (
        (("--overlay", "beauty"), "--overlay"),
        (("--grouping", "color"), "--grouping"),
        (("--overlay", "error"), "--against"),
        (("--overlay", "macs", "--against", model), "--against"),
        (("--data", model), "--data"),
        (("--overlay", "error", "--against", tmp_path / "nowhere"), "nowhere"),
    ):
        done = run_here("graph", model, *arguments)
        assert (done.code, word in done.stderr) == (2, True), done.stderr
    assert run_here("graph", tmp_path / "nowhere.tflite").code == 2
    damaged = tmp_path / "damaged.tflite"
    damaged.write_bytes(model.read_bytes()[:400])
    assert run_here("graph", damaged, "--svg", tmp_path / "x.svg").code == 1
    assert not (tmp_path / "x.svg").exists()


def test_what_is_read_is_never_written(run_here: Run, tmp_path: Path) -> None:
    model = write_large(tmp_path / "m.tflite", "residual", 6)
    other = tmp_path / "other"
    other.symlink_to(model)
    content = model.read_bytes()
    overlay = ("--overlay", "macs")
    for arguments, word in (
        (("--png", model), "is read here"),
        (("--svg", other), "is read here"),
        (("--node-data", model, *overlay), "is read here"),
        (("--dot", tmp_path / "a", "--csv", tmp_path / "x" / ".." / "a"), "two different"),
        (("--png", tmp_path / "x.svg"), ".png"),
        (("--csv", tmp_path / "x.tflite"), ".csv"),
    ):
        done = run_here("graph", model, "--overwrite", *arguments)
        assert (done.code, word in done.stderr) == (2, True), (arguments, done.stderr)
    assert model.read_bytes() == content
    assert {path.name for path in tmp_path.iterdir()} == {"m.tflite", "other"}
    for name, word in (("m.tflite", "is read here"), ("part.onnx", ".tflite")):
        given = ("--output", "y", "-o", tmp_path / name, "--overwrite")
        done = run_here("cut", model, *given)
        assert (done.code, word in done.stderr) == (2, True), done.stderr
    assert model.read_bytes() == content


@pytest.mark.tf
def test_a_keras_source(run_cli: Run, tmp_path: Path, sample: Sample) -> None:
    picture = tmp_path / "sample.svg"
    done = run_cli("graph", sample.model, "--svg", picture, "--overlay", "macs", "--json")
    assert done.code == 0, done.stderr
    found = done.json
    assert found["format"] == "keras" and len(found["nodes"]) > 3
    ends = [found["tensors"][which] for key in ("inputs", "outputs") for which in found[key][0]]
    assert [tensor["shape"] for tensor in ends] == [[None, 28, 28, 1], [None, 10]]
    assert "Conv2D" in picture.read_text("utf-8")
    timed = run_cli("graph", sample.model, "--overlay", "time")
    assert timed.code == 2 and "not profiled" in timed.stderr


@pytest.mark.tf
def test_a_graph_def(run_cli: Run, tmp_path: Path) -> None:
    picture = tmp_path / "chain.svg"
    model = small_graph_def.chain(tmp_path / "net.pb", ("Relu", "Abs", "Tanh"))
    done = run_cli("graph", model, "--svg", picture, "--json")
    assert done.code == 0, done.stderr
    assert done.json["format"] == "graphdef"
    assert [node["op"] for node in done.json["nodes"]] == ["Relu", "Abs", "Tanh"]
    drawn = "".join(ElementTree.fromstring(picture.read_text("utf-8")).itertext())
    assert all(op in drawn for op in ("Relu", "Abs", "Tanh"))


def test_time_is_that_of_a_profile(run_cli: Run, tmp_path: Path) -> None:
    model = write_large(tmp_path / "m.tflite", "residual", 9)
    done = run_cli("graph", model, "--overlay", "time", "--json")
    assert done.code == 0, done.stderr
    overlay = done.json["overlay"]
    assert (overlay["kind"], overlay["unit"]) == ("time", "share")
    assert len(overlay["values"]) + len(overlay["unknown"]) == 9
    assert overlay["basis"]["runs"] > 1 and 0 <= overlay["basis"]["coverage"] <= 1
    shown = run_cli("graph", model, "--overlay", "time").stdout
    assert "by ops of the file" in shown and "litert-cpu" in shown


@pytest.mark.tf
def test_errors_are_those_of_a_diagnosis(run_cli: Run, sample: Sample, int8_sample: Path) -> None:
    given = ("--against", sample.model, "--data", sample.evaluation)
    found = run_cli("diagnose", int8_sample, *given, "--json").json["tensors"]
    local = {one["op_index"]: one["local_channel_rmse_over_range"] for one in found}
    done = run_cli("graph", int8_sample, "--overlay", "error", *given, "--json")
    assert done.code == 0, done.stderr
    values = done.json["overlay"]["values"]
    ids = [node["id"] for node in done.json["nodes"]]
    assert len(values) == len(local) > 5
    assert all(values[ids[index]] >= (value or 0) for index, value in local.items())
    overlay = done.json["overlay"]
    assert overlay["unit"] == "share of range", "a number of 0.02 is 2 % of it"
    assert "by channel" in overlay["basis"]["measure"]
