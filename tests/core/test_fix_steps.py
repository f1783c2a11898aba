"""What a fix leaves in the session: each trial as it comes, and at the end what is proposed."""

from __future__ import annotations

from msgspec.structs import replace

from studio.core.edits import accept_variant, add_model, delete_variant, set_evaluation_data
from studio.core.evaluation_results import EvaluateResult
from studio.core.events import (
    Event,
    EventBody,
    FixDelivered,
    JobCancelled,
    JobQueued,
    JobSucceeded,
    TrialJudged,
)
from studio.core.fix_notes import fix_notes
from studio.core.fixing import FixResult, TrialTime
from studio.core.keep import Keep, KeepOutcome
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.recipe import make_recipe, make_step
from studio.core.reduce import reduce
from studio.core.requests import ConvertRequest, FixRequest
from studio.core.results import Audit, ConvertResult
from studio.core.session import Dataset, Session
from tests.core.test_reduce import AUDIT, CHECK, CONDITIONS, INT8, SOURCE, evaluation
from tests.kit.fixes import GIVEN, GOAL, NAMES, TRIALS, trial

KEEPS = tuple(Keep(pattern=name, precision="float", by="node") for name in ("a", "b"))
FIXED = make_recipe([make_step("int8")], keep=KEEPS)


def session_with_int8() -> Session:
    session, model_id = add_model(Session(), SOURCE)
    session = set_evaluation_data(session, model_id, Dataset(path="/d.npz"))
    request = ConvertRequest(source=SOURCE, artifact="/out/int8.tflite", recipe=INT8)
    made = result("/out/int8.tflite", "given", INT8)
    return told(session, JobQueued(request=request), JobSucceeded(result=made), job_id="c1")


def result(artifact: str, sha256: str, recipe: object, audit: Audit = AUDIT) -> ConvertResult:
    return ConvertResult(
        artifact=artifact,
        sha256=sha256,
        size_bytes=1200,
        recipe=recipe,  # type: ignore[arg-type]
        stages=(),
        audit=audit,
        check=CHECK,
    )


def request_of(session: Session) -> FixRequest:
    convert = ConvertRequest(
        source=session.models[0].path, artifact="/out/fixed.tflite", recipe=INT8
    )
    return FixRequest(
        artifact="/out/int8.tflite",
        convert=convert,
        goal=GOAL,
        measure=BenchmarkRequest(files=()),
    )


def told(session: Session, *bodies: EventBody, job_id: str = "f1") -> Session:
    for at, body in enumerate(bodies):
        session = reduce(session, Event(job_id=job_id, at=10.0 + at, body=body))
    return session


def step(number: int) -> TrialJudged:
    one = TRIALS[number - 1] if number else GIVEN
    names = {op: NAMES[op] for op in one.kept}
    return TrialJudged(goal=GOAL, number=number, trial=one, names=names)


def fixed() -> FixResult:
    outcomes = tuple(KeepOutcome(keep=keep, matched=1, held=1, changed=1) for keep in KEEPS)
    audit = replace(AUDIT, kept=outcomes)
    return FixResult(
        goal=GOAL,
        before=GIVEN,
        trials=TRIALS,
        best=TRIALS[1],
        names=NAMES,
        converted=result("/out/fixed.tflite", "made", FIXED, audit),
        evaluated=EvaluateResult(
            data="/d.npz", data_sha256="", evaluations=(evaluation("/out/fixed.tflite", "made"),)
        ),
        measured=BenchmarkResult(measurements=(), conditions=CONDITIONS),
    )


def test_trials_are_kept_as_they_come_and_outlive_a_cancelled_job() -> None:
    session = session_with_int8()
    session = told(session, JobQueued(request=request_of(session)), step(0), step(1), step(2))
    fix = session.fix("given")
    assert fix is not None
    assert (fix.before, fix.trials, fix.names) == (GIVEN, TRIALS[:2], NAMES)
    again = replace(TRIALS[0], time=TrialTime(median_ms=2.0))
    session = told(session, TrialJudged(goal=GOAL, number=1, trial=again), JobCancelled())
    fix = session.fix("given")
    assert fix is not None and fix.trials == (again, TRIALS[1])
    assert (fix.end, fix.made) == ("", "")
    # one that is started anew begins anew
    session = told(session, JobQueued(request=request_of(session)), step(0), job_id="f2")
    fix = session.fix("given")
    assert fix is not None and (fix.trials, fix.job_id) == ((), "f2")
    assert len(session.fixes) == 1


