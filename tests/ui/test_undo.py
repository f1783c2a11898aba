"""Undo beside jobs: what they made since stays, and what it takes back is looked at again."""

from __future__ import annotations

from pathlib import Path

from studio.core import edits
from studio.core.recipe import make_recipe, make_step
from studio.core.requests import InspectRequest
from studio.core.session import Draft
from studio.ui.selection import Selection
from tests.jobs.bench import write_model
from tests.ui.window_kit import Bench

FLOAT32 = make_recipe()
FLOAT16 = make_recipe([make_step("float16")])


def convert(bench: Bench, *recipes: object) -> None:
    """Convert without an undo step of its own."""
    draft = Draft(recipes=recipes)  # type: ignore[arg-type]
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft))
    count = len(bench.session.jobs)
    bench.run("convert")
    bench.until_quiet(count + len(recipes))


def test_undo_of_a_deletion_keeps_the_variant_converted_anew_since(bench: Bench) -> None:
    bench.open_model()
    convert(bench, FLOAT32)
    old = bench.model.variants[0]
    bench.program.store.select(Selection(bench.model.id, (old.id,)))
    bench.run("delete")
    source = Path(bench.model.path)
    source.write_bytes(source.read_bytes() + b" ")
    bench.run("inspect")
    bench.until_quiet(3)
    convert(bench, FLOAT32)
    new = bench.model.variants[0]
    assert new.id == old.id and new.artifact != old.artifact
    bench.run("undo")
    assert bench.model.variants == (new,)


def test_undo_of_removing_a_model_keeps_what_was_converted_after_opening_it_again(
    bench: Bench,
) -> None:
    path = bench.open_model().path
    bench.run("remove-model")
    bench.run("open", path=path)
    bench.until_quiet(2)
    convert(bench, FLOAT32, FLOAT16)
    bench.run("undo")
    assert [variant.name for variant in bench.model.variants] == ["float32", "float16"]


def test_a_model_is_inspected_with_the_shapes_that_undo_and_redo_bring_back(bench: Bench) -> None:
    bench.open_model()
    bench.run("shapes", shapes={"x": (1, 2)})
    bench.until_quiet(2)
    bench.run("undo")
    bench.until_quiet(3)
    bench.run("redo")
    bench.until_quiet(4)
    asked = [job.request for job in bench.session.jobs if isinstance(job.request, InspectRequest)]
    assert [request.shapes for request in asked] == [{}, {"x": (1, 2)}, {}, {"x": (1, 2)}]


def test_undo_after_a_cut_closes_the_part_and_no_older_step(bench: Bench) -> None:
    """The file stays on disk, and redo opens it again with all that was read of it."""
    model = bench.open_model()
    bench.run("rename", item_id=model.id, name="mine")
    part = bench.root / "part.tflite"
    bench.dialogs.path = str(part)
    bench.run("cut-here", path=model.path, tensors=("x",))
    bench.until_quiet(3)
    store = bench.program.store
    opened = bench.session.models[1]
    assert store.undo_text == "Open part" and store.selection.model_id == opened.id
    said: list[str] = []
    bench.program.shell.said.connect(said.append)
    bench.run("undo")
    assert said == ["Undone: Open part"]
    assert [one.name for one in bench.session.models] == ["mine"] and part.exists()
    assert store.selection.model_id == model.id
    bench.run("redo")
    assert bench.session.models[1] == opened and opened.info is not None
    assert store.selection.model_id == opened.id
    bench.run("undo")
    assert store.undo_text == "Rename"


def test_undo_closes_no_model_that_something_was_made_of(bench: Bench) -> None:
    bench.open_model()
    assert bench.program.store.undo_text == "Open net"
    convert(bench, FLOAT32)
    assert bench.program.store.undo_text == ""


def test_undo_of_opening_ends_the_reading(bench: Bench) -> None:
    bench.run("open", path=write_model(bench.root, "slow.tflite", inspect="hang"))
    bench.until(lambda: bool(bench.session.jobs))
    bench.run("undo")
    assert bench.session.models == ()
    assert [job.state for job in bench.until_quiet(1)] == ["cancelled"]
