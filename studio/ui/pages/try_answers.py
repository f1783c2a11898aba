"""The answers of source and variants to one input: a card each, with bars and class names."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from studio.core.quantities import significant
from studio.core.results import TriedOutput, TryResult
from studio.core.session import Session
from studio.ui.humanize import shape_text
from studio.ui.pages.bar_list import Bar, BarList
from studio.ui.pages.naming import find_file, names_of
from studio.ui.texts import render_error, tr
from studio.ui.theme import GRID
from studio.ui.widgets.cards import Card
from studio.ui.widgets.labels import text_label

_COLUMNS = 3
_VALUES_SHOWN = 12


class TryAnswers(QWidget):
    """Cards in a grid, the source first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._shown: object = None
        self.show_result(Session(), None, ())

    def show_result(
        self, session: Session, result: TryResult | None, labels: tuple[str, ...]
    ) -> None:
        """``labels``: class names by index, () = none."""
        files = tuple(dict.fromkeys(output.file for output in result.outputs)) if result else ()
        names = names_of(session, files)
        if (result, names, labels) == self._shown:
            return
        self._shown = (result, names, labels)
        self._clear()
        if result is None:
            hint = text_label(
                tr("Choose a sample and press Run, or choose a picture."), muted=True, wrap=True
            )
            self._grid.addWidget(hint, 0, 0)
            return
        for place, (file, found) in enumerate(zip(files, names, strict=True)):
            subject = find_file(session, file)
            is_source = subject is not None and subject.variant is None
            title = tr("{name} (source)").format(name=found.name) if is_source else found.name
            card = Card(title)
            for output in result.outputs:
                if output.file == file:
                    _add_output(card, output, found.color, labels)
            self._grid.addWidget(card, place // _COLUMNS, place % _COLUMNS)
        self._grid.setRowStretch(len(files) // _COLUMNS + 1, 1)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _add_output(card: Card, output: TriedOutput, color: int, labels: tuple[str, ...]) -> None:
    if output.error is not None:
        text = render_error(output.error)
        card.add(text_label(f"✕ {text.title}", wrap=True))
        card.add(text_label(text.hint, "small", muted=True, wrap=True))
        return
    heading = f"{output.name}  {shape_text(output.shape)}"
    card.add(text_label(heading, "small", muted=True))
    if output.top:
        bars = BarList(output.name, color=max(color, 0))
        bars.set_bars(_bars(output.top, labels))
        card.add(bars)
        return
    shown = ", ".join(significant(value) for value in output.values[:_VALUES_SHOWN])
    more = " …" if len(output.values) > _VALUES_SHOWN else ""
    card.add(text_label(shown + more, wrap=True, selectable=True))


def _score_text(value: float) -> str:
    """Scores that are next to nothing are said so, instead of as a row of zeros."""
    if value != 0 and abs(value) < 0.001:
        return "< 0.001" if value > 0 else "> −0.001"
    return significant(value)


def _bars(top: tuple[tuple[int, float], ...], labels: tuple[str, ...]) -> list[Bar]:
    """Bars as long as the value over the largest; negative scores have none."""
    largest = max((value for _, value in top), default=0.0)
    # Probabilities fill the bar at 1, so that a doubtful answer looks doubtful.
    full = 1.0 if 0 <= largest <= 1 else largest
    return [
        Bar(
            labels[index] if 0 <= index < len(labels) else str(index),
            value / full if full > 0 else 0.0,
            _score_text(value),
        )
        for index, value in top
    ]
