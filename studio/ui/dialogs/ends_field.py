"""Choose tensors of a graph: ticked in a list, proposed ones first, or typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from studio.core.ends import End, full_name, matching
from studio.ui.humanize import shape_text
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label

_MOST_ROWS = 200
_ROWS = 4


class EndsField(QWidget):
    """What stands in ``line`` is what is chosen; the list below shows it and writes it.

    ``ends``: of the graph, () where it is not known; then there is only the line. ``found``: names
    that are taken where nothing is chosen.
    """

    changed = Signal()

    def __init__(
        self,
        title: str,
        ends: Sequence[End],
        chosen: Iterable[str],
        found: Iterable[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ends, self._found = ends, [full_name(name) for name in found]
        self._is_ticking = False
        self.line = QLineEdit(", ".join(chosen))
        self.line.setPlaceholderText(", ".join(found))
        self.line.setAccessibleName(title)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search all {count} tensors").format(count=len(ends)))
        self.search.setAccessibleName(tr("Search: {what}").format(what=title))
        self.search.setClearButtonEnabled(True)
        self.list = QTreeWidget()
        self.list.setAccessibleName(title)
        self.list.setHeaderLabels([tr("Tensor"), tr("Shape"), tr("Type")])
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.setMinimumHeight(_row_height(self.list) * (_ROWS + 1))
        self.more = text_label("", "small", muted=True, wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.line)
        if ends:
            layout.addWidget(self.search)
            layout.addWidget(self.list, 1)
            layout.addWidget(self.more)
        self.search.textChanged.connect(self._fill)
        self.line.textChanged.connect(self._on_typed)
        self.list.itemChanged.connect(self._on_ticked)
        self._fill()

    def names(self) -> tuple[str, ...]:
        """What is chosen, as it was typed or ticked; () leaves it to Studio."""
        return tuple(part.strip() for part in self.line.text().split(",") if part.strip())

    def forget_found(self) -> None:
        """What is taken where nothing is chosen is not known any more."""
        self._found = []
        self.line.setPlaceholderText("")
        self._fill()

    def _taken(self) -> list[str]:
        return [full_name(name) for name in self.names()] or self._found

    def _fill(self) -> None:
        taken = self._taken()
        shown = matching(self._ends, self.search.text(), taken)
        with QSignalBlocker(self.list):
            self.list.clear()
            self.list.addTopLevelItems(
                [self._row(one, one.name in taken) for one in shown[:_MOST_ROWS]]
            )
        left = len(shown) - _MOST_ROWS
        text = tr("{count} more: search for a part of the name").format(count=left)
        self.more.setText(text if left > 0 else "" if shown else tr("No tensor is called so."))
        self.more.setVisible(bool(self.more.text()))

    def _row(self, end: End, is_chosen: bool) -> QTreeWidgetItem:
        item = QTreeWidgetItem(
            [end.name, shape_text(end.shape, rank_known=end.rank_known), end.dtype]
        )
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsUserCheckable
            | Qt.ItemFlag.ItemIsSelectable
        )
        item.setCheckState(0, _state(is_chosen))
        item.setToolTip(0, end.name)
        item.setSizeHint(0, QSize(0, _row_height(self.list)))
        return item

    def _on_typed(self) -> None:
        if self._is_ticking:
            self._mark()
        else:
            self._fill()
        self.changed.emit()

    def _mark(self) -> None:
        taken = self._taken()
        with QSignalBlocker(self.list):
            for place in range(self.list.topLevelItemCount()):
                item = self.list.topLevelItem(place)
                if item is not None:
                    item.setCheckState(0, _state(item.text(0) in taken))

    def _on_ticked(self, item: QTreeWidgetItem) -> None:
        name, taken = item.text(0), self._taken()
        if item.checkState(0) == Qt.CheckState.Checked:
            chosen = [*taken, name] if name not in taken else taken
        else:
            chosen = [one for one in taken if one != name]
        # in the order of the graph where they are its own: that of a file's outputs matters
        places = {one.name: place for place, one in enumerate(self._ends)}
        chosen.sort(key=lambda one: places.get(one, len(places)))
        self._is_ticking = True  # rows are not made anew while one of them is being clicked
        self.line.setText("" if chosen == self._found else ", ".join(chosen))
        self._is_ticking = False


def _row_height(view: QTreeWidget) -> int:
    return view.fontMetrics().height() + GRID


def _state(is_chosen: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked
