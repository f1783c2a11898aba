"""The main job in the real window with real TensorFlow, by clicks and keys, and found again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from studio.history.store import History
from studio.ui.widgets.table import CopyableTable
from tests.e2e.real_window import RealWindow, cells

pytestmark = pytest.mark.tf

NAMES = ["float32", "float16", "int8"]
SECONDS = 6.0
"""Blocks of 75 ms would give 40 quadruples; an interval needs 10, and on a busy machine blocks last
several times as long. In 2 s there would be 12 of them at best."""


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[RealWindow]:
    opened = RealWindow(qapp, tmp_path)
    yield opened
    if opened.program is not None:
        opened.close()


def test_from_opening_to_comparing_and_found_again_tomorrow(window: RealWindow) -> None:
    open_the_sample(window)
    convert(window)
    live = measure(window)
    shown = compare(window)
    window.close()
    window.reopen()
    found_again(window, live, shown)


def open_the_sample(window: RealWindow) -> None:
    window.command("open the sample")
    window.until_quiet(1)
    overview = window.page("overview")
    texts = " ".join(label.text() for label in overview.findChildren(QLabel))
    assert "mnist_cnn" in texts
    ports = [row for table in overview.findChildren(CopyableTable) for row in cells(table)]
    assert [port["shape"] for port in ports if port.get("direction") == "output"] == ["?×10"]
    info = window.model.info
    assert info is not None
    assert [spec.shape for spec in info.signatures[0].inputs] == [(None, 28, 28, 1)]
    assert window.window.windowTitle() == "mnist_cnn — Studio"


def convert(window: RealWindow) -> None:
    panel = window.window.optimize
    for name, row in panel.rows.items():
        window.tick(row.box, name in NAMES)
    assert panel.convert.text() == "Convert 3 variants"
    window.click(panel.convert)
    window.until_quiet(4)
    assert list(window.variants) == NAMES
    tree = window.window.models
    for variant in window.model.variants:
        row = tree.item_model.index_of(variant.id)
        assert variant.check is not None
        assert variant.check.status == "ok"
        assert variant.check.inputs_from == "evaluation"
        assert row.siblingAtColumn(1).data() == "✓"
        assert Path(variant.artifact).stat().st_size == variant.size_bytes
    sizes = [variant.size_bytes for variant in window.model.variants]
    assert sizes == sorted(sizes, reverse=True)
    int8 = window.variants["int8"].audit
    assert int8 is not None
    assert int8.int8_mac_share == 1.0


@dataclass
class Measured:
    rows: list[dict[str, str]]
    samples: int


def measure(window: RealWindow) -> Measured:
    page = window.show_page("latency")
    assert window.program is not None
    store = window.program.store
    (start,) = [
        button
        for button in page.findChildren(QPushButton)
        if button.text() == "Start" and button.isVisible()
    ]
    page.controls.seconds.setValue(SECONDS)
    window.click(start)
    window.until(lambda: any(row["state"] == "so far" for row in cells(page.table)), store.sampled)
    so_far = cells(page.table)
    assert [row["variant"] for row in so_far] == NAMES
    assert not any("±" in row["median (ms)"] for row in so_far)
    assert page.controls.start.text() == "Stop"
    window.until_quiet(5)
    rows = cells(page.table)
    assert [row["variant"] for row in rows] == NAMES
    for row in rows:
        assert row["state"] not in ("so far", "waiting")
        assert has_interval(row["median (ms)"])
        assert float(row["init (ms)"].replace(",", "")) > 0
        assert float(row["peak memory (MB)"]) > 1
    (run,) = window.session.runs
    assert page.controls.start.text() == "Start"
    return Measured(rows, sum(found.samples for found in run.result.measurements))


def compare(window: RealWindow) -> list[dict[str, str]]:
    page = window.show_page("compare")
    rows = [row for row in cells(page.table) if row["variant"].split(" ")[0] in NAMES]
    assert len(rows) == len(NAMES)
    for row in rows:
        assert row["check"] == "✓ ok"
        assert float(row["size (kB)"]) > 10
        assert float(row["agreement (%)"]) >= 99
        assert has_interval(row["median (ms)"])
    assert [row["variant"] for row in rows if "baseline" in row["variant"]]
    ratios = [row["median / baseline"] for row in rows if "baseline" not in row["variant"]]
    assert all(map(has_interval, ratios))
    return cells(page.table)


def found_again(window: RealWindow, live: Measured, shown: list[dict[str, str]]) -> None:
    assert list(window.variants) == NAMES
    assert window.window.center.page_id == "compare"
    page = window.page("compare")
    window.until(lambda: cells(page.table) == shown, page.table.model().modelReset)
    latency = window.show_page("latency")
    window.until(lambda: cells(latency.table) == live.rows, latency.table.model().modelReset)
    (run,) = window.session.runs
    window.close()
    history = History(window.places.database)
    try:
        blocks = history.samples(run.id)
    finally:
        history.close()
    assert sum(block.count for block in blocks) == live.samples


def has_interval(text: str) -> bool:
    """ "8.45 ± 0.03", or "8.4 (8.1–12)" where the interval is lopsided."""
    return "±" in text or "–" in text
