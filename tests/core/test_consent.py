"""A stored yes to a model's code counts for nothing; that of the session does."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from studio.core.agreed import is_agreed
from studio.core.consent import with_consent_of, without_consent
from studio.core.edits import add_model, allow_code, relocate_model, set_opening
from studio.core.files import content_sha256
from studio.core.lookup import openings_of, shapes_of, signatures_of
from studio.core.measure_requests import BenchmarkRequest, ProfileRequest
from studio.core.opening import Opening
from studio.core.recipe import make_recipe
from studio.core.requests import (
    CheckRequest,
    ConvertRequest,
    DataRequest,
    EvaluateRequest,
    InspectRequest,
    Request,
    TryRequest,
)
from studio.core.session import Session, Variant

MINE, OTHER, ARTIFACT = "/mine.keras", "/other.keras", "/artifacts/a.tflite"
AGREED = "c0de"


@pytest.fixture
def session() -> Session:
    """Code of MINE is allowed, that of OTHER is not; ARTIFACT was made from MINE."""
    found, model_id = add_model(Session(), MINE)
    found, _ = add_model(allow_code(found, model_id, AGREED), OTHER)
    variant = Variant(
        id="v", name="v", artifact=ARTIFACT, sha256="", size_bytes=1, recipe=make_recipe([])
    )
    first, *rest = found.models
    return replace(found, models=(replace(first, variants=(variant,)), *rest))


def requests(source: str) -> list[Request]:
    """One of each kind that opens ``source``, its yes given."""
    return [
        InspectRequest(path=source, allow_code=True),
        DataRequest(data="/d.npz", model=source, allow_code=True),
        ConvertRequest(
            source=source, artifact="/new.tflite", recipe=make_recipe([]), allow_code=True
        ),
        CheckRequest(artifact=ARTIFACT, against=source, allow_code=True),
        EvaluateRequest(files=(ARTIFACT,), data="/d.npz", source=source, allow_code=True),
        EvaluateRequest(files=(ARTIFACT, source), data="/d.npz", allow_code=True),
        TryRequest(files=(ARTIFACT, source), allow_code=True),
        BenchmarkRequest(files=(ARTIFACT, source), allow_code=True),
    ]


def agreed_to(request: Request) -> Request:
    """With the yes tied to the content that it was given for."""
    if isinstance(request, BenchmarkRequest):
        files = {path: request.openings.get(path, Opening()) for path in request.files}
        tied = {path: replace(one, agreed=(AGREED,)) for path, one in files.items()}
        return replace(request, openings=tied)
    opening = replace(request.opening, agreed=(AGREED,))  # type: ignore[union-attr]
    return replace(request, opening=opening)


@pytest.mark.parametrize("place", range(8))
def test_the_model_as_it_is_now_decides(session: Session, place: int) -> None:
    mine, other, unknown = (requests(path)[place] for path in (MINE, OTHER, "/unknown.keras"))
    assert with_consent_of(session, mine) == agreed_to(mine)
    for request in (other, unknown):
        found = with_consent_of(session, request)
        assert not found.allow_code
        assert found == without_consent(request)


def test_one_model_without_consent_is_enough(session: Session) -> None:
    request = BenchmarkRequest(files=(MINE, OTHER), allow_code=True)
    assert not with_consent_of(session, request).allow_code


def test_nobody_gets_more_than_was_asked_for(session: Session) -> None:
    request = BenchmarkRequest(files=(MINE,))
    assert not with_consent_of(session, request).allow_code
    profile = ProfileRequest(file=MINE)
    assert with_consent_of(session, profile) == profile


def test_only_the_code_that_a_person_named_for_the_model_is_run(session: Session) -> None:
    named = Opening(engine="legacy-keras", custom_code="/mine.py")
    session = set_opening(session, session.models[0].id, named)
    request = InspectRequest(path=MINE, allow_code=True, opening=named)
    assert with_consent_of(session, request) == agreed_to(request)
    other = replace(request, opening=replace(named, custom_code="/other.py"))
    kept = with_consent_of(session, other)
    assert (kept.allow_code, kept.opening) == (
        True,
        Opening(engine="legacy-keras", agreed=(AGREED,)),
    )
    assert without_consent(request).opening == Opening(engine="legacy-keras")
    measured = BenchmarkRequest(files=(MINE,), allow_code=True, openings={MINE: named})
    assert with_consent_of(session, measured) == agreed_to(measured)
    other_file = replace(measured, openings={MINE: replace(named, custom_code="/other.py")})
    kept_openings = with_consent_of(session, other_file).openings
    assert kept_openings == {MINE: kept.opening}
    assert without_consent(measured).openings == {MINE: Opening(engine="legacy-keras")}
    assert openings_of(session, (ARTIFACT, MINE, OTHER)) == {MINE: named}
    moved = relocate_model(session, session.models[0].id, "/elsewhere.h5").models[0]
    assert moved.opening == Opening(engine="legacy-keras")


def test_a_source_is_measured_as_what_stands_beside_it_was_made(session: Session) -> None:
    mine = replace(session.models[0], shapes={"x": (1, 8)})
    mine = replace(mine, draft=replace(mine.draft, signature="logits"))
    session = replace(session, models=(mine, *session.models[1:]))
    assert signatures_of(session, (MINE, OTHER)) == {MINE: "logits"}
    assert signatures_of(session, (ARTIFACT, MINE)) == {}, "it was made of the main signature"
    assert shapes_of(session, (ARTIFACT, MINE, OTHER)) == {MINE: {"x": (1, 8)}}


def test_a_yes_is_not_one_to_another_part_of_the_file(session: Session) -> None:
    other = Opening(outputs=("written:0",))
    for request in (
        InspectRequest(path=MINE, allow_code=True, opening=other),
        BenchmarkRequest(files=(MINE,), allow_code=True, openings={MINE: other}),
    ):
        assert not with_consent_of(session, request).allow_code
    moved_on = set_opening(session, session.models[0].id, other).models[0]
    assert not moved_on.allow_code


def test_a_yes_is_one_to_a_content(tmp_path: Path) -> None:
    model = tmp_path / "a.pb"
    model.write_bytes(b"read")
    agreed = Opening(agreed=(content_sha256(model),))
    assert is_agreed(model, True, agreed)
    assert not is_agreed(model, False, agreed)
    model.write_bytes(b"write")
    assert not is_agreed(model, True, agreed)
    assert is_agreed(model, True, Opening()), "a yes for one call is to whatever lies there"
