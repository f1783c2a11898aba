"""Which signature is converted, and at which shapes: a section of the Optimize dock."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton, QVBoxLayout, QWidget

from studio.core.optimizations.availability import why_fixed_batch
from studio.core.recipe import Recipe
from studio.core.session import Model
from studio.ui.context import UiContext
from studio.ui.texts import render_message, sentences, tr
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.wrap_row import WrapRow


class ShapesSection(QWidget):
    """``signature_chosen``: its name, None where there is none.

    ``dynamic_batch_toggled``: whether the batch stays open.
    """

    signature_chosen = Signal(object)
    dynamic_batch_toggled = Signal(bool)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.signature = QComboBox()
        self.signature.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.signature.setToolTip(tr("Which of the model's signatures is converted."))
        self.signature.setAccessibleName(tr("Signature"))
        self.signature.activated.connect(
            lambda: self.signature_chosen.emit(self.signature.currentData())
        )
        self.dynamic_batch = QCheckBox(tr("Keep dynamic batch"))
        self.dynamic_batch.toggled.connect(self.dynamic_batch_toggled)
        self.button = QPushButton(tr("Input shapes…"))
        self.button.clicked.connect(lambda: context.run_command("shapes"))
        row = WrapRow()
        row.add(self.dynamic_batch)
        row.add_stretch()
        row.add(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        self.signature_label = text_label(tr("SIGNATURE"), "small", muted=True)
        self.signature_label.setBuddy(self.signature)
        layout.addWidget(self.signature_label)
        layout.addWidget(self.signature)
        layout.addWidget(text_label(tr("SHAPES"), "small", muted=True))
        layout.addWidget(row)

    def show_for(self, model: Model | None, common: Recipe) -> None:
        """``common``: what all recipes of the model's draft share."""
        signatures = model.info.signatures if model and model.info else ()
        with QSignalBlocker(self.signature):
            self.signature.clear()
            for signature in signatures:
                self.signature.addItem(signature.name or tr("(unnamed)"), signature.name)
            self.signature.setCurrentIndex(max(0, self.signature.findData(common.signature)))
        for widget in (self.signature_label, self.signature):
            widget.setVisible(len(signatures) > 1)
        inputs = [spec for signature in signatures for spec in signature.inputs]
        with QSignalBlocker(self.dynamic_batch):
            self.dynamic_batch.setChecked(common.batch == "dynamic")
        has_open_batch = any(spec.shape[:1] == (None,) for spec in inputs)
        is_asked = common.batch == "dynamic"
        must_fix = why_fixed_batch(model.info, model.graph) if model and model.info else None
        self.dynamic_batch.setEnabled((has_open_batch and must_fix is None) or is_asked)
        if must_fix is not None:
            tip = sentences(*render_message(*must_fix))
        elif has_open_batch or is_asked:
            tip = tr("Leave the batch open instead of fixing it to 1; takes the slow route.")
        else:
            tip = tr("The batch of this model is fixed.")
        self.dynamic_batch.setToolTip(tip)
        reason = self._context.why_not("shapes")
        self.button.setEnabled(reason is None)
        self.button.setToolTip(reason or tr("Fix the dynamic dimensions of the model's inputs."))
