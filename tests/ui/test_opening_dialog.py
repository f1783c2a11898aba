"""How a model is opened: only what its kind leaves open is asked, and it is opened again so."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from studio.core.ends import End
from studio.core.errors import ErrorInfo
from studio.core.model import ModelInfo, ModelWarning, Signature, TaggedGraph, TensorSpec
from studio.core.opening import Opening
from studio.core.requests import InspectRequest
from studio.core.session import Model
from studio.ui.dialogs.ends_field import EndsField
from studio.ui.dialogs.opening import OpeningDialog, has_choice
from tests.kit.graphs import make_graph
from tests.ui.window_kit import Bench

FAST = Signature(
    name="classify",
    inputs=(TensorSpec(name="image", dtype="float32", shape=(None, 8)),),
    outputs=(TensorSpec(name="scores", dtype="float32", shape=(None, 3)),),
)
GRAPHS = (
    TaggedGraph(tags=("fast", "serve"), signatures=(FAST,)),
    TaggedGraph(tags=("serve",), signatures=()),
)
ENDS = ModelWarning(code="graphdef-ends", params={"inputs": "image:0", "outputs": "y:0"})


def model(path: str, format_id: str = "", **fields: object) -> Model:
    info = ModelInfo(
        format=format_id,
        size_bytes=1,
        sha256="",
        signatures=(),
        ops={},
        parameters=None,
        macs=None,
        warnings=(ENDS,),
        graphs=GRAPHS if format_id == "savedmodel" else (),
    )
    return replace(Model(id="m", path=path, name="m", info=info if format_id else None), **fields)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (model("/m.h5"), ["engine"]),
        (model("/m", "savedmodel"), ["tags"]),
        (model("/m.pb", "graphdef"), ["inputs", "outputs"]),
        (model("/m.ckpt-7.meta", "checkpoint"), ["inputs", "outputs"]),
        (model("/m.tflite", "tflite"), []),
    ],
)
def test_only_what_a_file_leaves_open_is_asked(
    qtbot: QtBot, given: Model, shown: list[str]
) -> None:
    dialog = OpeningDialog(given)
    qtbot.addWidget(dialog)
    fields = ("engine", "tags", "inputs", "outputs")
    assert [name for name in fields if getattr(dialog, name).parent() is dialog] == shown
    assert has_choice(given) is bool(shown)
    assert dialog.opening == Opening()


def test_what_is_typed_is_taken_and_what_was_chosen_is_shown(qtbot: QtBot) -> None:
    before = Opening(inputs=("a:0",), custom_code="/x.py")
    dialog = OpeningDialog(model("/m.pb", "graphdef", opening=before))
    qtbot.addWidget(dialog)
    assert (dialog.inputs.line.text(), dialog.outputs.line.placeholderText()) == ("a:0", "y:0")
    dialog.outputs.line.setText("b , c:1,")
    assert dialog.opening == replace(before, outputs=("b", "c:1"))


def ends_dialog(qtbot: QtBot, **fields: object) -> OpeningDialog:
    """Of a graph with two placeholders, one of which nothing reads, and two ends."""
    graph = make_graph(
        (
            ("Conv2D", "net/conv:0", ("image:0", "w:0")),
            ("Relu", "net/relu:0", ("net/conv:0",)),
            ("Softmax", "scores:0", ("net/relu:0",)),
            ("ArgMax", "best:0", ("net/relu:0",)),
        ),
        inputs=("image:0", "rate:0"),
        constants=("w:0",),
        shapes={"image:0": (None, 8, 8, 3), "best:0": (None,)},
    )
    ends = ModelWarning(
        code="graphdef-ends", params={"inputs": "image:0", "outputs": "scores:0, best:0"}
    )
    given = model("/m.pb", "graphdef", graph=graph, **fields)
    assert given.info is not None
    dialog = OpeningDialog(replace(given, info=replace(given.info, warnings=(ends,))))
    qtbot.addWidget(dialog)
    return dialog


def rows(field: EndsField) -> list[tuple[str, str, str, bool]]:
    items = [field.list.topLevelItem(place) for place in range(field.list.topLevelItemCount())]
    return [
        (one.text(0), one.text(1), one.text(2), one.checkState(0) == Qt.CheckState.Checked)
        for one in items
        if one is not None
    ]


def tick(field: EndsField, name: str, is_on: bool) -> None:
    (item,) = field.list.findItems(name, Qt.MatchFlag.MatchExactly, 0)
    item.setCheckState(0, Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)


def test_proposed_ends_are_a_list_in_which_those_taken_are_ticked(qtbot: QtBot) -> None:
    dialog = ends_dialog(qtbot)
    assert rows(dialog.inputs) == [
        ("image:0", "?×8×8×3", "float32", True), ("rate:0", "1×4", "float32", False)
    ]  # fmt: skip
    assert rows(dialog.outputs) == [
        ("scores:0", "1×4", "float32", True), ("best:0", "?", "float32", True)
    ]  # fmt: skip
    assert dialog.opening == Opening()
    tick(dialog.outputs, "best:0", False)
    assert dialog.opening == Opening(outputs=("scores:0",))
    tick(dialog.outputs, "best:0", True)
    assert dialog.opening == Opening(), "as it was found is left to Studio"


def test_any_tensor_is_found_by_a_part_of_its_name(qtbot: QtBot) -> None:
    dialog = ends_dialog(qtbot)
    dialog.outputs.search.setText("NET r")
    assert [name for name, *_ in rows(dialog.outputs)] == ["net/relu:0"]
    tick(dialog.outputs, "net/relu:0", True)
    dialog.outputs.search.setText("nowhere")
    assert (rows(dialog.outputs), dialog.outputs.more.text()) == ([], "No tensor is called so.")
    dialog.outputs.search.clear()
    assert [(row[0], row[3]) for row in rows(dialog.outputs)] == [
        ("net/relu:0", True), ("scores:0", True), ("best:0", True)
    ]  # fmt: skip
    assert dialog.opening.outputs == ("net/relu:0", "scores:0", "best:0")
    assert dialog.opening.inputs == (), "what these outputs need is found when it is opened"
    assert not any(row[3] for row in rows(dialog.inputs))
    dialog.inputs.search.setText("w")
    assert rows(dialog.inputs) == [], "constants are no ends"


def test_what_is_typed_is_ticked_and_need_not_be_in_the_list(qtbot: QtBot) -> None:
    dialog = ends_dialog(qtbot, opening=Opening(outputs=("best",)))
    assert [row[3] for row in rows(dialog.outputs)] == [False, True]
    tick(dialog.outputs, "scores:0", True)
    tick(dialog.outputs, "scores:0", False)
    assert dialog.opening.outputs == ("best:0",), "what was named stays named"
    dialog.outputs.line.setText("best, elsewhere:1")
    tick(dialog.outputs, "scores:0", True)
    assert dialog.opening.outputs == ("scores:0", "best:0", "elsewhere:1")


def test_of_a_large_graph_only_some_are_shown_and_it_says_so(qtbot: QtBot) -> None:
    ends = tuple(
        End(name=f"t{at}:0", dtype="float32", shape=(), rank_known=False, is_proposed=False)
        for at in range(100_000)
    )
    field = EndsField("Outputs", ends, (), ())
    qtbot.addWidget(field)
    field.search.setText("t")
    assert len(rows(field)) == 200
    assert rows(field)[0] == ("t0:0", "unknown shape", "float32", False)
    assert field.more.text() == "99800 more: search for a part of the name"


def test_the_graphs_of_a_saved_model_are_a_choice_that_says_what_they_take(qtbot: QtBot) -> None:
    dialog = OpeningDialog(model("/m", "savedmodel"))
    qtbot.addWidget(dialog)
    shown = [dialog.tags.itemText(place) for place in range(dialog.tags.count())]
    assert shown == ["serve", "fast, serve"], "what is opened unless told otherwise is first"
    assert dialog.opening == Opening()
    dialog.tags.setCurrentIndex(1)
    assert dialog.opening == Opening(tags=("fast", "serve"))
    assert dialog.holds.text() == "classify: image ?×8 float32 → scores ?×3 float32"
    chosen = OpeningDialog(model("/m", "savedmodel", opening=Opening(tags=("serve", "fast"))))
    qtbot.addWidget(chosen)
    assert chosen.tags.currentText() == "fast, serve"
    chosen.tags.setCurrentIndex(0)
    assert chosen.opening == Opening(tags=("serve",))


def test_tags_that_were_refused_can_be_chosen_anew(qtbot: QtBot) -> None:
    error = ErrorInfo(code="tags-unknown", params={"known": "serve; fast, serve"})
    given = model("/m", opening=Opening(tags=("train",)), error=error)
    assert has_choice(given)
    dialog = OpeningDialog(given)
    qtbot.addWidget(dialog)
    dialog.tags.setCurrentIndex(1)
    assert dialog.opening == Opening(tags=("fast", "serve"))


def test_a_checkpoint_whose_ends_could_not_be_told_is_asked_for_them() -> None:
    error = ErrorInfo(code="graphdef-ends-missing", params={"path": "/run7"})
    assert has_choice(model("/run7", error=error))
    assert not has_choice(model("/run7"))


def test_another_way_opens_the_file_again(bench: Bench, tmp_path: Path) -> None:
    bench.open_model()
    count = len(bench.session.jobs)
    opening = Opening(engine="legacy-keras")
    bench.run("opening", opening=opening)
    bench.until_quiet(count + 1)
    request = bench.session.jobs[-1].request
    assert isinstance(request, InspectRequest)
    assert request.opening == bench.model.opening == opening
    bench.run("opening", opening=opening)
    assert len(bench.session.jobs) == count + 1
