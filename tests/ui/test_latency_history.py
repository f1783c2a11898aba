"""A variant's medians over days: what differs is marked, and no line joins two machines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyqtgraph as pg
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from studio.core.session import Run, Session
from studio.core.targets import make_target
from studio.history.store import History
from studio.ui.pages.history_points import history_points, joined, measurements_of, way_of
from studio.ui.pages.latency import LatencyPage
from studio.ui.pages.latency_history import LatencyHistory
from studio.ui.pages.naming import Subject
from studio.ui.selection import Selection
from tests.ui.page_support import PageBench, make_run, make_session, with_run

DAY = 86_400.0


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1"))
    yield made
    history.close()


def on_day(session: Session, day: int, median: float = 0.84, **conditions: Any) -> Run:
    run = make_run(session, f"r{day}")
    found = replace(run.result.conditions, **conditions)
    first, *rest = run.result.measurements
    first = replace(first, median_ms=median, median_ci95_ms=(0.98 * median, 1.03 * median))
    result = replace(run.result, conditions=found, measurements=(first, *rest))
    return replace(run, at=run.at + day * DAY, result=result)


def float32(session: Session) -> Subject:
    (model,) = session.models
    return Subject(model, model.variants[0])


def test_points_are_compared_with_the_newest(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    runs = [
        on_day(session, 3),
        on_day(session, 0, cpu="Another CPU"),
        on_day(session, 1, other_busy_percent=70.0),
        on_day(session, 2),
    ]
    found = measurements_of(runs, float32(session))
    points = history_points(found, way_of(found[0][1]))
    assert [point.run.id for point in points] == ["r0", "r1", "r2", "r3"]
    assert [[one.what for one in point.differing] for point in points] == [
        ["Processor"], ["Busy with other programs (%)"], [], [],
    ]  # fmt: skip
    assert [any(one.is_machine for one in point.differing) for point in points] == [
        True,
        False,
        False,
        False,
    ]
    stretches = [[point.run.id for point in stretch] for stretch in joined(points)]
    assert stretches == [["r0"], ["r1", "r2", "r3"]]


def test_other_bytes_and_other_targets_stand_apart(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    subject = float32(session)
    run = on_day(session, 0)
    first, *rest = run.result.measurements
    threads = replace(first, target=make_target(threads=2))
    stale = replace(first, sha256="other bytes")
    run = replace(run, result=replace(run.result, measurements=(first, threads, stale, *rest)))
    found = measurements_of([run], subject)
    assert [one.target.threads for _, one in found] == [1, 2]
    assert len(history_points(found, way_of(threads))) == 1
    assert history_points(found, "nothing") == []


def test_hollow_points_name_what_differs(qtbot: QtBot, tmp_path: Path) -> None:
    session = make_session(tmp_path)
    view = LatencyHistory()
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    runs = [on_day(session, 0, 0.9, governor="powersave"), on_day(session, 5)]
    view.show_runs(runs, [float32(session)], ["float32"])
    assert view.way.currentText() == "LiteRT · CPU · 1 thread"
    dots = [item for item in view.plot.plotItem.items if isinstance(item, pg.ScatterPlotItem)]
    old, new = sorted(dots, key=lambda dot: dot.data["x"][0])
    assert old.opts["brush"].color() != old.opts["pen"].color()
    assert new.opts["brush"].color() == new.opts["pen"].color()
    assert "Governor: ? / powersave" in old.toolTip()
    assert "Governor: ? /" not in new.toolTip()
    assert view.note.isVisible()
    model = view.table.model()
    assert model.index(0, 1).data() == "0.84 ± 0.03"
    assert "Governor" in model.index(1, 5).data()
    written: list[tuple[Path, Any]] = []
    view.save_requested.connect(lambda path, write: written.append((path, write)))
    view._export(tmp_path / "history.csv")
    ((path, write),) = written
    write()
    lines = path.read_text().splitlines()
    assert lines[0] == "at,median_ms,ci95_low_ms,ci95_high_ms,differs"
    assert lines[1].endswith("Governor: ? / powersave")
    assert len(lines) == 3


def test_the_tab_shows_the_runs_of_the_selection(bench: PageBench, qtbot: QtBot) -> None:
    session = bench.store.session
    for day in (0, 2):
        session = with_run(session, on_day(session, day))
    bench.store.load(session)
    page = LatencyPage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.show()
    page.refresh(bench.store.session, bench.store.selection)
    assert page.history.points == []  # not in front: not worked out
    page.sheet.setCurrentWidget(page.history)
    assert [page.history.variant.itemText(at) for at in range(3)] == ["float32", "float16", "int8"]
    assert len(page.history.points) == 2
    page.history.variant.setCurrentIndex(2)
    page.history.variant.activated.emit(2)
    assert {point.measurement.file for point in page.history.points} == {
        session.models[0].variants[2].artifact
    }
