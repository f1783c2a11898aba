"""``studio targets`` and measuring on a GPU that the CPU emulates, as real processes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from studio.core.targets import TARGETS
from tests.kit.cli import CliResult
from tests.kit.layered_tflite import convolutions
from tests.kit.small_tflite import int64_sum
from tests.kit.software_gpu import NO_GPU_ENVIRONMENT, software_gpu_environment


def use(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def test_targets_say_what_is_missing(
    run_cli: Callable[..., CliResult], studio_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(monkeypatch, NO_GPU_ENVIRONMENT)
    shown = run_cli("targets", "--json")
    assert shown.code == 0, shown.stderr
    found = {target["id"]: target for target in shown.json["targets"]}
    assert list(found) == list(TARGETS)
    cpu, gpu = found["litert-cpu"], found["litert-gpu"]
    assert (cpu["available"], cpu["implementation"]) == (True, "litert-c")
    assert set(cpu["versions"]) == {"ai-edge-litert"}
    assert not gpu["available"]
    assert [reason["code"] for reason in gpu["reasons"]] == ["run-gpu-missing"]
    assert "Vulkan" in gpu["reasons"][0]["hint"]
    for target in found.values():
        assert target["available"] or target["reasons"], target["id"]


def test_an_emulated_gpu_is_called_so_wherever_it_is_shown(
    run_cli: Callable[..., CliResult],
    tmp_path: Path,
    studio_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(monkeypatch, software_gpu_environment())
    listed = run_cli("targets")
    assert "GPU (software: SwiftShader" in listed.stdout
    model = convolutions(tmp_path / "model.tflite", size=8, channels=4, depth=1)
    options = ("--target", "litert-cpu", "--target", "litert-gpu", "--seconds", 1)
    measured = run_cli("benchmark", model, *options, "--processes", 1, "--json")
    assert measured.code == 0, measured.stderr
    on_cpu, on_gpu = measured.json["measurements"]
    assert (on_cpu["runtime"], on_cpu["placement"]) == ("litert-c", None)
    assert on_gpu["runtime"] == "litert-c-gpu"
    assert (on_gpu["placement"]["kind"], on_gpu["placement"]["is_software"]) == ("full", True)
    assert on_gpu["samples"] > 0
    assert "GPU (software: SwiftShader" in run_cli("history").stdout


def test_a_file_of_which_nothing_runs_on_the_gpu_is_not_measured_there(
    run_cli: Callable[..., CliResult],
    tmp_path: Path,
    studio_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    use(monkeypatch, software_gpu_environment())
    model = int64_sum(tmp_path / "model.tflite")
    refused = run_cli("benchmark", model, "--target", "litert-gpu", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "run-gpu-unused")
