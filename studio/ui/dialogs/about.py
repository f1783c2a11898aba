"""About Studio: version, license, and the licenses of what it is built on."""

from __future__ import annotations

from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from studio import __version__
from studio.ui.icons import app_icon
from studio.ui.texts import tr
from studio.ui.theme import GRID
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.rows_model import Column
from studio.ui.widgets.table import CopyableTable
from studio.ui.worker import run_in_background

DISTRIBUTION = "studio-edge"
_BUILT_ON = (
    "tensorflow", "keras", "ai-edge-litert", "ai-edge-quantizer", "PySide6", "PySide6-Essentials",
    "PySide6-Addons", "shiboken6", "pyqtgraph", "netron", "numpy", "scipy", "pillow", "psutil",
    "msgspec", "typer", "rich", "SQLAlchemy", "platformdirs", "h5py", "protobuf", "flatbuffers",
)  # fmt: skip


def licenses() -> list[tuple[str, str, str]]:
    """(name, version, license) of each package that is installed; reads package metadata."""
    found = []
    for name in _BUILT_ON:
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        found.append((name, str(about["Version"]), _license(about)))
    return found


def _license(about: metadata.PackageMetadata) -> str:
    expression = _field(about, "License-Expression")
    if expression:
        return expression
    classified = [
        line.rpartition("::")[2].strip()
        for line in about.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    first_line = _field(about, "License").partition("\n")[0]
    return ", ".join(classified) or first_line[:60] or tr("see the package")


def _field(about: metadata.PackageMetadata, name: str) -> str:
    return str(about[name]).strip() if name in about else ""


class AboutDialog(QDialog):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Studio"))
        self.resize(GRID * 76, GRID * 66)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(GRID * 8, GRID * 8))
        picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.table = CopyableTable()
        self.table.setAccessibleName(tr("Licenses of the packages"))
        self.rows = self.table.set_columns(
            [
                Column(tr("Package"), lambda row: row[0]),
                Column(tr("Version"), lambda row: row[1]),
                Column(tr("License"), lambda row: row[2]),
            ]
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        layout.setSpacing(GRID)
        layout.addWidget(picture)
        for label in (
            text_label(tr("Studio {version}").format(version=__version__), "title"),
            text_label(
                tr("Makes a trained network run well on an edge device, and knows that it does."),
                muted=True,
                wrap=True,
            ),
            text_label(
                tr("Free software under the Apache License 2.0. It is built on:"), wrap=True
            ),
        ):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label)
        layout.addWidget(self.table, 1)
        layout.addWidget(buttons)
        run_in_background(self, licenses, self._on_read)

    def _on_read(self, rows: list[tuple[str, str, str]]) -> None:
        self.rows.set_rows(rows)
        self.table.resizeColumnsToContents()


def show_about(parent: QWidget | None) -> None:
    dialog = AboutDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
