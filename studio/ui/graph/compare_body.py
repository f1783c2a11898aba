"""How two graphs and what is said of them share a room: side by side, or one above the other."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from studio.core.graph_compare import DIFF_CLASSES
from studio.ui.graph.compare_pane import ComparePane
from studio.ui.graph.compare_summary import CompareSummary
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.splitter import Splitter

_MOST_FOR_SUMMARY = 0.55
_LEAST_FOR_SIDE = GRID * 13
_WIDTH_FOR_SIDE, _WIDTH_FOR_MAP = GRID * 72, GRID * 88


class CompareBody(Splitter):
    """The graphs stand beside each other; ``summary`` and ``lineage`` in a column at their right,
    in a narrow window in a row below them. What a person has moved by hand stays so until the room
    is another one.
    """

    def __init__(
        self,
        panes: tuple[ComparePane, ComparePane],
        summary: CompareSummary,
        lineage: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, tr("graphs and summary"), parent)
        self._panes, self._summary = panes, summary
        self._is_shared_by_hand = False
        self.graphs = Splitter(Qt.Orientation.Horizontal, tr("left and right graph"))
        self.side = Splitter(Qt.Orientation.Vertical, tr("summary and lineage"))
        for part, widgets in ((self.graphs, panes), (self.side, (summary, lineage))):
            for widget in widgets:
                part.addWidget(widget)
            self.addWidget(part)
            part.splitterMoved.connect(self._on_moved)
        self.splitterMoved.connect(self._on_moved)
        # what the widgets need is known once they have been laid out
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.share)

    @property
    def is_narrow(self) -> bool:
        return self.width() < _WIDTH_FOR_SIDE

    def share(self) -> None:
        """The summary gets what its titles need, the graphs the rest, and the right one its map."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        if self.is_narrow != (self.orientation() == down):
            self.setOrientation(down if self.is_narrow else across)
            self.side.setOrientation(across if self.is_narrow else down)
            self._is_shared_by_hand = False
        for pane in self._panes:
            pane.give_room(for_map=self.width() >= _WIDTH_FOR_MAP)
        if self._is_shared_by_hand:
            return
        wanted = self._summary.wanted_width()
        if self.is_narrow:
            least = self._summary.wanted_height(wanted, 2)
            side = max(self.side.minimumSizeHint().height(), least, _LEAST_FOR_SIDE)
            self.setSizes([self.height() - self.handleWidth() - side, side])
            self.side.setSizes([wanted, self.width() - self.side.handleWidth() - wanted])
        else:
            side = min(wanted, round(self.width() * _MOST_FOR_SUMMARY))
            self.setSizes([self.width() - self.handleWidth() - side, side])
            above = self._summary.wanted_height(side, len(DIFF_CLASSES)) + GRID // 2
            self.side.setSizes([above, self.height() - self.side.handleWidth() - above])
        minimap = self._panes[1].canvas.minimap
        extra = 0 if minimap.isHidden() else minimap.sizeHint().width()
        each = (self.graphs.width() - self.graphs.handleWidth() - extra) // 2
        self.graphs.setSizes([each, each + extra])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._soon.start()
        return done

    def _on_moved(self) -> None:
        self._is_shared_by_hand = True
