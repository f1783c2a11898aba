"""Pictures of the graph: what is visible is drawn here, all of it by a job."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QImage, QPainter

from studio.core.events import JobFailed
from studio.core.graph_requests import PictureRequest
from studio.history.atomic import write_bytes
from studio.jobs.folders import KEPT
from studio.ui.context import UiContext
from studio.ui.graph.canvas import GraphCanvas
from studio.ui.pictures import SHARPNESS, bounded_scale
from studio.ui.worker import run_in_background


def draw_visible(canvas: GraphCanvas) -> QImage:
    """What the view shows, twice as sharp as the screen would."""
    part = canvas.view.visible()
    scale = bounded_scale(part.width(), part.height(), canvas.zoom() * SHARPNESS)
    width, height = round(part.width() * scale), round(part.height() * scale)
    image = QImage(max(width, 1), max(height, 1), QImage.Format.Format_RGB32)
    image.fill(canvas.view.backgroundBrush().color())
    painter = QPainter(image)
    canvas.render_to(painter, part, QRectF(image.rect()))
    painter.end()
    return image


class WholePicture(QObject):
    """Has all of a graph made a PNG, as the command line does: a drawing, which the drawing child
    paints. That can take seconds, so it is a job: listed, and to be cancelled.

    ``failed(error)``. The window says what was saved.
    """

    failed = Signal(object)

    def __init__(self, context: UiContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._drawings: dict[str, Path] = {}
        context.store.ended.connect(self._on_ended)

    def save(self, path: Path, make_svg: Callable[[], str]) -> None:
        """``make_svg`` is called off the GUI thread. ``path`` is replaced where it exists."""
        # there it is cleared away later, should the window be closed before the picture is made
        drawing = self._context.places.work / KEPT / f"graph-{uuid.uuid4().hex}.svg"

        def write() -> None:
            with suppress(OSError):  # writing says what is wrong there
                drawing.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(drawing, make_svg().encode())

        run_in_background(self, write, lambda _: self._paint(drawing, path), self.failed.emit)

    def _paint(self, drawing: Path, path: Path) -> None:
        request = PictureRequest(svg=str(drawing), picture=str(path))
        self._drawings[self._context.submit(request, "")] = drawing

    def _on_ended(self, job_id: str, body: object) -> None:
        drawing = self._drawings.pop(job_id, None)
        if drawing is None:
            return
        drawing.unlink(missing_ok=True)
        if isinstance(body, JobFailed):
            self.failed.emit(body.error)
