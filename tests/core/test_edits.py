"""What a person does to the session, and how it is taken back and joined."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from studio.core import edits
from studio.core.edits import FileFacts
from studio.core.merge import merge, revert
from studio.core.model import ModelInfo
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import InspectRequest
from studio.core.session import Dataset, Draft, Job, Session, Variant

INFO = ModelInfo(
    format="keras", size_bytes=10, sha256="aa", signatures=(), ops={}, parameters=1, macs=1
)


def variant(identity: str, name: str = "") -> Variant:
    return Variant(
        id=identity,
        name=name or identity,
        artifact=f"/a/{identity}.tflite",
        sha256=identity,
        size_bytes=1,
        recipe=make_recipe([make_step("int8")]),
        source_sha256="aa",
    )


@pytest.fixture
def session() -> Session:
    start, _ = edits.add_model(Session(), "/m/net.keras")
    model = replace(start.models[0], info=INFO, variants=(variant("v1"), variant("v2")))
    return replace(start, models=(model,))


def test_the_same_path_twice_is_the_same_model() -> None:
    first, first_id = edits.add_model(Session(), "/m/net.keras")
    again, again_id = edits.add_model(first, "/m/./net.keras")
    assert again is first
    assert again_id == first_id


def test_equal_stems_get_distinct_names_and_ids() -> None:
    session, first = edits.add_model(Session(), "/m/net.keras")
    session, second = edits.add_model(session, "/n/net.h5")
    assert [model.name for model in session.models] == ["net", "net (2)"]
    assert [model.color for model in session.models] == [0, 1]
    assert first != second


def test_a_relocated_models_old_path_can_be_opened_again(session: Session) -> None:
    moved = edits.relocate_model(session, session.models[0].id, "/other/net.keras")
    again, new_id = edits.add_model(moved, "/m/net.keras")
    assert len({model.id for model in again.models}) == 2
    assert again.models[1].id == new_id


def test_relocating_takes_back_the_yes_to_code(session: Session) -> None:
    model_id = session.models[0].id
    allowed = edits.allow_code(session, model_id, "c0de")
    assert allowed.models[0].allow_code
    assert not edits.relocate_model(allowed, model_id, "/o/net.keras").models[0].allow_code


def test_renaming_keeps_names_unique(session: Session) -> None:
    assert edits.rename_variant(session, "v2", " v1 ").models[0].variants[1].name == "v1 (2)"
    assert edits.rename_variant(session, "v2", "  ") is session
    assert edits.rename_variant(session, "gone", "x") is session


def test_deleting_and_taking_it_back_restores_place_and_content(session: Session) -> None:
    after = edits.delete_variant(session, "v1")
    assert [item.id for item in after.models[0].variants] == ["v2"]
    assert revert(after, session, after) == session


def test_undo_keeps_what_jobs_added_meanwhile(session: Session) -> None:
    after = edits.delete_variant(session, "v1")
    model = after.models[0]
    later = replace(after, models=(replace(model, variants=(*model.variants, variant("v3"))),))
    undone = revert(later, session, after)
    assert [item.id for item in undone.models[0].variants] == ["v1", "v2", "v3"]
    redone = revert(undone, after, session)
    assert [item.id for item in redone.models[0].variants] == ["v2", "v3"]


def test_taking_back_wins_over_what_happened_to_the_thing_since(session: Session) -> None:
    added, model_id = edits.add_model(session, "/m/second.h5")
    inspected = replace(added.models[1], info=INFO)
    later = replace(added, models=(added.models[0], inspected))
    assert revert(later, session, added).model(model_id) is None
    renamed = edits.rename_variant(session, "v1", "other")
    removed = edits.delete_variant(renamed, "v1")
    assert revert(removed, session, renamed).variant("v1") is None


def test_undo_keeps_a_variant_made_again_after_it_was_deleted(session: Session) -> None:
    deleted = edits.delete_variant(session, "v1")
    model = deleted.models[0]
    made_again = replace(variant("v1"), sha256="newer", source_sha256="bb")
    later = replace(deleted, models=(replace(model, variants=(*model.variants, made_again)),))
    assert revert(later, session, deleted).variant("v1") == (later.models[0], made_again)


def test_undo_of_removing_a_model_that_is_open_again_keeps_the_variants_of_both(
    session: Session,
) -> None:
    removed = edits.remove_model(session, session.models[0].id)
    opened, model_id = edits.add_model(removed, session.models[0].path)
    inspected = replace(
        opened.models[0], info=replace(INFO, sha256="bb"), variants=(variant("v3"),)
    )
    later = replace(opened, models=(inspected,))
    undone = revert(later, session, removed).models
    assert [model.id for model in undone] == [model_id]
    assert undone[0].info == inspected.info
    assert {item.id for item in undone[0].variants} == {"v1", "v2", "v3"}


def test_between_windows_a_change_wins_over_a_deletion(session: Session) -> None:
    noted = edits.set_note(session, "v1", "kept")
    assert merge(session, edits.delete_variant(session, "v1"), noted).variant("v1") is not None
    assert merge(session, noted, edits.delete_variant(session, "v1")).variant("v1") is not None


def test_undo_of_removing_a_model(session: Session) -> None:
    after = edits.remove_model(session, session.models[0].id)
    assert after.models == ()
    assert revert(after, session, after) == session


def test_a_duplicated_recipe_becomes_the_draft(session: Session) -> None:
    draft = edits.duplicate_recipe(session, "v1").models[0].draft
    assert draft == Draft(recipes=(session.models[0].variants[0].recipe,))


def test_other_evaluation_data_drop_the_evaluations(session: Session) -> None:
    model_id = session.models[0].id
    changed = edits.set_datasets(session, model_id, Dataset(path="/c"), Dataset(path="/e"))
    model = changed.models[0]
    assert (model.calibration, model.evaluation_data) == (Dataset(path="/c"), Dataset(path="/e"))
    assert all(item.evaluation is None for item in model.variants)


def test_shapes_labels_notes(session: Session) -> None:
    model_id = session.models[0].id
    session = edits.set_shapes(session, model_id, {"x": (1, 2)})
    session = edits.set_labels(session, model_id, "/labels.txt")
    session = edits.set_note(session, "v1", "fine")
    session = edits.rename_model(session, model_id, "better")
    model = session.models[0]
    assert (model.shapes, model.labels, model.name) == ({"x": (1, 2)}, "/labels.txt", "better")
    assert model.variants[0].note == "fine"


@pytest.mark.parametrize(
    ("found", "missing", "changed"),
    [
        (None, True, False),
        (FileFacts(size_bytes=10), False, False),
        (FileFacts(size_bytes=11), False, True),
        (FileFacts(size_bytes=10, sha256="bb"), False, True),
        (FileFacts(), False, False),
    ],
)
def test_what_the_disk_says(
    session: Session, found: FileFacts | None, missing: bool, changed: bool
) -> None:
    checked = edits.check_sources(session, {"/m/net.keras": found, "/a/v1.tflite": None})
    model = checked.models[0]
    assert (model.is_missing, model.is_changed) == (missing, changed)
    assert [item.is_missing for item in model.variants] == [True, False]
    assert all(edits.is_stale(model, item) == changed for item in model.variants)


def test_nothing_found_different_changes_nothing(session: Session) -> None:
    assert edits.check_sources(session, {"/m/net.keras": FileFacts(size_bytes=10)}) is session


def test_variants_of_other_bytes_are_stale(session: Session) -> None:
    model = replace(session.models[0], info=replace(INFO, sha256="new"))
    assert edits.is_stale(model, model.variants[0])
    assert not edits.is_stale(replace(model, info=None), model.variants[0])


def test_interrupted_jobs_say_so() -> None:
    request = InspectRequest(path="/x")
    jobs = (Job(id="a", request=request, state="running"), Job(id="b", request=request))
    done = Job(id="c", request=request, state="succeeded")
    session = edits.interrupt_jobs(Session(jobs=(*jobs, done)), 5.0)
    assert [job.state for job in session.jobs] == ["cancelled", "cancelled", "succeeded"]
    assert session.jobs[0].error is not None
    assert session.jobs[0].error.code == "job-interrupted"
    assert edits.clear_jobs(session).jobs == ()


# --- two sides ---------------------------------------------------------------------------------

EDITS = st.lists(
    st.sampled_from(
        [
            lambda s: edits.set_note(s, "v1", "a note"),
            lambda s: edits.rename_variant(s, "v2", "other"),
            lambda s: edits.delete_variant(s, "v1"),
            lambda s: edits.add_model(s, "/m/second.h5")[0],
            lambda s: edits.set_shapes(s, s.models[0].id, {"x": (2,)}) if s.models else s,
            lambda s: edits.remove_model(s, s.models[0].id) if s.models else s,
        ]
    ),
    max_size=5,
)


def start() -> Session:
    opened, _ = edits.add_model(Session(), "/m/net.keras")
    model = replace(opened.models[0], info=INFO, variants=(variant("v1"), variant("v2")))
    return replace(opened, models=(model,))


@given(EDITS)
def test_merging_with_an_unchanged_side_gives_the_other(steps: list[Any]) -> None:
    base = changed = start()
    for step in steps:
        changed = step(changed)
    assert merge(base, changed, base) == changed
    assert merge(base, base, changed).models == changed.models


@given(EDITS, EDITS)
def test_merging_loses_no_new_model(ours_steps: list[Any], their_steps: list[Any]) -> None:
    base = ours = theirs = start()
    for step in ours_steps:
        ours = step(ours)
    for step in their_steps:
        theirs = step(theirs)
    old = {model.id for model in base.models}
    new = {model.id for side in (ours, theirs) for model in side.models} - old
    assert new <= {model.id for model in merge(base, ours, theirs).models}


def test_a_job_that_ended_on_one_side_has_ended() -> None:
    request = InspectRequest(path="/x")
    running = Job(id="a", request=request, state="running")
    ended = replace(running, state="succeeded")
    base = Session(jobs=(running,))
    assert merge(base, base, Session(jobs=(ended,))).jobs == (ended,)
    moved = Session(jobs=(replace(running, fraction=0.5),))
    assert merge(base, Session(jobs=(ended,)), moved).jobs == (ended,)
