"""Saves what the Graph tab shows: as a picture, as a drawing, as DOT, as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QMenu

from studio.core.errors import ErrorInfo
from studio.core.graph_layout import GraphLayout
from studio.core.model import Graph
from studio.core.overlay_boxes import Painted, paint_layout
from studio.core.overlay_colors import Ground
from studio.core.overlays import Overlay
from studio.history.atomic import write_bytes
from studio.ui.context import UiContext
from studio.ui.graph.canvas import GraphCanvas
from studio.ui.graph.chosen import GraphSource
from studio.ui.graph.menu_entry import Entry
from studio.ui.graph.picture import WholePicture, draw_visible
from studio.ui.graph.status import LayoutStatus
from studio.ui.pictures import png_of
from studio.ui.texts import tr
from studio.ui.theme import is_dark

Make = Callable[[GraphLayout, Graph, str], str]
"""Text out of a layout, its graph and a title."""


class GraphSaving:
    """The entries of the tab's Save menu. ``source_of``: the file that ``canvas`` shows.

    ``status``: told of what fails. ``overlays``: those that are shown, from others.
    """

    def __init__(
        self,
        canvas: GraphCanvas,
        status: LayoutStatus,
        source_of: Callable[[], GraphSource | None],
        context: UiContext,
    ) -> None:
        self._canvas, self._status = canvas, status
        self._source_of, self._context = source_of, context
        self.whole = WholePicture(context, canvas)
        self.whole.failed.connect(status.fail)
        self.overlays: Callable[[], Sequence[Overlay]] = tuple

    def entries(self) -> list[Entry]:
        return [
            Entry(
                tr("Save what is visible as a PNG…"), lambda: self._ask("png", self.save_visible)
            ),
            Entry(tr("Save all of the graph as a PNG…"), lambda: self._ask("png", self.save_whole)),
            Entry(tr("Save the graph as SVG…"), lambda: self._ask("svg", self.save_svg)),
            Entry(tr("Save the graph as DOT…"), lambda: self._ask("dot", self.save_dot)),
            Entry(tr("Save the ops as a CSV table…"), lambda: self._ask("csv", self.save_csv)),
        ]

    def fill(self, menu: QMenu) -> None:
        for entry in self.entries():
            run = entry.run
            assert run is not None
            menu.addAction(entry.text).triggered.connect(lambda _checked=False, run=run: run())

    def save_visible(self, path: Path) -> None:
        """What is visible: drawn now, written off the GUI thread."""
        self._context.write_file(path, _png_writer(path, draw_visible(self._canvas)))

    def save_whole(self, path: Path) -> None:
        """All of it as :meth:`save_svg` draws it, by a job."""
        make = self._maker(self._svg_maker())
        if make is not None:
            self.whole.save(path, make)

    def save_svg(self, path: Path) -> None:
        """As it is laid out now, in the colors of the theme, with the overlays that are shown."""
        self._save_text(path, self._svg_maker())

    def _svg_maker(self) -> Make:
        from studio.report.graph_svg import graph_svg  # not needed to start

        ground: Ground = "dark" if is_dark(self._canvas.palette()) else "light"
        overlays = tuple(self.overlays())

        def make(layout: GraphLayout, graph: Graph, title: str) -> str:
            painted = paint_layout(layout, graph, overlays, ground)
            return graph_svg(layout, title, ground=ground, overlays=overlays, painted=painted)

        return make

    def save_dot(self, path: Path) -> None:
        """As the graph is grouped now, for Graphviz."""
        from studio.report.graph_dot import graph_dot

        overlays = tuple(self.overlays())

        def make(layout: GraphLayout, graph: Graph, title: str) -> str:
            painted = paint_layout(layout, graph, overlays, "light") if overlays else Painted()
            return graph_dot(layout, title, painted)

        self._save_text(path, make)

    def save_csv(self, path: Path) -> None:
        """All ops, whatever is folded, with a column for each overlay that is shown."""
        from studio.report.graph_table import graph_csv

        overlays = tuple(self.overlays())
        self._save_text(path, lambda _layout, graph, _title: graph_csv(graph, overlays))

    def _save_text(self, path: Path, make: Make) -> None:
        whole = self._maker(make)
        if whole is not None:
            self._context.write_file(path, lambda: write_bytes(path, whole().encode()))

    def _maker(self, make: Make) -> Callable[[], str] | None:
        """``make`` of what is shown now, whatever is shown when it is called."""
        laid_out, source = self._canvas.laid_out, self._source_of()
        if laid_out is None or source is None:
            return None
        layout, graph, title = laid_out.layout, laid_out.graph, source.name
        return lambda: make(layout, graph, title)

    def _ask(self, suffix: str, save: Callable[[Path], object]) -> None:
        source = self._source_of()
        name = source.name if source is not None else "graph"
        kinds = f"{suffix.upper()} (*.{suffix})"
        path, _ = QFileDialog.getSaveFileName(
            self._canvas, tr("Save the graph"), f"{name}.{suffix}", kinds
        )
        if not path:
            return
        source = self._source_of()  # another one may be shown by now
        if source is not None and _is_same(Path(path), Path(source.path)):
            self._status.fail(ErrorInfo(code="output-is-input", params={"path": path}))
        else:
            save(Path(path))


def _is_same(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


def _png_writer(path: Path, image: QImage) -> Callable[[], object]:
    return lambda: write_bytes(path, png_of(image))
