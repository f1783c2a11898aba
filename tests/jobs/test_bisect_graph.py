"""Bisecting what dies before it has a float .tflite: of its frozen graph ops are dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from studio.core.bisecting_text import facts, title
from studio.core.child_protocol import Note
from studio.core.events import JobFailed, JobSucceeded
from studio.core.recipe import Recipe, make_recipe, make_step
from studio.jobs.crash_archive import read_recipe
from studio.jobs.workflows.dying_graph import recipe_of_graph
from tests.jobs.dying_kit import INT8, Dying
from tests.kit.chained_tflite import op_chain
from tests.kit.small_graph_def import kinds_of_chain

GRAPH = ("Relu", "Abs", "Neg", "Exp", "Square", "Tanh", "Abs", "Relu")


@pytest.fixture
def tell_source(dying: Dying, tell: Callable[..., None]) -> Callable[..., None]:
    """A source that dies before its float .tflite; its graph dies of Exp, unless told otherwise."""
    dying.model = Path(dying.bench.model("net.h5", "h5"))
    made = op_chain(dying.folder / "float.tflite", ("RELU",))

    def run(**words: object) -> None:
        told = {"source": "before-float", "float": str(made), "frozen": GRAPH, "graph": ["Exp"]}
        tell(**{**told, **words})

    return run


def test_the_ops_of_the_frozen_graph_that_it_dies_of_are_left(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    tell_source(graph=["Exp", "Tanh"], signal="SIGABRT")
    result = dying.found()
    assert (result.cut_from, result.kinds) == ("frozen-graph", ("Exp", "Tanh"))
    assert (result.ops, result.total_ops, result.is_minimal) == (2, len(GRAPH), True)
    assert (result.death.code, result.death.signal) == ("child-aborted", "SIGABRT")
    folder = dying.unpacked()
    assert kinds_of_chain(folder / "part.pb") == ["Exp", "Tanh"]
    assert {path.name for path in folder.iterdir()} == {
        "part.pb", "recipe.json", "versions.json", "log.txt", "README.md",
    }  # fmt: skip
    assert "last words of the converter" in (folder / "log.txt").read_text()
    readme = (folder / "README.md").read_text()
    assert f"    {result.command}\n" in readme
    assert f"{len(GRAPH)} ops of the frozen graph to 2: Exp, Tanh" in readme
    assert "`part.pb`" in readme


def test_of_what_needs_no_inputs_no_text_speaks_of_any(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    tell_source()
    result = dying.found()
    assert (result.inputs, result.data, result.rows, result.samples) == ("none", "", (), 0)
    assert result.command == "studio convert part.pb --recipe recipe.json -o made.tflite"
    told = dict(facts(result))
    assert told["ops left of the frozen graph"] == f"1 / {len(GRAPH)}: Exp"
    assert "inputs" not in told
    assert "ops left" not in told
    assert title(result).endswith(f"{len(GRAPH)} ops of the frozen graph → 1")
    dying.unpacked()
    assert "inputs.npz" not in (dying.folder / "unpacked" / "README.md").read_text()


def test_the_recipe_that_is_packed_is_that_of_the_float_stage(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    tell_source()
    dying.found(recipe=INT8)
    assert read_recipe(dying.unpacked()) == Recipe()
    flex = make_recipe([make_step("select-tf-ops")], batch="dynamic", route="slow", seed=3)
    kept = recipe_of_graph(flex)
    assert (kept.allows_tensorflow_ops, kept.batch, kept.route) == (True, "dynamic", "auto")


def test_a_yes_to_the_source_is_one_to_its_parts_and_to_what_is_packed(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    """What touches files in the source does in its frozen graph too."""
    tell_source(asks=True)
    allowed = replace(dying.request().convert, allow_code=True)
    result = dying.found(convert=allowed)
    assert result.kinds == ("Exp",)
    assert result.command == (
        "studio convert part.pb --recipe recipe.json --allow-code -o made.tflite"
    )
    dying.archive.unlink()
    assert dying.refused() == "bisect-needs-source-fails"


def test_without_steps_no_float_stage_is_made_to_see_that_it_dies(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    tell_source(phase="converting")
    result = dying.found(recipe=Recipe())
    assert result.kinds == ("Exp",)
    assert result.death.phase == "converting"


def test_what_dies_in_the_process_with_keras_2_is_frozen_there(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    tell_source(source="legacy-before-float")
    result = dying.found()
    assert result.kinds == ("Exp",)
    assert result.death.child == "convert"


def test_ops_of_old_loops_stay_or_go_together(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    spread = ("Merge", "Abs", "Merge", "Exp", "Abs", "Merge")
    tell_source(frozen=spread)
    result = dying.found()
    assert (result.kinds, result.is_minimal) == (("Exp",), True)


def test_what_dies_of_an_old_loop_is_packed_whole_and_it_is_said(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    tell_source(frozen=("Merge", "Abs", "Exp"), graph=["Merge"])
    result = dying.found()
    assert (result.ops, result.total_ops, result.is_minimal) == (3, 3, False)
    readme = (dying.unpacked() / "README.md").read_text()
    assert "loops, lists of tensors, unknown shapes" in readme


def test_where_an_op_could_not_be_taken_out_no_smallest_part_is_claimed(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    tell_source(frozen=("Relu", "Where", "Exp", "Abs"), graph=["Exp", "Where"], untaken="Where")
    result = dying.found()
    assert (result.ops, result.is_minimal) == (4, False)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"phase": "loading-model"}, "bisect-dies-loading"),
        ({"phase": "tracing"}, "bisect-dies-tracing"),
        ({"freezing": "dies"}, "bisect-dies-tracing"),
        ({"freezing": "refuses"}, "bisect-not-frozen"),
        ({"graph": ["Log"]}, "bisect-needs-source"),
        ({"graph_signal": "SIGABRT"}, "bisect-needs-source-fails"),
    ],
)
def test_what_cannot_be_cut_is_said_and_nothing_is_written(
    dying: Dying, tell_source: Callable[..., None], words: dict[str, object], code: str
) -> None:
    tell_source(**words)
    assert dying.refused() == code


def test_of_what_pytorch_makes_there_is_no_graph_to_be_frozen(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    tell_source()
    dying.model = Path(dying.bench.model("net.pt2", "pt2"))
    assert dying.refused() == "bisect-dies-before-float"


def test_the_error_of_freezing_names_what_refused(
    dying: Dying, tell_source: Callable[..., None]
) -> None:
    tell_source(freezing="refuses")
    end = dying.run()
    assert isinstance(end, JobFailed)
    assert "changes variables" in end.error.params["what"]


def test_it_says_how_far_it_is(dying: Dying, tell_source: Callable[..., None]) -> None:
    tell_source()
    job_id = dying.bench.queue.submit(dying.request())
    assert isinstance(dying.bench.recorder.end(job_id), JobSucceeded)
    bodies = dying.bench.recorder.bodies(job_id)
    said = [body.text for body in bodies if isinstance(body, Note)]
    counts = [text for text in said if text.startswith("ops: ")]
    assert counts[-1].startswith(f"ops: {len(GRAPH)} -> 1, trials: ")
