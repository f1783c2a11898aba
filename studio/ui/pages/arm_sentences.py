"""Sentences on the arms of a run, each with its arm's dot: the legend of the plot below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from studio.ui.icons import dot
from studio.ui.pages.latency_time import Line
from studio.ui.theme import GRID, TextSize, colors_of, sized_font
from studio.ui.widgets.labels import ElidedLabel

_DOT = 16


@dataclass(frozen=True)
class Sentence:
    """``line``: the arm that it is about, None = all. ``more``: for the tooltip."""

    text: str
    line: Line | None = None
    more: str = ""


class ArmSentences(QWidget):
    """A line each; what is too long for it stands in its tooltip."""

    def __init__(self, size: TextSize = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size: TextSize = size
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._sentences: tuple[Sentence, ...] = ()
        self._rows: list[tuple[QLabel, ElidedLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)

    @property
    def texts(self) -> list[str]:
        return [sentence.text for sentence in self._sentences]

    def show_sentences(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = tuple(sentences)
        while len(self._rows) < len(sentences):
            row = QLabel(), ElidedLabel("", Qt.TextElideMode.ElideRight)
            row[0].setFixedWidth(_DOT)
            row[1].setFont(sized_font(row[1].font(), self._size))
            for column, widget in enumerate(row):
                self._grid.addWidget(widget, len(self._rows), column)
            self._rows.append(row)
        for index, row in enumerate(self._rows):
            for widget in row:
                widget.setVisible(index < len(sentences))
        for (_, label), sentence in zip(self._rows, sentences, strict=False):
            label.setText(sentence.text)
            label.setToolTip("\n".join(filter(None, (sentence.text, sentence.more))))
        self._draw_dots()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_dots()

    def _draw_dots(self) -> None:
        colors = colors_of(self.palette())
        for (mark, _), sentence in zip(self._rows, self._sentences, strict=False):
            if sentence.line is None:
                mark.clear()
            else:
                color = colors.line(sentence.line.color, sentence.line.shade)
                mark.setPixmap(dot(color).pixmap(_DOT))
