"""The report's path of trials, and the same as CSV."""

from __future__ import annotations

import csv
from pathlib import Path

from msgspec.structs import replace

from studio.history.store import History
from studio.report.fixes import write_fix_csv
from studio.report.html import report_html
from tests.history.building import make_session
from tests.kit.fixes import GIVEN, TRIALS, make_fix, trial
from tests.report.test_html import parse


def test_the_report_shows_the_path_of_its_variants_alone(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    variant = session.models[0].variants[-1]
    text = parse(report_html(session, None, fixes=[make_fix(variant.sha256)]))
    assert "agreement ≥ 99 % is met with 2 ops in float32: 30 % before, 99.5 % now" in text
    assert "CONV_2D 1, MEAN 2" in text
    assert "1.60 ms, 1.07x" in text
    assert "not measured" in text  # of the first trial
    assert "Trials by size and score" in text
    other = parse(report_html(session, None, fixes=[make_fix("of another session")]))
    assert "agreement ≥ 99 %" not in other


def test_without_any_time_the_report_says_so(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    fix = make_fix(
        session.models[0].variants[-1].sha256,
        before=replace(GIVEN, time=None),
        trials=(trial(1, score=0.6),),
        best=None,
        closest=trial(1, score=0.6),
        end="all-tried",
    )
    text = parse(report_html(session, None, fixes=[fix]))
    assert "Latency: not measured." in text
    assert "the best of 1 trial has 60 %" in text


def test_trials_as_csv(tmp_path: Path) -> None:
    write_fix_csv(tmp_path / "f.csv", make_fix("s"))
    with (tmp_path / "f.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert [row["trial"] for row in rows] == ["0", "1", "2", "3"]
    assert rows[2]["kept_ops"] == "1 2"
    assert [row["median_ms"] for row in rows] == ["1.5", "", "1.6", ""]
    assert rows[3]["agreement"] == rows[3]["size_bytes"] == ""
    assert rows[2]["time_ratio_high"] == "1.1"


def test_a_session_is_found_again_with_its_path(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    fix = make_fix(session.models[0].variants[-1].sha256)
    history = History(tmp_path / "studio.db")
    history.save_session(replace(session, fixes=(fix,)))
    history.close()
    again = History(tmp_path / "studio.db")
    found = again.load_session()
    exported = tmp_path / "s.studio"
    again.export(exported, found)
    assert found.fixes == (fix,)
    assert again.import_(exported).fixes == (fix,)
    assert found.fixes[0].trials == TRIALS
    again.close()
