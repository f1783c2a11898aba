"""The window's toolbar: the main commands, what is selected, and where is measured."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from studio.core.settings import default_targets
from studio.ui.actions.measuring import selected_formats
from studio.ui.icons import icon
from studio.ui.shell import Shell, selected_model, selected_variants
from studio.ui.texts import tr
from studio.ui.widgets.labels import ElidedLabel
from studio.ui.widgets.targets_button import TargetsButton

_COMMANDS = ("open", "convert", "measure")


class MainToolbar(QToolBar):
    """``refresh`` after each change of the selection or the settings."""

    def __init__(self, shell: Shell, actions: dict[str, QAction], parent: QWidget) -> None:
        super().__init__(tr("Main"), parent)
        self._shell = shell
        self.setObjectName("main")
        self.setMovable(False)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for command_id in _COMMANDS:
            self.addAction(actions[command_id])
        self.addSeparator()
        self.breadcrumbs = ElidedLabel("")
        self.breadcrumbs.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.breadcrumbs.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.breadcrumbs.setAccessibleName(tr("What is selected"))
        self.addWidget(self.breadcrumbs)
        self.target = TargetsButton(shell.targets, lambda: selected_formats(shell.store))
        self.target.edited.connect(lambda text: shell.run_command("set-targets", targets=text))
        self.addWidget(self.target)
        self.find_button = QToolButton()
        self.find_button.setDefaultAction(actions["command-palette"])
        self.find_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        self.addWidget(self.find_button)

    def refresh(self) -> None:
        self.target.show_targets(default_targets(self._shell.settings))
        model = selected_model(self._shell.store)
        names = [variant.name for _, variant in selected_variants(self._shell.store)]
        parts = (model.name if model else "", ", ".join(names))
        self.breadcrumbs.setText("  ▸  ".join(filter(None, parts)))

    def set_icons(self, palette: QPalette) -> None:
        """Paint the icon that belongs to no command in the palette's color."""
        self.target.setIcon(icon("target", palette))
