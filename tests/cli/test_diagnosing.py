"""``studio diagnose`` as a real process, on real models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Sample
from tests.kit.cli import CliResult
from tests.kit.fragile_keras import make_fragile
from tests.realmodels import RealModels


@pytest.mark.tf
def test_a_good_artifact_has_no_findings(
    run_cli: Callable[..., CliResult], sample: Sample, int8_sample: Path
) -> None:
    found = run_cli(
        "diagnose", int8_sample, "--against", sample.model, "--data", sample.evaluation, "--json"
    )
    assert found.code == 0, found.stderr
    document = found.json
    assert (document["samples"], document["inputs_from"]) == (20, "given")
    assert document["unmatched"] == []
    ops = [one["op"] for one in document["tensors"]]
    assert ops.count("CONV_2D") == 4
    assert ops[-1] == "SOFTMAX"
    assert document["findings"] == []
    assert all(one["cosine"] > 0.99 for one in document["tensors"])
    assert all(one["local_rmse_over_range"] < 0.01 for one in document["tensors"])
    shown = run_cli("diagnose", int8_sample, "--against", sample.model, "--data", sample.evaluation)
    assert "by the larger of local and by channel" in shown.stdout


@pytest.mark.tf
@pytest.mark.realmodel
def test_a_fragile_layer_is_ranked_first(
    run_cli: Callable[..., CliResult], realmodels: RealModels, sample: Sample, tmp_path: Path
) -> None:
    model = make_fragile(realmodels.digits_keras, tmp_path / "f.keras", "conv2d", "conv2d_1", 5)
    data = ("--calibration", sample.calibration)
    made = run_cli("convert", model, "-o", "f.tflite", "--optimize", "int8", *data, "--json")
    assert made.json["check"]["status"] == "failed"
    found = run_cli(
        *("diagnose", "f.tflite", "--against", model, "--data", sample.calibration, "--json")
    )
    assert found.code == 0, found.stderr
    first = found.json["ranked"][0]
    worst = next(one for one in found.json["tensors"] if one["op_index"] == first)
    assert (worst["op"], "conv2d_1/" in worst["name"]) == ("CONV_2D", True)
    assert worst["local_channel_rmse_over_range"] > 0.1
    assert worst["rmse_over_range"] < 0.01  # the large channel hides it
    codes = [one["code"] for one in found.json["findings"]]
    assert codes[:2] == ["diagnose-dead", "diagnose-diverges-by-channel"]
    assert "diagnose-adds-by-channel" in codes


def test_what_is_no_artifact_is_refused(run_cli: Callable[..., CliResult], sample: Sample) -> None:
    refused = run_cli("diagnose", sample.model, "--against", sample.model, "--json")
    assert refused.code == 2
    assert refused.json["error"]["code"] == "artifact-not-tflite"
