"""The node panel: all that is known of what is chosen, with links along the graph."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, QUrl, Signal
from PySide6.QtGui import QTextDocument, QTextOption
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from studio.core.graph_requests import ConstantFacts
from studio.core.model import Graph
from studio.ui.graph.histogram import draw_histogram
from studio.ui.graph.laid_out import LaidOut
from studio.ui.graph.node_texts import Constants, Neighbors, Writer, neighbors_of
from studio.ui.theme import GRID, colors_of

_HISTOGRAM = QSize(228, 64)


class NodePanel(QTextBrowser):
    """``node_wanted(id)``: a link to another node, input or output was followed."""

    node_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setMinimumWidth(GRID * 24)
        self.setAccessibleName(self.tr("What is chosen in the graph"))
        self.document().setDocumentMargin(GRID)
        self._graph = Graph()
        self._neighbors: Neighbors | None = None
        self._laid_out: LaidOut | None = None
        self._shown = ""
        self._constants = Constants({})
        self.anchorClicked.connect(self._on_anchor_clicked)

    @property
    def shown(self) -> str:
        """Id of what it tells about; "" = nothing."""
        return self._shown

    def show_graph(self, laid_out: LaidOut | None) -> None:
        """From now on ids mean boxes and nodes of this one."""
        graph = laid_out.graph if laid_out else Graph()
        if graph is not self._graph:
            self._graph, self._neighbors = graph, None
        self._laid_out = laid_out
        self._write()

    def neighbors(self) -> Neighbors:
        """What feeds what in the graph."""
        if self._neighbors is None:
            self._neighbors = neighbors_of(self._graph)
        return self._neighbors

    def show_box(self, box_id: str, facts: Mapping[int, ConstantFacts], note: str) -> None:
        """``facts``: tensor index -> what is known of it; ``note``: why of others nothing is."""
        is_other = box_id != self._shown
        self._shown, self._constants = box_id, Constants(facts, note)
        at = self.verticalScrollBar().value()
        self._write()
        self.verticalScrollBar().setValue(0 if is_other else at)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._write()

    def _write(self) -> None:
        html = self._html()
        self.document().clear()
        colors, ratio = colors_of(self.palette()), self.devicePixelRatioF()
        if not html:  # not as the placeholder, which does not go on in a second line
            hint = self.tr("Choose a node to see all that is known of it.")
            html = f'<p style="color:{colors.muted}">{hint}</p>'
        for index, facts in self._constants.facts.items():
            if facts.histogram:
                self.document().addResource(
                    QTextDocument.ResourceType.ImageResource.value,
                    QUrl(f"histogram:{index}"),
                    draw_histogram(facts, _HISTOGRAM, ratio, colors),
                )
        self.document().setDefaultStyleSheet(
            f"a {{ color: {colors.accent}; }} p {{ margin: 4px 0 }}"
        )
        self.setHtml(html)

    def _html(self) -> str:
        if self._laid_out is None or not self._shown:
            return ""
        colors = colors_of(self.palette())
        writer = Writer(self._graph, self.neighbors(), self._constants, colors)
        place = self._laid_out.node_place(self._shown)
        if place is not None:
            return writer.node(self._graph.nodes[place])
        group = self._laid_out.groups.get(self._shown)
        if group is not None:
            groups = self._laid_out.groups.values()
            alike = sum(1 for one in groups if group.alike and one.alike == group.alike)
            return writer.group(group, alike)
        box = self._laid_out.box(self._shown)
        return writer.end(box) if box is not None else ""

    def _on_anchor_clicked(self, url: QUrl) -> None:
        word, _, tail = url.toString().partition(":")
        if word == "node":
            self.node_wanted.emit(self._graph.nodes[int(tail)].id)
        elif word == "end":
            self.node_wanted.emit(tail)
