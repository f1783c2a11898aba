"""``studio formats`` and ``studio setup``: what is listed, and what is refused."""

from __future__ import annotations

import json

import pytest

from studio.cli.main import run
from studio.core.formats import FORMATS


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
