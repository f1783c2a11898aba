"""Verdicts over the plots: words, signs, what is still open; live only the interval so far."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from studio.core.beside_latency import Drift
from studio.core.child_protocol import Phase
from studio.core.comparisons import VERDICTS
from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobQueued, JobStarted, JobSucceeded
from studio.core.incidents import Incident
from studio.core.measure_protocol import SampleRow, Samples
from studio.core.measure_requests import BenchmarkRequest
from studio.core.sample_file import write_block
from studio.core.scenarios import make_scenario
from studio.core.targets import Arm, make_target
from studio.history.store import History
from studio.ui.pages.latency import LatencyPage
from studio.ui.pages.latency_data import RunSamples
from studio.ui.pages.latency_table import STATE_COLUMN, LatencyRow, rows_so_far
from studio.ui.pages.naming import FileName
from studio.ui.pages.verdict_strip import VerdictStrip
from studio.ui.pages.verdict_words import LONGEST_S, explanation, seconds_for_verdicts
from studio.ui.selection import Selection
from studio.ui.theme import DARK
from studio.ui.widgets.interval_bar import reach_of
from tests.ui.page_support import (
    CONDITIONS,
    PageBench,
    judged,
    make_comparison,
    make_measurement,
    make_run,
    make_session,
    with_run,
)

NAMES = ("float32", "float16", "int8")


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1"))
    yield made
    history.close()


def shown(bench: PageBench, qtbot: QtBot) -> LatencyPage:
    page = LatencyPage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.refresh(bench.store.session, bench.store.selection)
    qtbot.waitUntil(lambda: bench.turns.are_done)
    return page


def signs(strip: VerdictStrip) -> list[str]:
    return [sign.text() for sign, _, _ in strip._rows if not sign.isHidden()]


def test_each_verdict_has_its_words_sign_and_color(qtbot: QtBot) -> None:
    strip = VerdictStrip()
    qtbot.addWidget(strip)
    strip.resize(2000, 300)
    strip.show_comparisons(
        ("a", "b", "c", "d", "e"),
        (
            make_comparison(1),
            make_comparison(2, "slower"),
            make_comparison(3, "equivalent"),
            make_comparison(4, "cannot-tell"),
        ),
        seconds=10.0,
    )
    assert signs(strip) == ["▲", "▼", "=", "?"]
    faster, slower, equal, unknown = strip.sentences()
    assert faster == "b is faster than a: 0.370x, 95 % 0.362 to 0.381"
    assert slower.startswith("c is slower than a: 1.31x")
    assert equal.startswith("d and a are equivalent within 3 %")
    assert unknown.startswith("Cannot tell whether e is faster or slower than a")
    assert "about 41 s longer would probably tell" in unknown
    assert DARK.ok in strip._rows[0][0].styleSheet()
    assert strip.clock.text().startswith("CPU time decided. The machine is busy: 31 %")
    asked: list[float] = []
    strip.longer_requested.connect(asked.append)
    assert "51 s" in strip.longer.text()
    strip.longer.click()
    assert asked == [51.0]


def test_nothing_open_offers_nothing_longer(qtbot: QtBot) -> None:
    strip = VerdictStrip()
    qtbot.addWidget(strip)
    strip.show_comparisons(("a", "b"), (make_comparison(1),), seconds=10.0)
    assert strip.longer.isHidden()
    assert seconds_for_verdicts((make_comparison(1, "cannot-tell", extra_seconds=1e6),), 1.0) == (
        LONGEST_S
    )
    text = explanation(make_comparison(1))
    assert "120 balanced quadruples from 6 processes" in text
    assert "up to 3 %" in text
    strip.show_comparisons(("a",), ())
    assert strip.isHidden()


def test_bars_reach_as_far_as_their_intervals_within_bounds() -> None:
    assert reach_of([None], 0.03) == pytest.approx(np.log(1.1))
    assert np.log(1.2) < reach_of([(1.0, 1.2)], 0.03) < np.log(1.3)
    assert reach_of([(3.0, 40.0)], 0.03) == pytest.approx(np.log(2.0))


def balanced(arms: int, blocks: int, seed: int = 0) -> Samples:
    """Blocks in turned order, three runs of each arm in each; arm 1 takes 0.8 of arm 0's time."""
    random = np.random.default_rng(seed)
    rows = []
    for block in range(blocks):
        order = range(arms) if block % 2 == 0 else reversed(range(arms))
        for arm in order:
            for position in range(3):
                wall = int(1e6 * (0.8 if arm == 1 else 1.0) * random.normal(1.0, 0.01))
                rows.append(
                    SampleRow(
                        variant=arm, process=0, block=block, position=position, wall_ns=wall,
                        cpu_ns=wall,
                    )
                )  # fmt: skip
    return Samples(rows=tuple(rows), busy_percent=10.0)


