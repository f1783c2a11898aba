"""The row over the graph: search, grouping, zoom, and what can be saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

from studio.core.graph_layout import Grouping
from studio.core.messages.marking import mark
from studio.ui.graph.search_bar import SearchBar
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.wrap_row import WrapRow

_GROUPINGS: tuple[tuple[Grouping, str], ...] = (
    ("none", mark("No groups")),
    ("scope", mark("Group by name")),
    ("block", mark("Group repeated blocks")),
)


class GraphBar(WrapRow):
    """``grouping_chosen(grouping)``; the rest are plain wishes.

    ``details_toggled(shown)``, ``more_toggled(shown)``: of buttons that are there only where room
    is tight, for what is put away then.
    """

    grouping_chosen = Signal(str)
    expand_wanted = Signal()
    collapse_wanted = Signal()
    zoom_wanted = Signal(float)
    fit_wanted = Signal()
    all_wanted = Signal()
    details_toggled = Signal(bool)
    more_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=GRID // 2)
        self.search = SearchBar()
        self.grouping = QComboBox()
        for grouping, title in _GROUPINGS:
            self.grouping.addItem(tr(title), grouping)
        self.grouping.setAccessibleName(self.tr("Grouping"))
        self.grouping.setToolTip(
            self.tr("Which nodes can be folded into one box; it changes nothing in the model.")
        )
        self.grouping.activated.connect(
            lambda: self.grouping_chosen.emit(self.grouping.currentData())
        )
        self.expand = self._button("⊞", self.tr("Open all groups, as far as they fit"))
        self.expand.clicked.connect(self.expand_wanted)
        self.collapse = self._button("⊟", self.tr("Close all groups"))
        self.collapse.clicked.connect(self.collapse_wanted)
        self.zoom_out = self._button("−", self.tr("Smaller (-)"))
        self.zoom_out.clicked.connect(lambda: self.zoom_wanted.emit(1 / 1.25))
        self.zoom_in = self._button("+", self.tr("Larger (+)"))
        self.zoom_in.clicked.connect(lambda: self.zoom_wanted.emit(1.25))
        self.fit = self._button(
            self.tr("Fit"),
            self.tr("As much of the graph, from where it begins, as can be read (0)"),
        )
        self.fit.clicked.connect(self.fit_wanted)
        self.all = self._button(
            self.tr("All"), self.tr("All of the graph, however small that makes it (9)")
        )
        self.all.clicked.connect(self.all_wanted)
        self.details = self._button(
            self.tr("Details"), self.tr("All that is known of the chosen node, beside the graph")
        )
        self.details.setCheckable(True)
        self.details.toggled.connect(self.details_toggled)
        self.more = self._button("⋯", self.tr("Show all controls of the graph"))
        self.more.setCheckable(True)
        self.more.toggled.connect(self.more_toggled)
        self.save = QToolButton()
        self.save.setText(self.tr("Save"))
        self.save.setToolTip(self.tr("Save the graph as a picture or a table."))
        self.save.setAutoRaise(True)
        self.save.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.save_menu = QMenu(self.save)
        self.save.setMenu(self.save_menu)
        self.add(self.search)
        self.add(self.grouping)
        self.add(self.expand, self.collapse)
        self.add(self.zoom_out, self.zoom_in, self.fit, self.all)
        self.add(self.save)
        self.add(self.details, self.more)
        self.set_room(is_narrow=False, is_low=False)

    def show_grouping(self, grouping: Grouping, *, has_groups: bool, has_layout: bool) -> None:
        """``has_layout``: there is something to look at; without groups none can be opened."""
        for button in (self.zoom_out, self.zoom_in, self.fit, self.all, self.save):
            button.setEnabled(has_layout)
        self.grouping.setCurrentIndex(self.grouping.findData(grouping))
        self.expand.setEnabled(has_groups)
        self.collapse.setEnabled(has_groups)

    def set_room(self, *, is_narrow: bool, is_low: bool) -> None:
        """``is_narrow``: there is no room for the panel; ``is_low``: none for all controls."""
        self.details.setVisible(is_narrow)
        self.more.setVisible(is_low)
        is_short = is_low and not self.more.isChecked()
        for widget in (
            self.grouping,
            self.expand,
            self.collapse,
            self.zoom_out,
            self.zoom_in,
            self.save,
        ):
            widget.setVisible(not is_short)

    def _button(self, text: str, tooltip: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setToolTip(tooltip)
        button.setAccessibleName(tooltip)
        button.setAutoRaise(True)
        return button
