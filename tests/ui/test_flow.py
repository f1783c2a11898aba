"""What follows from what happens: notifications, and old artifacts cleaned away."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication, QWidget

from studio.core.model import Graph, InspectResult
from studio.core.protocol import Event, InspectRequest, JobQueued, JobStarted, JobSucceeded
from studio.core.session import Session
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


def test_only_old_artifacts_of_no_variant_are_deleted(tmp_path: Path) -> None:
    names = {name: tmp_path / name for name in ("a" * 12, "b" * 12, "not-ours")}
    for folder in names.values():
        folder.mkdir()
        (folder / "net.tflite").write_bytes(b"x")
    session = make_session(tmp_path)
    variant = replace(session.models[0].variants[0], artifact=str(names["a" * 12] / "net.tflite"))
    session = Session(models=(replace(session.models[0], variants=(variant,)),))
    assert clean_artifacts(tmp_path, session, time.time()) == 0
    assert clean_artifacts(tmp_path, session, time.time() + WEEK_S + 60) == 1
    assert sorted(item.name for item in tmp_path.iterdir()) == ["a" * 12, "not-ours"]
