"""The window's bottom line: short notes that go by themselves; a saved file can be shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QStatusBar, QToolButton, QWidget

from studio.ui.reveal import reveal_in_folder
from studio.ui.texts import tr

SAID_MS = 8000


class StatusLine(QStatusBar):
    """``reveal``: the button that comes and goes with the note that something was saved."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._saved = Path()
        self.setSizeGripEnabled(False)
        self.reveal = QToolButton()
        self.reveal.setText(tr("Reveal in folder"))
        self.reveal.setAutoRaise(True)
        self.reveal.clicked.connect(lambda: reveal_in_folder(self._saved))
        self.addPermanentWidget(self.reveal)
        self.reveal.hide()
        self.messageChanged.connect(lambda _: self.reveal.hide())

    def say(self, text: str) -> None:
        self.showMessage(text, SAID_MS)

    def say_saved(self, path: Path) -> None:
        self._saved = path
        self.say(tr("Saved {path}").format(path=path))
        self.reveal.setToolTip(str(path))
        self.reveal.show()
