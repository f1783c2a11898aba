"""A banner for what went wrong or needs attention: title, hint, details fold, buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.errors import ErrorInfo
from studio.core.messages.joining import numbered, place_text
from studio.ui.texts import render_error, sentences, tr, tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.labels import SELECTABLE, WrapLabel, text_label
from studio.ui.widgets.wrap_row import WrapRow

BannerKind = Literal["error", "warning", "ok", "info"]
_SIGNS = {"error": "✕", "warning": "⚠", "ok": "✓", "info": "ℹ"}


class Banner(QFrame):
    """Hidden until told something. ``report_requested``: the user wants to save a report."""

    report_requested = Signal()
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *, dismissible: bool = False) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._sign = text_label(size="title")
        self._title, self._hint = WrapLabel(), WrapLabel()
        for label in (self._title, self._hint):
            label.setTextInteractionFlags(SELECTABLE)
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._details = QPlainTextEdit()
        self._details.setReadOnly(True)
        self._details.setMaximumHeight(GRID * 22)
        self._details.setAccessibleName(tr("Details of the error"))
        self._details.hide()
        self._fold = QToolButton()
        self._fold.setText(tr("Details"))
        self._fold.setCheckable(True)
        self._fold.setAutoRaise(True)
        self._fold.setArrowType(Qt.ArrowType.RightArrow)
        self._fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fold.toggled.connect(self._on_folded)
        self._report = QPushButton(tr("Save a report…"))
        self._report.setToolTip(tr("Write the recipe, versions and log of this failure to a zip."))
        self._report.clicked.connect(self.report_requested)
        self._close = QToolButton(self)
        self._close.setText("✕")
        self._close.setAutoRaise(True)
        self._close.setAccessibleName(tr("Dismiss"))
        self._close.setToolTip(tr("Hide this message."))
        self._close.setVisible(dismissible)
        self._close.clicked.connect(self._on_dismissed)

        self._buttons = WrapRow()
        texts = QVBoxLayout()
        texts.setSpacing(GRID // 2)
        texts.addWidget(self._title)
        texts.addWidget(self._hint)
        texts.addWidget(self._buttons)
        texts.addWidget(self._details)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID + 4, GRID, GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self._extra: list[QPushButton] = []
        self._arrange()
        self.hide()

    @property
    def title(self) -> str:
        return self._title.text()

    @property
    def hint(self) -> str:
        return self._hint.text()

    @property
    def details(self) -> str:
        return self._details.toPlainText()

    def show_error(self, info: ErrorInfo, *, log: str = "", can_report: bool = True) -> None:
        """State an error, where it is and the ways out.

        ``log``: the tail of the job's log; it joins the details.
        """
        text = render_error(info)
        details = "\n\n".join(part for part in (text.detail, log) if part)
        ways = numbered(text.ways_out)
        where = [place_text(place, tr_core) for place in text.places]
        hint = "\n".join(part for part in (*where, text.hint, *ways) if part)
        self.show_message("error", text.title, hint, details=details, can_report=can_report)

    def show_message(
        self,
        kind: BannerKind,
        title: str,
        hint: str = "",
        *,
        details: str = "",
        can_report: bool = False,
    ) -> None:
        """State anything else; buttons added before are gone."""
        for button in self._extra:
            button.hide()
            button.deleteLater()
        self._extra.clear()
        self._arrange()
        self.setProperty("banner", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self._sign.setText(_SIGNS[kind])
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._details.setPlainText(details)
        self._fold.setChecked(False)
        self._fold.setVisible(bool(details))
        self._report.setVisible(can_report)
        self.setAccessibleName(sentences(title, hint))
        self.show()

    def add_button(self, text: str, tooltip: str, on_clicked: Callable[[], object]) -> QPushButton:
        """A button for the way out, e.g. "Locate…"; it goes with the next message."""
        button = QPushButton(text)
        button.setToolTip(tooltip)
        button.clicked.connect(lambda: on_clicked())
        self._extra.append(button)
        self._arrange()
        return button

    def _arrange(self) -> None:
        """The ways out come first."""
        self._buttons.clear()
        for button in (*self._extra, self._fold, self._report):
            self._buttons.add(button)

    def clear(self) -> None:
        self._title.clear()
        self._hint.clear()
        self._details.clear()
        self.hide()

    def _on_folded(self, is_open: bool) -> None:
        self._fold.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._details.setVisible(is_open)

    def _on_dismissed(self) -> None:
        self.clear()
        self.dismissed.emit()
