"""What each request makes the children do, and what is left on disk."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from studio.core.child_protocol import Note, Phase
from studio.core.events import DataJudged, JobCancelled, JobFailed, JobStarted, JobSucceeded
from studio.core.input_selection import InputSelection
from studio.core.model import Signature, TensorSpec
from studio.core.recipe import DatasetRef, make_recipe, make_step
from studio.core.requests import (
    CheckRequest,
    ConvertRequest,
    DataRequest,
    EvaluateRequest,
    InspectRequest,
    TryRequest,
)
from tests.jobs.bench import MAGIC, Bench, wait_gone


def convert(bench: Bench, source: str, **fields: object) -> ConvertRequest:
    target = str(bench.folder / "out" / "artifact.tflite")
    recipe = make_recipe([make_step("float16")])
    values: dict[str, object] = {"source": source, "artifact": target, "recipe": recipe, **fields}
    return ConvertRequest(**values)  # type: ignore[arg-type]


def assert_nothing_written(bench: Bench) -> None:
    out = bench.folder / "out"
    assert not out.exists() or not list(out.iterdir())


def tags(bench: Bench) -> list[str]:
    return [f"{child}:{tag}" for child, _, tag in bench.trace()]


def test_convert_builds_checks_and_puts_in_place(bench: Bench) -> None:
    recipe = make_recipe([make_step("int8")], calibration=DatasetRef(kind="random"))
    request = convert(bench, bench.model("m.h5", "h5"), recipe=recipe)
    end = bench.run(request)
    assert isinstance(end, JobSucceeded)
    assert tags(bench) == ["convert:build", "convert:reference", "verify:verify"]
    assert end.result.artifact == request.artifact
    assert end.result.recipe == request.recipe
    assert end.result.check.samples == 7, "the samples that calibrated reach the reference"
    assert Path(request.artifact).read_bytes().startswith(MAGIC["tflite"])
    assert [path.name for path in Path(request.artifact).parent.iterdir()] == ["artifact.tflite"]


def test_a_tflite_source_is_run_outside_the_warm_engine(bench: Bench) -> None:
    bench.run(convert(bench, bench.model("m.tflite")))
    bench.run(convert(bench, bench.model("m.tflite"), overwrite=True))
    assert tags(bench)[:3] == ["convert:build", "verify:reference", "verify:verify"]
    pids = {child: pid for child, pid, _ in bench.trace()}
    assert pids["verify"] != pids["convert"]


def verify_pids(bench: Bench) -> list[int]:
    return [pid for child, pid, _ in bench.trace() if child == "verify"]


def test_artifacts_run_in_one_process_until_one_fails(bench: Bench) -> None:
    source = bench.model("m.h5", "h5")
    for name, verify in (("a", "ok"), ("b", "ok"), ("c", "refuse"), ("d", "ok")):
        artifact = bench.model(f"{name}.tflite", verify=verify)
        end = bench.run(CheckRequest(artifact=artifact, against=source))
        assert isinstance(end, JobFailed) or end.result.check.reasons == ()
    pids = verify_pids(bench)
    assert pids[0] == pids[1] == pids[2]
    assert pids[3] != pids[2], "whatever a file fails at, the next one gets a fresh process"


@pytest.mark.parametrize("behavior", ["segv", "abort", "exit"])
def test_a_crash_is_blamed_on_the_file_that_repeats_it_alone(bench: Bench, behavior: str) -> None:
    """The process may have been broken by a file that ran before in it."""
    source, good = bench.model("m.h5", "h5"), bench.model("good.tflite")
    bench.run(CheckRequest(artifact=good, against=source))
    innocent = bench.model("once.tflite", verify=f"once {bench.folder / 'happened'} {behavior}")
    forgiven = bench.run(CheckRequest(artifact=innocent, against=source))
    assert isinstance(forgiven, JobSucceeded)
    check = forgiven.result.check
    assert (check.status, check.reasons) == ("degraded", ("artifact-crashed-once",))
    guilty = bench.run(
        CheckRequest(artifact=bench.model("bad.tflite", verify=behavior), against=source)
    )
    assert isinstance(guilty, JobFailed)
    assert guilty.error.code == "artifact-crashed"
    first, second, third, used, alone = verify_pids(bench)
    assert first == second != third == used != alone


def test_a_first_crash_is_not_repeated(bench: Bench) -> None:
    bad = bench.model("bad.tflite", verify="segv")
    bench.run(CheckRequest(artifact=bad, against=bench.model("m.h5", "h5")))
    assert len(verify_pids(bench)) == 1


def test_cancelling_ends_the_process_that_runs_artifacts(bench: Bench) -> None:
    source = bench.model("m.h5", "h5")
    stuck = CheckRequest(artifact=bench.model("s.tflite", verify="stubborn"), against=source)
    job_id = bench.queue.submit(stuck)
    bench.recorder.wait_for(job_id, Note)
    bench.queue.cancel(job_id)
    assert isinstance(bench.recorder.end(job_id), JobCancelled)
    wait_gone(verify_pids(bench)[0])
    good = bench.run(CheckRequest(artifact=bench.model("g.tflite"), against=source))
    assert isinstance(good, JobSucceeded)


def test_an_existing_artifact_is_kept_unless_told(bench: Bench) -> None:
    request = convert(bench, bench.model("m.h5", "h5"))
    Path(request.artifact).parent.mkdir()
    Path(request.artifact).write_bytes(b"precious")
    end = bench.run(request)
    assert isinstance(end, JobFailed)
    assert (end.error.code, end.error.family) == ("output-exists", "UsageError")
    assert not bench.trace()
    assert Path(request.artifact).read_bytes() == b"precious"
    assert isinstance(
        bench.run(convert(bench, bench.model("m.h5", "h5"), overwrite=True)), JobSucceeded
    )
    assert Path(request.artifact).read_bytes() != b"precious"


def test_what_is_no_file_is_not_overwritten(bench: Bench, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    source = bench.model("m.h5", "h5")
    end = bench.run(convert(bench, source, artifact=str(pipe), overwrite=True))
    assert isinstance(end, JobFailed)
    assert (end.error.code, end.error.family) == ("output-no-file", "UsageError")
    assert pipe.is_fifo()
    assert not bench.trace()


def test_the_source_is_never_overwritten(bench: Bench) -> None:
    source = bench.model("m.tflite")
    before = Path(source).read_bytes()
    end = bench.run(convert(bench, source, artifact=source, overwrite=True))
    assert isinstance(end, JobFailed)
    assert end.error.code == "output-is-source"
    assert Path(source).read_bytes() == before


@pytest.mark.parametrize("behavior", ["segv", "refuse"])
def test_a_failed_build_leaves_no_file(bench: Bench, behavior: str) -> None:
    end = bench.run(convert(bench, bench.model("m.h5", "h5", build=behavior)))
    assert isinstance(end, JobFailed)
    assert_nothing_written(bench)
    assert isinstance(bench.run(convert(bench, bench.model("n.h5", "h5"))), JobSucceeded)


def test_a_cancelled_conversion_leaves_no_file(bench: Bench) -> None:
    job_id = bench.queue.submit(convert(bench, bench.model("m.h5", "h5", build="stubborn")))
    bench.recorder.wait_for(job_id, Note)
    bench.queue.cancel(job_id)
    assert isinstance(bench.recorder.end(job_id), JobCancelled)
    assert_nothing_written(bench)


def test_an_artifact_that_crashes_in_its_check_is_not_kept(bench: Bench) -> None:
    end = bench.run(convert(bench, bench.model("m.h5", "h5", verify="segv")))
    assert isinstance(end, JobFailed)
    assert (end.error.code, end.error.family) == ("artifact-crashed-in-check", "RunError")
    assert "SIGSEGV" in end.error.params["what"]
    assert_nothing_written(bench)


def test_an_artifact_whose_check_was_ended_from_outside_is_kept_as_unchecked(bench: Bench) -> None:
    """A killed process says nothing about the file that it ran."""
    request = convert(bench, bench.model("m.h5", "h5", verify="killed"))
    end = bench.run(request)
    assert isinstance(end, JobSucceeded)
    check = end.result.check
    assert (check.status, check.refusal and check.refusal.code) == ("unchecked", "child-killed")
    assert Path(request.artifact).exists()
    artifact = bench.model("a.tflite", verify="killed")
    again = bench.run(CheckRequest(artifact=artifact, against=bench.model("n.h5", "h5")))
    assert isinstance(again, JobFailed)
    assert (again.error.code, again.error.family) == ("child-killed", "ProcessError")


@pytest.mark.parametrize(("source", "fixes"), [("h5", ("fix-other-route",)), ("tflite", ())])
def test_the_slow_route_is_a_way_out_where_there_is_one(
    bench: Bench, source: str, fixes: tuple[str, ...]
) -> None:
    kind = () if source == "tflite" else (source,)
    end = bench.run(convert(bench, bench.model(f"m.{source}", *kind, verify="segv")))
    assert isinstance(end, JobFailed)
    assert (end.error.code, end.error.fixes) == ("artifact-crashed-in-check", fixes)


def test_an_artifact_below_a_file_cannot_be_written(bench: Bench) -> None:
    (bench.folder / "file").write_text("")
    artifact = str(bench.folder / "file" / "a.tflite")
    end = bench.run(convert(bench, bench.model("m.h5", "h5"), artifact=artifact))
    assert isinstance(end, JobFailed)
    assert (end.error.code, end.error.family) == ("artifact-unwritable", "StorageError")


def test_check_runs_the_source_where_it_can_run(bench: Bench) -> None:
    artifact = bench.model("a.tflite")
    for source in (bench.model("m.h5", "h5"), bench.model("b.tflite")):
        end = bench.run(CheckRequest(artifact=artifact, against=source))
        assert isinstance(end, JobSucceeded)
        assert end.result.against == source
    assert tags(bench) == [
        "convert:reference",
        "verify:verify",
        "verify:reference",
        "verify:verify",
    ]


def test_check_judges_by_the_recipe_on_the_chosen_inputs(bench: Bench) -> None:
    request = CheckRequest(
        artifact=bench.model("a.tflite"),
        against=bench.model("m.h5", "h5"),
        inputs=InputSelection(given="d.npz", calibration_used=9),
        recipe=make_recipe([make_step("float16")]),
    )
    end = bench.run(request)
    assert isinstance(end, JobSucceeded)
    check = end.result.check
    assert (check.inputs_from, check.samples, check.reasons) == ("given", 9, ("recipe float16",))


def test_check_wants_an_artifact_and_reports_its_crash(bench: Bench) -> None:
    source = bench.model("m.h5", "h5")
    wrong = bench.run(CheckRequest(artifact=source, against=source))
    assert isinstance(wrong, JobFailed)
    assert wrong.error.code == "artifact-not-tflite"
    crashing = bench.model("a.tflite", verify="abort")
    crashed = bench.run(CheckRequest(artifact=crashing, against=source))
    assert isinstance(crashed, JobFailed)
    assert crashed.error.code == "artifact-crashed"


def test_evaluate_pairs_files_with_the_source(bench: Bench) -> None:
    source = bench.model("m.h5", "h5")
    files = (source, bench.model("a.tflite"), bench.model("b.tflite"))
    job_id = bench.queue.submit(EvaluateRequest(files=files, data="data.npz", source=source))
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    own, first, second = (item.sha256.split("|") for item in end.result.evaluations)
    assert own[0].endswith(".npz"), "computed once, for itself and for the pairs"
    assert own[1] == ""
    assert first == second == ["", own[0]]
    fractions = [body.fraction for body in bench.recorder.bodies(job_id) if isinstance(body, Phase)]
    assert None not in fractions
    assert fractions == sorted(fractions)
    assert end.result.data_sha256 == "dd"
    assert tags(bench) == ["convert:reference", *["verify:score"] * 3]


def evaluated(
    bench: Bench, file: str, source: str = ""
) -> tuple[JobSucceeded | JobFailed, list[str]]:
    """How it ended, and what was said of running samples one at a time."""
    request = EvaluateRequest(files=(file,), data="data.npz", source=source)
    job_id = bench.queue.submit(request)
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded | JobFailed)
    notes = [body.text for body in bench.recorder.bodies(job_id) if isinstance(body, Note)]
    return end, [note for note in notes if note.startswith("running it one sample at a time: ")]


def test_a_file_that_dies_of_several_samples_at_once_is_run_one_by_one(bench: Bench) -> None:
    end, said = evaluated(bench, bench.model("a.tflite", score_batched="segv"))
    assert isinstance(end, JobSucceeded)
    assert len(said) == 1
    source = bench.model("s.tflite", reference_batched="segv")
    end, said = evaluated(bench, bench.model("b.tflite"), source)
    assert isinstance(end, JobSucceeded), "a source is rescued like an artifact"
    assert len(said) == 1


@pytest.mark.parametrize(
    ("behavior", "code"),
    [
        ({"score": "segv"}, "artifact-crashed"),  # before anything was run at once
        ({"score_batched": "killed"}, "child-killed"),  # alone it would need as much memory, say
    ],
)
def test_what_several_samples_at_once_are_not_to_blame_for_is_not_tried_again(
    bench: Bench, behavior: dict[str, str], code: str
) -> None:
    end, said = evaluated(bench, bench.model("a.tflite", **behavior))
    assert isinstance(end, JobFailed)
    assert end.error.code == code
    assert said == []


def test_evaluate_of_artifacts_alone_needs_no_tensorflow(bench: Bench) -> None:
    end = bench.run(EvaluateRequest(files=(bench.model("a.tflite"),), data="data.npz"))
    assert isinstance(end, JobSucceeded)
    assert tags(bench) == ["verify:score"]
    nothing = bench.run(EvaluateRequest(files=(), data="data.npz"))
    assert isinstance(nothing, JobFailed)
    assert nothing.error.code == "no-files"


def test_evaluate_and_try_run_the_source_as_the_recipe_says(bench: Bench) -> None:
    source = bench.model("m.h5", "h5")
    how = {"signature": "other", "shapes": {"x": (1, 4)}}
    files = (source, bench.model("a.tflite"))
    bench.run(EvaluateRequest(files=files, data="data.npz", source=source, **how))
    bench.run(TryRequest(files=files, data="data.npz", **how))
    assert "convert:reference-of:other:['x']" in tags(bench)
    assert "convert:run-input-of:other:['x']" in tags(bench)


def test_try_shows_the_files_that_work_beside_one_that_crashes(bench: Bench) -> None:
    files = (
        bench.model("m.h5", "h5"),
        bench.model("bad.tflite", run_input="segv"),
        bench.model("a.tflite"),
    )
    job_id = bench.queue.submit(TryRequest(files=files, data="data.npz"))
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    codes = [output.error.code if output.error else "" for output in end.result.outputs]
    assert codes == ["", "child-crashed", ""]
    assert (end.result.label, end.result.assumption) == (3, "a")
    assert Path(end.result.input_preview).is_file()
    assert tags(bench) == [
        "inspect:inspect",
        "verify:prepare-input",
        "convert:run-input",
        "verify:run-input",
        "verify:run-input",
        "verify:run-input",
    ], "the crash is tried again in a fresh process"


def test_light_and_verifying_work_goes_on_beside_a_conversion(bench: Bench) -> None:
    converting = bench.queue.submit(convert(bench, bench.model("m.h5", "h5", build="hang")))
    bench.recorder.wait_for(converting, JobStarted)
    end = bench.run(TryRequest(files=(bench.model("a.tflite"),), data="data.npz"))
    assert isinstance(end, JobSucceeded)
    bench.queue.cancel(converting)


def test_a_stuck_inspection_does_not_hold_up_other_lanes(bench: Bench) -> None:
    stuck = bench.queue.submit(InspectRequest(path=bench.model("m.tflite", inspect="hang")))
    bench.recorder.wait_for(stuck, JobStarted)
    end = bench.run(InspectRequest(path=bench.model("m.h5", "h5")))
    assert isinstance(end, JobSucceeded)
    bench.queue.cancel(stuck)


def test_data_are_looked_at_by_the_light_child_whatever_the_model_is(bench: Bench) -> None:
    data = bench.folder / "d.npy"
    np.save(data, np.ones((3, 4), np.float32))
    model = bench.model("m.h5", "h5")
    end = bench.run(DataRequest(data=str(data), model=model))
    assert isinstance(end, JobSucceeded)
    assert (end.result.samples, end.result.error) == (3, None)
    spec = TensorSpec(name="x", dtype="float32", shape=(1, 9))
    known = Signature(name="s", inputs=(spec,), outputs=())
    end = bench.run(DataRequest(data=str(data), model=model, known=known))
    assert isinstance(end, JobSucceeded), "data that do not fit are an answer"
    assert end.result.error.code == "data-shape-mismatch"
    assert tags(bench) == ["convert:inspect", "inspect:describe-data", "inspect:describe-data"]


def doubtful(bench: Bench, **fields: object) -> ConvertRequest:
    """A conversion on data of which all samples are the same one."""
    data = bench.folder / "d.npy"
    np.save(data, np.linspace(0, 1, 4, dtype=np.float32)[None].repeat(20, 0))
    return convert(bench, bench.model("m.h5", "h5"), evaluation=str(data), **fields)


def test_what_the_doctor_says_of_data_is_told_before_anything_is_made(bench: Bench) -> None:
    job_id = bench.queue.submit(doubtful(bench))
    assert isinstance(bench.recorder.end(job_id), JobSucceeded)
    assert tags(bench)[:3] == ["convert:inspect", "verify:describe-data", "convert:build"]
    bodies = bench.recorder.bodies(job_id)
    (told,) = [body for body in bodies if isinstance(body, DataJudged)]
    assert "doctor-all-the-same" in {one.code for one in told.findings}
    phases = [body.name for body in bodies[: bodies.index(told)] if isinstance(body, Phase)]
    assert "reference" not in phases


def test_what_was_said_of_the_data_stays_in_the_result(bench: Bench) -> None:
    end = bench.run(doubtful(bench))
    assert isinstance(end, JobSucceeded)
    assert end.result.calibration_samples_used == 0
    assert "doctor-all-the-same" in {one.code for one in end.result.findings}


def test_doubtful_data_end_a_strict_conversion_before_it_begins(bench: Bench) -> None:
    end = bench.run(doubtful(bench, strict_data=True))
    assert isinstance(end, JobFailed)
    assert end.error.code == "data-doubtful"
    said = [end.error.params["first"], *end.error.detail.splitlines()]
    assert len(said) == int(end.error.params["count"]), "each warning is named"
    assert "convert:build" not in tags(bench)
    assert_nothing_written(bench)


def test_data_that_do_not_fit_end_a_conversion_before_it_begins(bench: Bench) -> None:
    spec = TensorSpec(name="x", dtype="float32", shape=(1, 9))
    known = Signature(name="s", inputs=(spec,), outputs=())
    end = bench.run(doubtful(bench, known=known))
    assert isinstance(end, JobFailed)
    assert end.error.code == "data-shape-mismatch"
    assert tags(bench) == ["verify:describe-data"], "what is known is not opened again"


def test_costs_that_a_file_does_not_tell_are_asked_of_the_runtime(bench: Bench) -> None:
    shapes = {"x": (1, 9, 9, 3)}
    end = bench.run(InspectRequest(path=bench.model("m.tflite"), shapes=shapes))
    assert isinstance(end, JobSucceeded)
    assert (end.result.info.macs, end.result.info.shapes_used) == (7, shapes)
    assert tags(bench)[:2] == ["inspect:inspect", "verify:count-macs"]
    end = bench.run(InspectRequest(path=bench.model("m.tflite")))
    assert isinstance(end, JobSucceeded)
    assert end.result.info.macs is None, "without shapes there is nothing to ask"


@pytest.mark.parametrize("behavior", ["segv", "refuse"])
def test_a_file_that_kills_the_runtime_is_opened_all_the_same(bench: Bench, behavior: str) -> None:
    path = bench.model("m.tflite", count_macs=behavior)
    job_id = bench.queue.submit(InspectRequest(path=path, shapes={"x": (1, 9)}))
    end = bench.recorder.end(job_id)
    assert isinstance(end, JobSucceeded)
    assert end.result.info.macs is None
    notes = [body.text for body in bench.recorder.bodies(job_id) if isinstance(body, Note)]
    assert any("costs stay unknown" in note for note in notes)
