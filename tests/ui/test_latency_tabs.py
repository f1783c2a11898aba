"""What only some runs have on the latency page: a server's rates, a sustained run's minutes."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pyqtgraph as pg
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from studio.core.beside_latency import Drift, ServerRate, TriedRate
from studio.core.events import Event, JobQueued, JobStarted
from studio.core.measure_requests import BenchmarkRequest
from studio.core.phases import sampled_share
from studio.core.scenarios import make_scenario
from studio.core.session import Job, Run
from studio.core.sustained import Moment, Sustained, SustainedArm, Window, with_intervals
from studio.history.store import History
from studio.ui.pages.conditions_text import measuring_left, progress_line
from studio.ui.pages.latency import LatencyPage
from studio.ui.pages.latency_remarks import remark_sentences
from studio.ui.pages.latency_time import Line
from studio.ui.panels.jobs_texts import remaining_seconds
from studio.ui.selection import Selection
from tests.ui.page_support import (
    PageBench,
    make_comparison,
    make_measurement,
    make_run,
    make_session,
    with_run,
)

TRIED = ((600.0, 1.9), (1050.0, 70.0), (900.0, 6.0))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1"))
    yield made
    history.close()


def shown(bench: PageBench, qtbot: QtBot, run: Run) -> LatencyPage:
    bench.store.load(with_run(bench.store.session, run))
    page = LatencyPage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.refresh(bench.store.session, bench.store.selection)
    page.resize(1000, 900)
    page.show()
    return page


def table_in(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


def tabs(page: LatencyPage) -> list[str]:
    sheet = page.sheet
    return [sheet.tabText(place) for place in range(sheet.count()) if sheet.isTabVisible(place)]


def served(run: Run, *, is_searched: bool = True) -> Run:
    tried = tuple(TriedRate(rate_per_s=at, queries=300, p99_ms=p99) for at, p99 in TRIED)
    found = ServerRate(
        rate_per_s=900.0,
        bound_ms=10.0,
        is_searched=is_searched,
        tried=tried if is_searched else (),
    )
    scenario = make_scenario("server", bound=10.0)
    measurements = tuple(
        replace(one, server=found, scenario=scenario) for one in run.result.measurements
    )
    request = replace(run.request, scenarios=(scenario,))
    return replace(run, request=request, result=replace(run.result, measurements=measurements))


def lasting(run: Run, seconds: float = 300.0, temperature_c: float | None = None) -> Run:
    count = len(run.result.measurements)
    edges = [seconds * place / 30 for place in range(31)]
    windows = tuple(
        Window(begin_s=begin, end_s=end, median_ms=1 + begin / seconds, ci95_ms=(0.9, 2.1))
        for begin, end in pairwise(edges)
    )
    arm = SustainedArm(windows=windows, last_over_first=1.4, ci95=(1.36, 1.44))
    found = Sustained(
        arms=(arm,) * count,
        moments=tuple(
            Moment(block=place, at_s=at, frequency_mhz=2400.0, temperature_c=temperature_c)
            for place, at in enumerate(edges[1:], 1)
        ),
        first=(make_comparison(1, "faster"),),
        last=(make_comparison(1, "slower"),),
    )
    request = replace(run.request, sustained=True, seconds=seconds)
    return replace(run, request=request, result=replace(run.result, sustained=found))


def test_a_plain_run_has_neither(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot, make_run(bench.store.session))
    assert tabs(page) == ["Run", "History"]


def test_the_rates_of_a_server_are_drawn_with_the_bound(
    bench: PageBench, qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown(bench, qtbot, served(make_run(bench.store.session)))
    assert tabs(page) == ["Run", "Server", "History"]
    page.sheet.setCurrentWidget(page.sheet.server)
    tab = page.sheet.server
    assert len(tab.sentences.texts) == 3
    expected = "p99 kept 10 ms at 900 queries a second. 6.00 ms of 300 queries; at 1050"
    assert tab.sentences.texts[0].startswith(
        f"float32 · server · 1 stream · p99 ≤ 10 ms: {expected}"
    )
    items = tab.plot.plotItem.items
    bounds = [item for item in items if isinstance(item, pg.InfiniteLine)]
    assert [line.value() for line in bounds] == [1.0]  # its logarithm
    dots = [item for item in items if isinstance(item, pg.ScatterPlotItem)]
    assert len(dots) == 9
    assert "p99 of 300 queries at 1050 a second: 70.0 ms" in dots[2].toolTip()
    (_, right), (_, top) = tab.plot.plotItem.vb.viewRange()
    assert right > 1050 and 10**top > 70
    tab._export(tmp_path / "rates.csv")
    rows = table_in(tmp_path / "rates.csv")
    assert rows[1] == ["float32 · server · 1 stream · p99 ≤ 10 ms", "10.0", "600.0", "300", "1.9"]
    assert len(rows) == 10
    assert "server · 1 stream · p99 ≤ 10 ms" in page.conditions.text


def test_a_given_rate_needs_no_plot(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot, served(make_run(bench.store.session), is_searched=False))
    assert page.sheet.server.plot.isHidden()
    assert "Queries arrived at 900 a second" in page.sheet.server.sentences.texts[0]


def test_the_minutes_are_drawn_and_what_is_unknown_is_said(
    bench: PageBench, qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown(bench, qtbot, lasting(make_run(bench.store.session)))
    assert tabs(page) == ["Run", "Sustained", "History"]
    tab = page.sheet.sustained
    assert tab.sentences.texts[0] == (
        "float32 got slower: 1.40x in the last third of the time, 95 % 1.36 to 1.44"
    )
    assert tab.sentences.texts[-1].startswith("The ranking of float16 and float32 flipped")
    bands = [item for item in tab.plot.plotItem.items if isinstance(item, pg.FillBetweenItem)]
    assert len(bands) == 3
    assert tab.plot.plotItem.vb.viewRange()[0] == [0.0, 5.0]  # minutes
    assert not tab.machine["frequency_mhz"].isHidden()
    assert tab.machine["temperature_c"].isHidden()
    assert tab.unknown.text() == "Unknown here: temperature, machine busy"
    tab._export(tmp_path / "minutes.csv")
    rows = table_in(tmp_path / "minutes.csv")
    assert rows[1][:3] == ["float32", "0.0", "10.0"]
    assert rows[-1] == ["300.0", "2400.0", "", ""]
    assert "sustained, one process" in page.conditions.text


def test_no_band_is_drawn_where_no_interval_is_known() -> None:
    windows = [
        Window(begin_s=at, end_s=at + 1.0, median_ms=1.0, ci95_ms=None if at in (2, 4) else (1, 2))
        for at in range(9)
    ]
    assert [[one.begin_s for one in part] for part in with_intervals(windows)] == [
        [0, 1],
        [5, 6, 7, 8],
    ]


def test_what_is_known_of_the_machine_has_a_plot(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot, lasting(make_run(bench.store.session), 60.0, temperature_c=71.0))
    tab = page.sheet.sustained
    assert not tab.machine["temperature_c"].isHidden()
    assert tab.plot.plotItem.vb.viewRange()[0] == [0.0, 60.0]  # seconds


def test_the_tab_goes_with_its_run(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot, lasting(make_run(bench.store.session)))
    page.sheet.setCurrentWidget(page.sheet.sustained)
    request = BenchmarkRequest(files=make_run(bench.store.session).request.files)
    for body in (JobQueued(request=request), JobStarted()):
        bench.store.on_event(Event(job_id="b1", at=1.0, body=body))
    qtbot.waitUntil(lambda: bench.turns.are_done)
    assert tabs(page) == ["Run", "History"]
    assert page.sheet.currentIndex() == 0


def test_remarks_of_several_arms_are_one_line() -> None:
    lines = [Line(f"v{index}", index) for index in range(6)]
    batched = [make_measurement("f", 0.01, runs_per_sample=50) for _ in lines]
    drift = Drift(percent_per_minute=3.2, ci99=(1.1, 5.4))
    batched[2] = replace(batched[2], drift=drift)
    found = remark_sentences(batched, lines)
    assert found[0].text.startswith("⚠ v2: Latency drifted")
    assert found[0].line is lines[2]
    assert found[1].text.startswith("Each sample is the mean of 50 runs.")
    assert found[1].line is None
    different = [make_measurement("f", 0.01, runs_per_sample=count) for count in (1, 2, 3, 4, 5, 6)]
    few = remark_sentences(different, lines)
    assert len(few) == 4
    assert few[-1].text == "2 more remarks"
    assert "v4: Each sample is the mean of 5 runs" in few[-1].more


def test_the_measuring_time_left_is_told() -> None:
    assert sampled_share(0.1) is None
    request = BenchmarkRequest(files=("f",), seconds=300.0, sustained=True)
    job = Job(
        id="b", request=request, state="running", phase="measuring", fraction=0.55, started_at=0.0
    )
    assert measuring_left(job) == pytest.approx(150.0)
    assert remaining_seconds(job, 0.0, 10.0) == pytest.approx(150.0)
    assert "measuring · 2 min 30 s of measuring left" in progress_line(job, 5, None, None)
    assert measuring_left(replace(job, fraction=0.05)) is None
    waiting = replace(job, fraction=None, waiting="another-measurement")
    assert progress_line(waiting, 0, None, None) == ("waiting: another measurement on this machine")
