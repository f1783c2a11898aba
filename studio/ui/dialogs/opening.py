"""How a model's file is opened: which reader, which of its graphs, which tensors are its ends."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from studio.core.ends import input_ends, output_ends
from studio.core.model import Signature
from studio.core.opening import LEGACY_KERAS, Opening
from studio.core.session import Model
from studio.ui.dialogs.ends_field import EndsField
from studio.ui.humanize import shape_text
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label

KERAS_SUFFIXES = (".keras", ".h5", ".hdf5")
_SERVING = ("serve",)
_WITHOUT_ENDS = ("graphdef", "checkpoint")
"""Formats that do not say what their inputs and outputs are."""


class OpeningDialog(QDialog):
    """``opening``: what is chosen; only what a file of this kind leaves open can be."""

    def __init__(self, model: Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("How {name} is opened").format(name=model.name))
        self.setMinimumWidth(GRID * (88 if _has_ends(model) else 60))
        self._before = model.opening
        self.engine = QComboBox()
        self.engine.addItem(tr("Keras 3, or Keras 2 where that refuses"), "auto")
        self.engine.addItem(tr("Keras 2 (package tf_keras)"), LEGACY_KERAS)
        self.engine.setCurrentIndex(self.engine.findData(model.opening.engine))
        self.tags = QComboBox()
        known = _known_tags(model)
        for tags in known:
            self.tags.addItem(", ".join(tags) or tr("(none)"), tags)
        chosen = _chosen_tags(model)
        self.tags.setCurrentIndex(known.index(chosen) if chosen in known else 0)
        self.holds = text_label("", "small", muted=True, wrap=True)
        self.tags.currentIndexChanged.connect(lambda: self._show_graph(model))
        self._show_graph(model)
        graph = model.graph if _has_ends(model) else None
        self.inputs = EndsField(
            tr("Inputs"),
            input_ends(graph) if graph else (),
            model.opening.inputs,
            _found(model, "inputs"),
        )
        self.outputs = EndsField(
            tr("Outputs"),
            output_ends(graph) if graph else (),
            model.opening.outputs,
            _found(model, "outputs"),
        )
        # which placeholders are needed depends on the outputs, and is told when it is opened again
        self.outputs.changed.connect(self.inputs.forget_found)
        form = QFormLayout()
        form.setHorizontalSpacing(GRID * 2)
        rows: list[tuple[str, str, QWidget]] = []
        if model.path.lower().endswith(KERAS_SUFFIXES):
            help_text = tr("What reads the file. Keras 2 is an optional package.")
            rows.append((tr("Read by"), help_text, self.engine))
        if _has_tags(model):
            help_text = tr("Of a file with several graphs, the tags of the one that is meant.")
            rows.append((tr("Tags"), help_text, self.tags))
        if _has_ends(model):
            help_text = tr(
                "Tick tensors, or type their names, separated by commas. Empty: the placeholders."
            )
            rows.append((tr("Inputs"), help_text, self.inputs))
            help_text = tr(
                "Tick tensors, or type their names, separated by commas. Empty: what no op reads."
            )
            rows.append((tr("Outputs"), help_text, self.outputs))
        for label, help_text, widget in rows:
            widget.setToolTip(help_text)
            widget.setAccessibleName(label)
            form.addRow(label, widget)
            form.addRow("", text_label(help_text, "small", muted=True, wrap=True))
        if _has_tags(model):
            form.addRow(tr("It holds"), self.holds)
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
            tags=self._tags,
            inputs=self.inputs.names(),
            outputs=self.outputs.names(),
        )

    @property
    def _tags(self) -> tuple[str, ...]:
        """() where the one that is opened anyway is chosen."""
        chosen = self.tags.currentData()
        if chosen is None or (not self._before.tags and tuple(chosen) == _SERVING):
            return self._before.tags
        return tuple(chosen)

    def _show_graph(self, model: Model) -> None:
        """Say what the chosen graph takes and gives."""
        chosen = self.tags.currentData()
        graphs = model.info.graphs if model.info is not None else ()
        found = next((one for one in graphs if one.tags == chosen), None)
        signatures = found.signatures if found is not None else ()
        self.holds.setText("\n".join(map(_signature_text, signatures)) or tr("no signature"))


def has_choice(model: Model) -> bool:
    """Whether the file leaves something to choose."""
    is_keras = model.path.lower().endswith(KERAS_SUFFIXES)
    return is_keras or _has_tags(model) or _has_ends(model)


def _has_tags(model: Model) -> bool:
    return bool(_known_tags(model))


def _has_ends(model: Model) -> bool:
    """Whether its inputs and outputs can be named: also where opening it failed for that."""
    if model.error is not None and model.error.code.startswith("graphdef-"):
        return True
    if model.info is not None:
        return model.info.format in _WITHOUT_ENDS
    return model.path.lower().endswith((".pb", ".meta", ".index"))


def _known_tags(model: Model) -> list[tuple[str, ...]]:
    """Of each graph of a SavedModel, that for serving first; also where just these were refused."""
    found = [one.tags for one in model.info.graphs] if model.info is not None else []
    if model.error is not None and model.error.code == "tags-unknown":
        sets = model.error.params.get("known", "").split(";")
        found = [tuple(part.strip() for part in one.split(",")) for one in sets]
    return sorted(found, key=lambda tags: (tags != _SERVING, tags))


def _chosen_tags(model: Model) -> tuple[str, ...]:
    return tuple(sorted(model.opening.tags)) or _SERVING


def _signature_text(signature: Signature) -> str:
    sides = (
        ", ".join(
            f"{spec.name} {shape_text(spec.shape, rank_known=spec.rank_known)} {spec.dtype}"
            for spec in side
        )
        for side in (signature.inputs, signature.outputs)
    )
    return f"{signature.name}: {' → '.join(sides)}"


def _found(model: Model, side: str) -> list[str]:
    """What the inspection found the ends to be, where nobody named them."""
    if getattr(model.opening, side):
        return []
    warnings = model.info.warnings if model.info is not None else ()
    told = next((one.params.get(side, "") for one in warnings if one.code == "graphdef-ends"), "")
    return [name.strip() for name in told.split(",") if name.strip()]


def ask_opening(model: Model, parent: QWidget | None) -> Opening | None:
    """What was chosen; None = cancelled."""
    dialog = OpeningDialog(model, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    opening = dialog.opening if accepted else None
    dialog.deleteLater()
    return opening