def test_while_measuring_only_the_interval_so_far_is_shown(bench: PageBench, qtbot: QtBot) -> None:
    run = make_run(bench.store.session, "b1")
    page = shown(bench, qtbot)
    request = BenchmarkRequest(files=run.request.files, seconds=4.0)
    for body in (JobQueued(request=request), JobStarted(), Phase(name="measuring")):
        bench.store.on_event(Event(job_id="b1", at=1.0, body=body))
    assert page.verdicts.isHidden()
    bench.store.sampled.emit("b1", balanced(3, 80))
    qtbot.waitUntil(lambda: page.verdicts.isVisible(), timeout=20_000)
    first, second = page.verdicts.sentences()
    assert first.startswith("float16 / float32 so far: 0.8")
    assert second.startswith("int8 / float32 so far: ")
    assert not re.search("faster|slower|equivalent", first + second)
    assert signs(page.verdicts) == ["…", "…"]
    assert not page.verdicts.baseline.isEnabled()
    assert page.verdicts.longer.isHidden()
    result = judged(run, make_comparison(1), make_comparison(2, "cannot-tell")).result
    bench.store.on_event(Event(job_id="b1", at=9.0, body=JobSucceeded(result=result)))
    qtbot.waitUntil(lambda: signs(page.verdicts) == ["▲", "?"])
    assert page.verdicts.baseline.isEnabled()


def test_another_baseline_is_worked_out_of_the_samples(
    bench: PageBench, qtbot: QtBot, tmp_path: Path
) -> None:
    samples = tmp_path / "samples.bin"
    with samples.open("wb") as stream:
        for block in range(80):
            rows = [
                (row.variant, row.position, row.wall_ns, row.cpu_ns)
                for row in balanced(3, 80).rows
                if row.block == block
            ]
            write_block(stream, 0, block, np.array(rows, dtype="<i8").tobytes())
    run = judged(make_run(bench.store.session), make_comparison(1), make_comparison(2))
    run = replace(run, result=replace(run.result, samples_path=str(samples)))
    bench.store.load(with_run(bench.store.session, run))
    page = shown(bench, qtbot)
    strip = page.verdicts
    assert strip.baseline.currentText() == "float32"
    strip.baseline.setCurrentIndex(1)
    strip.baseline.activated.emit(1)
    qtbot.waitUntil(lambda: signs(strip) == ["▼", "▼"], timeout=20_000)
    assert strip.sentences()[0].startswith("float32 is slower than float16: 1.2")
    strip.longer_requested.emit(77.0)
    assert bench.submitted[-1] == replace(run.request, seconds=77.0)


def test_what_spoiled_a_run_stands_out(bench: PageBench, qtbot: QtBot) -> None:
    run = make_run(bench.store.session)
    busy = replace(CONDITIONS, other_busy_percent=63.0, governor="powersave", temperature_c=71.0)
    run = replace(run, result=replace(run.result, conditions=busy, stopped=True))
    bench.store.load(with_run(bench.store.session, run))
    page = shown(bench, qtbot)
    text = page.conditions.text
    assert text.startswith("⚠ 63 % by others · ⚠ stopped early · machine 57 % busy")
    assert "governor powersave" in text and "71 °C" in text
    odd, _, plain, *_ = page.conditions._labels
    assert DARK.warning in odd.styleSheet()
    assert DARK.warning not in plain.styleSheet()
    assert "Other programs kept the machine busy" in odd.toolTip()


def test_what_cut_a_run_short_is_said(bench: PageBench, qtbot: QtBot) -> None:
    run = make_run(bench.store.session)
    killed = ErrorInfo(code="child-killed", params={"child": "measure", "signal": "SIGKILL"})
    full = ErrorInfo(code="samples-unwritable", params={"path": "/tmp/x"})
    incidents = (Incident(error=killed, process=0, samples=1234), Incident(error=full))
    run = replace(run, result=replace(run.result, incidents=incidents))
    bench.store.load(with_run(bench.store.session, run))
    page = shown(bench, qtbot)
    assert "⚠ cut short, 1,234 samples kept · ⚠ raw samples not kept" in page.conditions.text
    texts = [label.toolTip() for label in page.conditions._labels]
    assert any("was killed from outside (SIGKILL)" in text for text in texts)
    assert any("cannot be written to /tmp/x" in text for text in texts)


