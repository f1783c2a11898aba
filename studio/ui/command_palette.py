"""Ctrl+K: find a command by a few letters of its title, and run it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from studio.ui.command import Command
from studio.ui.icons import icon
from studio.ui.shell import Shell
from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ID_ROLE = Qt.ItemDataRole.UserRole


def match_score(query: str, title: str) -> int | None:
    """How well ``query`` fits: 0 begins with it, 1 a word does, 2 contains it, 3 letters in order.

    None: does not fit. An empty query fits everything.
    """
    wanted, text = query.casefold().strip(), title.casefold()
    if text.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in text.replace(":", " ").split()):
        return 1
    if wanted in text:
        return 2
    letters = iter(text)
    return 3 if all(letter in letters for letter in wanted.replace(" ", "")) else None


class CommandPalette(QDialog):
    """A line to type into over the list of commands; disabled ones say why."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shell = shell
        self._has_run = False
        self.setFixedSize(GRID * 72, GRID * 48)
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr("What do you want to do?"))
        self.line.setAccessibleName(tr("Find a command"))
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Commands"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._run)
        self.list.itemClicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.line)
        layout.addWidget(self.list)
        self._fill("")

    def open_centered(self) -> None:
        """Show it near the top of the window, ready to type."""
        window = self.parentWidget()
        if window is not None:
            corner = window.mapToGlobal(window.rect().topLeft())
            self.move(corner.x() + (window.width() - self.width()) // 2, corner.y() + GRID * 8)
        self.show()
        self.line.setFocus()

    def _fill(self, query: str) -> None:
        scored: list[tuple[int, int, Command]] = []
        for position, command in enumerate(self._shell.commands.values()):
            score = match_score(query, tr(command.title))
            if score is not None and command.menu and command.id != "command-palette":
                scored.append((score, position, command))
        self.list.clear()
        muted = QColor(colors_of(self.palette()).muted)
        for _, _, command in sorted(scored, key=lambda entry: entry[:2]):
            reason = self._shell.why_not(command.id)
            shortcut = f"   {command.shortcut}" if command.shortcut else ""
            item = QListWidgetItem(
                icon(command.icon, self.palette()),
                tr(command.title) + (f"   ({reason})" if reason else shortcut),
            )
            item.setSizeHint(QSize(0, GRID * 3 + 4))
            item.setToolTip(reason or tr(command.tooltip))
            item.setData(_ID_ROLE, command.id)
            if reason:
                item.setForeground(muted)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _run(self, item: QListWidgetItem | None) -> None:
        """Run the command, once: on some desktops a click activates an item too."""
        if item is None or self._has_run or self._shell.why_not(item.data(_ID_ROLE)) is not None:
            return
        self._has_run = True
        self.close()
        self._shell.run_command(item.data(_ID_ROLE))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            ):
                self._run(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)
