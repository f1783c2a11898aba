"""Small things that a person reads: hints that fit, numbers written alike everywhere."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.core.evaluation import Figure
from studio.core.evaluation_results import Accuracy
from studio.ui.pages.compare_plot import qualities
from studio.ui.pages.compare_rows import compare_rows
from studio.ui.pages.compare_table import KILOBYTES, compare_columns, is_of_classes
from studio.ui.pages.evaluation_card import evaluation_card
from studio.ui.pages.naming import subjects
from studio.ui.pages.ops_tab import OpsTab
from studio.ui.selection import Selection
from studio.ui.theme import DARK, LIGHT, Colors
from tests.core.test_colors import contrast
from tests.kit.laid_out import make_diamonds
from tests.ui.page_support import make_session


def test_the_hint_of_the_details_fits(qtbot: QtBot) -> None:
    tab = OpsTab()
    qtbot.addWidget(tab)
    tab.resize(500, 300)
    tab.show()
    hint = tab.details.fontMetrics().horizontalAdvance(tab.details.placeholderText())
    assert tab.details.viewport().width() > hint


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_handles_stand_out_from_their_grooves(colors: Colors) -> None:
    """WCAG 2.2, 1.4.11: 3:1, also where one lies over the ground of a table."""
    for ground in (colors.window, colors.base):
        assert contrast(colors.handle, ground) >= 3.0


def test_ops_are_called_by_what_tells_them_apart(qtbot: QtBot) -> None:
    """And copied, searched and explained by their whole names."""
    graph = make_diamonds(3)
    nodes = tuple(replace(node, name=f"net/encoder/{node.name}") for node in graph.nodes)
    tab = OpsTab()
    qtbot.addWidget(tab)
    tab.show_graph(replace(graph, nodes=nodes))
    tab.show()
    cell = tab.table.model().index(0, 2)
    assert cell.data() == "…/block0/conv"
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == "net/encoder/block0/conv"
    assert "net/encoder/block0/conv" in tab.table.to_tsv([0])
    tab.search.setText("encoder/block1/add")
    assert tab.table.model().rowCount() == 1


def test_an_accuracy_is_written_alike_in_table_and_card(qtbot: QtBot, tmp_path: Path) -> None:
    session = make_session(tmp_path)
    variant = session.models[0].variants[0]
    assert variant.evaluation is not None
    top1 = Accuracy(correct=8, total=100, value=0.08, ci95=(0.0411, 0.15))
    evaluation = replace(variant.evaluation, top1=top1)
    variants = (replace(variant, evaluation=evaluation),)
    session = replace(session, models=(replace(session.models[0], variants=variants),))
    chosen = subjects(session, Selection(session.models[0].id, (variant.id,)))
    (row,) = compare_rows(session, chosen, None)
    column = next(one for one in compare_columns(LIGHT, KILOBYTES) if one.title == "top-1 (%)")
    assert column.text(row) == "8 (4–15)"
    mae = Figure(metric="mae", value=1.35, ci95=(1.2, 1.5))
    numbers = dataclasses.replace(
        row, evaluation=replace(evaluation, top1=None, figures=(mae,)), accuracy=None
    )
    assert is_of_classes([row]) and not is_of_classes([row, numbers])
    titles = [one.title for one in compare_columns(LIGHT, KILOBYTES, of_classes=False)]
    assert "score" in titles and not [one for one in titles if "top-1" in one]
    (by_mae,) = (one for one in qualities() if one.label == "MAE")
    assert (by_mae.get(numbers), by_mae.get(row)) == ((1.35, (1.2, 1.5)), None)
    card = evaluation_card(evaluation)
    qtbot.addWidget(card)
    assert any("8 % (4–15)" in label.text() for label in card.findChildren(QLabel))
