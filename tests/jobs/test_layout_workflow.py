"""Laying out through the job queue, in the real light child."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.errors import ModelError, UsageError
from studio.core.graph_diff import GraphDiff
from studio.core.graph_layout import GraphLayout
from studio.core.graph_requests import DiffRequest, LayoutRequest, PictureRequest
from studio.core.requests import Request, Result
from studio.jobs.blocking import run_blocking
from studio.jobs.config import QueueConfig
from tests.conftest import Sample
from tests.kit.geometry import assert_sound
from tests.kit.large_tflite import write_large
from tests.kit.made_graphs import chain
from tests.kit.small_tflite import endless_loop


@pytest.fixture
def run(tmp_path: Path):  # type: ignore[no-untyped-def]
    config = QueueConfig(
        work=tmp_path / "work",
        logs=tmp_path / "logs",
        float_cache=tmp_path / "float",
        cache_limit_bytes=10**6,
        measure_lock=tmp_path / "measure.lock",
    )

    def run(request: Request) -> Result:
        return run_blocking(config, request, lambda _: None)

    return run


def test_a_file(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = endless_loop(tmp_path / "loop.tflite")
    layout = run(LayoutRequest(path=str(path)))
    assert isinstance(layout, GraphLayout)
    assert [box.title for box in layout.boxes] == ["x", "WHILE", "condition", "body", "y"]


def test_a_graph_that_comes_along(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The file is not asked for; the log does not hold the graph."""
    graph = chain(300)
    layout = run(LayoutRequest(path="/nowhere/model.keras", graph=graph))
    assert_sound(layout, graph)
    assert layout.path == "/nowhere/model.keras"
    logs = "".join(path.read_text("utf-8") for path in (tmp_path / "logs").rglob("*.log"))
    assert '"layout"' in logs and "node299" not in logs


def test_two_graphs_that_come_along(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    paths = [str(write_large(tmp_path / f"{at}.tflite", "residual", 6)) for at in range(2)]
    graph = chain(300)
    found = run(DiffRequest(first=paths[0], second=paths[1], first_graph=graph, second_graph=graph))
    assert isinstance(found, GraphDiff) and len(found.matched) == 300
    logs = "".join(path.read_text("utf-8") for path in (tmp_path / "logs").rglob("*.log"))
    assert '"diff"' in logs and "node299" not in logs


def test_what_cannot_be_laid_out(run, tmp_path: Path, sample: Sample) -> None:  # type: ignore[no-untyped-def]
    damaged = tmp_path / "damaged.tflite"
    damaged.write_bytes(endless_loop(tmp_path / "loop.tflite").read_bytes()[:300])
    with pytest.raises(ModelError, match="model-damaged"):
        run(LayoutRequest(path=str(damaged)))
    with pytest.raises(ModelError, match="model-missing"):
        run(LayoutRequest(path=str(tmp_path / "nowhere.tflite")))
    with pytest.raises(UsageError, match="artifact-not-tflite"):
        run(LayoutRequest(path=str(sample.model)))


def test_what_cannot_be_drawn(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    from studio.core.errors import StorageError

    source, picture = tmp_path / "x.svg", tmp_path / "x.png"
    for content in ("no picture", '<svg xmlns="http://www.w3.org/2000/svg" width="0"/>'):
        source.write_text(content, "utf-8")
        with pytest.raises(StorageError, match="picture-unreadable"):
            run(PictureRequest(svg=str(source), picture=str(picture)))
    assert not picture.exists()
