"""The log page: whose log it shows, and that following a log leaves the reader alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from studio.core.child_protocol import Note
from studio.core.errors import ErrorInfo
from studio.core.events import Event, JobCancelled, JobFailed, JobQueued, JobStarted
from studio.core.requests import InspectRequest
from studio.history.store import History
from studio.ui.pages.log import TAIL_BYTES, LogPage, new_part, read_tail
from studio.ui.selection import Selection
from tests.ui.page_support import PageBench, make_session


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1"))
    yield made
    history.close()


@pytest.fixture
def page(bench: PageBench, qtbot: QtBot) -> LogPage:
    made = LogPage(bench.context)
    bench.show(made)
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    return made


def run_job(bench: PageBench, job_id: str, log: Path, text: str) -> None:
    log.write_text(text)
    request = InspectRequest(path=bench.store.session.models[0].path)
    for body in (JobQueued(request=request), JobStarted(), JobCancelled(log=str(log))):
        bench.store.on_event(Event(job_id=job_id, at=1.0, body=body))


def test_a_job_chosen_while_another_is_read_is_read_next(
    bench: PageBench, page: LogPage, qtbot: QtBot, tmp_path: Path
) -> None:
    run_job(bench, "first", tmp_path / "1.log", "one\n")
    run_job(bench, "second", tmp_path / "2.log", "two\n")
    page.open_with("first")
    page.open_with("second")
    qtbot.waitUntil(lambda: page.text.toPlainText() == "two\n")
    page.open_with("first")
    qtbot.waitUntil(lambda: page.text.toPlainText() == "one\n")


def test_new_lines_keep_the_place_and_the_selection(
    bench: PageBench, page: LogPage, qtbot: QtBot, tmp_path: Path
) -> None:
    log, bar = tmp_path / "1.log", page.text.verticalScrollBar()
    run_job(bench, "first", log, "".join(f"line {number}\n" for number in range(200)))
    qtbot.waitUntil(lambda: "line 199" in page.text.toPlainText())
    qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())
    with log.open("a") as stream:
        stream.write("line 200\n")
    page.open_with("first")
    page._read()
    qtbot.waitUntil(lambda: "line 200" in page.text.toPlainText())
    assert bar.value() == bar.maximum()

    cursor = page.text.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(6, QTextCursor.MoveMode.KeepAnchor)
    page.text.setTextCursor(cursor)
    bar.setValue(3)
    with log.open("a") as stream:
        stream.write("line 201\n")
    page._read()
    qtbot.waitUntil(lambda: "line 201" in page.text.toPlainText())
    assert (page.text.textCursor().selectedText(), bar.value()) == ("line 0", 3)


@pytest.mark.parametrize(
    ("shown", "tail", "added"),
    [
        ("", "a\n", "a\n"),
        ("a\nb\n", "a\nb\nc\n", "c\n"),
        ("a\nb\n", "b\nc\n", "c\n"),
        ("a\na\nb\n", "a\nb\nc\n", "c\n"),
        ("a\nb\n", "x\ny\n", None),
        ("a\nb\n", "", None),
    ],
)
def test_what_a_later_tail_adds(shown: str, tail: str, added: str | None) -> None:
    assert new_part(shown, tail) == added


def test_log_follows_a_job_and_reads_its_file(
    bench: PageBench, page: LogPage, qtbot: QtBot, tmp_path: Path
) -> None:
    assert page.empty.isVisible()
    request = InspectRequest(path=bench.store.session.models[0].path)
    for body in (JobQueued(request=request), JobStarted(), Note(text="reading layers")):
        bench.store.on_event(Event(job_id="j1", at=1.0, body=body))
    assert "open mnist_cnn" in page.jobs.currentText()
    log = tmp_path / "j1.log"
    log.write_text("line one\nline two\n")
    error = ErrorInfo(code="model-empty", params={"path": "x"})
    bench.store.on_event(Event(job_id="j1", at=2.0, body=JobFailed(error=error, log=str(log))))
    qtbot.waitUntil(lambda: "line two" in page.text.toPlainText())
    assert page.banner.isVisible()
    page.report.click()
    assert bench.commands == [("save-report", {"job_id": "j1"})]


def test_log_tail_starts_at_a_whole_line(tmp_path: Path) -> None:
    log = tmp_path / "long.log"
    log.write_text("".join(f"line {number}\n" for number in range(40_000)))
    tail = read_tail(log, "")
    assert len(tail) <= TAIL_BYTES
    assert tail.startswith("line ")
    assert tail.endswith("line 39999\n")
    assert read_tail(tmp_path / "none.log", "kept") == "kept"
