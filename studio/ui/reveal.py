"""Showing a file where it lies, in the system's own file manager."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def reveal_in_folder(path: Path) -> None:
    """Open the folder that holds ``path``."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
