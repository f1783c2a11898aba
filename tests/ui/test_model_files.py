"""Models and their files: found elsewhere, looked at again, taken out while they are worked on."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.core import edits
from studio.core.recipe import make_recipe
from studio.core.session import Draft
from studio.ui import source_watch
from tests.ui.window_kit import Bench


def test_a_file_that_is_open_already_is_not_taken_for_another_model(bench: Bench) -> None:
    lost = bench.open_model("lost.tflite")
    other = bench.open_model("other.tflite")
    said: list[str] = []
    bench.program.shell.said.connect(said.append)
    bench.run("locate", model_id=lost.id, path=other.path)
    assert said == [f"{other.path} is open already, as other: choose another file."]
    assert len(bench.session.jobs) == 2
    bench.run("locate", model_id=lost.id, path=lost.path)
    bench.until_quiet(3)


def test_a_look_that_failed_is_not_the_last_one(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.open_model()
    problems: list[object] = []
    bench.program.shell.problem.connect(problems.append)

    def fail(*_: object) -> None:
        raise OSError("input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(source_watch, "gather", fail)
        bench.program.watch.look()
        bench.until(lambda: len(problems) == 1)
    Path(bench.model.path).unlink()
    bench.program.watch.look()
    bench.until(lambda: bench.model.is_missing)


@pytest.mark.parametrize("agrees", [True, False])
def test_removing_a_model_asks_about_its_jobs_and_cancels_them(bench: Bench, agrees: bool) -> None:
    other = bench.open_model("other.tflite", build="hang")
    model = bench.open_model("net.tflite", build="hang")
    draft = Draft(recipes=(make_recipe(),))
    for chosen in (other, model):
        bench.program.store.apply(
            lambda session, chosen=chosen: edits.set_draft(session, chosen.id, draft)
        )
        bench.run("convert", model_id=chosen.id)
    bench.until(lambda: len(bench.session.jobs) == 4)
    bench.dialogs.yes = agrees
    bench.run("remove-model", model_id=model.id)
    assert bench.dialogs.asked == ["Remove the model while its jobs are running?"]
    (theirs,) = [job.id for job in bench.session.jobs[2:] if job.model_id == other.id]
    (mine,) = [job.id for job in bench.session.jobs[2:] if job.id != theirs]
    if agrees:
        assert bench.session.model(model.id) is None
        bench.until(lambda: state(bench, mine) == "cancelled")
    else:
        assert bench.session.model(model.id) is not None
        assert state(bench, mine) in ("queued", "running")
    assert state(bench, theirs) in ("queued", "running")
    bench.run("cancel-all")
    bench.until_quiet(4)


def state(bench: Bench, job_id: str) -> str:
    job = bench.session.job(job_id)
    assert job is not None
    return job.state
