"""The Jobs dock shows whole rows, at any height and text size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QScrollArea

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
