"""The table of commands, and what derives from it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QPalette
from PySide6.QtWidgets import QPushButton

import studio.ui
from studio.core.resources import resource
from studio.ui.command_palette import CommandPalette, match_score
from studio.ui.commands import COMMANDS, MENUS, command_table
from studio.ui.icons import icon
from studio.ui.theme import DARK, LIGHT, make_palette
from tests.ui.window_kit import Bench

UI = Path(studio.ui.__file__).parent
USED = re.compile(r'(?:run_command|why_not|_offer)\(\s*"([a-z-]+)"')


def test_ids_and_shortcuts_are_unique_and_all_is_said() -> None:
    assert max(Counter(command.id for command in command_table().values()).values()) == 1
    shortcuts = [QKeySequence(command.shortcut).toString() for command in COMMANDS]
    assert max(Counter(filter(None, shortcuts)).values()) == 1
    for command in COMMANDS:
        assert command.menu in MENUS
        assert command.tooltip.endswith(".")
        assert not command.shortcut or QKeySequence(command.shortcut).toString()


def test_every_command_that_the_window_runs_exists() -> None:
    used = {name for file in UI.rglob("*.py") for name in USED.findall(file.read_text("utf-8"))}
    assert used
    assert used <= set(command_table())


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_every_icon_is_drawn_in_the_color_of_the_palette(bench: Bench, colors: object) -> None:
    palette = make_palette(colors)  # type: ignore[arg-type]
    wanted = palette.color(QPalette.ColorRole.WindowText).lightness()
    for name in {command.icon for command in COMMANDS if command.icon}:
        assert resource("icons", f"{name}.svg").is_file()
        image = icon(name, palette).pixmap(24, 24).toImage()
        drawn = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() > 200
        ]
        assert drawn, name
        assert all(abs(color.lightness() - wanted) < 40 for color in drawn), name


def test_menus_hold_every_command_and_say_why_one_is_disabled(bench: Bench) -> None:
    actions = bench.program.window.actions_.actions
    bench.program.window.actions_.refresh()
    assert set(actions) == {command.id for command in COMMANDS}
    assert not actions["convert"].isEnabled()
    assert actions["convert"].toolTip().startswith("Open a model first.")
    assert actions["open"].isEnabled()
    bench.open_model()
    bench.until(lambda: actions["convert"].isEnabled())
    assert "variant" in actions["convert"].toolTip()


def test_a_disabled_command_says_why_when_it_is_run_all_the_same(bench: Bench) -> None:
    said = []
    bench.program.shell.said.connect(said.append)
    assert bench.run("convert") is None
    assert said == ["Open a model first."]


@pytest.mark.parametrize(
    ("query", "title", "score"),
    [
        ("conv", "Convert", 0),
        ("arti", "Save artifact as…", 1),
        ("onver", "Convert", 2),
        ("svar", "Save artifact as…", 3),
        ("dark", "Theme: dark", 1),
        ("xyz", "Convert", None),
        ("", "Anything", 0),
    ],
)
def test_the_palette_finds_by_a_few_letters(query: str, title: str, score: int | None) -> None:
    assert match_score(query, title) == score


def test_the_palette_runs_what_is_found(bench: Bench) -> None:
    palette = CommandPalette(bench.program.shell, bench.program.window)
    palette.show()
    bench.qtbot.keyClicks(palette.line, "theme: dark")
    assert palette.list.count() == 1
    bench.qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert bench.program.shell.settings.theme == "dark"
    bench.run("theme-light")


def test_a_click_that_also_activates_runs_a_command_once(bench: Bench) -> None:
    palette = CommandPalette(bench.program.shell, bench.program.window)
    palette.show()
    palette.line.setText("Larger text")
    size = bench.program.window.font().pointSizeF()
    said: list[str] = []
    bench.program.shell.said.connect(said.append)
    item = palette.list.item(0)
    palette.list.itemActivated.emit(item)
    palette.list.itemClicked.emit(item)
    assert len(said) == 1 and bench.program.window.font().pointSizeF() > size
    bench.run("zoom-reset")


def test_the_palette_lists_what_cannot_be_run_with_the_reason(bench: Bench) -> None:
    palette = CommandPalette(bench.program.shell, bench.program.window)
    bench.qtbot.addWidget(palette)
    palette.line.setText("Convert")
    assert "Open a model first." in palette.list.item(0).text()
    palette._run(palette.list.item(0))
    assert not bench.session.jobs


def test_a_profile_that_a_page_asks_for_leaves_that_page_in_front(bench: Bench) -> None:
    model = bench.open_model("net.tflite")
    pages: list[str] = []
    bench.program.shell.page_requested.connect(lambda page, _: pages.append(page))
    bench.run("profile", files=(model.path,), stays=True)
    bench.run("profile", files=(model.path,))
    assert pages == ["profile"]
    jobs = bench.until_quiet(3)
    assert [job.request.file for job in jobs[1:]] == [model.path] * 2


def test_a_model_is_tried_and_evaluated_only_beside_variants(bench: Bench) -> None:
    bench.open_model()
    window = bench.program.window
    page = window.center.pages["overview"]

    def tried() -> QPushButton:
        found = [one for one in page.findChildren(QPushButton) if one.text() == "Try it…"]
        return next(one for one in found if not one.isHidden())

    bench.until(lambda: not tried().isEnabled())
    assert tried().toolTip() == "Convert the model first."
    bench.run("convert")
    bench.until(lambda: len(bench.model.variants) > 0)
    bench.until_quiet(2)
    bench.until(lambda: tried().isEnabled())
