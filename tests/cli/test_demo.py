"""The whole tour, twice: what it prints, writes and leaves in the session."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from studio.history.store import History
from studio.places import find_places
from tests.kit.cli import CliResult, run_studio

pytestmark = pytest.mark.tf
NAMES = ["float32", "float16", "dynamic-range", "int8"]


@dataclass(frozen=True)
class Tour:
    """What one tour left: it takes a while, so the tests share it."""

    home: Path
    out: Path
    shown: CliResult
    seconds: float


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Tour:
    folder = tmp_path_factory.mktemp("demo")
    home, out = folder / "home", folder / "tour"
    started = time.monotonic()
    options = ("--no-window", "--out", out, "--seconds", 1, "--json")
    shown = run_studio("demo", *map(str, options), cwd=folder, home=home)
    return Tour(home, out, shown, time.monotonic() - started)


def test_tour(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, out = tour.shown, tour.out
    assert shown.code == 0, shown.stderr
    assert tour.seconds < 180  # twice what it may take on a machine of its own
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

    monkeypatch.setenv("STUDIO_HOME", str(tour.home))
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

    refused = run_studio(
        "demo", "--no-window", "--out", out, "--json", cwd=out.parent, home=tour.home
    )
    assert (refused.code, refused.json["error"]["code"]) == (2, "output-exists")


@pytest.mark.slow
def test_another_tour_makes_nothing_twice(tour: Tour, monkeypatch: pytest.MonkeyPatch) -> None:
    again = run_studio("demo", "--seconds", "1", cwd=tour.out.parent, home=tour.home)
    assert again.code == 0, again.stderr
    assert "No window" in again.stderr
    assert "dynamic-range" in again.stdout
    monkeypatch.setenv("STUDIO_HOME", str(tour.home))
    artifacts = find_places().artifacts
    assert len(list(artifacts.glob("*/*.tflite"))) == len(NAMES)
