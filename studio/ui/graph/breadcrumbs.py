"""The groups around the chosen node, from the whole model inward; each can be clicked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QToolButton, QWidget

from studio.core.graph_layout import Group
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.wrap_row import WrapRow

_LONGEST = 40
"""Letters of a title that are shown; its tooltip has all of them."""


class Breadcrumbs(WrapRow):
    """``group_wanted(id)``: a group was clicked; "" = the whole model.

    ``has_groups``: whether there is more to it than the model and what is chosen.
    """

    group_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=GRID // 4)
        self._made: list[QWidget] = []
        self._shown: tuple[str, ...] | None = None
        self.has_groups = False

    def show_path(self, model: str, groups: list[Group], last: str) -> None:
        """``last``: what is chosen itself, which leads nowhere; "" = nothing."""
        shown = (model, *(group.id for group in groups), last)
        if shown == self._shown:
            return
        self._shown = shown
        self.has_groups = bool(groups)
        self.clear()
        for widget in self._made:
            widget.hide()
            widget.deleteLater()
        self._made = [self._crumb(model, "", self.tr("Show all of the model."))]
        for group in groups:
            tooltip = self.tr("Show {name}.").format(name=group.title)
            self._made.append(self._joint())
            self._made.append(self._crumb(group.title, group.id, tooltip))
        if last:
            self._made.append(self._joint())
            self._made.append(text_label(_short(last), "small"))
        for widget in self._made:
            self.add(widget)

    def _crumb(self, title: str, group_id: str, tooltip: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(_short(title).replace("&", "&&"))
        button.setToolTip(tooltip)
        button.setAutoRaise(True)
        button.clicked.connect(lambda: self.group_wanted.emit(group_id))
        return button

    def _joint(self) -> QWidget:
        return text_label("▸", "small", muted=True)


def _short(title: str) -> str:
    if len(title) <= _LONGEST:
        return title
    half = _LONGEST // 2
    return f"{title[:half]}…{title[-half + 1 :]}"
