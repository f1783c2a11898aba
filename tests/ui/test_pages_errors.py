"""The errors page: nothing yet, a diagnosis, while one runs, when it fails; its command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from studio.core.child_protocol import Phase
from studio.core.diagnosis import DiagnoseResult, ErrorFigures, Finding, TensorError
from studio.core.edits import accept_variant, delete_variant
from studio.core.errors import ErrorInfo
from studio.core.events import (
    Event,
    EventBody,
    FixDelivered,
    JobCancelled,
    JobFailed,
    JobQueued,
    JobStarted,
    JobSucceeded,
    TrialJudged,
)
from studio.core.fixing import FixResult
from studio.core.keep import Keep, KeepOutcome
from studio.core.recipe import DatasetRef, make_recipe, make_step
from studio.core.requests import ConvertRequest, DiagnoseRequest, FixRequest
from studio.core.results import ConvertResult
from studio.core.session import Dataset, Diagnosis, Session
from studio.core.thresholds import DIAGNOSE_SAMPLES
from studio.history.store import History
from studio.ui.actions.check_requests import diagnose_file_request, diagnose_request
from studio.ui.pages.errors import ErrorsPage
from studio.ui.selection import Selection
from tests.kit.fixes import GIVEN, GOAL, NAMES, TRIALS
from tests.ui.page_support import (
    PageBench,
    make_comparison,
    make_run,
    make_session,
    with_run,
)
from tests.ui.page_support import judged as judged_run


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
        tensors=(
            tensor(1, 0.001),
            tensor(2, 0.3, saturated=0.25),
            tensor(3, None, is_dead=True, end_name="digit"),
        ),
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
    model = page.tensors.table.model()
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
    page.tensors.table.activated.emit(page.tensors.table.model().index(1, 0))
    node = next(one.node_id for one in found.tensors if one.op_index == 1)
    wanted = {"model_id": "m1", "variant_id": "v2", "node": node}
    assert bench.commands[-1] == ("show-node", wanted)
    assert column(page, 2) == ["30.0", "0.100", "—"], "the figures stand first"
    assert column(page, 4)[2] == "digit", "an output goes by the name that people know"
    assert column(page, 8) == ["25.0", "0", "0"]
    assert column(page, 9) == ["", "", "constant"]
    assert page.tensors.findings.texts == ["CONV_2D 2 by itself adds an error of 30 % of the range"]
    assert "3 tensors compared with the float stage on 20 samples" in page.tensors.summary.text()
    assert "ops not compared: 1" in page.tensors.summary.text()
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


def opened(session: Session, *formats: str) -> Session:
    """``session`` with opened files alone, of these formats: no variants."""
    first = session.models[0]
    assert first.info is not None
    models = tuple(
        replace(
            first,
            id=f"f{place}",
            name=f"file{place}",
            path=f"/x/file{place}.{kind}",
            info=replace(first.info, format=kind, sha256=f"sha{place}"),
            variants=(),
        )
        for place, kind in enumerate(formats)
    )
    return replace(session, models=models)


def test_an_opened_file_is_diagnosed_against_another(bench: PageBench, qtbot: QtBot) -> None:
    bench.store.load(opened(bench.store.session, "tflite", "tflite", "keras"))
    bench.store.select(Selection("f0", model_ids=("f0", "f2")))
    page = shown(bench, qtbot)
    assert page.chosen is not None and page.chosen.path == "/x/file0.tflite"
    assert page.reference.isVisible()
    offered = [page.reference.box.itemText(at) for at in range(page.reference.box.count())]
    assert offered == ["file1", "file2"] and page.reference.name == "file2", "what is selected"
    page.reference.box.setCurrentIndex(0)
    page.reference.box.activated.emit(0)
    page.empty.activated.emit()
    wanted = {"file": "/x/file0.tflite", "against": "/x/file1.tflite"}
    assert bench.commands == [("diagnose", wanted)]
    found = replace(result_of("sha0", "/x/file0.tflite"), against="/x/file1.tflite")
    send(bench, "/x/file0.tflite", JobStarted(), JobSucceeded(result=found))
    assert not page.empty.isVisible()
    assert page.tensors.summary.text().startswith("3 tensors compared with file1 on 20 samples")
    assert not page.fix.button.isEnabled(), "nothing can be kept in what was not made here"
    page.reference.box.setCurrentIndex(1)
    page.reference.box.activated.emit(1)
    assert page.empty.isVisible(), "against the other one nothing is known"


def test_a_reference_is_chosen_only_where_there_is_but_one(bench: PageBench, qtbot: QtBot) -> None:
    session = opened(bench.store.session, "tflite", "tflite", "keras", "tflite")
    last = session.models[3]
    assert last.info is not None
    quantized = replace(last, info=replace(last.info, weight_kind="quantized"))
    bench.store.load(replace(session, models=(*session.models[:3], quantized)))
    bench.store.select(Selection("f0"))
    page = shown(bench, qtbot)
    assert page.reference.box.count() == 2 and page.reference.path == ""
    assert page.empty._hint.text().startswith("Choose the model that file0 was made from")
    other = session.models[2]
    assert other.info is not None
    unlike = replace(other, info=replace(other.info, signatures=()))
    bench.store.load(replace(session, models=(*session.models[:2], unlike)))
    page = shown(bench, qtbot)
    assert page.reference.name == "file1", "the only one with the same inputs"


def test_a_file_alone_says_what_else_to_open(bench: PageBench, qtbot: QtBot) -> None:
    bench.store.load(opened(bench.store.session, "tflite"))
    bench.store.select(Selection("f0"))
    page = shown(bench, qtbot)
    assert "Open the float model that file0 was made from" in page.empty._hint.text()
    assert not page.empty._button.isEnabled()


def test_a_model_that_could_not_be_opened_says_so(bench: PageBench, qtbot: QtBot) -> None:
    error = ErrorInfo(code="model-damaged", params={"path": "/x/a.tflite", "suffix": ".tflite"})
    session = opened(bench.store.session, "tflite")
    broken = replace(session.models[0], info=None, graph=None, error=error)
    bench.store.load(replace(session, models=(broken,)))
    bench.store.select(Selection("f0"))
    page = shown(bench, qtbot)
    assert page.empty._title.text() == "file0 could not be opened"
    assert "/x/a.tflite is damaged" in page.empty._hint.text()
    assert not page.empty._button.isVisible()


def test_two_files_are_compared_on_the_data_of_either(tmp_path: Path) -> None:
    session = opened(make_session(tmp_path), "tflite", "keras")
    artifact, source = session.models
    ours, theirs = (
        Dataset(path=path, ref=DatasetRef(sha256=path)) for path in ("/a.npz", "/b.npz")
    )
    bare = replace(artifact, calibration=None, evaluation_data=None)
    source = replace(source, calibration=theirs, evaluation_data=None)
    for one, data in ((replace(bare, calibration=ours), ours), (bare, theirs)):
        request = diagnose_file_request(one, source)
        assert (request.artifact, request.against) == (artifact.path, source.path)
        assert request.inputs.limit == DIAGNOSE_SAMPLES
        assert request.inputs.calibration == data.path
        assert request.recipe is None


@pytest.fixture
def int8_bench(bench: PageBench) -> PageBench:
    """The last variant is int8, and diagnosed."""
    session = bench.store.session
    variant = replace(
        session.models[0].variants[2], recipe=make_recipe([make_step("int8")]), name="int8"
    )
    variants = (*session.models[0].variants[:2], variant)
    diagnosis = Diagnosis(
        id=variant.sha256, at=1.0, result=result_of(variant.sha256, variant.artifact)
    )
    models = (replace(session.models[0], variants=variants),)
    bench.store.load(replace(session, models=models, diagnoses=(diagnosis,)))
    bench.store.select(Selection("m1", ("v2",)))
    return bench


def told(bench: PageBench, *bodies: EventBody) -> None:
    for body in bodies:
        bench.store.on_event(Event(job_id="f1", at=3.0, body=body))


def fix_request(bench: PageBench) -> FixRequest:
    model = bench.store.session.models[0]
    given = model.variants[2]
    convert = ConvertRequest(source=model.path, artifact="fixed.tflite", recipe=given.recipe)
    return FixRequest(artifact=given.artifact, convert=convert, goal=GOAL)


def judged(number: int) -> TrialJudged:
    one = TRIALS[number - 1] if number else GIVEN
    return TrialJudged(goal=GOAL, number=number, trial=one, names=NAMES)


def fixed(bench: PageBench, **fields: object) -> FixResult:
    given = bench.store.session.models[0].variants[2]
    keep = Keep(pattern="a", precision="float", by="node")
    assert given.audit is not None and given.check is not None
    converted = ConvertResult(
        artifact="fixed.tflite",
        sha256="made",
        size_bytes=2000,
        recipe=replace(given.recipe, keep=(keep,)),
        stages=(),
        audit=replace(given.audit, kept=(KeepOutcome(keep=keep, matched=2, held=2, changed=2),)),
        check=given.check,
    )
    values: dict[str, object] = {
        "goal": GOAL,
        "before": GIVEN,
        "trials": TRIALS,
        "best": TRIALS[1],
        "converted": converted,
        "names": NAMES,
        **fields,
    }
    return FixResult(**values)  # type: ignore[arg-type]


def test_a_goal_is_asked_for(int8_bench: PageBench, qtbot: QtBot) -> None:
    page = shown(int8_bench, qtbot)
    assert page.fix.button.isEnabled()
    assert not page.tabs.isTabVisible(1)
    page.fix.kind.setCurrentIndex(page.fix.kind.findData("rmse"))
    page.fix.value.setValue(0.5)
    page.fix.measured.setCurrentIndex(page.fix.measured.findData("trials"))
    page.fix.button.click()
    assert int8_bench.commands[-1] == (
        "fix",
        {
            "variant_id": "v2",
            "goal": "rmse<=0.005",
            "precision": "float",
            "measured": "trials",
        },
    )


def test_trials_appear_while_the_fix_runs(int8_bench: PageBench, qtbot: QtBot) -> None:
    page = shown(int8_bench, qtbot)
    told(int8_bench, JobQueued(request=fix_request(int8_bench)), JobStarted(), judged(0))
    assert page.tabs.currentWidget() is page.path
    assert len(page.path.plot.points()) == 1
    told(int8_bench, judged(1), judged(2), judged(3))
    assert "2 tried" in page.path.title.text()
    # the third could not be made: there is nothing to place, which is said
    found = [(row.number, x, y, row.state) for row, x, y in page.path.plot.points()]
    assert found == [
        (0, 1.0, 30.0, "given"),
        (1, 1.1, 60.0, "missed"),
        (2, 1.2, 99.5, "met"),
    ]
    assert page.path.plot.missing.text().endswith(": 1")
    page.path.plot.across.setCurrentIndex(1)  # latency, of the two that were measured
    assert [(row.number, x) for row, x, _ in page.path.plot.points()] == [(0, 1.5), (2, 1.6)]
    model = page.path.table.model()
    cells = [[model.index(row, at).data() for at in (0, 1, 2, 4, 5)] for row in range(4)]
    assert cells == [
        ["given", "◆", "30 %", "1.50 ms", "none"],
        ["1", "□", "60 %", "—", "CONV_2D 1"],
        ["2", "●", "99.5 %", "1.60 ms, 1.07x", "CONV_2D 1, MEAN 2"],
        ["3", "–", "unknown", "—", "MEAN 2"],
    ]
    assert not page.path.accept.isVisible()
    page.path.plot.chosen.emit(2)
    assert page.path.table.selectionModel().selectedRows()[0].row() == 2
    assert "kept: CONV_2D 1, MEAN 2" in page.path.details.text()
    told(int8_bench, JobCancelled())
    assert "cut short after 2 trials" in page.path.title.text()


def test_what_was_made_is_accepted_or_discarded(int8_bench: PageBench, qtbot: QtBot) -> None:
    page = shown(int8_bench, qtbot)
    told(
        int8_bench,
        JobQueued(request=fix_request(int8_bench)),
        JobStarted(),
        judged(0),
        JobSucceeded(result=fixed(int8_bench)),
    )
    assert page.path.title.text() == (
        "✓ agreement ≥ 99 % is met with 2 ops in float32: 30 % before, 99.5 % now"
    )
    assert "quantize or dequantize: 2 → 6" in page.path.text.text()
    assert "It was not measured against int8." in page.path.text.text()
    made = int8_bench.store.session.models[0].variants[-1]
    assert (made.name, made.is_proposed) == ("int8, 2 ops in float32", True)
    assert page.path.accept.isVisible()
    page.path.accept.click()
    page.path.discard.click()
    assert int8_bench.commands[-2:] == [
        ("accept", {"variant_id": made.id}),
        ("discard", {"variant_id": made.id}),
    ]
    int8_bench.store.apply(lambda session: accept_variant(session, made.id), "Accept fix")
    assert not page.path.accept.isVisible()
    int8_bench.store.undo()
    assert page.path.accept.isVisible()
    int8_bench.store.apply(lambda session: delete_variant(session, made.id), "Discard fix")
    assert not page.path.accept.isVisible()
    assert "not in the session any more" in page.path.text.text()
    int8_bench.store.undo()
    int8_bench.store.select(Selection("m1", (made.id,)))  # the path shows with what it led to
    assert page.path.title.text().startswith("✓")
    page.path.plot._export(Path("trials.csv"))


def test_the_numbers_of_an_older_run_are_not_those_of_a_cancelled_fix(
    int8_bench: PageBench, qtbot: QtBot
) -> None:
    """Found once more and cancelled while it is measured: the older run's times are that run's."""
    page = shown(int8_bench, qtbot)
    delivered = FixDelivered(result=fixed(int8_bench))
    told(int8_bench, JobQueued(request=fix_request(int8_bench)), JobStarted(), judged(0))
    told(int8_bench, delivered, JobCancelled())
    text = page.path.text.text()
    assert "Cancelled after int8, 2 ops in float32 was made" in text
    assert "It was not measured against int8." in text
    assert "was there already" not in text
    session = int8_bench.store.session
    given, made = session.models[0].variants[2:]
    run = make_run(session, "older", (given.name, made.name))
    told_apart = [
        replace(one, sha256=sha256)
        for one, sha256 in zip(run.result.measurements, (given.sha256, made.sha256), strict=True)
    ]
    run = replace(run, result=replace(run.result, measurements=tuple(told_apart)))
    run = judged_run(run, make_comparison(1, "slower"))
    int8_bench.store.load(with_run(session, run))
    text = page.path.text.text()
    assert "In another run, 2025-10-09" in text and "is slower than int8: 1.31x" in text
    own = replace(run, id="f1")  # what the fix itself measured needs no such words
    int8_bench.store.load(with_run(session, own))
    text = page.path.text.text()
    assert "In another run" not in text and "is slower than int8: 1.31x" in text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"end": "met-already", "trials": (), "best": None, "converted": None},
            "✓ int8 already meets the goal: agreement ≥ 99 %, and it has 30 %",
        ),
        (
            {"end": "all-tried", "best": None, "converted": None, "closest": TRIALS[0]},
            "⚠ agreement ≥ 99 % is not reached: the best of 2 trials has 60 %",
        ),
        (
            {"end": "trials-spent", "best": None, "converted": None, "closest": TRIALS[0]},
            "⚠ agreement ≥ 99 % is not reached yet: the best of 2 trials has 60 %",
        ),
    ],
)
def test_why_nothing_was_made_is_told(
    int8_bench: PageBench, qtbot: QtBot, fields: dict[str, object], said: str
) -> None:
    page = shown(int8_bench, qtbot)
    request = fix_request(int8_bench)
    told(int8_bench, JobQueued(request=request), JobStarted(), judged(0))
    told(int8_bench, JobSucceeded(result=fixed(int8_bench, **fields)))
    assert page.path.title.text() == said
    assert len(int8_bench.store.session.models[0].variants) == 3
    assert not page.path.accept.isVisible()


def test_a_recipe_without_choice_says_so(bench: PageBench, qtbot: QtBot) -> None:
    session = bench.store.session
    first = session.models[0].variants[0]
    diagnosis = Diagnosis(id=first.sha256, at=1.0, result=result_of(first.sha256, first.artifact))
    bench.store.load(replace(session, diagnoses=(diagnosis,)))
    bench.store.select(Selection("m1", ("v0",)))
    page = shown(bench, qtbot)
    assert not page.fix.button.isEnabled()
    assert "leaves no choice" in page.fix.button.toolTip()
