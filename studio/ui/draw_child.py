"""The child "draw": makes a PNG of an SVG, with Qt and without a screen."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from studio.core.child import Channel, Reporter, run_loop
from studio.core.errors import StorageError
from studio.core.files import write_whole
from studio.core.graph_requests import PictureRequest, PictureResult


def draw(request: PictureRequest, reporter: Reporter) -> PictureResult:
    """Raises StorageError: file-not-written, picture-unreadable."""
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    from studio.ui.pictures import SHARPNESS, bounded_scale, png_of

    reporter.phase("drawing")
    try:
        source = Path(request.svg).read_bytes()
    except OSError as error:
        raise StorageError("picture-unreadable", str(error), path=request.svg) from error
    renderer = QSvgRenderer(QByteArray(source))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        raise StorageError("picture-unreadable", path=request.svg)
    scale = bounded_scale(size.width(), size.height(), SHARPNESS)
    width, height = max(1, round(size.width() * scale)), max(1, round(size.height() * scale))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    try:
        write_whole(Path(request.picture), png_of(image))
    except OSError as error:
        raise StorageError("file-not-written", str(error), path=request.picture) from error
    return PictureResult(path=request.picture, width=width, height=height)


def serve(channel: Channel) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    app = QGuiApplication(sys.argv[:1])  # text needs fonts, and fonts an application
    run_loop(channel, {PictureRequest: draw})
    app.quit()
