"""How a model's file is opened: which reader, which of its graphs, which tensors are its ends."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from studio.core.opening import LEGACY_KERAS, Opening
from studio.core.session import Model
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label

KERAS_SUFFIXES = (".keras", ".h5", ".hdf5")


class OpeningDialog(QDialog):
    """``opening``: what is chosen; only what a file of this kind leaves open can be."""

    def __init__(self, model: Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("How {name} is opened").format(name=model.name))
        self.setMinimumWidth(GRID * 60)
        self._before = model.opening
        self.engine = QComboBox()
        self.engine.addItem(tr("Keras 3, or Keras 2 where that refuses"), "auto")
        self.engine.addItem(tr("Keras 2 (package tf_keras)"), LEGACY_KERAS)
        self.engine.setCurrentIndex(self.engine.findData(model.opening.engine))
        self.tags = _line(model.opening.tags, "serve")
        self.inputs = _line(model.opening.inputs, _proposed(model, "inputs"))
        self.outputs = _line(model.opening.outputs, _proposed(model, "outputs"))
        form = QFormLayout()
        form.setHorizontalSpacing(GRID * 2)
        rows: list[tuple[str, str, QWidget]] = []
        if model.path.lower().endswith(KERAS_SUFFIXES):
            help_text = tr("What reads the file. Keras 2 is an optional package.")
            rows.append((tr("Read by"), help_text, self.engine))
        if model.info is not None and model.info.format == "savedmodel":
            help_text = tr("Of a file with several graphs, the tags of the one that is meant.")
            rows.append((tr("Tags"), help_text, self.tags))
        if model.path.lower().endswith(".pb"):
            help_text = tr("Names of tensors, separated by commas. Empty: the placeholders.")
            rows.append((tr("Inputs"), help_text, self.inputs))
            help_text = tr("Names of tensors, separated by commas. Empty: what no op reads.")
            rows.append((tr("Outputs"), help_text, self.outputs))
        for label, help_text, widget in rows:
            widget.setToolTip(help_text)
            widget.setAccessibleName(label)
            form.addRow(label, widget)
            form.addRow("", text_label(help_text, "small", muted=True, wrap=True))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.setSpacing(GRID)
        layout.addLayout(form)
        layout.addWidget(buttons)

    @property
    def opening(self) -> Opening:
        return replace(
            self._before,
            engine=self.engine.currentData(),
            tags=_names(self.tags),
            inputs=_names(self.inputs),
            outputs=_names(self.outputs),
        )


def has_choice(model: Model) -> bool:
    """Whether the file leaves something to choose."""
    is_saved_model = model.info is not None and model.info.format == "savedmodel"
    return is_saved_model or model.path.lower().endswith((*KERAS_SUFFIXES, ".pb"))


def _proposed(model: Model, side: str) -> str:
    """What the inspection found the ends to be."""
    warnings = model.info.warnings if model.info is not None else ()
    return next((one.params.get(side, "") for one in warnings if one.code == "graphdef-ends"), "")


def _line(values: tuple[str, ...], placeholder: str) -> QLineEdit:
    line = QLineEdit(", ".join(values))
    line.setPlaceholderText(placeholder)
    return line


def _names(line: QLineEdit) -> tuple[str, ...]:
    return tuple(part.strip() for part in line.text().split(",") if part.strip())


def ask_opening(model: Model, parent: QWidget | None) -> Opening | None:
    """What was chosen; None = cancelled."""
    dialog = OpeningDialog(model, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    opening = dialog.opening if accepted else None
    dialog.deleteLater()
    return opening
