"""A crash in the window: bisecting is offered where a process died, and says what it found."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo
from studio.core.fixing import Goal
from studio.core.input_selection import InputSelection
from studio.core.recipe import DatasetRef, Recipe, make_recipe, make_step
from studio.core.requests import (
    BisectRequest,
    CheckRequest,
    ConvertRequest,
    DiagnoseRequest,
    EvaluateRequest,
    FixRequest,
    InspectRequest,
    Request,
)
from studio.core.session import Job
from studio.ui.actions.bisecting import bisect_request
from studio.ui.actions.fixing import FIXES
from tests.jobs.bench import write_model
from tests.kit.chained_tflite import op_chain
from tests.ui.window_kit import Bench

CHILD = Path(__file__).parents[1] / "jobs" / "dying_child.py"
SHAPES = {"x": (1, 8)}
OF_CALIBRATION = InputSelection(
    calibration="/c.npz", calibration_ref=DatasetRef(), calibration_used=100, seed=5
)


@pytest.fixture
def dying(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    monkeypatch.setenv("DYING", json.dumps({"convert": ["EXP"]}))
    made = Bench(qtbot, tmp_path, child=CHILD)
    yield made
    made.close()


def buttons(widget: QWidget) -> dict[str, QPushButton]:
    return {one.text(): one for one in widget.findChildren(QPushButton)}


def convert(bench: Bench, path: Path) -> None:
    request = ConvertRequest(
        source=str(path), artifact=str(bench.root / "made.tflite"), recipe=Recipe()
    )
    bench.program.shell.submit(request, bench.model.id)


def test_a_crash_is_bisected_by_a_button_and_the_zip_is_told(dying: Bench) -> None:
    path = op_chain(dying.root / "net.tflite", ("RELU", "EXP", "ABS"))
    dying.run("open", path=str(path))
    dying.until_quiet(1)
    convert(dying, path)
    (_, failed) = dying.until_quiet(2)
    assert failed.error is not None
    assert failed.error.code == "child-crashed"
    banner = dying.program.window.jobs.rows[failed.id].banner
    assert banner is not None
    dying.dialogs.path = str(dying.root / "crash.zip")
    buttons(banner)["Find what crashes…"].click()
    (*_, done) = dying.until_quiet(3, wait_ms=120_000)
    assert done.state == "succeeded", done.error
    assert isinstance(done.request, BisectRequest)
    assert dying.dialogs.asked[-1] == "crash.zip"
    told = dying.program.window.jobs.rows[done.id].banner
    assert told is not None
    assert "SIGSEGV" in told.title
    assert "EXP" in told.hint
    assert "studio convert part.tflite" in told.hint
    assert "Show in folder" in buttons(told)
    with zipfile.ZipFile(dying.root / "crash.zip") as archive:
        assert "README.md" in archive.namelist()


def test_what_is_looked_for_already_is_not_looked_for_twice(
    dying: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    stalled = dying.root / "stalled"
    told = {"convert": ["EXP"], "stall": str(stalled), "below": 3}
    monkeypatch.setenv("DYING", json.dumps(told))
    path = op_chain(dying.root / "net.tflite", ("RELU", "EXP", "ABS"))
    dying.run("open", path=str(path))
    dying.until_quiet(1)
    convert(dying, path)
    (_, failed) = dying.until_quiet(2)
    dying.dialogs.path = str(dying.root / "crash.zip")
    first = dying.run("bisect-crash", job_id=failed.id)
    dying.until(stalled.exists, 120_000)
    assert dying.run("bisect-crash", job_id=failed.id) == first
    assert len(dying.session.jobs) == 3
    dying.run("cancel", job_id=first)
    dying.until_quiet(3)
    assert dying.run("bisect-crash", job_id=failed.id) != first
    dying.run("cancel-all")
    dying.until_quiet(4)


def test_of_a_source_that_dies_at_once_the_frozen_graph_is_cut(
    dying: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = op_chain(dying.root / "net.tflite", ("RELU",))
    told = {"source": "before-float", "frozen": ["Relu", "Exp", "Abs"], "graph": ["Exp"]}
    monkeypatch.setenv("DYING", json.dumps({**told, "float": str(path)}))
    dying.run("open", path=str(path))
    dying.until_quiet(1)
    convert(dying, Path(write_model(dying.root, "net.h5", "h5")))
    (_, failed) = dying.until_quiet(2)
    banner = dying.program.window.jobs.rows[failed.id].banner
    assert banner is not None
    dying.dialogs.path = str(dying.root / "crash.zip")
    buttons(banner)["Find what crashes…"].click()
    (*_, done) = dying.until_quiet(3, wait_ms=120_000)
    assert done.state == "succeeded", done.error
    row = dying.program.window.jobs.rows[done.id].banner
    assert row is not None
    assert row.title.endswith("3 ops of the frozen graph → 1")
    assert "ops left of the frozen graph: 1 / 3: Exp" in row.hint
    assert "studio convert part.pb --recipe recipe.json -o made.tflite" in row.hint
    assert "inputs" not in row.hint


def test_the_log_page_offers_it_too_and_only_for_a_crash(dying: Bench) -> None:
    path = op_chain(dying.root / "net.tflite", ("RELU", "EXP"))
    dying.run("open", path=str(path))
    dying.until_quiet(1)
    dying.run("show-log")
    page = dying.program.window.center.pages["log"]
    assert page.bisect.isHidden()
    convert(dying, path)
    dying.until_quiet(2)
    assert not page.bisect.isHidden()
    dying.dialogs.path = ""
    page.bisect.click()
    assert len(dying.session.jobs) == 2  # no name, no job


@pytest.mark.parametrize(
    ("code", "params", "is_offered"),
    [
        ("child-crashed", {"child": "convert", "signal": "SIGSEGV"}, True),
        ("child-aborted", {"child": "legacy-keras", "signal": "SIGABRT"}, True),
        ("artifact-crashed-in-check", {"path": "a", "died": "child-crashed"}, True),
        ("artifact-crashed-in-check", {"path": "a", "died": "child-hung"}, False),
        ("child-out-of-memory", {"child": "convert"}, False),
        ("child-hung", {"child": "convert"}, False),
        ("child-killed", {"child": "convert", "signal": "SIGKILL"}, False),
        ("conversion-failed", {"reason": "x"}, False),
    ],
)
def test_only_a_native_crash_is_bisected(
    code: str, params: dict[str, str], is_offered: bool
) -> None:
    convert = ConvertRequest(source="m.keras", artifact="a.tflite", recipe=Recipe())
    job = Job(id="j", request=convert, state="failed", error=ErrorInfo(code=code, params=params))
    made = bisect_request(job, "z.zip")
    assert (made is not None) == is_offered
    assert made is None or (made.convert == convert and not made.runs_only)


def test_a_file_that_died_while_it_ran_is_run_again_and_not_converted() -> None:
    params = {"path": "/x/int8.tflite", "died": "child-crashed", "signal": "SIGSEGV"}
    error = ErrorInfo(code="artifact-crashed", params=params)
    check = CheckRequest(artifact="/x/int8.tflite", against="/x/net.keras")
    made = bisect_request(Job(id="j", request=check, state="failed", error=error), "z.zip")
    assert made is not None
    assert made.runs_only
    assert made.convert.source == "/x/int8.tflite"


@pytest.mark.parametrize(
    ("request_of", "expected"),
    [
        (
            CheckRequest(artifact="a", against="b", inputs=OF_CALIBRATION, shapes=SHAPES),
            OF_CALIBRATION,
        ),
        (
            DiagnoseRequest(artifact="a", against="b", inputs=OF_CALIBRATION, shapes=SHAPES),
            OF_CALIBRATION,
        ),
        (
            EvaluateRequest(files=("a",), data="/d.npz", data_ref=DatasetRef(), shapes=SHAPES),
            InputSelection(given="/d.npz", given_ref=DatasetRef()),
        ),
    ],
)
def test_it_is_run_on_what_it_died_of(request_of: Request, expected: InputSelection) -> None:
    params = {"path": "/x/int8.tflite", "died": "child-crashed", "signal": "SIGSEGV"}
    error = ErrorInfo(code="artifact-crashed", params=params)
    job = Job(id="j", request=request_of, state="failed", error=error)
    made = bisect_request(job, "z.zip")
    assert made is not None
    assert made.inputs == expected
    assert (made.convert.recipe.seed, made.convert.recipe.shapes) == (expected.seed, SHAPES)


def test_a_fix_dies_of_what_its_trials_are_judged_on() -> None:
    convert = ConvertRequest(
        source="m.keras",
        artifact="a.tflite",
        recipe=make_recipe([make_step("int8", {"samples": 9})], calibration=DatasetRef(), seed=5),
        calibration="/c.npz",
    )
    fix = FixRequest(artifact="q.tflite", convert=convert, goal=Goal(kind="rmse", value=0.1))
    params = {"path": "/x/q.tflite", "died": "child-crashed", "signal": "SIGSEGV"}
    error = ErrorInfo(code="artifact-crashed", params=params)
    made = bisect_request(Job(id="j", request=fix, state="failed", error=error), "z.zip")
    assert made is not None
    chosen = made.inputs
    assert (chosen.calibration, chosen.calibration_used, chosen.seed) == ("/c.npz", 9, 5)


def test_what_opens_a_model_offers_none() -> None:
    error = ErrorInfo(code="child-crashed", params={"child": "inspect", "signal": "SIGSEGV"})
    job = Job(id="j", request=InspectRequest(path="m"), state="failed", error=error)
    assert bisect_request(job, "z.zip") is None


def test_the_way_out_of_missing_kernels_is_a_recipe_that_keeps_tensorflows_ops() -> None:
    change = FIXES["fix-select-tf-ops"][1]
    assert change is not None
    before = make_recipe([make_step("int8")], calibration=DatasetRef(), batch="dynamic")
    assert change(before) == make_recipe([make_step("select-tf-ops")], batch="dynamic")
    assert change(change(before)) == change(before)


def test_the_way_out_of_ranges_is_a_recipe_without_any() -> None:
    change = FIXES["fix-dynamic-range"][1]
    assert change is not None
    before = make_recipe([make_step("int8")], calibration=DatasetRef(), batch="dynamic")
    assert change(before) == make_recipe([make_step("dynamic-range")], batch="dynamic")
