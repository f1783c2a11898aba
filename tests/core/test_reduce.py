"""What events do to a session: results land where they belong, stale events nowhere."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from studio.core.child_protocol import Note, Phase
from studio.core.diagnosis import DiagnoseResult
from studio.core.edits import add_model, set_calibration, set_evaluation_data
from studio.core.errors import ErrorInfo
from studio.core.evaluation_results import Accuracy, EvaluateResult, Evaluation
from studio.core.events import (
    Event,
    EventBody,
    JobCancelled,
    JobFailed,
    JobQueued,
    JobStarted,
    JobSucceeded,
    JobWaiting,
)
from studio.core.graph_layout import GraphLayout
from studio.core.graph_requests import LayoutRequest, PictureRequest, PictureResult
from studio.core.keep import Keep, KeepOutcome
from studio.core.looks import LOOKS_KEPT
from studio.core.lookup import evaluation_of, is_finished, variant_id
from studio.core.measure_protocol import Footprint, Samples
from studio.core.measure_requests import BenchmarkRequest, ProfileRequest
from studio.core.measurements import BenchmarkResult, Conditions
from studio.core.model import Graph, InspectResult, ModelInfo, Node
from studio.core.optimizations import CATALOG
from studio.core.recipe import DatasetRef, Preprocessing, Recipe, make_recipe, make_step
from studio.core.reduce import FINISHED_JOBS_KEPT, LOG_LINES_KEPT, reduce
from studio.core.requests import (
    CheckRequest,
    ConvertRequest,
    DataRequest,
    DiagnoseRequest,
    EvaluateRequest,
    InspectRequest,
)
from studio.core.results import Audit, Check, CheckResult, ConvertResult, DataResult, Stage
from studio.core.session import Dataset, Model, Session
from tests.kit.profiles import make_profile

SOURCE = "/models/net.keras"
INT8 = make_recipe([make_step("int8")])
FLOAT32 = make_recipe()


def info(sha256: str = "aa") -> ModelInfo:
    return ModelInfo(
        format="keras",
        size_bytes=10,
        sha256=sha256,
        signatures=(),
        ops={"CONV_2D": 2},
        parameters=5,
        macs=7,
    )


AUDIT = Audit(
    int8_op_share=1.0,
    int8_mac_share=None,
    float_op_share=0.0,
    float_mac_share=None,
    input_dtypes=("float32",),
    output_dtypes=("float32",),
    size_bytes=4,
)
CHECK = Check(status="ok", inputs_from="random", samples=3, outputs=())
CONDITIONS = Conditions(
    cpu="cpu",
    logical_cores=2,
    affinity=None,
    governor=None,
    frequency_mhz=None,
    load_before=None,
    load_after=None,
    busy_percent=None,
    other_busy_percent=None,
    steal_percent=None,
    power_source=None,
    memory_bytes=1,
    os="os",
    python="3",
    versions={},
)


def evaluation(file: str, sha256: str = "") -> Evaluation:
    top1 = Accuracy(correct=9, total=10, value=0.9, ci95=(0.6, 0.98))
    return Evaluation(file=file, sha256=sha256, top1=top1, top5=None)


def converted(
    recipe: Recipe = INT8,
    artifact: str = "/a/int8.tflite",
    sha: str = "bb",
    stages: tuple[Stage, ...] = (),
) -> object:
    return ConvertResult(
        artifact=artifact,
        sha256=sha,
        size_bytes=4,
        recipe=recipe,
        stages=stages,
        audit=AUDIT,
        check=CHECK,
        source_sha256="aa",
    )


def play(session: Session, job_id: str, *bodies: EventBody, at: float = 1.0) -> Session:
    for body in bodies:
        session = reduce(session, Event(job_id=job_id, at=at, body=body))
    return session


def convert(session: Session, job_id: str = "j1", **fields: object) -> Session:
    request = ConvertRequest(source=SOURCE, artifact="/a/int8.tflite", recipe=INT8)
    return play(
        session,
        job_id,
        JobQueued(request=request),
        JobStarted(),
        JobSucceeded(result=converted(**fields)),  # type: ignore[arg-type]
    )


@pytest.fixture
def opened() -> Session:
    session, _ = add_model(Session(), SOURCE)
    graph = Graph(nodes=(Node(id="n", index=0, op="CONV_2D", name="c"),))
    return play(
        session,
        "open",
        JobQueued(request=InspectRequest(path=SOURCE)),
        JobStarted(),
        JobSucceeded(result=InspectResult(path=SOURCE, info=info(), graph=graph)),
    )


def test_inspecting_fills_the_model(opened: Session) -> None:
    assert opened.models[0].info == info()
    assert opened.models[0].graph is not None
    assert opened.jobs[0].state == "succeeded"
    assert opened.jobs[0].model_id == opened.models[0].id


def test_a_variant_knows_its_calibration_file_and_samples(opened: Session) -> None:
    recipe = replace(INT8, calibration=DatasetRef(sha256="dd"))
    request = ConvertRequest(
        source=SOURCE, artifact="/a/int8.tflite", recipe=recipe, calibration="/d/cal.npz"
    )
    result = replace(converted(recipe=recipe), calibration_samples_used=64)  # type: ignore[type-var]
    session = play(
        opened,
        "j",
        JobQueued(request=request),
        JobStarted(),
        JobSucceeded(result=result),  # type: ignore[arg-type]
    )
    (variant,) = session.models[0].variants
    assert (variant.calibration_file, variant.calibration_samples_used) == ("cal.npz", 64)


def test_a_failed_inspection_is_the_models_error_until_tried_again(opened: Session) -> None:
    error = ErrorInfo(code="model-damaged")
    request = InspectRequest(path=SOURCE)
    session = play(opened, "again", JobQueued(request=request), JobFailed(error=error))
    assert session.models[0].error == error
    session = play(session, "third", JobQueued(request=request))
    assert session.models[0].error is None


def test_looking_at_data_is_no_work_of_the_session(opened: Session) -> None:
    request = DataRequest(data="/d.npz", model=SOURCE)
    result = DataResult(data="/d.npz")
    after = play(opened, "d", JobQueued(request=request), JobStarted(), JobSucceeded(result=result))
    assert after is opened


def test_laying_out_is_no_work_of_the_session(opened: Session) -> None:
    laid_out = GraphLayout(path=SOURCE, boxes=(), wires=(), width=0, height=0)
    request, end = LayoutRequest(path=SOURCE), JobSucceeded(result=laid_out)
    assert play(opened, "d", JobQueued(request=request), JobStarted(), end) is opened


def test_drawing_is_work_that_is_listed_and_changes_no_model(opened: Session) -> None:
    request = PictureRequest(svg="/g.svg", picture="/g.png")
    session = play(opened, "d", JobQueued(request=request), JobStarted(), Phase(name="drawing"))
    assert (session.jobs[-1].state, session.jobs[-1].phase) == ("running", "drawing")
    drawn = JobSucceeded(result=PictureResult(path="/g.png", width=1, height=1))
    session = play(session, "d", drawn)
    assert session.jobs[-1].state == "succeeded" and session.models == opened.models


def test_phases_notes_and_waiting_show_in_the_job(opened: Session) -> None:
    session = play(
        opened,
        "m",
        JobQueued(request=BenchmarkRequest(files=("/a/x.tflite",))),
        JobWaiting(reason="another measurement"),
    )
    assert session.jobs[-1].waiting == "another measurement"
    session = play(session, "m", JobStarted(), Phase(name="measuring", fraction=0.5, current=1))
    job = session.jobs[-1]
    assert (job.state, job.phase, job.fraction, job.waiting) == ("running", "measuring", 0.5, "")
    session = play(session, "m", *(Note(text=f"line {n}\nmore") for n in range(LOG_LINES_KEPT)))
    assert len(session.jobs[-1].log_tail) == LOG_LINES_KEPT
    assert session.jobs[-1].log_tail[-1] == "more"


def test_converting_adds_a_variant_with_its_own_color(opened: Session) -> None:
    session = convert(opened)
    session = convert(session, "j2", recipe=FLOAT32, artifact="/a/f.tflite", sha="cc")
    names = [(variant.name, variant.color) for variant in session.models[0].variants]
    assert names == [("int8", 1), ("float32", 2)]
    assert session.next_color == 3


def test_a_float_file_that_was_only_copied_is_called_what_its_recipe_is(opened: Session) -> None:
    copied = (Stage(name="float", route="copy", cached=False, seconds=0.0),)
    session = convert(opened, recipe=FLOAT32, stages=copied)
    assert [variant.name for variant in session.models[0].variants] == ["float32"]


def test_another_recipe_of_the_same_label_gets_a_unique_name(opened: Session) -> None:
    other = make_recipe([make_step("int8", {"io": "int8"})])
    session = convert(convert(opened), "j2", recipe=other, artifact="/a/i2.tflite")
    assert [variant.name for variant in session.models[0].variants] == ["int8", "int8 (2)"]


def test_the_same_recipe_again_replaces_and_keeps_what_the_user_gave(opened: Session) -> None:
    session = convert(opened)
    model = session.models[0]
    named = replace(model.variants[0], name="mine", note="good", evaluation=evaluation("x"))
    session = replace(session, models=(replace(model, variants=(named,)),))
    again = convert(session, "j2").models[0].variants
    assert again[0].evaluation is not None
    changed = convert(session, "j3", sha="dd").models[0].variants
    assert [(v.name, v.note, v.color, v.sha256) for v in changed] == [("mine", "good", 1, "dd")]
    assert changed[0].evaluation is None


def test_a_result_for_a_removed_model_is_only_a_finished_job(opened: Session) -> None:
    request = ConvertRequest(source=SOURCE, artifact="/a/x", recipe=INT8)
    session = play(opened, "late", JobQueued(request=request), JobStarted())
    session = replace(session, models=())
    session = play(session, "late", JobSucceeded(result=converted()))  # type: ignore[arg-type]
    assert session.models == ()
    assert session.jobs[-1].state == "succeeded"


def test_an_evaluation_finds_models_and_variants_by_content_or_path(opened: Session) -> None:
    session = convert(opened)
    found = (evaluation("/elsewhere/copy.tflite", "bb"), evaluation(SOURCE))
    result = EvaluateResult(data="/d.npz", data_sha256="dd", evaluations=found)
    request = EvaluateRequest(files=("/a/int8.tflite",), data="/d.npz", source=SOURCE)
    session = set_evaluation_data(session, session.models[0].id, Dataset(path="/d.npz"))
    session = play(session, "e", JobQueued(request=request), JobSucceeded(result=result))
    model = session.models[0]
    assert model.evaluation == replace(found[1], data="/d.npz", data_sha256="dd")
    assert model.variants[0].evaluation == replace(found[0], data="/d.npz", data_sha256="dd")
    assert model.evaluation_data is not None
    assert model.evaluation_data.ref.sha256 == "dd"


def test_an_evaluation_holds_for_the_data_it_was_measured_on_only(opened: Session) -> None:
    model_id = opened.models[0].id
    chosen = Dataset(path="/d.npz", ref=DatasetRef(preprocessing=Preprocessing(scale=0.5)))
    session = set_evaluation_data(convert(opened), model_id, chosen)
    found = (evaluation("/a/int8.tflite", "bb"), evaluation(SOURCE))
    result = EvaluateResult(data="/d.npz", data_sha256="dd", evaluations=found)
    request = EvaluateRequest(files=("/a/int8.tflite",), data="/d.npz", data_ref=chosen.ref)

    def finish(before: Session) -> Model:
        done = play(before, "e", JobQueued(request=request), JobSucceeded(result=result))
        return done.models[0]

    model = finish(session)
    known = model.variants[0].evaluation
    assert known is not None
    assert evaluation_of(model, known) == known
    others = (
        None,
        Dataset(path="/other.npz", ref=chosen.ref),
        Dataset(path="/d.npz"),
        replace(chosen, ref=replace(chosen.ref, sha256="ee")),
    )
    for other in others:
        assert evaluation_of(replace(model, evaluation_data=other), known) is None
    for other in others[:3]:  # chosen while the evaluation ran
        late = finish(set_evaluation_data(session, model_id, other))
        assert late.evaluation is None
        assert late.variants[0].evaluation is None


def test_an_evaluation_of_other_bytes_does_not_land(opened: Session) -> None:
    session = convert(opened)
    result = EvaluateResult(
        data="/d.npz", data_sha256="dd", evaluations=(evaluation("/a/int8.tflite", "other"),)
    )
    request = EvaluateRequest(files=("/a/int8.tflite",), data="/d.npz")
    session = play(session, "e", JobQueued(request=request), JobSucceeded(result=result))
    assert session.models[0].variants[0].evaluation is None


def test_converting_tells_the_calibration_sets_hash(opened: Session) -> None:
    session = set_calibration(opened, opened.models[0].id, Dataset(path="/c.npz"))
    recipe = replace(INT8, calibration=DatasetRef(sha256="ee"))
    request = ConvertRequest(source=SOURCE, artifact="/a/x", recipe=INT8, calibration="/c.npz")
    done = JobSucceeded(result=converted(recipe=recipe))  # type: ignore[arg-type]
    session = play(session, "c", JobQueued(request=request), done)
    calibration = session.models[0].calibration
    assert calibration is not None
    assert calibration.ref.sha256 == "ee"


def test_checking_again_updates_the_variant(opened: Session) -> None:
    session = convert(opened)
    failed = replace(CHECK, status="failed")
    result = CheckResult(artifact="/a/int8.tflite", against=SOURCE, audit=AUDIT, check=failed)
    request = CheckRequest(artifact="/a/int8.tflite", against=SOURCE)
    session = play(session, "k", JobQueued(request=request), JobSucceeded(result=result))
    check = session.models[0].variants[0].check
    assert check is not None
    assert check.status == "failed"


def test_checking_again_keeps_what_only_converting_can_know(opened: Session) -> None:
    session = convert(opened)
    kept = (KeepOutcome(keep=Keep(pattern="x", precision="float"), matched=0, held=0, changed=0),)
    notes = ("keep-matched-nothing", "data-unscaled")
    before = session.models[0].variants[0]
    made = replace(before, audit=replace(AUDIT, kept=kept), check=replace(CHECK, notes=notes))
    model = replace(session.models[0], variants=(made,))
    session = replace(session, models=(model, *session.models[1:]))
    result = CheckResult(artifact="/a/int8.tflite", against=SOURCE, audit=AUDIT, check=CHECK)
    request = CheckRequest(artifact="/a/int8.tflite", against=SOURCE)
    session = play(session, "k", JobQueued(request=request), JobSucceeded(result=result))
    variant = session.models[0].variants[0]
    assert variant.audit is not None and variant.audit.kept == kept
    assert variant.check is not None and variant.check.notes == ("keep-matched-nothing",)


def test_measuring_appends_a_run(opened: Session) -> None:
    request = BenchmarkRequest(files=("/a/int8.tflite",))
    result = BenchmarkResult(measurements=(), conditions=CONDITIONS)
    session = play(opened, "b", JobQueued(request=request), JobSucceeded(result=result), at=7.0)
    assert [(run.id, run.at, run.result) for run in session.runs] == [("b", 7.0, result)]


def test_finished_jobs_are_bounded_and_unfinished_ones_stay() -> None:
    session = play(Session(), "first", JobQueued(request=InspectRequest(path="/x")))
    for number in range(FINISHED_JOBS_KEPT + 20):
        request = InspectRequest(path=f"/{number}")
        session = play(session, f"j{number}", JobQueued(request=request), JobCancelled())
    assert session.job("first") is not None
    assert len(session.jobs) == FINISHED_JOBS_KEPT + 1
    assert session.job("j0") is None


def test_samples_and_footprints_do_not_change_the_session(opened: Session) -> None:
    session = play(opened, "b", JobQueued(request=BenchmarkRequest(files=("/a",))), JobStarted())
    assert play(session, "b", Samples(rows=()), Footprint(variant=0)) is session


# --- properties --------------------------------------------------------------------------------

REQUESTS = st.sampled_from(
    [
        InspectRequest(path=SOURCE),
        ConvertRequest(source=SOURCE, artifact="/a/int8.tflite", recipe=INT8),
        EvaluateRequest(files=("/a/int8.tflite", SOURCE), data="/d.npz"),
        BenchmarkRequest(files=("/a/int8.tflite",)),
        CheckRequest(artifact="/a/int8.tflite", against=SOURCE),
    ]
)
RECIPES = st.sampled_from([FLOAT32, *(make_recipe([make_step(name)]) for name in CATALOG)])
RESULTS = st.one_of(
    st.builds(lambda sha: InspectResult(path=SOURCE, info=info(sha), graph=Graph()), st.text()),
    st.builds(converted, RECIPES, st.sampled_from(["/a/1", "/a/2"]), st.sampled_from("ab")),
    st.builds(
        lambda file: EvaluateResult(
            data="/d.npz", data_sha256="d", evaluations=(evaluation(file),)
        ),
        st.sampled_from([SOURCE, "/a/1"]),
    ),
    st.just(BenchmarkResult(measurements=(), conditions=CONDITIONS)),
)
TERMINAL_BODIES = st.one_of(
    st.builds(lambda result: JobSucceeded(result=result), RESULTS),
    st.builds(lambda text: JobFailed(error=ErrorInfo(code=text)), st.text()),
    st.just(JobCancelled()),
)
BODIES = st.one_of(
    st.builds(lambda request: JobQueued(request=request), REQUESTS),
    st.just(JobStarted()),
    st.builds(lambda text: JobWaiting(reason=text), st.text()),
    st.builds(lambda f: Phase(name="measuring", fraction=f), st.none() | st.floats(0, 1)),
    st.builds(lambda text: Note(text=text), st.text()),
    TERMINAL_BODIES,
)
EVENTS = st.lists(
    st.builds(
        lambda job_id, at, body: Event(job_id=job_id, at=at, body=body),
        st.sampled_from(["a", "b", "c"]),
        st.floats(0, 1e10),
        BODIES,
    ),
    max_size=40,
)


@given(EVENTS)
def test_each_job_ends_at_most_once_and_stays_as_it_ended(events: list[Event]) -> None:
    session, _ = add_model(Session(), SOURCE)
    ended: dict[str, object] = {}
    for event in events:
        session = reduce(session, event)
        for job in session.jobs:
            if job.id in ended:
                assert job == ended[job.id]
            elif is_finished(job):
                assert job.ended_at == event.at
                ended[job.id] = job
    assert len({job.id for job in session.jobs}) == len(session.jobs)


@given(EVENTS, BODIES)
def test_events_of_unknown_jobs_are_dropped(events: list[Event], body: EventBody) -> None:
    session = Session()
    for event in events:
        session = reduce(session, event)
    if not isinstance(body, JobQueued):
        assert reduce(session, Event(job_id="stranger", at=0.0, body=body)) is session


@given(EVENTS)
def test_variants_keep_unique_names_ids_and_colors(events: list[Event]) -> None:
    session, model_id = add_model(Session(), SOURCE)
    for event in events:
        session = reduce(session, event)
    model = session.model(model_id)
    assert model is not None
    for attribute in ("name", "id", "color"):
        values = [getattr(variant, attribute) for variant in model.variants]
        assert len(set(values)) == len(values)
    assert all(variant.id == variant_id(model_id, variant.recipe) for variant in model.variants)


@given(EVENTS)
def test_a_session_survives_its_json(events: list[Event]) -> None:
    session, _ = add_model(Session(), SOURCE)
    for event in events:
        session = reduce(session, event)
    assert msgspec.json.decode(msgspec.json.encode(session), type=Session) == session


def test_the_newest_profile_of_a_file_is_kept() -> None:
    def profiled(session: Session, job_id: str, at: float, sha256: str, runs: int) -> Session:
        request = ProfileRequest(file=SOURCE)
        session = reduce(session, Event(job_id=job_id, at=at, body=JobQueued(request=request)))
        result = make_profile(sha256, runs=runs)
        return reduce(session, Event(job_id=job_id, at=at, body=JobSucceeded(result=result)))

    session = profiled(Session(), "p1", 1.0, "aa", 10)
    session = profiled(session, "p2", 2.0, "bb", 20)
    session = profiled(session, "p3", 3.0, "aa", 30)
    assert [(one.id, one.job_id, one.result.runs) for one in session.profiles] == [
        ("bb", "p2", 20),
        ("aa", "p3", 30),
    ]
    newest = session.profile("aa")
    assert newest is not None
    assert newest.at == 3.0
    assert session.profile("cc") is None
    diagnosed = DiagnoseResult(
        artifact="q.tflite",
        against="m.keras",
        sha256="aa",
        float_stage_sha256="ff",
        samples=4,
        inputs_from="random",
        tensors=(),
    )
    request = DiagnoseRequest(artifact="q.tflite", against="m.keras")
    for body in (JobQueued(request=request), JobSucceeded(result=diagnosed)):
        session = reduce(session, Event(job_id="d1", at=4.0, body=body))
    assert [(one.id, one.job_id) for one in session.diagnoses] == [("aa", "d1")]
    assert session.profile("aa") == newest  # a diagnosis of a file is no profile of it
    for number in range(LOOKS_KEPT + 3):
        session = profiled(session, f"q{number}", 4.0 + number, f"{number}", 5)
    assert len(session.profiles) == LOOKS_KEPT
    assert session.profile("aa") is None
