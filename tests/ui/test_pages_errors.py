"""The errors page: nothing yet, a diagnosis, while one runs, when it fails; its command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from studio.core.child_protocol import Phase
from studio.core.diagnosis import DiagnoseResult, ErrorFigures, Finding, TensorError
from studio.core.errors import ErrorInfo
from studio.core.events import Event, EventBody, JobFailed, JobQueued, JobStarted, JobSucceeded
from studio.core.fixing import FixResult, Goal, Trial
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import ConvertRequest, DiagnoseRequest, FixRequest
from studio.core.results import ConvertResult
from studio.core.session import Diagnosis
from studio.core.thresholds import DIAGNOSE_SAMPLES
from studio.history.store import History
from studio.ui.actions.checking import diagnose_request
from studio.ui.pages.errors import ErrorsPage
from studio.ui.selection import Selection
from tests.ui.page_support import PageBench, make_session


def tensor(index: int, local: float | None, **fields: object) -> TensorError:
    values = {
        "name": f"layer{index}/Relu",
        "against": f"layer{index}/Relu",
        "op": "CONV_2D",
        "op_index": index,
        "node_id": f"0/CONV_2D/layer{index}/Relu",
        "cumulative": ErrorFigures(rmse_over_range=0.02 * index, cosine=0.99, snr_db=20.0),
        "local": None if local is None else ErrorFigures(rmse_over_range=local),
    } | fields
    return TensorError(**values)  # type: ignore[arg-type]


def result_of(sha256: str, artifact: str) -> DiagnoseResult:
    return DiagnoseResult(
        artifact=artifact,
        against="m.keras",
        sha256=sha256,
        float_stage_sha256="f",
        samples=20,
        inputs_from="calibration-unused",
        tensors=(tensor(1, 0.001), tensor(2, 0.3, saturated=0.25), tensor(3, None, is_dead=True)),
        findings=(
            Finding(
                code="diagnose-adds",
                params={"op": "CONV_2D", "index": "2", "error": "30 %", "name": "layer2/Relu"},
                node_id="0/CONV_2D/layer2/Relu",
            ),
        ),
        unmatched=("0/RESHAPE/r",),
    )


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[PageBench]:
    history = History(tmp_path / "studio.db")
    made = PageBench(history)
    made.store.load(make_session(tmp_path))
    made.store.select(Selection("m1", ("v2",)))
    yield made
    history.close()


def shown(bench: PageBench, qtbot: QtBot) -> ErrorsPage:
    page = ErrorsPage(bench.context)
    qtbot.addWidget(page)
    bench.show(page)
    page.resize(1000, 600)
    page.show()
    return page


def send(bench: PageBench, artifact: str, *bodies: EventBody) -> None:
    request = DiagnoseRequest(artifact=artifact, against="m.keras")
    for body in (JobQueued(request=request), *bodies):
        bench.store.on_event(Event(job_id="d1", at=1.0, body=body))


def column(page: ErrorsPage, place: int) -> list[str]:
    model = page.table.model()
    return [model.index(row, place).data() for row in range(model.rowCount())]


def test_without_a_diagnosis_the_page_says_what_to_do(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot)
    assert page.empty.isVisible()
    assert not page.start.isVisible()  # there is one button for it, not two
    assert not page.copy.isEnabled()
    page.empty.activated.emit()
    assert bench.commands == [("diagnose", {"variant_id": "v2"})]


def test_largest_errors_come_first_and_unknown_ones_last(
    bench: PageBench, qtbot: QtBot, tmp_path: Path
) -> None:
    page = shown(bench, qtbot)
    _, variant = bench.store.session.variant("v2") or (None, None)
    assert variant is not None
    found = result_of(variant.sha256, variant.artifact)
    send(bench, variant.artifact, JobStarted(), JobSucceeded(result=found))
    assert not page.empty.isVisible()
    assert column(page, 0) == ["2", "1", "3"]
    page.table.activated.emit(page.table.model().index(1, 0))
    node = next(one.node_id for one in found.tensors if one.op_index == 1)
    wanted = {"model_id": "m1", "variant_id": "v2", "node": node}
    assert bench.commands[-1] == ("show-node", wanted)
    assert column(page, 3) == ["30.0", "0.100", "—"]
    assert column(page, 8) == ["25.0", "0", "0"]
    assert column(page, 9) == ["", "", "constant"]
    assert page.findings.texts == ["CONV_2D 2 by itself adds an error of 30 % of the range"]
    assert "3 tensors compared with the float stage on 20 samples" in page.summary.text()
    assert "ops not compared: 1" in page.summary.text()
    page.copy.click()
    page.export_csv(tmp_path / "errors.csv")
    assert bench.saved == [tmp_path / "errors.csv"]
    lines = (tmp_path / "errors.csv").read_text().splitlines()
    assert lines[0].startswith("op_index,op,name,against")
    assert [line.partition(",")[0] for line in lines[1:]] == ["1", "2", "3"]


def test_another_variant_can_be_looked_at(bench: PageBench, qtbot: QtBot) -> None:
    session = bench.store.session
    first = session.models[0].variants[0]
    diagnosis = Diagnosis(id=first.sha256, at=1.0, result=result_of(first.sha256, first.artifact))
    bench.store.load(replace(session, diagnoses=(diagnosis,)))
    bench.store.select(Selection("m1", ("v2",)))
    page = shown(bench, qtbot)
    assert page.empty.isVisible()
    page.variant.setCurrentIndex(page.variant.findData(first.artifact))
    page.variant.activated.emit(page.variant.currentIndex())
    assert not page.empty.isVisible()
    bench.store.select(Selection("m1"))  # of a model, the variant that was diagnosed last
    assert page.variant.currentData() == first.artifact


def test_progress_and_failure_are_told(bench: PageBench, qtbot: QtBot) -> None:
    page = shown(bench, qtbot)
    path = page.variant.currentData()
    send(bench, path, JobStarted(), Phase(name="comparing-tensors", current=3, total=20))
    assert page.empty._hint.text() == "comparing tensors 3/20"
    error = ErrorInfo(code="diagnose-nothing-in-common", params={"path": path}, family="RunError")
    bench.store.on_event(Event(job_id="d1", at=2.0, body=JobFailed(error=error)))
    assert page.banner.isVisible()
    assert "no op in common" in page.banner.title


def test_a_diagnosis_looks_at_the_samples_of_the_check(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    model = session.models[0]
    request = diagnose_request(model, model.variants[2])
    assert request.artifact == model.variants[2].artifact
    assert request.recipe == model.variants[2].recipe
    assert request.inputs.limit == DIAGNOSE_SAMPLES
    assert request.against == model.path


def test_a_goal_is_tried_for_and_what_came_of_it_is_told(bench: PageBench, qtbot: QtBot) -> None:
    session = bench.store.session
    variant = session.models[0].variants[2]
    recipe = make_recipe([make_step("int8")])
    variants = (*session.models[0].variants[:2], replace(variant, recipe=recipe))
    diagnosis = Diagnosis(
        id=variant.sha256, at=1.0, result=result_of(variant.sha256, variant.artifact)
    )
    models = (replace(session.models[0], variants=variants),)
    bench.store.load(replace(session, models=models, diagnoses=(diagnosis,)))
    bench.store.select(Selection("m1", ("v2",)))
    page = shown(bench, qtbot)
    assert page.fix.button.isEnabled()
    page.fix.kind.setCurrentIndex(page.fix.kind.findData("rmse"))
    page.fix.value.setValue(0.5)
    page.fix.button.click()
    assert bench.commands[-1] == (
        "fix",
        {"variant_id": "v2", "goal": "rmse<=0.005", "precision": "float"},
    )
    before = Trial(kept=(), score=0.3, size_bytes=1000, is_met=False)
    best = Trial(kept=(1, 2), score=0.004, size_bytes=2000, is_met=True)
    converted = ConvertResult(
        artifact="a.tflite",
        sha256="s",
        size_bytes=2000,
        recipe=recipe,
        stages=(),
        audit=variant.audit,
        check=variant.check,
    )
    result = FixResult(
        goal=Goal(kind="rmse", value=0.005),
        before=before,
        trials=(best,),
        best=best,
        converted=converted,
        names={1: ("CONV_2D", "a"), 2: ("MEAN", "b")},
    )
    model = bench.store.session.models[0]
    convert = ConvertRequest(source=model.path, artifact="a.tflite", recipe=recipe)
    request = FixRequest(artifact=variant.artifact, convert=convert, goal=result.goal)
    for job_id, body in (("f1", JobQueued(request=request)), ("f1", JobSucceeded(result=result))):
        bench.store.on_event(Event(job_id=job_id, at=3.0, body=body))
    assert page.banner.title == "rmse<=0.005 is met with 2 ops kept: 30 % before, 0.4 % now"
    assert "CONV_2D 1, MEAN 2" in page.banner.hint
    assert "ops –: 30 %, 1.00 kB" in page.banner.details


def test_a_recipe_without_choice_says_so(bench: PageBench, qtbot: QtBot) -> None:
    session = bench.store.session
    first = session.models[0].variants[0]
    diagnosis = Diagnosis(id=first.sha256, at=1.0, result=result_of(first.sha256, first.artifact))
    bench.store.load(replace(session, diagnoses=(diagnosis,)))
    bench.store.select(Selection("m1", ("v0",)))
    page = shown(bench, qtbot)
    assert not page.fix.button.isEnabled()
    assert "leaves no choice" in page.fix.button.toolTip()
