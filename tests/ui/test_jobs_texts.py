"""Titles of jobs tell apart what is not the same."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from studio.core.measure_requests import BenchmarkRequest
from studio.core.requests import AgreeRequest, InspectRequest, Request
from studio.core.session import Job, Session
from studio.ui.panels.jobs_texts import job_title
from tests.ui.page_support import make_session


def alike(folder: Path) -> Session:
    """Of two variants whose files have one name."""
    session = make_session(folder)
    model = session.models[0]
    files = [
        replace(variant, artifact=str(folder / variant.id / "mnist_cnn_int8.tflite"))
        for variant in model.variants
    ]
    return replace(session, models=(replace(model, variants=tuple(files)),))


def title(session: Session, request: Request) -> str:
    return job_title(session, Job(id="j", model_id="m1", request=request, queued_at=0.0))


def test_variants_in_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    session = alike(tmp_path)
    model = session.models[0]
    first, second, third = [variant.artifact for variant in model.variants]
    agreed = [title(session, AgreeRequest(file=one, against=model.path)) for one in (second, third)]
    assert agreed == [
        "check agreement of mnist_cnn · float16",
        "check agreement of mnist_cnn · int8",
    ]
    assert title(session, BenchmarkRequest(files=(first,))) == "measure mnist_cnn · float32"


def test_reading_a_variants_graph_is_no_opening(tmp_path: Path) -> None:
    session = alike(tmp_path)
    model = session.models[0]
    read = InspectRequest(path=model.variants[2].artifact)
    assert title(session, read) == "read the graph of mnist_cnn · int8"
    assert title(session, InspectRequest(path=model.path)) == "open mnist_cnn"
