"""The whole tour, twice: what it prints, writes and leaves in the session."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.history.store import History
from studio.places import find_places
from tests.kit.cli import CliResult

NAMES = ["float32", "float16", "dynamic-range", "int8"]


@pytest.mark.tf
def test_tour(run_cli: Callable[..., CliResult], tmp_path: Path, studio_home: Path) -> None:
    out = tmp_path / "tour"
    started = time.monotonic()
    shown = run_cli("demo", "--no-window", "--out", out, "--seconds", 2, "--json")
    assert shown.code == 0, shown.stderr
    assert time.monotonic() - started < 180  # twice what it may take on a machine of its own
    variants = shown.json["variants"]
    assert [variant["name"] for variant in variants] == NAMES
    assert all(variant["check"]["status"] == "ok" for variant in variants)
    assert all(variant["top1"] > 0.97 for variant in variants)
    assert all(item["median_ms"] > 0 for item in shown.json["measurements"])
    assert shown.json["report"] == str(out / "report.html")
    assert sorted(path.name for path in out.iterdir()) == sorted(
        ["report.html", *(f"mnist_cnn_{name}.tflite" for name in NAMES)]
    )
    page = (out / "report.html").read_text(encoding="utf-8")
    assert all(name in page for name in NAMES)

    history = History(find_places().database)
    try:
        session = history.load_session()
        runs = history.runs()
    finally:
        history.close()
    (model,) = session.models
    assert model.evaluation is not None
    assert [variant.name for variant in model.variants] == NAMES
    assert all(variant.check and variant.evaluation for variant in model.variants)
    assert all(Path(variant.artifact).is_file() for variant in model.variants)
    assert [run.id for run in runs] == [run.id for run in session.runs]

    refused = run_cli("demo", "--no-window", "--out", out, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "output-exists")

    again = run_cli("demo", "--seconds", 1)
    assert again.code == 0, again.stderr
    assert "No window" in again.stderr
    assert "dynamic-range" in again.stdout
    artifacts = find_places().artifacts
    assert len(list(artifacts.glob("*/*.tflite"))) == len(NAMES)
