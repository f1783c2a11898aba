"""Conversions that are under way or have failed, on the overview page of their model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from studio.core.bisecting import BisectResult, Death
from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobSucceeded
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import BisectRequest, ConvertRequest
from studio.core.session import Job
from studio.history.store import History
from studio.ui.pages.conversions_card import MOST_FAILURES, ConversionsCard
from studio.ui.pages.facts import Figure, figures
from studio.ui.pages.overview import OverviewPage
from studio.ui.selection import Selection
from tests.ui.page_support import PageBench, make_session

MISSING = ErrorInfo(
    family="ConversionError",
    code="onnx-converter-missing",
    params={"path": "/models/net.onnx"},
    fixes=("fix-setup-onnx", "fix-name-onnx"),
)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1"))
    yield made
    history.close()


@pytest.fixture
def page(bench: PageBench, qtbot: QtBot) -> OverviewPage:
    page = OverviewPage(bench.context)
    bench.show(page)
    qtbot.addWidget(page)
    page.resize(900, 700)
    page.show()
    return page


def conversion(id: str, *steps: str, model: str = "m1", **fields: Any) -> Job:
    recipe = make_recipe([make_step(step) for step in steps])
    request = ConvertRequest(source="/models/net.onnx", artifact=f"/{id}.tflite", recipe=recipe)
    return Job(id=id, request=request, model_id=model, **fields)


def set_jobs(bench: PageBench, *jobs: Job) -> None:
    bench.store.apply(lambda session: replace(session, jobs=jobs))


def said(card: ConversionsCard) -> str:
    QApplication.processEvents()  # what was just added is shown in the next turn
    return "\n".join(label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card))


def click(qtbot: QtBot, card: ConversionsCard, text: str) -> None:
    found = [one for one in card.findChildren(QPushButton) if one.text() == text]
    shown = [one for one in found if one.isVisibleTo(card)]
    qtbot.mouseClick(shown[0], Qt.MouseButton.LeftButton)


def dismiss_first(qtbot: QtBot, card: ConversionsCard) -> None:
    closing = [one for one in card.findChildren(QToolButton) if one.accessibleName() == "Dismiss"]
    shown = [one for one in closing if one.isVisibleTo(card)]
    qtbot.mouseClick(shown[0], Qt.MouseButton.LeftButton)


def test_nothing_is_said_where_nothing_is_to_be(bench: PageBench, page: OverviewPage) -> None:
    done = conversion("a", "int8", state="succeeded")
    set_jobs(bench, done, conversion("b", "float16", model="m2", state="failed", error=MISSING))
    assert page.conversions.isHidden()


def test_a_failure_says_what_why_and_the_way_out(
    bench: PageBench, page: OverviewPage, qtbot: QtBot
) -> None:
    set_jobs(bench, conversion("a", "int8", state="failed", error=MISSING))
    card = page.conversions
    words = said(card)
    assert "int8" in words and "failed" in words
    assert "Converting /models/net.onnx needs onnx2tf, which is not installed" in words
    assert "“Install the ONNX converter…”" in words
    click(qtbot, card, "Install the ONNX converter…")
    click(qtbot, card, "Log")
    click(qtbot, card, "Save a report…")
    assert bench.commands == [
        ("convert-fixed", {"job_id": "a", "fix": "fix-setup-onnx"}),
        ("show-log", {"job_id": "a"}),
        ("save-report", {"job_id": "a"}),
    ]


def test_one_that_runs_has_its_phase_and_bar_and_can_be_cancelled(
    bench: PageBench, page: OverviewPage, qtbot: QtBot
) -> None:
    running = conversion(
        "a", "int8", state="running", phase="calibrating", current=120, total=200, fraction=0.5
    )
    failed = conversion("b", "float16", state="failed", error=MISSING)
    set_jobs(bench, failed, running, conversion("c", state="queued"))
    card = page.conversions
    assert "calibrating 120/200" in said(card) and "waiting for its turn" in said(card)
    (bar,) = (one for one in card.findChildren(QProgressBar) if one.isVisibleTo(card))
    assert bar.value() / bar.maximum() == 0.5
    rows = [card.body.itemAt(place).widget() for place in (1, 2, 3)]
    assert [row.accessibleName().split(":")[0] for row in rows] == ["int8", "float32", "float16"]
    click(qtbot, card, "Cancel")
    assert bench.stopped == ["a"]
    set_jobs(bench, failed, replace(running, state="cancelled"))
    assert "int8" not in said(card)


def test_a_later_success_of_the_same_recipe_ends_it(bench: PageBench, page: OverviewPage) -> None:
    failed = conversion("a", "int8", state="failed", error=MISSING)
    set_jobs(bench, failed)
    assert not page.conversions.isHidden()
    set_jobs(bench, failed, conversion("b", "int8", state="succeeded"))
    assert page.conversions.isHidden()


def test_no_other_recipe_and_no_cancelled_conversion_ends_it(
    bench: PageBench, page: OverviewPage
) -> None:
    failed = conversion("a", "int8", state="failed", error=MISSING)
    by_blocks = make_recipe([make_step("int8", {"io": "int8"})])
    other = conversion("b", "int8", state="succeeded")
    request = replace(failed.request, recipe=by_blocks)
    set_jobs(bench, failed, replace(other, request=request))
    assert "int8" in said(page.conversions)
    set_jobs(bench, failed, conversion("c", "int8", state="cancelled"))
    assert "int8" in said(page.conversions)


def test_dismissed_it_stays_away_and_the_next_one_is_told(
    bench: PageBench, page: OverviewPage, qtbot: QtBot
) -> None:
    failed = conversion("a", "int8", state="failed", error=MISSING)
    set_jobs(bench, failed)
    card = page.conversions
    dismiss_first(qtbot, card)
    assert card.isHidden()
    set_jobs(bench, failed, conversion("b", "float16", state="queued"))
    assert "int8" not in said(card) and "float16" in said(card)
    set_jobs(bench, failed, conversion("c", "int8", state="failed", error=MISSING))
    assert "onnx2tf" in said(card)


def test_only_the_last_failures_are_told_in_full(bench: PageBench, page: OverviewPage) -> None:
    steps = ("float16", "dynamic-range", "weight-only-int8", "int8", "int16x8")
    failed = [
        conversion(step, step, state="failed", error=replace(MISSING, params={"path": step}))
        for step in steps
    ]
    set_jobs(bench, *failed)
    words = said(page.conversions)
    assert words.count("which is not installed") == MOST_FAILURES
    assert "And 2 more that failed: the Log page has them." in words
    assert "float16" not in words and "int16x8" in words


CRASH = ErrorInfo(code="child-crashed", params={"child": "convert", "signal": "SIGSEGV"})


def buttons(card: ConversionsCard, text: str) -> list[QPushButton]:
    QApplication.processEvents()
    found = [one for one in card.findChildren(QPushButton) if one.text() == text]
    return [one for one in found if one.isVisibleTo(card)]


def test_those_that_failed_alike_are_told_once(
    bench: PageBench, page: OverviewPage, qtbot: QtBot
) -> None:
    alike = [
        conversion(step, step, state="failed", error=CRASH, phase="converting")
        for step in ("float16", "dynamic-range", "weight-only-int8")
    ]
    other = conversion("int8", "int8", state="failed", error=CRASH, phase="quantizing")
    set_jobs(bench, *alike, other)
    card = page.conversions
    words = said(card)
    assert words.count("crashed (SIGSEGV)") == 2
    assert "float16, dynamic-range, weight-only-int8" in words
    dismiss_first(qtbot, card)
    assert "float16" not in said(card) and "int8" in said(card)


def test_a_way_out_of_several_makes_each_recipe_once(
    bench: PageBench, page: OverviewPage, qtbot: QtBot
) -> None:
    error = ErrorInfo(code="conversion-failed", fixes=("fix-dynamic-range", "fix-other-route"))
    set_jobs(
        bench,
        *(conversion(one, one, state="failed", error=error) for one in ("int8", "int16x8")),
    )
    click(qtbot, page.conversions, "Use dynamic range")
    assert bench.commands == [("convert-fixed", {"job_id": "int16x8", "fix": "fix-dynamic-range"})]
    click(qtbot, page.conversions, "Try the slow route")
    assert [arguments["job_id"] for _, arguments in bench.commands[1:]] == ["int8", "int16x8"]


def test_the_search_for_what_crashes_is_told_where_it_was_begun(
    bench: PageBench, page: OverviewPage, qtbot: QtBot
) -> None:
    failed = conversion("a", "int8", state="failed", error=CRASH)
    set_jobs(bench, failed)
    card = page.conversions
    (find,) = buttons(card, "Find what crashes…")
    assert find.isEnabled()
    assert isinstance(failed.request, ConvertRequest)
    request = BisectRequest(convert=failed.request, archive="/z.zip", overwrite=True)
    search = Job(id="b", request=request, model_id="m1", queued_at=1.0)
    under_way = replace(search, state="running", phase="bisecting", current=3, total=100)
    set_jobs(bench, failed, under_way)
    assert "looking for the smallest part that dies 3/100" in said(card)
    assert not find.isEnabled()
    click(qtbot, card, "Cancel")
    assert bench.stopped == ["b"]
    ended = Event(job_id="b", at=2.0, body=JobSucceeded(result=FOUND))
    bench.store.on_event(ended)
    words = said(card)
    assert "12 ops → 1" in words and "studio convert part.tflite" in words
    assert "3/100" not in words
    assert find.isEnabled()
    assert len(buttons(card, "Show in folder")) == 1


FOUND = BisectResult(
    source="/models/net.onnx",
    archive="/z.zip",
    sha256="0" * 64,
    size_bytes=1000,
    death=Death(code="child-crashed", signal="SIGSEGV", child="convert", phase="converting"),
    cut_from="tflite",
    total_ops=12,
    ops=1,
    kinds=("EXP",),
    trials=9,
    is_minimal=True,
    inputs="given",
    data="",
    rows=(),
    samples=1,
    command="studio convert part.tflite",
)


def test_a_variant_is_not_about_them(bench: PageBench, page: OverviewPage) -> None:
    set_jobs(bench, conversion("a", "int8", state="failed", error=MISSING))
    variant = bench.store.session.models[0].variants[0]
    bench.store.select(Selection("m1", (variant.id,)))
    assert page.conversions.isHidden()
    bench.store.select(Selection("m1"))
    assert not page.conversions.isHidden()


@pytest.mark.parametrize("width", [360, 900])
def test_the_note_of_a_figure_is_shown_whole_and_cards_of_a_line_are_of_one_height(
    qtbot: QtBot, width: int
) -> None:
    note = "cannot be counted: shapes are not fixed, and that is a long story"
    row = figures((("Size", "44 kB", "of the file"), ("MACs", "unknown", note)))
    qtbot.addWidget(row)
    row.resize(width, 100)
    row.show()
    cards = row.findChildren(Figure)
    (label,) = (one for one in row.findChildren(QLabel) if one.text() == note)

    def is_whole() -> None:
        needed = label.fontMetrics().boundingRect(
            0, 0, label.width(), 0, int(Qt.TextFlag.TextWordWrap), note
        )
        assert label.height() >= needed.height()
        assert label.geometry().bottom() < cards[1].height()
        if cards[0].y() == cards[1].y():
            assert cards[0].height() == cards[1].height()

    qtbot.waitUntil(lambda: is_whole() is None, timeout=3000)
