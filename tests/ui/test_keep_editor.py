"""Per-op precision in the window: the list, the ops' menu, undo, and what it makes of recipes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from studio.core import edits
from studio.core.keep import PRECISION_TITLES, Keep, format_keep
from studio.core.recipe import make_recipe, make_step
from studio.core.session import Draft
from studio.ui.pages.ops_tab import OpsTab
from studio.ui.panels.keep_editor import KeepEditor
from tests.ui.page_support import make_graph
from tests.ui.window_kit import Bench

RECIPES = (
    make_recipe(),
    make_recipe([make_step("dynamic-range")]),
    make_recipe([make_step("int8")]),
)
CONV = Keep(pattern="conv", precision="float", by="node")


def opened(bench: Bench) -> KeepEditor:
    bench.open_model()
    draft = Draft(recipes=RECIPES)
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft), "x")
    return bench.program.window.optimize.keep


def listed(bench: Bench) -> list[str]:
    return list(map(format_keep, bench.model.draft.keep))


def test_an_entry_is_added_changed_removed_and_undone(bench: Bench) -> None:
    editor = opened(bench)
    assert not editor.is_open
    editor.button.click()
    editor.by.setCurrentIndex(editor.by.findData("op"))
    assert not editor.add.isEnabled()
    editor.pattern.setText("CONV_2D")
    editor.add.click()
    assert listed(bench) == ["op:CONV_2D=float"]
    assert editor.pattern.text() == ""
    assert [len(recipe.keep) for recipe in bench.model.draft.recipes] == [0, 1, 1]
    box = editor.rows[0].precision
    box.setCurrentIndex(box.findData("int16"))
    assert listed(bench) == ["op:CONV_2D=int16"]
    assert [len(recipe.keep) for recipe in bench.model.draft.recipes] == [0, 0, 1]
    bench.run("undo")
    assert listed(bench) == ["op:CONV_2D=float"]
    editor.rows[0].remove.click()
    assert listed(bench) == []
    bench.run("undo")
    assert len(editor.rows) == 1


def test_what_is_no_expression_cannot_be_added(bench: Bench) -> None:
    editor = opened(bench)
    editor.button.click()
    editor.pattern.setText("(conv")
    assert not editor.add.isEnabled()
    assert editor.problem.text().startswith("This is no regular expression")
    editor.by.setCurrentIndex(editor.by.findData("node"))
    assert editor.add.isEnabled()


def test_the_command_puts_an_op_on_the_list_and_opens_it(bench: Bench) -> None:
    editor = opened(bench)
    bench.run("keep-op", name="conv", precision="float")
    assert editor.is_open
    assert bench.model.draft.keep == (CONV,)
    bench.run("keep-op", name="conv", precision="int16")
    assert listed(bench) == ["node:conv=int16"]


def test_the_list_outlives_other_ticks_and_reaches_new_recipes(bench: Bench) -> None:
    editor = opened(bench)
    bench.run("keep-op", name="conv")
    panel = bench.program.window.optimize
    for name in ("dynamic-range", "int8"):
        panel.rows[name].box.click()
    assert [recipe.keep for recipe in bench.model.draft.recipes] == [()]
    assert "Does not count" in "".join(
        label.text() for label in editor.rows[0].findChildren(type(editor.problem))
    )
    panel.rows["float16"].box.click()
    assert [recipe.keep for recipe in bench.model.draft.recipes] == [(), (CONV,)]


@pytest.mark.parametrize("precision", PRECISION_TITLES)
def test_the_menu_of_the_ops_asks_for_the_selected_ones(qtbot: QtBot, precision: str) -> None:
    tab = OpsTab()
    qtbot.addWidget(tab)
    tab.show_graph(make_graph())
    tab.show()
    tab.table.selectRow(0)
    asked: list[tuple[str, str]] = []
    tab.keep_wanted.connect(lambda name, wanted: asked.append((name, wanted)))
    title = PRECISION_TITLES[precision]  # type: ignore[index]
    (action,) = [one for one in tab.table.actions() if one.text() == title]
    action.trigger()
    assert asked == [(make_graph().nodes[0].name, precision)]


def test_the_graph_page_hands_it_to_the_panel(bench: Bench) -> None:
    opened(bench)
    bench.run("show-graph")
    page = bench.program.window.center.pages["graph"]
    page.ops.keep_wanted.emit("conv", "float")
    QApplication.processEvents()
    assert bench.model.draft.keep == (CONV,)


def test_the_menu_of_the_graphs_nodes_offers_the_same(bench: Bench) -> None:
    opened(bench)
    bench.run("show-graph")
    page = bench.program.window.center.pages["graph"]
    actions = {action.text: action for action in page.graph.menus.more}
    node = make_graph().nodes[0]
    for title in PRECISION_TITLES.values():
        assert actions[title].fits(node)
    actions["16-bit"].run(node)
    assert listed(bench) == [f"node:{node.name}=int16"]
