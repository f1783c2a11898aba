"""What was saved from a plot is told quietly, with its path and the way to its folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from studio.core import edits
from studio.core.recipe import make_recipe
from studio.core.session import Draft
from studio.ui.pages.compare import ComparePage
from studio.ui.pages.compare_plot import ComparePlot
from tests.ui.window_kit import Bench


class Opened(QObject):
    """Takes the place of the system's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.fixture
def opened() -> Iterator[Opened]:
    receiver = Opened()
    QDesktopServices.setUrlHandler("file", receiver, "open")
    yield receiver
    QDesktopServices.unsetUrlHandler("file")


@pytest.fixture
def plot(bench: Bench) -> ComparePlot:
    bench.open_model()
    draft = Draft(recipes=(make_recipe(),))
    bench.program.store.apply(lambda session: edits.set_draft(session, bench.model.id, draft))
    bench.run("convert")
    bench.until_quiet(2)
    bench.run("show-compare")
    page = bench.program.window.center.pages["compare"]
    assert isinstance(page, ComparePage)
    return page.plot


def test_an_image_and_a_table_are_told_with_the_way_there(
    bench: Bench, plot: ComparePlot, opened: Opened, tmp_path: Path
) -> None:
    status, shell = bench.program.window.status, bench.program.shell
    image, table = tmp_path / "plot.png", tmp_path / "data.csv"
    assert not status.reveal.isVisible()
    for path, save in ((image, plot.plot.save_image), (table, plot._export)):
        with bench.qtbot.waitSignal(shell.saved):
            save(path)
        assert path.stat().st_size > 0
        assert status.currentMessage() == f"Saved {path}"
        assert status.reveal.isVisible()
        status.reveal.click()
        assert Path(opened.urls.pop().toLocalFile()) == tmp_path
    assert image.read_bytes().startswith(b"\x89PNG")
    assert table.read_text().startswith("variant,")
    shell.said.emit("Something else")
    assert not status.reveal.isVisible()
    assert status.currentMessage() == "Something else"


def test_what_cannot_be_written_is_told_in_the_banner(bench: Bench, plot: ComparePlot) -> None:
    banner = bench.program.window.center.banner
    nowhere = Path(bench.model.path) / "below-a-file"
    for save in (plot.plot.save_image, plot._export):
        banner.clear()
        save(nowhere)
        bench.until(banner.isVisible)
        assert "could not be written" in banner.title
    assert bench.program.window.status.currentMessage() != f"Saved {nowhere}"
