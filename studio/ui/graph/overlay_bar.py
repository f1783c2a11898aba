"""The row that chooses what nodes show: one or two overlays, their legends, a threshold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.overlays import OverlayKind
from studio.core.quantities import format_percent
from studio.ui.graph.overlay_legend import OverlayLegend
from studio.ui.graph.overlay_texts import kind_help, kind_title
from studio.ui.theme import GRID
from studio.ui.widgets.labels import ElidedLabel, text_label
from studio.ui.widgets.wrap_row import WrapRow

_STEPS = 100
_WIDTH_FOR_WORDS = GRID * 112
"""From here on all of it stands in one line, words as well."""


class OverlayBar(QWidget):
    """``changed``: other overlays or another threshold were chosen; the rest are plain wishes.

    ``note``: where the values are from, or why there are none; ``chosen``: of the chosen node.
    Where room is tight, only what cannot be done without is there.
    """

    changed = Signal()
    profile_wanted = Signal()
    top_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = 0.0
        self._is_tight = self._is_needed = False
        self.first, self.second = QComboBox(), QComboBox()
        self.legends = (OverlayLegend(), OverlayLegend())
        self.threshold = QSlider(Qt.Orientation.Horizontal)
        self.above = text_label("", "small", muted=True)
        self.top = QToolButton()
        self.note = text_label("", muted=True, wrap=True)
        self.chosen = ElidedLabel("", Qt.TextElideMode.ElideRight)
        self.profile = QPushButton(self.tr("Profile now"))
        self._offered: tuple[OverlayKind, ...] | None = None
        self._is_ranked = False
        self._build()
        self.set_offered(())
        self.show_state(None)

    @property
    def kinds(self) -> tuple[OverlayKind, ...]:
        """What is chosen: none, one or two different ones."""
        chosen = (self.first.currentData(), self.second.currentData())
        if not chosen[0]:
            return ()
        return tuple(dict.fromkeys(kind for kind in chosen if kind))

    @property
    def share(self) -> float:
        """The threshold as a share of the ranked overlay; 0 = none. Fine at its lower end."""
        return self._most * (self.threshold.value() / _STEPS) ** 2

    def choose(self, first: OverlayKind | str, second: OverlayKind | str = "") -> None:
        """As if a person had chosen them; "" = none."""
        with QSignalBlocker(self):
            self.first.setCurrentIndex(max(0, self.first.findData(first)))
            self.second.setCurrentIndex(max(0, self.second.findData(second)))
        self._on_chosen()

    def set_offered(self, kinds: Sequence[OverlayKind]) -> None:
        """The kinds to choose from; what is chosen stays where it is among them."""
        if tuple(kinds) == self._offered:
            return
        self._offered = tuple(kinds)
        for box, none in ((self.first, self.tr("No overlay")), (self.second, self.tr("nothing"))):
            kept = box.currentData()
            box.clear()
            box.addItem(none, "")
            for kind in kinds:
                box.addItem(kind_title(kind), kind)
                box.setItemData(box.count() - 1, kind_help(kind), Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(max(0, box.findData(kept)))

    def set_tight(self, is_tight: bool) -> None:
        """Whether the graph needs the room: then words, threshold and sums are put away."""
        if is_tight != self._is_tight:
            self._is_tight = is_tight
            self._show_parts()

    def show_state(
        self, most: float | None, number: Callable[[float], str] = format_percent
    ) -> None:
        """``most``: the greatest share of the ranked overlay, None = none is ranked; ``number``: a
        share as the overlay's values are written."""
        self._is_ranked = most is not None
        self._most = most or 0.0
        self.second.setEnabled(bool(self.first.currentData()))
        self.above.setText(number(self.share) if self.threshold.value() else self.tr("all"))
        self._show_parts()

    def show_note(
        self,
        text: str,
        tooltip: str = "",
        *,
        can_profile: str | None = None,
        is_needed: bool = False,
    ) -> None:
        """``can_profile``: "" = the button is there; a text: not now, for this reason.
        ``is_needed``: it says why there are no values."""
        self._is_needed = is_needed
        self.note.setText(text)
        self.note.setToolTip(tooltip or text)
        self.profile.setVisible(can_profile is not None)
        self.profile.setEnabled(can_profile == "")
        self.profile.setToolTip(
            can_profile or self.tr("Run the file with the profiler on, in a process of its own.")
        )
        self._show_parts()

    def show_chosen(self, text: str) -> None:
        """The values of the chosen node; "" = none is chosen, or there is no overlay."""
        self.chosen.setText(text)
        self.chosen.setVisible(bool(text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.changed.emit()  # colors are others on another ground

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_parts()

    def _show_parts(self) -> None:
        is_wide = self.width() >= _WIDTH_FOR_WORDS and not self._is_tight
        for word in self._words:
            word.setVisible(is_wide)
        for widget in (self._only, self.threshold, self.above, self.top):
            widget.setVisible(self._is_ranked and not self._is_tight)
        self._below.setVisible(bool(self.kinds) and (self._is_needed or not self._is_tight))

    def _on_chosen(self) -> None:
        self.changed.emit()

    def _build(self) -> None:
        for box, name, tooltip in (
            (self.first, self.tr("Overlay"), self.tr("What the colors of the nodes mean.")),
            (
                self.second,
                self.tr("Second overlay"),
                self.tr("What the color of each node's right half means."),
            ),
        ):
            box.setAccessibleName(name)
            box.setToolTip(tooltip)
            box.activated.connect(self._on_chosen)
        self.threshold.setRange(0, _STEPS)
        self.threshold.setFixedWidth(GRID * 12)
        self.threshold.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.threshold.setAccessibleName(self.tr("Only nodes above"))
        self.threshold.setToolTip(self.tr("Nodes with a smaller share keep their usual look."))
        self.threshold.valueChanged.connect(self.changed)
        self.above.setFixedWidth(self.above.fontMetrics().horizontalAdvance("88.88 MB") + GRID)
        self.top.setText(self.tr("Largest first"))
        self.top.setToolTip(self.tr("List the ops with the largest values beside the graph."))
        self.top.setCheckable(True)
        self.top.toggled.connect(self.top_toggled)
        self.profile.clicked.connect(self.profile_wanted)
        self.chosen.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._only = text_label(self.tr("only above"), "small", muted=True)
        row = WrapRow()
        self._words = (
            text_label(self.tr("Overlay"), "small", muted=True),
            text_label(self.tr("and"), "small", muted=True),
        )
        row.add(self._words[0], self.first)
        row.add(self._words[1], self.second)
        row.add(self.legends[0])
        row.add(self.legends[1])
        row.add(self._only, self.threshold, self.above)
        row.add(self.top)
        self._below = QWidget()
        line = QHBoxLayout(self._below)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        line.addWidget(self.profile)
        line.addWidget(self.note, 2)
        line.addWidget(self.chosen, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(row)
        layout.addWidget(self._below)
