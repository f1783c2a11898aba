"""A .studio file takes a session elsewhere, whole; a hostile one does no harm."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from studio.core.edits import allow_code
from studio.core.errors import StorageError
from studio.core.measure_requests import BenchmarkRequest
from studio.core.requests import InspectRequest
from studio.core.session import Job, Session
from studio.core.targets import make_target
from studio.history.store import History
from studio.history.studio_file import Manifest, read_studio_file
from tests.history.building import make_run, make_session, write_samples


@pytest.fixture
def exported(tmp_path: Path) -> tuple[Path, Session]:
    session = make_session(tmp_path / "a")
    session = allow_code(session, session.models[0].id, "c0de")
    samples = tmp_path / "samples"
    write_samples(samples)
    run = make_run(tuple(item.artifact for item in session.models[0].variants), samples)
    jobs = tuple(
        Job(id=state, request=InspectRequest(path="/x"), state=state)
        for state in ("running", "succeeded")
    )
    session = replace(session, runs=(run,), jobs=jobs)
    history = History(tmp_path / "here" / "studio.db")
    history.save_session(session)
    path = tmp_path / "mine.studio"
    history.flush()
    history.export(path, session)
    history.close()
    return path, session


def rewritten(path: Path, changes: dict[str, bytes | None]) -> Path:
    """``path`` with entries replaced, added, or (None) left out."""
    other = path.with_name("changed.studio")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(other, "w") as target:
        for entry in source.infolist():
            if entry.filename not in changes:
                target.writestr(entry.filename, source.read(entry))
        for name, content in changes.items():
            if content is not None:
                target.writestr(name, content)
    return other


def test_everything_arrives(exported: tuple[Path, Session], tmp_path: Path) -> None:
    path, session = exported
    there = History(tmp_path / "there" / "studio.db")
    imported = there.import_(path)
    before, after = session.models[0], imported.models[0]
    assert after.graph == before.graph
    assert not after.allow_code
    assert [job.id for job in imported.jobs] == ["succeeded"]
    for old, new in zip(before.variants, after.variants, strict=True):
        assert Path(new.artifact).is_relative_to(tmp_path / "there" / "artifacts")
        assert Path(new.artifact).read_bytes() == Path(old.artifact).read_bytes()
        assert (new.name, new.recipe, new.check) == (old.name, old.recipe, old.check)
    assert there.runs() == list(session.runs)
    assert len(there.samples("r1")) == 10
    there.import_(path)  # twice is harmless
    there.close()


def test_no_request_brings_a_yes_to_code_along(tmp_path: Path) -> None:
    run = make_run(("/somebody/net.keras",), None)
    run = replace(run, request=replace(run.request, allow_code=True))
    jobs = tuple(
        Job(id=request.path, request=request, state="succeeded")
        for request in (InspectRequest(path="/a", allow_code=True), InspectRequest(path="/b"))
    )
    history = History(tmp_path / "studio.db")
    history.export(tmp_path / "foreign.studio", Session(runs=(run,), jobs=jobs))
    imported = history.import_(tmp_path / "foreign.studio")
    (stored,) = history.runs()
    history.close()
    assert [job.id for job in imported.jobs] == ["/a", "/b"]
    for request in (*(job.request for job in imported.jobs), stored.request):
        assert not request.allow_code  # type: ignore[union-attr]
    assert imported.runs == (stored,)


def old_form(session: Session) -> dict[str, Any]:
    """``session`` as it was written before runs named targets."""
    document = msgspec.to_builtins(session)
    requests = [run["request"] for run in document["runs"]]
    requests += [job["request"] for job in document["jobs"]]
    measurements = [item for run in document["runs"] for item in run["result"]["measurements"]]
    for found in (*requests, *measurements):
        found.pop("targets", None)
        found.pop("scenarios", None)
        found |= {"runtime": "litert-interpreter", "threads": 2}
    for found in measurements:
        del found["target"], found["implementation"], found["scenario"]
    return document


def test_a_file_from_before_runs_named_targets_opens(
    exported: tuple[Path, Session], tmp_path: Path
) -> None:
    path, session = exported
    job = Job(id="b", request=BenchmarkRequest(files=("/a.tflite",)), state="succeeded")
    session = replace(session, jobs=(job,))
    changes: dict[str, bytes | None] = {
        "manifest.json": msgspec.json.encode(Manifest(version=1)),
        "session.json": msgspec.json.encode(old_form(session)),
    }
    found = read_studio_file(rewritten(path, changes), tmp_path / "there")
    (run,), (job,) = found.session.runs, found.session.jobs
    wanted = make_target("litert-interpreter", threads=2)
    assert isinstance(job.request, BenchmarkRequest)
    assert job.request.targets == run.request.targets == (wanted,)
    assert {item.target.text for item in run.result.measurements} == {wanted.text}
    assert {item.implementation for item in run.result.measurements} == {"litert-interpreter"}
    assert len(found.samples["r1"]) == 10


@pytest.mark.parametrize(
    "session", [b"[]", b'{"runs": 1}', b'{"runs": [[]]}', b'{"jobs": [{"request": 1}]}']
)
def test_an_old_file_of_no_such_shape_is_invalid(
    exported: tuple[Path, Session], tmp_path: Path, session: bytes
) -> None:
    changes: dict[str, bytes | None] = {
        "manifest.json": msgspec.json.encode(Manifest(version=1)),
        "session.json": session,
    }
    with pytest.raises(StorageError) as caught:
        read_studio_file(rewritten(exported[0], changes), tmp_path / "there")
    assert caught.value.code == "studio-file-invalid"


def test_source_models_stay_at_home(exported: tuple[Path, Session]) -> None:
    with zipfile.ZipFile(exported[0]) as archive:
        names = archive.namelist()
        assert not any(name.endswith(".keras") for name in names)
        assert b"1234" not in [archive.read(name) for name in names]


def test_an_artifact_that_is_gone_is_flagged(tmp_path: Path) -> None:
    session = make_session(tmp_path / "a")
    Path(session.models[0].variants[0].artifact).unlink()
    Path(session.models[0].variants[1].artifact).write_bytes(b"something else")
    history = History(tmp_path / "here" / "studio.db")
    history.export(tmp_path / "mine.studio", session)
    variants = history.import_(tmp_path / "mine.studio").models[0].variants
    assert [(item.is_missing, item.artifact) for item in variants] == [(True, ""), (True, "")]
    history.close()


def test_a_failed_export_leaves_the_old_file(exported: tuple[Path, Session]) -> None:
    path, session = exported
    before = path.read_bytes()
    unreadable = replace(session.models[0].variants[0], artifact=str(path.parent))  # a folder
    model = replace(session.models[0], variants=(unreadable,))
    history = History(path.parent / "here" / "studio.db")
    with pytest.raises(StorageError) as caught:
        history.export(path, replace(session, models=(model,)))
    assert caught.value.code == "file-not-written"
    assert path.read_bytes() == before
    assert [item.name for item in path.parent.glob(".*")] == []
    history.close()


def test_a_full_place_is_an_error(exported: tuple[Path, Session], tmp_path: Path) -> None:
    blocker = tmp_path / "blocker"
    blocker.write_text("")
    history = History(tmp_path / "here" / "studio.db")
    with pytest.raises(StorageError) as caught:
        history.export(blocker / "x.studio", exported[1])
    assert caught.value.code == "file-not-written"
    history.close()


@pytest.mark.parametrize(
    "name",
    [
        "../evil.tflite",
        "/etc/evil",
        "artifacts/../../evil.tflite",
        "artifacts\\..\\evil.tflite",
        "artifacts/evil.sh",
        "C:\\evil",
    ],
)
def test_names_that_lead_outside_are_refused(
    exported: tuple[Path, Session], tmp_path: Path, name: str
) -> None:
    hostile = rewritten(exported[0], {name: b"x"})
    with pytest.raises(StorageError) as caught:
        read_studio_file(hostile, tmp_path / "there")
    assert caught.value.code == "studio-file-invalid"
    assert not (tmp_path / "there").exists()


def test_a_bomb_is_refused_before_unpacking(exported: tuple[Path, Session], tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.studio"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("artifacts/" + "0" * 64 + ".tflite", b"\0" * 50_000_000)
    with pytest.raises(StorageError) as caught:
        read_studio_file(bomb, tmp_path / "there")
    assert caught.value.code == "studio-file-too-large"


def test_an_artifact_that_is_no_tflite_file_is_refused(tmp_path: Path) -> None:
    """Another format may bring code along; what variants are is never asked about that."""
    session = make_session(tmp_path / "a", variants=1)
    content = b"PK\x03\x04 a .keras file, or anything"
    variant = session.models[0].variants[0]
    Path(variant.artifact).write_bytes(content)
    variant = replace(variant, sha256=hashlib.sha256(content).hexdigest())
    session = replace(session, models=(replace(session.models[0], variants=(variant,)),))
    history = History(tmp_path / "studio.db")
    history.export(tmp_path / "foreign.studio", session)
    history.close()
    with pytest.raises(StorageError) as caught:
        read_studio_file(tmp_path / "foreign.studio", tmp_path / "there")
    assert caught.value.code == "studio-file-invalid"
    assert list((tmp_path / "there").rglob("*.tflite")) == []


def test_content_that_is_not_its_hash_is_refused(
    exported: tuple[Path, Session], tmp_path: Path
) -> None:
    name = f"artifacts/{exported[1].models[0].variants[0].sha256}.tflite"
    hostile = rewritten(exported[0], {name: b"swapped"})
    with pytest.raises(StorageError):
        read_studio_file(hostile, tmp_path / "there")
    assert list((tmp_path / "there").rglob("*.tflite")) == []


def test_paths_of_the_other_machine_name_nothing_here(
    exported: tuple[Path, Session], tmp_path: Path
) -> None:
    with zipfile.ZipFile(exported[0]) as archive:
        session = msgspec.json.decode(archive.read("session.json"), type=Session)
    model = session.models[0]
    nasty = replace(model.variants[0], artifact="/etc/passwd", sha256="../../x")
    changed = replace(session, models=(replace(model, variants=(nasty,)),))
    hostile = rewritten(exported[0], {"session.json": msgspec.json.encode(changed)})
    imported = read_studio_file(hostile, tmp_path / "there").session
    assert imported.models[0].variants[0].artifact == ""


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"manifest.json": None}, "studio-file-invalid"),
        ({"session.json": b"{]"}, "studio-file-invalid"),
        ({"manifest.json": msgspec.json.encode(Manifest(version=9))}, "studio-file-newer"),
        ({"manifest.json": b'{"format": "other"}'}, "studio-file-invalid"),
        ({"samples/0.blocks": b"no samples at all, but long enough"}, "studio-file-invalid"),
    ],
)
def test_what_is_no_studio_file(
    exported: tuple[Path, Session],
    tmp_path: Path,
    changes: dict[str, bytes | None],
    code: str,
) -> None:
    with pytest.raises(StorageError) as caught:
        read_studio_file(rewritten(exported[0], changes), tmp_path / "there")
    assert caught.value.code == code


def test_a_cut_or_foreign_file(exported: tuple[Path, Session], tmp_path: Path) -> None:
    path = exported[0]
    path.write_bytes(path.read_bytes()[:500])
    for file in (path, tmp_path / "missing.studio", tmp_path):
        with pytest.raises(StorageError) as caught:
            read_studio_file(file, tmp_path / "there")
        assert caught.value.code == "studio-file-invalid"
