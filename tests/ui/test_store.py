"""The store: edits, undo beside running jobs, events and the selection."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.core import edits
from studio.core.events import Event, JobCancelled, JobQueued, JobStarted
from studio.core.measure_protocol import Footprint, Samples
from studio.core.reduce import reduce
from studio.core.requests import InspectRequest
from studio.core.session import Session
from studio.ui.selection import Selection
from studio.ui.store import Store
from tests.ui.page_support import make_session


@pytest.fixture
def store(qtbot: QtBot, tmp_path: Path) -> Store:
    made = Store(reduce)
    made.load(make_session(tmp_path))
    return made


def queued(job_id: str = "j1") -> Event:
    return Event(job_id=job_id, at=1.0, body=JobQueued(request=InspectRequest(path="/elsewhere")))


def rename(store: Store, name: str) -> None:
    store.apply(lambda session: edits.rename_variant(session, "v0", name), "Rename")


def name_of(session: Session) -> str:
    return session.models[0].variants[0].name


def test_an_edit_is_told_with_the_session_before_and_after(store: Store) -> None:
    seen = []
    store.changed.connect(lambda old, new: seen.append((name_of(old), name_of(new))))
    rename(store, "reference")
    assert seen == [("float32", "reference")]


def test_an_edit_that_changes_nothing_is_not_told_and_not_undoable(store: Store) -> None:
    seen = []
    store.changed.connect(lambda *sessions: seen.append(sessions))
    rename(store, "float32")
    assert seen == []
    assert store.undo_text == ""


def test_undo_takes_back_the_edit_and_keeps_the_jobs(store: Store) -> None:
    rename(store, "reference")
    store.on_event(queued())
    store.undo()
    assert name_of(store.session) == "float32"
    assert store.session.job("j1") is not None
    assert store.undo_text == "" and store.redo_text == "Rename"
    store.redo()
    assert name_of(store.session) == "reference"


def test_a_new_edit_ends_redo(store: Store) -> None:
    rename(store, "a")
    store.undo()
    rename(store, "b")
    assert store.redo_text == ""
    store.redo()
    assert name_of(store.session) == "b"


def test_loading_forgets_what_could_be_undone(store: Store) -> None:
    rename(store, "a")
    store.load(Session())
    assert store.undo_text == ""
    store.undo()
    assert store.session == Session()


def test_samples_and_footprints_are_passed_on_without_changing_the_session(
    store: Store, qtbot: QtBot
) -> None:
    before = store.session
    with qtbot.waitSignal(store.sampled) as sampled:
        store.on_event(Event(job_id="j1", at=1.0, body=Samples(rows=())))
    assert sampled.args == ["j1", Samples(rows=())]
    with qtbot.waitSignal(store.footprint):
        store.on_event(Event(job_id="j1", at=1.0, body=Footprint(variant=0)))
    assert store.session is before


def test_the_end_of_a_job_is_told_after_the_change(store: Store) -> None:
    order: list[str] = []
    store.changed.connect(lambda _old, new: order.append(new.job("j1").state))
    store.ended.connect(lambda job_id, _body: order.append(f"ended {job_id}"))
    store.on_event(queued())
    store.on_event(Event(job_id="j1", at=2.0, body=JobStarted()))
    store.on_event(Event(job_id="j1", at=3.0, body=JobCancelled()))
    assert order == ["queued", "running", "cancelled", "ended j1"]


def test_what_is_gone_is_not_selected_any_more(store: Store) -> None:
    store.select(Selection("m1", ("v0", "v1")))
    store.apply(lambda session: edits.delete_variant(session, "v0"), "Delete")
    assert store.selection == Selection("m1", ("v1",))
    store.apply(lambda session: edits.remove_model(session, "m1"), "Remove")
    assert store.selection == Selection()
