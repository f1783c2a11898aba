"""Fix the dynamic dimensions of a model's inputs: one line each, checked while typing."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.model import TensorSpec
from studio.core.optimizations.availability import Reason, why_fixed_batch
from studio.core.session import Model
from studio.ui.humanize import shape_text
from studio.ui.texts import render_message, tr
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.labels import text_label

Shapes = dict[str, tuple[int, ...]]


class ShapesDialog(QDialog):
    """``shapes``: what is entered, inputs left empty are left open."""

    def __init__(self, model: Model, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Input shapes of {name}").format(name=model.name))
        self.setMinimumWidth(GRID * 56)
        signatures = model.info.signatures if model.info else ()
        self._specs = {spec.name: spec for signature in signatures for spec in signature.inputs}
        self.lines: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setHorizontalSpacing(GRID * 2)
        for name, spec in self._specs.items():
            line = QLineEdit(",".join(map(str, model.shapes.get(name, ()))))
            line.setPlaceholderText(tr("e.g. {shape}").format(shape=spec.example))
            line.setAccessibleName(tr("Shape of {name}").format(name=name))
            line.setToolTip(tr("Whole numbers from 1 on, separated by commas; the batch first."))
            line.textChanged.connect(self._on_edited)
            self.lines[name] = line
            shape = shape_text(spec.shape, rank_known=spec.rank_known)
            form.addRow(f"{name}  {shape}", line)
        self.problem = text_label("", "small", wrap=True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.ok: QPushButton = buttons.button(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.setSpacing(GRID)
        layout.addWidget(
            text_label(
                tr(
                    "A “?” is a dynamic dimension. The shapes chosen here are written into "
                    "every recipe."
                ),
                muted=True,
                wrap=True,
            )
        )
        layout.addLayout(form)
        self.fix_batch = QPushButton(tr("Batch 1"))
        self.fix_batch.setToolTip(tr("Fill in 1 for the batch; what else is open stays a “?”."))
        self.fix_batch.clicked.connect(self._on_fix_batch)
        reason = why_fixed_batch(model.info, model.graph) if model.info else None
        is_open = any(spec.shape[:1] == (None,) for spec in self._specs.values())
        if reason is not None and is_open:
            row = QHBoxLayout()
            why = " ".join(_sentences(reason))
            row.addWidget(text_label(why, "small", muted=True, wrap=True), 1)
            row.addWidget(self.fix_batch, 0)
            layout.addLayout(row)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)
        self._on_edited()

    @property
    def shapes(self) -> Shapes:
        return {
            name: parse_shape(line.text(), self._specs[name])
            for name, line in self.lines.items()
            if line.text().strip()
        }

    def _on_fix_batch(self) -> None:
        for name, line in self.lines.items():
            spec = self._specs[name]
            if spec.shape[:1] == (None,) and not line.text().strip():
                rest = ("?" if dim is None else str(dim) for dim in spec.shape[1:])
                line.setText(",".join(("1", *rest)))

    def _on_edited(self) -> None:
        problem = ""
        for name, line in self.lines.items():
            if not line.text().strip():
                continue
            try:
                parse_shape(line.text(), self._specs[name])
            except ValueError as error:
                problem = str(error)
                break
        self.problem.setText(problem)
        self.problem.setStyleSheet(f"color: {colors_of(self.palette()).error}")
        self.ok.setEnabled(not problem)


def parse_shape(text: str, spec: TensorSpec) -> tuple[int, ...]:
    """A full shape that fits ``spec``; raises ValueError with a text for the user."""
    try:
        shape = tuple(int(part) for part in text.replace("×", ",").split(","))
    except ValueError:
        raise ValueError(tr("{name}: whole numbers, please.").format(name=spec.name)) from None
    if any(dim < 1 for dim in shape):
        raise ValueError(tr("{name}: every dimension is at least 1.").format(name=spec.name))
    if not spec.rank_known:
        return shape
    fits = len(shape) == len(spec.shape) and all(
        known in (None, given) for known, given in zip(spec.shape, shape, strict=True)
    )
    if not fits:
        raise ValueError(
            tr("{name}: does not fit {shape}.").format(name=spec.name, shape=shape_text(spec.shape))
        )
    return shape


def _sentences(reason: Reason) -> Iterator[str]:
    """Title and hint, each ended."""
    return (f"{text.rstrip('.')}." for text in render_message(*reason))


def ask_shapes(model: Model, parent: QWidget | None) -> Shapes | None:
    """The chosen shapes; None = cancelled."""
    dialog = ShapesDialog(model, parent)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    shapes = dialog.shapes if accepted else None
    dialog.deleteLater()
    return shapes
