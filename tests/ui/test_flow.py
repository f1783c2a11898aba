"""What follows from what happens: notifications, and old artifacts cleaned away."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QWidget

from studio.core.edits import delete_variant
from studio.core.events import Event, JobQueued, JobStarted, JobSucceeded
from studio.core.graph_requests import PictureRequest, PictureResult
from studio.core.model import Graph, InspectResult
from studio.core.requests import InspectRequest
from studio.core.session import Session
from studio.history.store import History
from studio.ui.flow import clean_artifacts
from tests.ui.page_support import make_info, make_session
from tests.ui.window_kit import Bench

WEEK_S = 7 * 24 * 3600


@pytest.mark.parametrize(("seconds", "expected"), [(60.0, 1), (2.0, 0)])
def test_the_end_of_a_long_job_is_told_where_the_user_is_elsewhere(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, seconds: float, expected: int
) -> None:
    alerts: list[QWidget] = []
    monkeypatch.setattr(QApplication, "alert", lambda window, *_: alerts.append(window))
    monkeypatch.setattr(bench.program.window, "isActiveWindow", lambda: False)
    result = InspectResult(path="/x", info=make_info(), graph=Graph())
    for at, body in (
        (0.0, JobQueued(request=InspectRequest(path="/x"))),
        (1.0, JobStarted()),
        (1.0 + seconds, JobSucceeded(result=result)),
    ):
        bench.program.store.on_event(Event(job_id="long", at=at, body=body))
    assert len(alerts) == expected


def session_of(folder: Path) -> Session:
    """A model with two variants whose artifacts lie as the window lays them."""
    session = make_session(folder)
    variants = []
    for index, name in enumerate(("a" * 12, "b" * 12)):
        artifact = folder / "artifacts" / name / "net.tflite"
        artifact.parent.mkdir(parents=True)
        artifact.write_bytes(b"x")
        variant = session.models[0].variants[index]
        variants.append(replace(variant, artifact=str(artifact)))
    return Session(models=(replace(session.models[0], variants=tuple(variants)),))


def names_in(folder: Path) -> list[str]:
    return sorted(item.name for item in folder.iterdir())


def test_only_artifacts_of_variants_deleted_long_ago_are_cleaned_away(tmp_path: Path) -> None:
    folder = tmp_path / "artifacts"
    session = session_of(tmp_path)
    unknown = folder / ("c" * 12)
    unknown.mkdir()
    history = History(tmp_path / "studio.db")
    history.save_session(session)
    history.flush()
    after = delete_variant(session, session.models[0].variants[0].id)
    history.save_session(after)
    history.flush()
    assert clean_artifacts(history, folder, after, WEEK_S) == 0
    assert clean_artifacts(history, folder, after, -1) == 1
    assert names_in(folder) == ["b" * 12, "c" * 12]
    assert clean_artifacts(history, folder, after, -1) == 0
    history.close()


def test_artifacts_survive_a_history_that_cannot_be_read(tmp_path: Path) -> None:
    database, folder = tmp_path / "studio.db", tmp_path / "artifacts"
    session = session_of(tmp_path)
    history = History(database)
    history.save_session(session)
    history.flush()
    history.close()
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE session SET document = ?", (b"damaged",))
    history = History(database)
    loaded = history.load_session()
    assert loaded.models == ()
    assert clean_artifacts(history, folder, loaded, -1) == 0
    assert names_in(folder) == ["a" * 12, "b" * 12]
    history.close()
    database.write_bytes(b"no database at all" * 100)
    history = History(database)
    assert clean_artifacts(history, folder, history.load_session(), -1) == 0
    assert names_in(folder) == ["a" * 12, "b" * 12]
    history.close()


def test_a_picture_that_a_job_made_is_told_as_saved(bench: Bench, tmp_path: Path) -> None:
    picture = tmp_path / "graph.png"
    request = PictureRequest(svg=str(tmp_path / "graph.svg"), picture=str(picture))
    result = PictureResult(path=str(picture), width=4, height=4)
    with bench.qtbot.waitSignal(bench.program.shell.saved) as saved:
        for body in (JobQueued(request=request), JobStarted(), JobSucceeded(result=result)):
            bench.program.store.on_event(Event(job_id="drawn", at=1.0, body=body))
    assert saved.args == [picture]
    assert bench.program.window.status.currentMessage() == f"Saved {picture}"
