"""A converter that aborts, hangs or takes too much memory, as the window shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from studio.core.recipe import make_recipe
from studio.core.requests import ConvertRequest
from tests.ui.window_kit import Bench


@pytest.fixture
def limited(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    limits = {"hang_seconds": 2.0, "memory_limit_bytes": 300_000_000}
    made = Bench(qtbot, tmp_path, limits=limits)
    yield made
    made.close()


def convert(bench: Bench, path: str) -> None:
    model = next(one for one in bench.session.models if one.path == path)
    artifact = str(bench.root / "made" / "net.tflite")
    request = ConvertRequest(source=path, artifact=artifact, recipe=make_recipe(), overwrite=True)
    bench.program.shell.submit(request, model.id)


@pytest.mark.parametrize(
    ("behavior", "code", "title"),
    [
        ("abort", "child-aborted", "gave up (SIGABRT)"),
        ("segv", "child-crashed", "crashed (SIGSEGV)"),
        ("hang", "child-hung", "hung: no computing for 2 s"),
        ("eat", "child-out-of-memory", "more memory than it may use"),
    ],
)
def test_it_is_explained_and_the_next_job_runs(
    limited: Bench, behavior: str, code: str, title: str
) -> None:
    bad = limited.open_model("bad.tflite", build=behavior)
    convert(limited, bad.path)
    (_, failed) = limited.until_quiet(2)
    assert failed.error is not None
    assert failed.error.code == code
    row = limited.program.window.jobs.rows[failed.id]
    assert row.banner is not None
    assert title in row.banner.title
    assert row.banner.hint
    assert "Traceback" not in row.banner.title + row.banner.hint
    assert title in row.phase.text()
    if behavior == "segv":
        assert "last words" in row.banner.details
    if behavior == "eat":
        assert "its limit is 300 MB" in row.banner.details
    assert Path(failed.log).is_file()
    window = limited.program.window
    limited.until(lambda: window.jobs.height() >= row.height())
    limited.until(lambda: not row.banner.visibleRegion().isEmpty())
    assert row.banner.visibleRegion().boundingRect().height() == row.banner.height()
    assert not (limited.root / "made").exists()
    good = limited.open_model("good.tflite")
    convert(limited, good.path)
    assert limited.until_quiet(4)[-1].state == "succeeded"
