"""Logs of jobs: bounded in size and in number, with the tail that joins an error."""

from __future__ import annotations

from pathlib import Path

from studio.jobs import logs
from studio.jobs.logs import JobLog, new_log


def test_the_tail_survives_where_the_middle_is_left_out(tmp_path: Path) -> None:
    log = JobLog(tmp_path / "deep" / "job.log")
    log.write("first\n")
    for _ in range(70):
        log.write("x" * 100_000 + "\n")
    log.write("last ")
    log.write("words\n")
    log.finish()
    text = log.path.read_text()
    assert len(text) < 5_300_000
    assert text.startswith("first\n")
    assert "left out" in text
    assert text.endswith("last words\n")
    assert log.tail().endswith("last words")


def test_a_job_that_says_nothing_leaves_no_file(tmp_path: Path) -> None:
    log = new_log(tmp_path, "quiet")
    log.finish()
    assert log.tail() == ""
    assert not list(tmp_path.iterdir())


def test_old_logs_go(tmp_path: Path) -> None:
    for number in range(logs.KEPT_LOGS + 5):
        (tmp_path / f"2020{number:04}-000000-a.log").write_text("x")
    new_log(tmp_path, "b").line("hello")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == logs.KEPT_LOGS
    assert names[-1].endswith("-b.log")
    assert "20200000-000000-a.log" not in names


def test_a_log_that_cannot_be_written_keeps_its_tail(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    log = JobLog(tmp_path / "file" / "job.log")
    log.line("hello")
    assert "hello" in log.tail()
