"""What is said of the chosen box: in the node panel, and in the breadcrumbs."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from studio.core.graph_constants import constants_of
from studio.core.model import Node
from studio.ui.context import UiContext
from studio.ui.graph.breadcrumbs import Breadcrumbs
from studio.ui.graph.constants import ConstantsReader
from studio.ui.graph.laid_out import LaidOut
from studio.ui.graph.node_panel import NodePanel


@dataclass(frozen=True)
class GraphSource:
    """Whose graph it is. ``is_tflite``: the file itself can be laid out and looked into."""

    path: str
    sha256: str
    name: str
    model_id: str
    is_tflite: bool

    @property
    def file(self) -> tuple[str, str]:
        return self.path, self.sha256


class ChosenFacts(QObject):
    """``constants_changed``: more is known of the constants; whoever shows calls :meth:`show`."""

    constants_changed = Signal()

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.panel = NodePanel()
        self.crumbs = Breadcrumbs()
        self.constants = ConstantsReader(context.store, context.submit, self)
        self.constants.changed.connect(self.constants_changed)

    def show(
        self, source: GraphSource, laid_out: LaidOut | None, chosen: str, *, may_read: bool
    ) -> None:
        """``may_read``: what is not known of the constants may be asked for."""
        self._show_crumbs(source, laid_out, chosen)
        node, wanted = node_in(laid_out, chosen), []
        if laid_out is not None and node is not None:
            wanted = constants_of(laid_out.graph, self.panel.neighbors().producers, node)
        if not source.is_tflite:
            note = self.tr("What is in them can be read in .tflite files only: convert the model.")
            self.panel.show_box(chosen, {}, note)
            return
        if may_read:
            self.constants.want(source.file, source.model_id, wanted)
        self.panel.show_box(chosen, self.constants.facts(), self.constants.note())

    def _show_crumbs(self, source: GraphSource, laid_out: LaidOut | None, chosen: str) -> None:
        if laid_out is None or not chosen:
            self.crumbs.show_path(source.name, [], "")
            return
        node, box = node_in(laid_out, chosen), laid_out.box(chosen)
        group = laid_out.groups.get(chosen)
        last = node.op if node else group.title if group else box.title if box else ""
        self.crumbs.show_path(source.name, laid_out.groups_around(chosen), last)


def node_in(laid_out: LaidOut | None, node_id: str) -> Node | None:
    """The node of that id; None for other boxes, and while there is no layout."""
    place = laid_out.node_place(node_id) if laid_out else None
    return None if laid_out is None or place is None else laid_out.graph.nodes[place]
