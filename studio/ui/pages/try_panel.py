"""Try it: one sample or picture through source and variants, answers side by side."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.core import edits
from studio.core.evaluation_text import class_text
from studio.core.events import JobFailed, JobSucceeded
from studio.core.results import TryResult
from studio.core.session import Model, Session
from studio.ui.context import UiContext
from studio.ui.pages.class_names import ClassNames
from studio.ui.pages.try_answers import TryAnswers
from studio.ui.selection import Selection
from studio.ui.texts import render_message
from studio.ui.theme import GRID
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import Card, primary_button
from studio.ui.widgets.labels import ElidedLabel, text_label
from studio.ui.widgets.wrap_row import WrapRow

PREVIEW = GRID * 24


class TryPanel(QWidget):
    """Works on the selected model; its variants are those of the selection, else all."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model: Model | None = None
        self._session = Session()
        self._job_id = ""
        self._image = ""
        self._result: TryResult | None = None
        self._names = ClassNames(self)
        self.index = QSpinBox()
        self.index.setRange(0, 10_000_000)
        self.run_sample = primary_button(
            self.tr("Run"), self.tr("Run this sample through the source and its variants.")
        )
        self.next_sample = QPushButton(self.tr("Next"))
        self.picture = QPushButton(self.tr("Picture…"))
        self.labels = QPushButton(self.tr("Labels…"))
        self.data = ElidedLabel()
        self.banner = Banner(dismissible=True)
        self.preview = QLabel()
        self.note = text_label("", "small", muted=True, wrap=True)
        self.answers = TryAnswers()
        self._build()
        self.run_sample.clicked.connect(self._on_run)
        self.next_sample.clicked.connect(self._on_next)
        self.picture.clicked.connect(self._on_picture)
        self.labels.clicked.connect(self._on_labels)
        self._names.changed.connect(self._show_answers)
        self._names.failed.connect(self.banner.show_error)
        context.store.ended.connect(self._on_ended)

    def refresh(self, session: Session, selection: Selection) -> None:
        model = session.model(selection.model_id)
        if model is None and selection.variant_ids:
            found = session.variant(selection.variant_ids[0])
            model = found[0] if found else None
        if model is None or self._model is None or model.id != self._model.id:
            self._result, self._job_id = None, ""
            self.banner.clear()
            self._show_preview("")
        self._session, self._model = session, model
        data = self._data_path()
        self.data.setText(
            self.tr("of {name}").format(name=Path(data).name)
            if data
            else self.tr("of no data: choose evaluation data in the Optimize panel")
        )
        for widget in (self.index, self.run_sample, self.next_sample):
            widget.setEnabled(bool(data))
        for button in (self.picture, self.labels):
            button.setEnabled(model is not None)
        self._names.read(model.labels if model else "")
        self._show_answers()

    def run_index(self, index: int) -> None:
        """Run that sample of the data."""
        self.index.setValue(index)
        self._on_run()

    def run_image(self, path: str) -> None:
        """Run the picture at ``path``."""
        self._image = path
        self._submit(image=path)

    def _data_path(self) -> str:
        if self._model is None:
            return ""
        dataset = self._model.evaluation_data or self._model.calibration
        return dataset.path if dataset else ""

    def _submit(self, **chosen: object) -> None:
        self.banner.clear()
        self._job_id = str(self._context.run_command("try-it", **chosen) or "")
        self.note.setText(self.tr("Running…") if self._job_id else "")
        self.note.show()

    def _on_run(self) -> None:
        self._submit(data=self._data_path(), index=self.index.value())

    def _on_next(self) -> None:
        self.index.setValue(self.index.value() + 1)
        self._on_run()

    def _on_picture(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a picture"), "", self.tr("Pictures (*.png *.jpg *.jpeg *.bmp)")
        )
        if path:
            self.run_image(path)

    def _on_labels(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose the file with the class names"), "", self.tr("Text (*.txt *.csv)")
        )
        model = self._model
        if path and model is not None:
            self._context.store.apply(
                lambda session: edits.set_labels(session, model.id, path), self.tr("Choose labels")
            )

    def _on_ended(self, job_id: str, body: object) -> None:
        if not job_id or job_id != self._job_id:
            return
        self._job_id = ""
        self.note.clear()
        if isinstance(body, JobSucceeded) and isinstance(body.result, TryResult):
            self._result = body.result
            self._show_preview(body.result.input_preview)
            self._show_answers()
        elif isinstance(body, JobFailed):
            self.banner.show_error(body.error, can_report=False)

    def _show_answers(self) -> None:
        result = self._result
        if result is not None:
            parts = []
            if result.label is not None:
                parts.append(
                    self.tr("Right answer: {name}").format(name=self._class_name(result.label))
                )
            if result.assumption:
                parts += [part for part in render_message(result.assumption, {}) if part]
            self.note.setText("\n".join(parts))
            self.note.setVisible(bool(parts))
        self.answers.show_result(self._session, result, self._names.names)

    def _class_name(self, index: int) -> str:
        return class_text(index, self._names.names)

    def _show_preview(self, path: str) -> None:
        pixmap = QPixmap(path) if path else QPixmap()
        self.preview.setVisible(not pixmap.isNull())
        if not pixmap.isNull():
            # Small inputs are enlarged without smoothing: the model sees these very pixels.
            mode = (
                Qt.TransformationMode.FastTransformation
                if pixmap.width() < PREVIEW
                else Qt.TransformationMode.SmoothTransformation
            )
            self.preview.setPixmap(
                pixmap.scaled(PREVIEW, PREVIEW, Qt.AspectRatioMode.KeepAspectRatio, mode)
            )

    def _build(self) -> None:
        for widget, name, tooltip in (
            (self.index, self.tr("Sample"), self.tr("Which sample of the data goes in.")),
            (self.next_sample, "", self.tr("Run the next sample.")),
            (self.picture, "", self.tr("Run a picture; it is scaled to the model's input.")),
            (self.labels, "", self.tr("Choose a text file with the class names, a line each.")),
        ):
            widget.setToolTip(tooltip)
            if name:
                widget.setAccessibleName(name)
        top = WrapRow()
        label = QLabel(self.tr("Sample"))
        label.setBuddy(self.index)
        self.data.setMinimumWidth(GRID * 16)
        top.add(label, self.index, self.data)
        for button in (self.run_sample, self.next_sample, self.picture, self.labels):
            top.add(button)
        self.preview.setAccessibleName(self.tr("What goes into the model"))
        side = Card(self.tr("Input"))
        side.add(self.preview)
        side.add(self.note)
        side.body.addStretch(1)
        side.setFixedWidth(PREVIEW + GRID * 5)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self.answers)
        body = QHBoxLayout()
        body.setSpacing(GRID)
        body.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
        body.addWidget(scroll, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(top)
        layout.addWidget(self.banner)
        layout.addLayout(body, 1)
        self._show_preview("")
        self.note.hide()
