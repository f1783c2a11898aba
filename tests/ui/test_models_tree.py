"""The Models tree's item model, under Qt's own tester, while sessions change at random."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from PySide6.QtCore import QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from studio.core.session import Model, Session
from studio.ui.icons import dot
from studio.ui.panels.models_item_model import ID_ROLE, NAME, STATUS, ModelsItemModel
from studio.ui.panels.models_texts import variant_sign, variant_tooltip
from studio.ui.theme import LIGHT
from tests.ui.page_support import make_session, make_variant

IDS = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)
SESSIONS = st.lists(st.dictionaries(st.sampled_from("ABCD"), IDS, max_size=4), max_size=6)
VARIANT = make_variant("float32", 0, Path("/somewhere"))


def make_tree(shape: dict[str, list[str]]) -> Session:
    models = []
    for name, variants in shape.items():
        made = tuple(replace(VARIANT, id=f"{name}{item}", name=item) for item in variants)
        models.append(Model(id=name, path=f"/{name}.tflite", name=name, variants=made))
    return Session(models=tuple(models))


def shown(model: ModelsItemModel) -> dict[str, list[str]]:
    tree = {}
    for row in range(model.rowCount()):
        parent = model.index(row, NAME)
        tree[parent.data()] = [
            model.index(child, NAME, parent).data() for child in range(model.rowCount(parent))
        ]
    return tree


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(shapes=SESSIONS)
def test_it_shows_any_session_after_any_other(
    qtbot: QtBot, shapes: list[dict[str, list[str]]]
) -> None:
    model = ModelsItemModel(LIGHT)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for shape in shapes:
        model.show_session(make_tree(shape))
        assert shown(model) == shape
        assert list(shown(model)) == list(shape)
    assert tester.model() is model


def test_rows_that_stay_keep_their_place_when_others_go(qtbot: QtBot) -> None:
    model = ModelsItemModel(LIGHT)
    model.show_session(make_tree({"A": ["a"], "B": ["a", "b", "c"]}))
    kept = QPersistentModelIndex(model.index_of("Bc"))
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    model.show_session(make_tree({"B": ["b", "c", "d"]}))
    assert kept.isValid()
    assert kept.data(ID_ROLE) == "Bc"
    assert kept.row() == 1
    assert not resets


def test_an_edited_name_is_handed_on_and_empty_ones_are_not(qtbot: QtBot) -> None:
    model = ModelsItemModel(LIGHT)
    model.show_session(make_tree({"A": ["a"]}))
    renamed = []
    model.on_rename = lambda item_id, name: renamed.append((item_id, name))
    assert model.setData(model.index_of("Aa"), "  better ")
    assert not model.setData(model.index_of("Aa"), " ")
    assert renamed == [("Aa", "better")]


@pytest.mark.parametrize(
    ("index", "sign", "status"), [(0, "✓", "ok"), (1, "✓", "ok"), (2, "⚠", "degraded")]
)
def test_a_variant_has_the_sign_of_its_check(
    qtbot: QtBot, tmp_path: Path, index: int, sign: str, status: str
) -> None:
    session = make_session(tmp_path)
    model = ModelsItemModel(LIGHT)
    model.show_session(session)
    cell = model.index_of(f"v{index}").siblingAtColumn(STATUS)
    assert cell.data() == sign
    assert variant_sign(session.models[0], session.models[0].variants[index]) == (sign, status)
    assert sign in model.index_of(f"v{index}").data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_check_that_has_shown_nothing_has_no_tick(tmp_path: Path) -> None:
    (model,) = make_session(tmp_path).models
    variant = model.variants[0]
    assert variant.check is not None
    flat = tuple(replace(one, notes=("output-both-constant",)) for one in variant.check.outputs)
    empty = replace(variant, check=replace(variant.check, outputs=flat))
    assert variant_sign(model, empty) == ("∅", "nothing")
    assert "∅ nothing was shown" in variant_tooltip(model, empty)


@pytest.mark.parametrize("mode", [QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected])
def test_the_dot_of_a_selected_variant_has_its_color_in_plots(qtbot: QtBot, mode: Any) -> None:
    color = LIGHT.variant(1)
    image = dot(color).pixmap(QSize(16, 16), mode).toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).name() == color.name()


def test_the_tooltip_has_the_numbers_and_where_the_inputs_came_from(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    text = variant_tooltip(session.models[0], session.models[0].variants[2])
    assert "100 samples of held-out evaluation data" in text
    assert "cosine 0.9999" in text or "cosine 0.99987" in text
    assert "agreement 99.2 %" in text


def test_a_stale_or_missing_variant_says_so(tmp_path: Path) -> None:
    session = make_session(tmp_path)
    model, variant = session.models[0], session.models[0].variants[0]
    assert variant_sign(replace(model, is_changed=True), variant)[0] == "↻"
    assert "Stale" in variant_tooltip(replace(model, is_changed=True), variant)
    assert variant_sign(model, replace(variant, is_missing=True))[0] == "?"
