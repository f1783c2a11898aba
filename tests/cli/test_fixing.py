"""``studio fix`` as a real process, on a real classifier."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Sample
from tests.kit.cli import CliResult, run_studio, studio_command, studio_environment
from tests.kit.fragile_keras import make_fragile
from tests.realmodels import RealModels

UNIT = 89
"""Of the dense layer: the one whose value varies most over the calibration data."""


@pytest.mark.tf
@pytest.mark.realmodel
def test_a_fragile_layer_is_kept_in_float(
    run_cli: Callable[..., CliResult], realmodels: RealModels, sample: Sample, tmp_path: Path
) -> None:
    model = make_fragile(realmodels.digits_keras, tmp_path / "f.keras", "dense", "dense_1", UNIT)
    data = ("--calibration", sample.calibration)
    broken = run_cli("convert", model, "-o", "q.tflite", "--optimize", "int8", *data, "--json")
    assert broken.json["check"]["status"] == "failed"
    fixed = run_cli(
        *("fix", "q.tflite", "--against", model, "--goal", "agreement>=0.99", "-o", "ok.tflite"),
        *data,
        *("--data", sample.evaluation, "--json"),
    )
    assert fixed.code == 0, fixed.stderr
    document = fixed.json
    assert document["before"]["score"] < 0.5
    assert {one["op"] for one in document["kept"]} == {"FULLY_CONNECTED"}
    assert len(document["kept"]) == 2
    assert document["check"]["status"] == "ok"
    assert document["check"]["outputs"][0]["argmax_agreement"] >= 0.99
    assert 0.9 < document["audit"]["int8_mac_share"] < 1.0  # all the rest is still in int8
    met = [one for one in document["trials"] if one["is_met"]]
    best = [one["op_index"] for one in document["kept"]]
    least = min(met, key=lambda one: (one["kept_macs"], len(one["kept"])))
    assert least["kept"] == best
    assert [keep["precision"] for keep in document["recipe"]["keep"]] == ["float", "float"]
    assert (document["end"], document["is_reached"]) == ("met", True)
    scored = {Path(one["file"]).name: one for one in document["evaluation"]["evaluations"]}
    same = {name: (one["paired"] or {}).get("agreement") for name, one in scored.items()}
    assert same["ok.tflite"] > 0.98 > 0.5 > same["q.tflite"]
    assert document["measurement"] is None


@pytest.mark.tf
@pytest.mark.realmodel
def test_of_two_fragile_layers_the_smallest_set_tried_is_kept(
    run_cli: Callable[..., CliResult], realmodels: RealModels, sample: Sample, tmp_path: Path
) -> None:
    first = make_fragile(realmodels.digits_keras, tmp_path / "1.keras", "conv2d", "conv2d_1", 5)
    model = make_fragile(first, tmp_path / "2.keras", "dense", "dense_1", UNIT)
    data = ("--calibration", sample.calibration, "--data", sample.evaluation)
    run_cli("convert", model, "-o", "q.tflite", "--optimize", "int8", *data)
    fixed = run_cli(
        *("fix", "q.tflite", "--against", model, "--goal", "agreement>=0.99", "-o", "ok.tflite"),
        *(*data, "--measure", 1, "--json"),
    )
    assert fixed.code == 0, fixed.stderr
    document = fixed.json
    best = [one["op_index"] for one in document["kept"]]
    # with the pooling between two convolutions, which would put their tensor in 8 bits again
    assert {one["op"] for one in document["kept"]} >= {"CONV_2D", "FULLY_CONNECTED"}
    met = [one for one in document["trials"] if one["is_met"]]
    (chosen,) = [one for one in met if one["kept"] == best]
    assert all(chosen["kept_macs"] <= one["kept_macs"] for one in met)
    islands = sum(op - 1 not in best for op in best)
    assert islands == 2
    # each island inside the file costs a DEQUANTIZE before and a QUANTIZE behind
    assert chosen["translation_ops"] == document["audit"]["translation_ops"]
    added = chosen["translation_ops"] - document["before"]["translation_ops"]
    assert 2 <= added <= 2 * islands
    assert document["measurement"]["conditions"]["exclusive"] is True
    (verdict,) = document["measurement"]["comparisons"]
    assert (Path(verdict["baseline"]).name, Path(verdict["candidate"]).name) == (
        "q.tflite",
        "ok.tflite",
    )
    assert document["before"]["time"]["median_ms"] > 0
    assert chosen["time"]["median_ms"] > 0
    assert all(one["time"] is None for one in document["trials"] if one is not chosen)


@pytest.fixture(scope="module")
def harder_goal(sample: Sample, int8_sample: Path) -> str:
    """A little more than the sample in int8 reaches."""
    look = run_studio(
        *("fix", int8_sample, "--against", sample.model, "-o", "n.tflite", "--goal", "rmse<=0.5"),
        *("--calibration", sample.calibration, "--data", sample.evaluation, "--json"),
        cwd=int8_sample.parent,
    )
    assert (look.code, look.json["end"]) == (0, "met-already")
    return f"rmse<={0.97 * look.json['before']['score']:.6f}"


@pytest.mark.tf
@pytest.mark.slow
def test_single_ops_can_be_kept_in_16_bits(
    run_cli: Callable[..., CliResult], sample: Sample, int8_sample: Path, harder_goal: str
) -> None:
    data = ("--calibration", sample.calibration, "--data", sample.evaluation)
    fixed = run_cli(
        *("fix", int8_sample, "--against", sample.model, *data, "-o", "ok.tflite", "--json"),
        *("--goal", harder_goal, "--keep-in", "int16"),
    )
    assert fixed.code == 0, fixed.stderr
    assert fixed.json["audit"]["int16_op_share"] > 0
    assert {one["precision"] for one in fixed.json["recipe"]["keep"]} == {"int16"}


@pytest.mark.tf
@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT is none there")
@pytest.mark.slow
def test_an_interrupted_measurement_leaves_what_was_written_and_says_where(
    sample: Sample, int8_sample: Path, harder_goal: str, tmp_path: Path
) -> None:
    data = ("--calibration", sample.calibration, "--data", sample.evaluation)
    common = ("fix", int8_sample, "--against", sample.model, *data, "-o", "ok.tflite")
    with subprocess.Popen(
        studio_command(*common, "--goal", harder_goal, "--keep-in", "int16", "--measure", "600"),
        env=studio_environment(),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said = next(line for line in process.stderr if line.startswith("written: "))
        assert said.strip() == f"written: {tmp_path / 'ok.tflite'}"
        next(line for line in process.stderr if "measuring" in line)
        process.send_signal(signal.SIGINT)
        process.stderr.read()
        assert process.wait(60) == 130
    assert (tmp_path / "ok.tflite").is_file()


@pytest.mark.tf
def test_what_is_good_already_is_left_alone(
    run_cli: Callable[..., CliResult], sample: Sample, int8_sample: Path, tmp_path: Path
) -> None:
    data = ("--calibration", sample.calibration, "--data", sample.evaluation)
    common = ("fix", int8_sample, "--against", sample.model, *data, "-o", "ok.tflite", "--json")
    fixed = run_cli(*common, "--goal", "agreement>=0.5")
    assert fixed.code == 0, fixed.stderr
    assert (fixed.json["artifact"], fixed.json["trials"]) == (None, [])
    assert (fixed.json["end"], fixed.json["is_reached"]) == ("met-already", True)
    same = fixed.json["before"]
    assert same["is_met"]
    given = run_cli("evaluate", int8_sample, "--against", sample.model, *data[2:], "--json")
    (scored,) = [one for one in given.json["evaluations"] if one["paired"]]
    assert (scored["task"], scored["task_from"]) == ("classification", "inferred")
    assert scored["top1"]["total"] == scored["samples"] == 1000
    assert same["score"] == scored["paired"]["agreement"]  # both on all that is given
    assert (same["samples"], same["inputs_from"]) == (scored["samples"], "evaluation")
    assert same["score_ci95"][0] < same["score"]
    assert not (tmp_path / "ok.tflite").exists()


@pytest.mark.tf
def test_wrong_requests(
    run_here: Callable[..., CliResult], sample: Sample, int8_sample: Path
) -> None:
    common = ("fix", int8_sample, "--against", sample.model, "--calibration", sample.calibration)
    for options, code in (
        (("--goal", "accuracy>=0.9", "--measure-trials", "--data", sample.evaluation),
         "option-needs"),
        (("--goal", "nonsense", "--data", sample.evaluation), "argument-invalid"),
        (("--goal", "accuracy>=0.9"), "fix-accuracy-without-data"),
    ):  # fmt: skip
        refused = run_here(*common, "-o", "x.tflite", *options, "--json")
        assert (refused.code, refused.json["error"]["code"]) == (2, code)


@pytest.mark.tf
@pytest.mark.slow
def test_a_goal_out_of_reach_and_one_that_is_met(
    run_cli: Callable[..., CliResult], sample: Sample, int8_sample: Path, tmp_path: Path
) -> None:
    data = ("--calibration", sample.calibration, "--data", sample.evaluation)
    common = ("fix", int8_sample, "--against", sample.model, *data, "-o", "ok.tflite")
    plain = run_cli(*common, "--goal", "accuracy>=0.9", "--measure", 5)
    assert plain.code == 0
    assert f"{int8_sample.name} already meets the goal: accuracy ≥ 90 %" in plain.stdout
    assert "nothing was written" in plain.stdout
    unreachable = run_cli(*common, "--goal", "rmse<=0", "--trials", 2, "--json")
    assert unreachable.code == 1
    assert (unreachable.json["end"], unreachable.json["is_reached"]) == ("trials-spent", False)
    assert len(unreachable.json["trials"]) == 2
    scores = [one["score"] for one in (unreachable.json["before"], *unreachable.json["trials"])]
    assert unreachable.json["closest"]["score"] == min(scores)
    assert unreachable.json["artifact"] is None
    assert not (tmp_path / "ok.tflite").exists()


def test_a_float_file_does_not_tell_how_it_was_quantized(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    from tests.kit.small_tflite import relu_chain

    model = relu_chain(tmp_path / "m.tflite")
    refused = run_cli(
        *("fix", model, "--against", model, "--goal", "rmse<=0.1", "-o", "x.tflite", "--json")
    )
    assert (refused.code, refused.json["error"]["code"]) == (2, "fix-recipe-unknown")
