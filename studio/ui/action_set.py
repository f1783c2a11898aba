"""One QAction for each command; menus, toolbar and context menus share them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette
from PySide6.QtWidgets import QMenu, QMenuBar

from studio.ui.commands import COMMANDS, MENUS
from studio.ui.icons import icon
from studio.ui.shell import Shell
from studio.ui.texts import tr

_THEME = "theme-"


class ActionSet(QObject):
    """``actions`` by command id; ``refresh`` enables them and says why not in the tooltip."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self.actions: dict[str, QAction] = {}
        themes = QActionGroup(self)
        for command in COMMANDS:
            action = QAction(tr(command.title), self)
            action.setObjectName(command.id)
            if command.shortcut:
                action.setShortcut(QKeySequence(command.shortcut))
            action.setProperty("context_menus", list(command.context_menus))
            action.setProperty("starts_group", command.starts_group)
            action.triggered.connect(partial(self._run, command.id))
            if command.id.startswith(_THEME):
                action.setCheckable(True)
                themes.addAction(action)
            if command.id == "quit":
                action.setMenuRole(QAction.MenuRole.QuitRole)
            self.actions[command.id] = action

    def _run(self, command_id: str, _checked: bool = False) -> None:
        self._shell.run_command(command_id)

    def fill_menus(self, bar: QMenuBar) -> dict[str, QMenu]:
        """The menu bar, in the order of the table; returns the menus by their marked title."""
        menus: dict[str, QMenu] = {}
        for title in MENUS:
            menu = bar.addMenu(tr(title))
            menu.setToolTipsVisible(True)
            menus[title] = menu
        for command in COMMANDS:
            menu = menus[command.menu]
            if command.starts_group and not menu.isEmpty():
                menu.addSeparator()
            menu.addAction(self.actions[command.id])
        return menus

    def set_icons(self, palette: QPalette) -> None:
        """Paint the icons in the palette's color."""
        for command in COMMANDS:
            if command.icon:
                self.actions[command.id].setIcon(icon(command.icon, palette))

    def mark_theme(self, choice: str) -> None:
        """Tick the theme that is chosen."""
        for command_id, action in self.actions.items():
            if action.isCheckable():
                action.setChecked(command_id == _THEME + choice)

    def refresh(self) -> None:
        """Enable what can be run now."""
        for command in COMMANDS:
            action = self.actions[command.id]
            reason = self._shell.why_not(command.id)
            action.setEnabled(reason is None)
            shortcut = f" ({command.shortcut})" if command.shortcut else ""
            tooltip = reason or tr(command.tooltip)
            action.setToolTip(f"{tooltip}{shortcut}")
            action.setStatusTip("")
        store = self._shell.store
        for command_id, text, plain in (
            ("undo", store.undo_text, tr("Undo")),
            ("redo", store.redo_text, tr("Redo")),
        ):
            self.actions[command_id].setText(f"{plain}: {text}" if text else plain)
