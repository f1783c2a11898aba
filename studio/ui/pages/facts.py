"""Small building blocks of the overview: names with values, short tables, large figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from studio.ui.texts import labelled
from studio.ui.theme import GRID
from studio.ui.widgets.labels import WrapLabel, text_label
from studio.ui.widgets.rows_model import Column
from studio.ui.widgets.table import CopyableTable
from studio.ui.widgets.wrap_row import WrapRow

_UNBREAKABLE = 40
"""Letters of a word that is too long for a narrow window."""


class Facts(QWidget):
    """Rows of a muted name and a value that can be selected and copied."""

    def __init__(self, rows: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID * 2)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(rows):
            grid.addWidget(text_label(name, muted=True), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_value(name, value), row, 1)


def _value(name: str, value: str) -> QWidget:
    """Text that wraps; what cannot (a hash) stands in a line that scrolls, else the page would."""
    if max(map(len, value.split()), default=0) < _UNBREAKABLE or "/" in value or "\\" in value:
        return text_label(value, wrap=True, selectable=True)
    line = QLineEdit(value)
    line.setReadOnly(True)
    line.setFrame(False)
    line.setCursorPosition(0)
    line.setToolTip(value)
    line.setAccessibleName(name)
    line.setTextMargins(-2, 0, 0, 0)  # its letters begin where those of the labels do
    line.setStyleSheet("background: transparent")
    return line


class Figure(QFrame):
    """One number of importance: muted name above, large value, and why or what below."""

    def __init__(
        self, name: str, value: str, note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        # also downwards: those of one line are of one height, whichever has the longest note
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(labelled(name, f"{value} {note}".rstrip()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID * 2, GRID, GRID * 2, GRID)
        layout.setSpacing(GRID // 4)
        layout.addWidget(text_label(name, "small", muted=True))
        layout.addWidget(text_label(value, "title", selectable=True))
        below = WrapLabel()
        below.setText(note)
        below.setProperty("muted", True)
        layout.addWidget(below)
        layout.addStretch(1)


def figures(entries: Sequence[tuple[str, str, str]]) -> QWidget:
    """(name, value, note) of several figures in a row."""
    row = WrapRow()
    for name, value, note in entries:
        row.add(Figure(name, value, note))
    return row


def fit_columns(table: CopyableTable, least_rows: int = 0) -> None:
    """Make each column as wide as its header and cells need; words get no more than a third.

    ``least_rows``: so many rows (or all, where they are fewer) stay in sight.
    """
    header = table.horizontalHeader()
    most = max(table.viewport().width() // 3, GRID * 20)
    for column in range(header.count()):
        width = max(table.sizeHintForColumn(column), _header_width(table, column))
        width += 2 if table.is_compact else GRID
        table.setColumnWidth(column, width if _is_of_numbers(table, column) else min(width, most))
    rows = min(table.model().rowCount(), least_rows)
    if rows:
        bar = table.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        height = rows * table.verticalHeader().defaultSectionSize() + header.sizeHint().height()
        table.setMinimumHeight(height + bar + GRID // 2)


def cell_lengths(table: CopyableTable) -> tuple[int, ...]:
    """The letters of each column's longest cell: where they change, :func:`fit_columns` is due.

    Far cheaper than measuring texts, which matters while samples arrive.
    """
    model = table.model()
    rows = range(model.rowCount())
    return tuple(
        max((len(str(model.index(row, column).data() or "")) for row in rows), default=0)
        for column in range(model.columnCount())
    )


def _is_of_numbers(table: CopyableTable, column: int) -> bool:
    role, across = Qt.ItemDataRole.TextAlignmentRole, Qt.Orientation.Horizontal
    side = table.model().headerData(column, across, role)
    return side is not None and bool(side & Qt.AlignmentFlag.AlignRight)


def _header_width(table: CopyableTable, column: int) -> int:
    """What the title needs. Qt's hint leaves room for the sorting arrow in every column; where
    there are many, only the one that sorts gets it."""
    header = table.horizontalHeader()
    if not table.is_compact or header.sortIndicatorSection() == column:
        return header.sectionSizeHint(column)
    title = str(table.model().headerData(column, Qt.Orientation.Horizontal))
    return header.fontMetrics().size(0, title).width() + GRID + 2


def short_table(
    name: str, columns: Sequence[Column], rows: Sequence[Any], *, is_compact: bool = False
) -> CopyableTable:
    """A table as high as its rows, for a card; up to 12 rows, then it scrolls."""
    table = _ShortTable(is_compact=is_compact)
    table.setAccessibleName(name)
    table.set_columns(columns).set_rows(rows)
    fit_columns(table)
    table.fit_height()
    table.horizontalScrollBar().rangeChanged.connect(table.fit_height)
    return table


class _ShortTable(CopyableTable):
    """Takes just the height that its rows need, and the scroll bar's where it is too narrow."""

    def fit_height(self) -> None:
        header = self.horizontalHeader()
        shown = min(max(self.model().rowCount(), 1), 12)
        height = self.verticalHeader().defaultSectionSize() * shown
        height += header.sizeHint().height() + GRID // 2
        widths = sum(self.columnWidth(column) for column in range(header.count() - 1))
        place = header.count() - 1
        last = max(self.sizeHintForColumn(place), header.sectionSizeHint(place))
        room = self.viewport().width()
        if widths + last > room or header.length() > room:
            height += self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        if height != self.height():
            self.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_height()
