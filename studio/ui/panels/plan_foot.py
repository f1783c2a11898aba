"""The foot of the Optimize dock: what will be made, what stands against it, and Convert."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.core.recipe import Recipe, format_step
from studio.ui.planning import PLAIN
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.cards import primary_button
from studio.ui.widgets.labels import text_label


class PlanFoot(QWidget):
    """Stays in view below what scrolls; whoever owns it connects ``convert``."""

    def __init__(self) -> None:
        super().__init__()
        self.plan = text_label("", "small", muted=True, wrap=True)
        self.plan.setToolTip(
            tr("What fits together shares a recipe; what conflicts becomes a variant of its own.")
        )
        self.reason = text_label("", "small", wrap=True)
        self.convert = primary_button(tr("Convert"), "")
        foot = QVBoxLayout(self)
        foot.setContentsMargins(GRID + 4, GRID // 2, GRID + 4, GRID + 4)
        foot.setSpacing(GRID // 2)
        foot.addWidget(self.plan)
        foot.addWidget(self.reason)
        foot.addWidget(self.convert)

    def show_plan(self, recipes: Sequence[Recipe], reason: str | None, *, has_model: bool) -> None:
        """``reason``: why they cannot be made; None = they can."""
        count = len(recipes)
        names = ", ".join(" + ".join(map(format_step, one.steps)) or PLAIN for one in recipes)
        self.plan.setText(
            tr("Makes {count} variants: {names}").format(count=count, names=names)
            if count > 1
            else tr("Makes {names}").format(names=names)
            if count
            else ""
        )
        self.plan.setVisible(count > 0)
        self.reason.setText(reason or "")
        self.reason.setVisible(reason is not None and has_model)
        self.convert.setEnabled(reason is None)
        self.convert.setText(
            tr("Convert {count} variants").format(count=count) if count > 1 else tr("Convert")
        )
        self.convert.setToolTip(reason or tr("Make, audit and check a variant for each recipe."))
