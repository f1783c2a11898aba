"""At 900 x 600 the docks give way, the pages fit, and nothing is out of reach."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from studio.core import edits
from studio.core.recipe import DatasetRef, Preprocessing, make_recipe, make_step
from studio.core.session import Dataset, Draft
from studio.ui.pages import PAGES
from studio.ui.pages.facts import Facts
from studio.ui.pages.overview_variant import VariantOverview
from studio.ui.selection import Selection
from studio.ui.widgets.wrap_row import WrapRow
from tests.history.building import make_run, write_samples
from tests.ui.window_kit import Bench

WIDTH, HEIGHT = 900, 600


def fill(bench: Bench) -> None:
    """Two variants, measured; data with preprocessing of three channels."""
    bench.open_model("a model with a rather long name.tflite")
    recipes = (make_recipe(), make_recipe([make_step("int8")]))
    means = Preprocessing(scale=1 / 255, mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225))
    data = Dataset(path=str(bench.root / "data.npz"), ref=DatasetRef(preprocessing=means))

    draft = Draft(recipes=recipes, random_calibration=True)
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft))
    bench.run("convert")
    bench.until_quiet(3)
    bench.program.store.apply(
        lambda session: edits.set_datasets(session, bench.model.id, data, data)
    )
    samples = bench.root / "samples.bin"
    write_samples(samples)
    run = make_run(tuple(variant.artifact for variant in bench.model.variants), samples)
    bench.program.store.apply(lambda session: replace(session, runs=(run,)))


def scroll_of(page: QWidget) -> QScrollArea:
    parent = page.parentWidget()
    while not isinstance(parent, QScrollArea):
        assert parent is not None
        parent = parent.parentWidget()
    return parent


def fits(bench: Bench, page_id: str) -> bool:
    """Whether the page is there and neither it nor a part of it must be scrolled sideways."""
    page = bench.program.window.center.pages[page_id].widget()
    areas = [scroll_of(page), *page.findChildren(QScrollArea)]
    return page.isVisible() and not any(area.horizontalScrollBar().maximum() for area in areas)


def test_the_docks_give_way_to_the_pages(bench: Bench) -> None:
    fill(bench)
    window = bench.program.window
    window.resize(1280, 800)
    bench.until(lambda: window.size().toTuple() == (1280, 800))
    wide = window.models.width(), window.optimize.width()
    window.resize(WIDTH, HEIGHT)
    bench.until(lambda: window.models.width() + window.optimize.width() < sum(wide))
    assert window.size().toTuple() == (WIDTH, HEIGHT)
    assert window.center.width() > WIDTH / 2
    assert window.center.height() > HEIGHT / 2
    assert window.center.tabs.sizeHint().width() <= window.center.width()
    for page_id, _, _ in PAGES:
        bench.run(f"show-{page_id}")
        bench.until(lambda page_id=page_id: fits(bench, page_id))
    bench.run("show-overview")
    bench.program.store.select(Selection(bench.model.id, (bench.model.variants[1].id,)))
    bench.until(lambda: bool(window.center.findChildren(VariantOverview)))
    bench.until(lambda: fits(bench, "overview"))


def test_what_a_small_window_took_from_the_docks_comes_back(bench: Bench) -> None:
    fill(bench)
    window = bench.program.window
    window.resize(1280, 800)
    bench.until(lambda: window.size().toTuple() == (1280, 800))
    wide = window.models.width()
    window.resize(WIDTH, HEIGHT)
    bench.until(lambda: window.models.width() < wide)
    window.resize(1280, 800)
    bench.until(lambda: window.models.width() == wide)
    window.resize(WIDTH, HEIGHT)
    bench.until(lambda: window.models.width() < wide)
    bench.restart()
    window = bench.program.window
    window.resize(1280, 800)
    bench.until(lambda: window.models.width() == wide)


@pytest.mark.parametrize("command", ["zoom-reset", "zoom-in"])
def test_the_optimize_dock_clips_none_of_its_controls(bench: Bench, command: str) -> None:
    fill(bench)
    window = bench.program.window
    bench.run(command)
    window.resize(WIDTH, HEIGHT)
    bench.until(lambda: window.optimize.width() < 300)
    area = window.optimize.findChildren(QScrollArea)[0]
    inner = area.widget()
    bench.until(lambda: inner.width() <= area.viewport().width())
    assert inner.minimumSizeHint().width() <= area.viewport().width()
    bench.run("zoom-reset")


def test_a_row_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    box = WrapRow()
    qtbot.addWidget(box)
    buttons = [QPushButton(name) for name in ("First", "Second", "Hidden", "Third")]
    box.add(QLabel("Label"), buttons[0])
    box.add(buttons[1])
    box.add_stretch()
    for button in buttons[2:]:
        box.add(button)
    buttons[2].hide()
    box.resize(box.sizeHint().width() + 60, box.height())
    box.show()
    qtbot.waitExposed(box)
    shown = [buttons[0], buttons[1], buttons[3]]
    assert len({button.y() for button in shown}) == 1
    assert buttons[3].geometry().right() == box.width() - 1
    narrow = box.minimumSizeHint().width()
    box.resize(narrow, box.height())
    qtbot.waitUntil(lambda: box.width() == narrow)
    assert len({button.y() for button in shown}) == 3
    assert all(box.rect().contains(button.geometry()) for button in shown)
    tops = [button.y() for button in shown]
    assert tops == sorted(tops)


def test_a_hash_does_not_widen_the_page(qtbot: QtBot) -> None:
    facts = Facts([("SHA-256", "0123456789abcdef" * 4), ("Path", "/a/b c/" + "d" * 20)])
    qtbot.addWidget(facts)
    assert facts.minimumSizeHint().width() < 300
