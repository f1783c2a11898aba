"""Saves what the Graph tab shows: pictures of what is visible and of all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QMenu

from studio.history.atomic import write_bytes
from studio.ui.context import UiContext
from studio.ui.graph.menus import Entry
from studio.ui.graph.picture import draw_visible, draw_whole, png_of
from studio.ui.texts import tr

if TYPE_CHECKING:
    from studio.ui.graph.tab import GraphTab


class GraphSaving:
    """The entries of the tab's Save menu."""

    def __init__(self, tab: GraphTab, context: UiContext) -> None:
        self._tab, self._context = tab, context

    def entries(self) -> list[Entry]:
        return [
            Entry(tr("Save what is visible as a PNG…"), lambda: self._ask_picture(whole=False)),
            Entry(tr("Save all of the graph as a PNG…"), lambda: self._ask_picture(whole=True)),
        ]

    def fill(self, menu: QMenu) -> None:
        for entry in self.entries():
            run = entry.run
            assert run is not None
            menu.addAction(entry.text).triggered.connect(lambda _checked=False, run=run: run())

    def save_picture(self, path: Path, *, whole: bool) -> None:
        """Drawn now, written off the GUI thread."""
        canvas = self._tab.canvas
        image = draw_whole(canvas) if whole else draw_visible(canvas)
        self._context.write_file(path, _writer(path, image))

    def _ask_picture(self, *, whole: bool) -> None:
        name = self._tab.source.name if self._tab.source else "graph"
        path, _ = QFileDialog.getSaveFileName(
            self._tab, tr("Save image"), f"{name}.png", "PNG (*.png)"
        )
        if path:
            self.save_picture(Path(path), whole=whole)


def _writer(path: Path, image: QImage) -> Callable[[], object]:
    return lambda: write_bytes(path, png_of(image))
