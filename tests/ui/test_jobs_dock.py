"""The Jobs dock shows whole rows, at any height and text size."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QScrollArea

from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobFailed, JobQueued
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import ConvertRequest
from tests.ui.window_kit import Bench


def cut_rows(bench: Bench) -> list[str]:
    """Titles of the rows of which a part can be seen, and another not."""
    jobs = bench.program.window.jobs
    scroll = jobs.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    seen = QRect(scroll.viewport().rect())
    found = []
    for row in jobs.rows.values():
        place = QRect(row.mapTo(scroll.viewport(), row.rect().topLeft()), row.size())
        if seen.intersects(place) and not seen.contains(place):
            found.append(row.title.text())
    return found


@pytest.mark.parametrize("height", [0, 100, 120, 137, 160])
def test_no_row_is_cut(bench: Bench, height: int) -> None:
    window = bench.program.window
    window.resize(1280, 800)
    for number in range(8):
        bench.open_model(f"net{number}.tflite")
    if height:
        window.resizeDocks([window._docks[2]], [height], Qt.Orientation.Vertical)
    bench.until(lambda: bench.is_settled)
    rows = list(window.jobs.rows.values())
    bench.until(
        lambda: sum(not row.visibleRegion().isEmpty() for row in rows) >= (2 if height else 3)
    )
    bench.until(lambda: cut_rows(bench) == [])
    bar = window.jobs.findChild(QScrollArea).verticalScrollBar()  # type: ignore[union-attr]
    bar.setValue(bar.singleStep() * 2)
    bench.until(lambda: bar.value() > 0 and cut_rows(bench) == [])


def test_rows_stay_whole_in_larger_text(bench: Bench) -> None:
    for number in range(8):
        bench.open_model(f"net{number}.tflite")
    before = next(iter(bench.program.window.jobs.rows.values())).height()
    bench.run("zoom-in")
    bench.run("zoom-in")
    rows = bench.program.window.jobs.rows
    bench.until(lambda: next(iter(rows.values())).height() > before)
    bench.until(lambda: cut_rows(bench) == [])
    bench.run("zoom-reset")


CRASH = ErrorInfo(code="child-crashed", params={"child": "convert", "signal": "SIGSEGV"})


def fail(bench: Bench, job_id: str, error: ErrorInfo = CRASH, *steps: str) -> None:
    recipe = make_recipe([make_step(step) for step in steps])
    request = ConvertRequest(source=bench.model.path, artifact="/none/x.tflite", recipe=recipe)
    for body in (JobQueued(request=request), JobFailed(error=error)):
        bench.program.store.on_event(Event(job_id=job_id, at=time.time(), body=body))
    rows = bench.program.window.jobs.rows
    bench.until(lambda: job_id in rows and rows[job_id].has_banner)


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
def test_the_newest_is_on_top_and_whole_also_when_it_grows(
    bench: Bench, size: tuple[int, int]
) -> None:
    window = bench.program.window
    window.resize(*size)
    for number in range(8):
        bench.open_model(f"net{number}.tflite")
    scroll = window.jobs.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    bar = scroll.verticalScrollBar()
    bench.until(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    fail(bench, "j1")
    bench.until(lambda: bench.is_settled and window.jobs.rows["j1"].y() == 0)
    assert bar.value() == 0
    if size == (1280, 800):  # a small window has not got the room
        bench.until(lambda: "convert net0 → float32" not in cut_rows(bench))
    bar.setValue(bar.maximum())
    last = bench.open_model("last.tflite")
    bench.until(lambda: bench.is_settled and bar.value() == 0)
    top = min(window.jobs.rows.values(), key=lambda row: row.y())
    assert last.name in top.title.text()
    assert top.title.text() not in cut_rows(bench)


def test_one_cause_has_one_banner_that_of_the_newest(bench: Bench) -> None:
    bench.open_model()
    rows = bench.program.window.jobs.rows
    fail(bench, "j1", CRASH, "float16")
    fail(bench, "j2", CRASH, "dynamic-range")
    assert not rows["j1"].has_banner
    fail(bench, "j3", ErrorInfo(code="conversion-failed"), "int8")
    assert rows["j2"].has_banner
