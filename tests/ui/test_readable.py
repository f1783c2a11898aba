"""Small things that a person reads: hints that fit, numbers written alike everywhere."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from studio.core.results import Accuracy
from studio.ui.pages.compare_rows import compare_rows
from studio.ui.pages.compare_table import KILOBYTES, compare_columns
from studio.ui.pages.evaluation_card import evaluation_card
from studio.ui.pages.naming import subjects
from studio.ui.pages.ops_tab import OpsTab
from studio.ui.selection import Selection
from studio.ui.theme import LIGHT
from tests.ui.page_support import make_session


def test_the_hint_of_the_details_fits(qtbot: QtBot) -> None:
    tab = OpsTab()
    qtbot.addWidget(tab)
    tab.resize(500, 300)
    tab.show()
    hint = tab.details.fontMetrics().horizontalAdvance(tab.details.placeholderText())
    assert tab.details.viewport().width() > hint


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
    card = evaluation_card(evaluation)
    qtbot.addWidget(card)
    assert any("8 % (4–15)" in label.text() for label in card.findChildren(QLabel))
