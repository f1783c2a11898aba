"""A sample as a picture, where it is one: what goes into the model, nothing is run for it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from studio.core.events import JobSucceeded
from studio.core.requests import TryRequest
from studio.core.results import TryResult
from studio.ui.context import UiContext
from studio.ui.texts import tr
from studio.ui.theme import GRID

SIDE = GRID * 24
_SETTLE_MS = 120


class SamplePicture(QLabel):
    """Holding an arrow key down asks only for the sample where it comes to rest."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: tuple[TryRequest, str] | None = None
        self._job_id = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self._submit)
        self.setFixedSize(SIDE, SIDE)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setAccessibleName(tr("The sample as a picture"))
        context.store.ended.connect(self._on_ended)

    def show_sample(self, request: TryRequest | None, model_id: str) -> None:
        """``request``: with ``look_only``; None = nothing to show."""
        self._wanted = None if request is None else (request, model_id)
        self._job_id = ""
        self._timer.stop()
        if request is None:
            self.clear()
        else:
            self._timer.start()

    def show_file(self, path: str) -> None:
        """Small inputs are enlarged without smoothing: the model sees these very pixels."""
        pixmap = QPixmap(path) if path else QPixmap()
        if pixmap.isNull():
            self.setText(tr("This input is no picture."))
            return
        mode = (
            Qt.TransformationMode.FastTransformation
            if pixmap.width() < SIDE
            else Qt.TransformationMode.SmoothTransformation
        )
        self.setPixmap(pixmap.scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio, mode))

    def _submit(self) -> None:
        if self._wanted is not None:
            if self.pixmap().isNull():
                self.setText(tr("Loading the picture…"))
            self._job_id = self._context.submit(*self._wanted)

    def _on_ended(self, job_id: str, body: object) -> None:
        if not job_id or job_id != self._job_id:
            return
        self._job_id = ""
        if isinstance(body, JobSucceeded) and isinstance(body.result, TryResult):
            self.show_file(body.result.input_preview)
        else:
            self.show_file("")
