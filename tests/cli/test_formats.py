"""``studio formats`` and ``studio setup``: what is listed, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from studio.cli.main import run
from studio.core.formats import FORMATS
from tests.kit import torch_export
from tests.kit.cli import CliResult


def test_every_format_is_listed_with_what_it_needs(
    capsys: pytest.CaptureFixture[str], studio_home: object
) -> None:
    assert run(["formats", "--json"]) == 0
    found = {entry["id"]: entry for entry in json.loads(capsys.readouterr().out)["formats"]}
    assert [entry.id for entry in FORMATS] == list(found)[: len(FORMATS)]
    assert all(found[entry.id]["opens"] and found[entry.id]["converts"] for entry in FORMATS)
    assert found["tflite"]["needs"] == []
    assert found["pt2"]["needs"] == ["torch (extra torch)", "litert-torch (extra torch)"]
    assert "onnx2tf (studio setup onnx)" in found["onnx"]["needs"]
    refused = list(found)[len(FORMATS) :]
    assert refused == ["torch", "safetensors"]
    assert not any(found[name]["opens"] for name in refused)
    for entry in found.values():
        assert set(entry["missing"]) <= set(entry["needs"])


def test_the_table_has_every_title(capsys: pytest.CaptureFixture[str], studio_home: object) -> None:
    assert run(["formats"]) == 0
    shown = capsys.readouterr().out
    assert all(entry.title in shown for entry in FORMATS)


def test_setting_up_torch_says_what_is_here_and_how(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["setup", "torch", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert set(shown["packages"]) == {"torch", "litert-torch"}
    assert shown["is_complete"] is all(shown["packages"].values())
    assert (shown["step"] is None) is shown["is_complete"]


def test_only_what_is_known_is_set_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["setup", "everything", "--json"]) == 2
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "argument-invalid"


@pytest.mark.skipif(bool(find_spec("litert_torch")), reason="litert-torch is here")
def test_a_pt2_is_opened_without_torch_and_refused_with_the_steps(
    run_cli: Callable[..., CliResult], tmp_path: Path, studio_home: object
) -> None:
    path = torch_export.write(tmp_path / "net.pt2")
    opened = run_cli("inspect", path, "--shape", "x=1,3,16,8", "--json")
    assert (opened.code, opened.json["format"]) == (0, "pt2")
    assert opened.json["macs"] > 0
    options = ("-o", tmp_path / "net.tflite", "--shape", "x=1,3,16,8", "--json")
    refused = run_cli("convert", path, *options)
    assert refused.code == 1
    assert refused.json["error"]["code"] == "torch-missing"
    assert len(refused.json["error"]["ways_out"]) == 2
    assert not (tmp_path / "net.tflite").exists()
