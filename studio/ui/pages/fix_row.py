"""The goal that a variant is to be brought to, and what is done for it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QPushButton, QWidget

from studio.core.fixing import Goal, GoalKind
from studio.core.keep import PRECISION_TITLES, KeepPrecision
from studio.core.quantities import parse_share
from studio.ui.texts import tr, tr_core
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.wrap_row import WrapRow

FIX_PRECISIONS: tuple[KeepPrecision, ...] = ("float", "int16")
"""More bits than the eight that do not do."""
_DEFAULTS: dict[GoalKind, float] = {"agreement": 99.0, "accuracy": 97.0, "rmse": 1.0}


class FixRow(WrapRow):
    """``fix_requested(goal, precision, measured)``; ``edited``: another goal. ``measured``: "",
    "result" or "trials"."""

    fix_requested = Signal(object, str, str)
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = QComboBox()
        for kind, title, tooltip in (
            ("agreement", tr("agreement ≥"), tr("Share of inputs with the source's answer.")),
            ("accuracy", tr("accuracy ≥"), tr("Top-1 on the evaluation data, with labels.")),
            ("rmse", tr("RMSE / range ≤"), tr("Of the worst output, over its range.")),
        ):
            self.kind.addItem(title, kind)
            self.kind.setItemData(self.kind.count() - 1, tooltip, Qt.ItemDataRole.ToolTipRole)
        self.kind.setAccessibleName(tr("Goal"))
        self.kind.setToolTip(tr("What the variant has to reach."))
        self.value = QDoubleSpinBox()
        self.value.setRange(0.0, 100.0)
        self.value.setDecimals(2)
        self.value.setSuffix(" %")
        self.value.setAccessibleName(tr("Value of the goal"))
        self.value.setToolTip(tr("In percent."))
        self.precision = QComboBox()
        self.precision.setAccessibleName(tr("Kept ops"))
        self.precision.setToolTip(tr("What the ops compute in that are kept out of 8 bits."))
        self.measured = QComboBox()
        for what, title, tooltip in (
            ("result", tr("measure the result"), tr("Against this variant, with a verdict.")),
            ("trials", tr("measure all trials"), tr("All in one run: it takes longer to tell.")),
            ("", tr("do not measure"), tr("What it costs in time stays unknown.")),
        ):
            self.measured.addItem(title, what)
            self.measured.setItemData(
                self.measured.count() - 1, tooltip, Qt.ItemDataRole.ToolTipRole
            )
        self.measured.setAccessibleName(tr("Measuring"))
        self.measured.setToolTip(
            tr("What is measured at the end, together, for as long as the settings say.")
        )
        self.button = QPushButton(tr("Fix"))
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.button.clicked.connect(self._on_clicked)
        label = text_label(tr("Goal"), muted=True)
        self.add(label, self.kind, self.value)
        self.add(self.precision)
        self.add(self.measured)
        self.add(self.button)
        self.offer(FIX_PRECISIONS)
        self._on_kind()

    def offer(self, precisions: Sequence[KeepPrecision]) -> None:
        """What the recipe lets single ops be kept in."""
        wanted = [one for one in FIX_PRECISIONS if one in precisions]
        shown = [self.precision.itemData(at) for at in range(self.precision.count())]
        if wanted == shown:
            return
        kept = self.precision.currentData()
        self.precision.clear()
        for precision in wanted:
            self.precision.addItem(tr_core(PRECISION_TITLES[precision]), precision)
        self.precision.setCurrentIndex(max(0, self.precision.findData(kept)))

    @property
    def goal(self) -> Goal:
        """What stands in the box, digit by digit: see ``parse_share``."""
        percent = f"{self.value.value():.{self.value.decimals()}f}%"
        return Goal(kind=self.kind.currentData(), value=parse_share(percent))

    def set_state(self, why_not: str | None) -> None:
        """``why_not``: the reason why it cannot be tried now, None = it can."""
        self.button.setEnabled(why_not is None)
        self.button.setToolTip(
            why_not
            or tr("Find the few ops to keep out of 8 bits; makes a new variant, this one stays.")
        )

    def _on_kind(self) -> None:
        self.value.setValue(_DEFAULTS[self.kind.currentData()])
        self.edited.emit()

    def _on_clicked(self) -> None:
        self.fix_requested.emit(
            self.goal, self.precision.currentData(), self.measured.currentData()
        )