def test_what_was_made_is_proposed_under_a_name_that_says_what_it_is() -> None:
    session = session_with_int8()
    session = told(session, JobQueued(request=request_of(session)), JobSucceeded(result=fixed()))
    given, made = session.models[0].variants
    assert (made.name, made.is_proposed) == ("int8, 2 ops in float32", True)
    assert not given.is_proposed
    fix = session.fix("given")
    assert fix is not None and (fix.end, fix.made) == ("met", "made")
    assert session.fix("made") is fix
    assert made.evaluation is not None and given.evaluation is None
    assert [(one.id, one.request.files) for one in session.runs] == [("f1", ())]
    accepted = accept_variant(session, made.id)
    assert not accepted.models[0].variants[1].is_proposed
    # found once more, it stays accepted
    again = told(
        accepted, JobQueued(request=request_of(accepted)), JobSucceeded(result=fixed()), job_id="f2"
    )
    assert not again.models[0].variants[1].is_proposed
    without = delete_variant(session, made.id)
    assert [one.name for one in without.models[0].variants] == ["int8"]


def test_what_was_delivered_outlives_a_job_that_is_cancelled_while_it_is_measured() -> None:
    session = session_with_int8()
    delivered = FixDelivered(result=replace(fixed(), evaluated=None, measured=None))
    session = told(session, JobQueued(request=request_of(session)), step(0), delivered)
    cancelled = told(session, JobCancelled())
    _, made = cancelled.models[0].variants
    assert (made.artifact, made.is_proposed) == ("/out/fixed.tflite", True)
    fix = cancelled.fix("given")
    assert fix is not None and (fix.end, fix.made) == ("met", "made")
    # what is accepted while it is measured stays so, and what is removed stays away
    accepted = told(accept_variant(session, made.id), JobSucceeded(result=fixed()))
    assert [one.is_proposed for one in accepted.models[0].variants] == [False, False]
    assert accepted.models[0].variants[1].evaluation is not None
    removed = told(delete_variant(session, made.id), JobSucceeded(result=fixed()))
    assert [one.name for one in removed.models[0].variants] == ["int8"]
    assert len(removed.runs) == 1


def test_what_was_made_once_more_is_said_to_have_been_there() -> None:
    session = session_with_int8()
    delivered = FixDelivered(result=replace(fixed(), evaluated=None, measured=None))
    session = told(
        session, JobQueued(request=request_of(session)), delivered, JobSucceeded(result=fixed())
    )
    fix = session.fix("given")
    assert fix is not None and not fix.was_there, "what it delivered itself was not there before"
    again = told(session, JobQueued(request=request_of(session)), delivered, job_id="f2")
    fix = again.fix("given")
    assert fix is not None and fix.was_there
    assert any("was there already" in note for note in fix_notes(fix))
    for end in (JobCancelled(), JobSucceeded(result=fixed())):
        fix = told(again, end, job_id="f2").fix("given")
        assert fix is not None and fix.was_there


def test_a_goal_out_of_reach_leaves_the_path_and_no_variant() -> None:
    session = session_with_int8()
    missed = FixResult(
        goal=GOAL, before=GIVEN, end="all-tried", trials=(trial(1),), closest=trial(1), names=NAMES
    )
    session = told(session, JobQueued(request=request_of(session)), JobSucceeded(result=missed))
    assert len(session.models[0].variants) == 1
    fix = session.fix("given")
    assert fix is not None and (fix.end, fix.closest) == ("all-tried", trial(1))


def test_nothing_is_kept_of_a_variant_that_is_gone() -> None:
    session = session_with_int8()
    session = told(session, JobQueued(request=request_of(session)))
    session = delete_variant(session, session.models[0].variants[0].id)
    assert told(session, step(0)).fixes == ()
