"""``studio fix`` as a real process, on a real classifier."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Sample
from tests.kit.cli import CliResult
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


@pytest.mark.tf
def test_what_is_good_already_is_left_alone(
    run_cli: Callable[..., CliResult], sample: Sample, int8_sample: Path
) -> None:
    data = ("--calibration", sample.calibration, "--data", sample.evaluation)
    common = ("fix", int8_sample, "--against", sample.model, *data, "-o", "ok.tflite", "--json")
    fixed = run_cli(*common, "--goal", "accuracy>=0.9")
    assert fixed.code == 0, fixed.stderr
    assert (fixed.json["artifact"], fixed.json["trials"]) == (None, [])
    assert fixed.json["before"]["is_met"]
    unreachable = run_cli(*common, "--goal", "rmse<=0", "--trials", 2)
    assert unreachable.code == 1
    assert unreachable.json["error"]["code"] == "fix-out-of-reach"
    assert "rmse<=0" in unreachable.json["error"]["title"]
    nonsense = run_cli(*common[:-3], "-o", "x.tflite", "--goal", "nonsense", "--json")
    assert (nonsense.code, nonsense.json["error"]["code"]) == (2, "argument-invalid")
    unlabelled = run_cli(
        *("fix", int8_sample, "--against", sample.model, "--calibration", sample.calibration),
        *("-o", "x.tflite", "--goal", "accuracy>=0.9", "--json"),
    )
    assert (unlabelled.code, unlabelled.json["error"]["code"]) == (2, "fix-accuracy-without-data")


def test_a_float_file_does_not_tell_how_it_was_quantized(
    run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    from tests.kit.small_tflite import relu_chain

    model = relu_chain(tmp_path / "m.tflite")
    refused = run_cli(
        *("fix", model, "--against", model, "--goal", "rmse<=0.1", "-o", "x.tflite", "--json")
    )
    assert (refused.code, refused.json["error"]["code"]) == (2, "fix-recipe-unknown")
