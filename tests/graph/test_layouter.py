"""A graph that was read to open its file is not read again to be laid out."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core.child import Reporter
from studio.core.graph_layout import GraphLayout
from studio.core.graph_requests import ConstantsRequest, DiffRequest, LayoutRequest
from studio.core.requests import InspectRequest
from studio.graph import layouts
from studio.graph.child import Layouter
from studio.graph.constants import read_constants
from studio.graph.diff import diff_files
from studio.graph.tflite import read_model
from tests.kit.large_tflite import write_large
from tests.kit.layered_tflite import convolutions
from tests.kit.small_tflite import endless_loop

REPORTER = Reporter(lambda message: None)


def open_and_lay_out(layouter: Layouter, path: Path) -> GraphLayout:
    layouter.inspect(InspectRequest(path=str(path)), REPORTER)
    return layouter.answer(LayoutRequest(path=str(path)), REPORTER)


def test_it_is_the_same_layout(tmp_path: Path) -> None:
    path = endless_loop(tmp_path / "loop.tflite")
    anew = Layouter().answer(LayoutRequest(path=str(path)), REPORTER)
    assert open_and_lay_out(Layouter(), path) == anew
    assert {group.title for group in anew.groups}, "the names of subgraphs are known as well"


def test_it_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_large(tmp_path / "m.tflite", "residual", 30)
    read: list[object] = []
    monkeypatch.setattr(layouts, "read_graph", lambda one: read.append(one))
    assert len(open_and_lay_out(Layouter(), path).boxes) == 32
    assert read == []


def test_a_file_that_has_changed_since_is_read_again(tmp_path: Path) -> None:
    path, layouter = tmp_path / "m.tflite", Layouter()
    write_large(path, "residual", 30)
    layouter.inspect(InspectRequest(path=str(path)), REPORTER)
    write_large(path, "residual", 60)
    assert len(layouter.answer(LayoutRequest(path=str(path)), REPORTER).boxes) == 62


def test_results_tell_which_content_they_are_of(tmp_path: Path) -> None:
    path = convolutions(tmp_path / "m.tflite", size=6, channels=4, depth=2)
    info, graph = read_model(path)
    layouter = Layouter()
    for _ in range(2):
        layout = layouter.answer(LayoutRequest(path=str(path)), REPORTER)
        assert layout.sha256 == info.sha256
        assert read_constants(ConstantsRequest(path=str(path)), REPORTER).sha256 == info.sha256
        found = diff_files(DiffRequest(first=str(path), second=str(path), second_graph=graph))
        assert (found.first_sha256, found.second_sha256) == (info.sha256, "")
        given = layouter.answer(LayoutRequest(path=str(path), graph=graph), REPORTER)
        assert given.sha256 == ""
        convolutions(path, size=6, channels=4, depth=5)
        info, graph = read_model(path)
