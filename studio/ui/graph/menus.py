"""The menus of the graph: of an op, a group, an input or output, and of the ground."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from studio.core.graph_layout import Group
from studio.core.model import Node
from studio.ui.graph.canvas import GraphCanvas
from studio.ui.graph.chosen import GraphSource, node_in
from studio.ui.graph.menu_entry import Entry
from studio.ui.texts import tr


@dataclass(frozen=True)
class NodeAction:
    """An entry of the menu of nodes that ``fits``; ``run`` is called with the node."""

    text: str
    run: Callable[[Node], object]
    fits: Callable[[Node], bool] = lambda _node: True


class GraphMenus(QObject):
    """``source_of``: the file that ``canvas`` shows; ``saving``: entries that save it.

    ``more``: what others add to the menu of nodes. ``group_wanted(id, open)``: open or
    close that group. ``expand_wanted``, ``collapse_wanted``: open or close all of them.
    ``netron_wanted(index)``: show that node there.
    """

    group_wanted = Signal(str, bool)
    expand_wanted = Signal()
    collapse_wanted = Signal()
    netron_wanted = Signal(int)

    def __init__(
        self,
        canvas: GraphCanvas,
        source_of: Callable[[], GraphSource | None],
        saving: Callable[[], list[Entry]],
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._source_of, self._saving = canvas, source_of, saving
        self.more: list[NodeAction] = []

    def show(self, box_id: str, where: QPoint) -> None:
        """``where``: on the screen."""
        menu = QMenu(self._canvas)
        menu.aboutToHide.connect(menu.deleteLater)
        for entry in self.entries(box_id):
            run = entry.run
            if run is None:
                menu.addSeparator()
            else:
                menu.addAction(entry.text).triggered.connect(lambda _checked=False, run=run: run())
        if not menu.isEmpty():
            menu.popup(where)

    def entries(self, box_id: str) -> list[Entry]:
        """What the menu of that box offers; of the ground for ""."""
        laid_out = self._canvas.laid_out
        if laid_out is None:
            return []
        if not box_id:
            return self._of_ground(has_groups=bool(laid_out.groups))
        node, group = node_in(laid_out, box_id), laid_out.groups.get(box_id)
        opened = set(laid_out.layout.opened)
        entries: list[Entry] = []
        if node is not None:
            entries += self._of_node(node)
        elif group is not None:
            if group.id not in opened:
                entries.append(Entry(tr("Open the group"), lambda: self._toggle(group, True)))
            entries.append(_copying(group.title))
        else:
            box = laid_out.box(box_id)
            entries += [_copying(box.title)] if box is not None else []
        around = [one for one in laid_out.groups_around(box_id) if one.id in opened]
        if group is not None and group.id in opened:
            around.append(group)
        if around:
            text = tr("Close {name}").format(name=around[-1].title)
            entries += [Entry(), Entry(text, lambda: self._toggle(around[-1], False))]
        return entries

    def _of_node(self, node: Node) -> list[Entry]:
        entries = [_copying(node.name)]
        source = self._source_of()
        if source is not None and source.is_tflite:
            show = partial(self.netron_wanted.emit, node.index)
            entries.append(Entry(tr("Show in Netron"), show))
        fitting = [action for action in self.more if action.fits(node)]
        entries += [Entry(one.text, lambda run=one.run: run(node)) for one in fitting]  # type: ignore[misc]
        return entries

    def _of_ground(self, *, has_groups: bool) -> list[Entry]:
        entries = [Entry(tr("Show the whole graph, or as much as can be read"), self._canvas.fit)]
        if has_groups:
            entries.append(Entry(tr("Open all groups"), self.expand_wanted.emit))
            entries.append(Entry(tr("Close all groups"), self.collapse_wanted.emit))
        return [*entries, Entry(), *self._saving()]

    def _toggle(self, group: Group, is_open: bool) -> None:
        self.group_wanted.emit(group.id, is_open)


def _copying(copied: str) -> Entry:
    return Entry(tr("Copy name"), lambda: QGuiApplication.clipboard().setText(copied))