def test_drift_and_outputs_that_are_no_numbers_are_shown(bench: PageBench, qtbot: QtBot) -> None:
    run = make_run(bench.store.session)
    drift = Drift(percent_per_minute=3.2, ci99=(1.1, 5.4))
    first, second, third = run.result.measurements
    odd = (replace(first, drift=drift), replace(second, notes=("outputs-nan",)), third)
    bench.store.load(
        with_run(bench.store.session, replace(run, result=replace(run.result, measurements=odd)))
    )
    page = shown(bench, qtbot)
    assert not page.table.isColumnHidden(STATE_COLUMN)
    model = page.table.model()
    texts = [model.index(row, STATE_COLUMN).data() for row in range(3)]
    assert texts == ["⚠ see below", "⚠ see below", "done"]
    drifted, nan = page.sheet.remarks.texts
    assert drifted.startswith("⚠ float32: Latency drifted while measuring: +3 % a minute")
    assert nan.startswith("⚠ float16: The outputs were NaN")
    assert not page.sheet.remarks.isHidden()


def test_how_a_sample_was_timed_is_in_the_tooltip() -> None:
    found = make_measurement(
        "f", 0.01, runs_per_sample=50, warmup_runs=12, processes=6, empty_wall_ns=1900.0
    )
    text = LatencyRow(FileName("f", 0), found).how_timed
    assert "Each sample is the mean of 50 runs" in text
    assert "withheld" in text
    assert "12 or more" in text
    assert "1.90 µs" in text
    assert LatencyRow(FileName("f", 0)).how_timed == ""


def test_many_verdicts_are_said_shortly(qtbot: QtBot) -> None:
    strip = VerdictStrip()
    qtbot.addWidget(strip)
    strip.resize(2000, 300)
    names = ("float32", "a", "b", "c", "d", "e")
    found = [make_comparison(place, verdict) for place, verdict in enumerate(VERDICTS, 1)]
    found.append(make_comparison(5))
    strip.show_comparisons(names, found)
    assert strip.sentences()[0] == "faster, 0.370x: a, 95 % 0.362 to 0.381"
    assert strip.sentences()[3] == "cannot tell, 0.99x: d, 95 % 0.94 to 1.04"
    assert "a is faster than float32" in strip._rows[0][1].toolTip()
    strip.show_comparisons(names, found, is_live=True)
    assert strip.sentences()[1] == "so far 1.31x: b, 95 % 1.28 to 1.34"
    strip.show_comparisons(names, found[:4])
    assert strip.sentences()[0].startswith("a is faster than float32")


@pytest.mark.parametrize(("ms", "is_known"), [(0.019, False), (0.5, True)])
def test_percentiles_of_means_and_the_throughput_of_a_server_are_not_shown_live(
    ms: float, is_known: bool
) -> None:
    samples = RunSamples(1)
    samples.add(np.zeros(500, np.int64), np.full(500, int(ms * 1e6)))
    plain = Arm(file="f", target=make_target())
    (row,) = rows_so_far([FileName("f", 0)], (plain,), samples, {})
    assert row.value("median_ms") == pytest.approx(ms, rel=0.1)
    assert (row.value("p90_ms") is not None) == (row.value("p99_ms") is not None) == is_known
    assert row.value("throughput_per_s") == pytest.approx(1000 / ms, rel=0.1)
    served = replace(plain, scenario=make_scenario("server"))
    (row,) = rows_so_far([FileName("f", 0)], (served,), samples, {})
    assert row.value("throughput_per_s") is None


def test_in_a_narrow_strip_the_verdict_stands_first_and_the_reason_wraps(qtbot: QtBot) -> None:
    strip = VerdictStrip()
    qtbot.addWidget(strip)
    names = ("mobilenet_v2 · float32 · 1 thread", "mobilenet_v2 · int8 · 1 thread")
    strip.show_comparisons(names, (make_comparison(1),))
    line = strip.clock.fontMetrics().height()
    strip.show()
    for width, start, is_wrapped in ((4000, names[1], False), (420, "faster, 0.", True)):
        strip.resize(width, 300)
        strip.layout().activate()
        assert strip.clock.width() > 0.9 * width
        assert strip.sentences()[0].startswith(start)
        assert (strip.clock.height() > 1.5 * line) is is_wrapped
