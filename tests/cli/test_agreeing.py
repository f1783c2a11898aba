"""``studio agree`` and ``studio evaluate`` as real processes, on real models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.support import mobilenet
from tests.conftest import Sample
from tests.kit.cli import CliResult
from tests.kit.layered_tflite import classifier, hybrid_dense
from tests.kit.software_gpu import NO_GPU_ENVIRONMENT, software_gpu_environment
from tests.realmodels import RealModels

WEIGHTS = np.random.default_rng(3).uniform(-1.5, 1.5, (6, 32))


def test_ways_that_agree_and_ways_that_do_not(
    run_cli: Callable[..., CliResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in NO_GPU_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    good = run_cli("agree", classifier(tmp_path / "f.tflite", WEIGHTS), "--json")
    assert good.code == 0, good.stderr
    titles = [way["title"] for way in good.json["ways"]]
    assert titles[:3] == ["Reference kernels", "LiteRT's kernels", "XNNPACK, 1 thread"]
    assert titles[-1] == "LiteRT C, CPU"
    assert [one["code"] for one in good.json["findings"]] == ["agree-all"]
    assert good.json["first"] is None
    pairs = len(titles) * (len(titles) - 1) // 2
    assert len(good.json["differences"]) == pairs
    apart = run_cli("agree", hybrid_dense(tmp_path / "h.tflite", WEIGHTS), "--json")
    assert apart.code == 1
    assert [one["code"] for one in apart.json["findings"]] == ["agree-apart", "agree-first"]
    assert apart.json["first"]["kernels"] == [
        "litert-interpreter:kernels=reference",
        "litert-interpreter",
    ]


def test_an_emulated_gpu_is_called_so(
    run_cli: Callable[..., CliResult], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in software_gpu_environment().items():
        monkeypatch.setenv(name, value)
    found = run_cli("agree", classifier(tmp_path / "f.tflite", WEIGHTS), "--samples", 2, "--json")
    assert found.code == 0, found.stderr
    gpu = found.json["ways"][-1]
    assert gpu["title"].startswith("GPU (software: SwiftShader")
    assert gpu["is_software"] is True


@pytest.mark.realmodel
def test_a_way_that_cannot_run_it_stands_beside_those_that_can(
    run_cli: Callable[..., CliResult], realmodels: RealModels
) -> None:
    """Its custom op is known to XNNPACK alone."""
    ways = ("litert-interpreter:kernels=reference", "litert-interpreter", "litert-cpu")
    targets = [word for way in ways for word in ("--target", way)]
    model = realmodels.mediapipe("selfie_segmentation")
    found = run_cli("agree", model, "--samples", 2, *targets, "--json")
    assert found.code == 1
    errors = [way["error"] and way["error"]["code"] for way in found.json["ways"]]
    assert errors == ["run-custom-op", None, None]
    assert [one["is_same"] for one in found.json["differences"]] == [True]


@pytest.mark.tf
@pytest.mark.realmodel
def test_a_source_runs_beside_its_artifact(
    run_cli: Callable[..., CliResult], realmodels: RealModels, sample: Sample, tmp_path: Path
) -> None:
    found = run_cli(
        *("agree", realmodels.fer_tflite, "--against", realmodels.fer_h5, "--samples", 3),
        *("--target", "litert-interpreter:kernels=builtin", "--target", "litert-interpreter"),
        "--json",
    )
    assert found.json["ways"][0] == {
        "title": "Source",
        "target": None,
        "implementation": None,
        "is_software": None,
        "error": None,
    }
    assert len(found.json["differences"]) == 3
    assert [one["code"] for one in found.json["findings"]][-1] == "agree-source"


@pytest.mark.tf
def test_flips_and_metrics(
    run_cli: Callable[..., CliResult], sample: Sample, int8_sample: Path, tmp_path: Path
) -> None:
    labelled = ("--against", sample.model, "--data", sample.evaluation)
    evaluated = run_cli("evaluate", int8_sample, *labelled, "--metric", "top-3", "--json")
    assert evaluated.code == 0, evaluated.stderr
    assert list(evaluated.json) == ["data", "data_sha256", "source", "evaluations"]
    of_source = evaluated.json["source"]
    assert (Path(of_source["file"]).name, of_source["paired"]) == (Path(sample.model).name, None)
    (found,) = evaluated.json["evaluations"]
    assert list(found)[:5] == ["file", "sha256", "top1", "top5", "paired"]
    assert list(found["top1"]) == ["correct", "total", "value", "ci95"]
    assert found["top1"]["value"] > 0.97
    assert found["paired"]["agreement"] > 0.98
    difference = found["top1"]["value"] - of_source["top1"]["value"]
    assert found["paired"]["difference"] == pytest.approx(difference)
    assert (found["task"], found["task_from"], found["samples"]) == (
        "classification",
        "declared",
        1000,
    )
    flipped = round(1000 * (1 - found["paired"]["agreement"]))
    assert found["flip_count"] == len(found["flips"]) == flipped
    assert 0 < found["paired"]["p_value"] <= 1
    assert all(flip["source"] != flip["file"] for flip in found["flips"])
    assert [one["metric"] for one in found["metrics"]] == ["top-3"]
    assert sum(one["count"] for one in found["confusion"]) == 1000
    unlabelled = tmp_path / "x.npz"
    with np.load(sample.evaluation) as arrays:
        np.savez(unlabelled, x=arrays["x"][:200])
    agreed = run_cli(
        "evaluate", int8_sample, "--against", sample.model, "--data", unlabelled, "--json"
    )
    (found,) = agreed.json["evaluations"]
    assert (found["task"], found["task_from"], found["top1"]) == ("agreement", "inferred", None)
    assert {one["metric"] for one in found["metrics"]} == {
        "same-answer",
        "rmse-over-range",
        "cosine",
    }
    refused = run_cli("evaluate", int8_sample, "--data", unlabelled, "--json")
    assert refused.json["error"]["code"] == "labels-missing"
    assert run_cli("evaluate", int8_sample, *labelled, "--metric", "auc").code == 2


@pytest.mark.tf
@pytest.mark.realmodel
def test_an_unlabelled_pair_of_others_is_compared(
    run_cli: Callable[..., CliResult], realmodels: RealModels, tmp_path: Path
) -> None:
    """Of dynamic range, made by others: near its source, not the same."""
    data = tmp_path / "faces.npz"
    faces = np.random.default_rng(0).uniform(0, 1, (60, 64, 64, 1)).astype(np.float32)
    np.savez(data, x=faces)
    found = run_cli(
        *("evaluate", realmodels.fer_tflite, "--against", realmodels.fer_h5, "--data", data),
        "--json",
    )
    assert found.code == 0, found.stderr
    (evaluation,) = found.json["evaluations"]
    figures = {one["metric"]: one for one in evaluation["metrics"]}
    assert figures["same-answer"]["value"] > 0.9
    assert 0.001 < figures["rmse-over-range"]["value"] < 0.05
    low, high = figures["cosine"]["ci95"]
    assert 0.99 < low < figures["cosine"]["value"] < high <= 1
    assert evaluation["flip_count"] == round(60 * (1 - figures["same-answer"]["value"]))


@pytest.mark.tf
@pytest.mark.realmodel
def test_kernels_that_abort_take_nothing_along(
    run_cli: Callable[..., CliResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    """LiteRT 2.3.0's reference kernels abort at this int8 MobileNetV2. Its weights are random and
    its output the same for all inputs, so that agreement shows nothing, and says so."""
    for name, value in NO_GPU_ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    found = run_cli("agree", mobilenet("int8"), "--samples", 2, "--json")
    assert found.code == 1
    errors = [way["error"] and way["error"]["code"] for way in found.json["ways"]]
    assert errors[0] == "artifact-crashed"
    assert set(errors[1:]) == {None}
    assert all(one["is_same"] for one in found.json["differences"])
    codes = [one["code"] for one in found.json["findings"]]
    assert codes == ["agree-way-failed", "agree-nothing-shown", "agree-all"]
