"""How a model is opened: only what its kind leaves open is asked, and it is opened again so."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from studio.core.errors import ErrorInfo
from studio.core.model import ModelInfo, ModelWarning, Signature, TaggedGraph, TensorSpec
from studio.core.opening import Opening
from studio.core.requests import InspectRequest
from studio.core.session import Model
from studio.ui.dialogs.opening import OpeningDialog, has_choice
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
    assert (dialog.inputs.text(), dialog.outputs.placeholderText()) == ("a:0", "y:0")
    dialog.outputs.setText("b , c:1,")
    assert dialog.opening == replace(before, outputs=("b", "c:1"))


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
