"""Rows of any type as a Qt model, described by columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon

from studio.ui.icons import dot

Index = QModelIndex | QPersistentModelIndex
SORT_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
COPY_ROLE = Qt.ItemDataRole.UserRole + 3
NOTE_ROLE = Qt.ItemDataRole.UserRole + 4
NO_INDEX = QModelIndex()


@dataclass(frozen=True)
class Column:
    """One column: ``text`` of a row; ``value`` to sort by (default: the text).

    ``is_number`` aligns right with figures of equal width. ``color``: of a dot before it; ``ink``:
    of the text.
    ``note``: a few quiet characters behind the text. What is copied may say more than there is room
    for: ``copy_title`` and ``copy_text`` (default: what is shown); ``is_copied_only``: not shown.
    """

    title: str
    text: Callable[[Any], str]
    value: Callable[[Any], Any] | None = None
    is_number: bool = False
    tooltip: Callable[[Any], str] | None = None
    color: Callable[[Any], QColor | None] | None = None
    header_tooltip: str = ""
    ink: Callable[[Any], QColor | None] | None = None
    note: Callable[[Any], str] | None = None
    copy_title: str = ""
    copy_text: Callable[[Any], str] | None = None
    is_copied_only: bool = False


class RowsModel(QAbstractTableModel):
    """Rows of any type, shown through columns."""

    def __init__(
        self, columns: Sequence[Column], parent: QObject | None = None, *, is_compact: bool = False
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._is_compact = is_compact
        self._rows: tuple[Any, ...] = ()
        self._sort_keys: dict[int, list[Any]] = {}
        self._search_texts: list[str] | None = None

    @property
    def rows(self) -> tuple[Any, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show ``rows``; where only their contents changed, selection and scrolling stay."""
        new = tuple(rows)
        self._sort_keys, self._search_texts = {}, None
        if len(new) == len(self._rows):
            self._rows = new
            if new:
                last = self.index(len(new) - 1, len(self._columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._rows = new
        self.endResetModel()

    def update_rows(self, rows: Sequence[Any]) -> None:
        """As ``set_rows``, for rows that are values and come often: of what is shown already only
        cells with another text, color or tooltip are painted again.
        """
        new, old = tuple(rows), self._rows
        if len(new) != len(old):
            self.set_rows(new)
            return
        self._rows, self._sort_keys, self._search_texts = new, {}, None
        for row, (before, after) in enumerate(zip(old, new, strict=True)):
            if before == after:
                continue
            for place, column in enumerate(self._columns):
                shown = (column.text, column.color, column.tooltip, column.ink, column.note)
                if any(show is not None and show(before) != show(after) for show in shown):
                    self.dataChanged.emit(self.index(row, place), self.index(row, place))

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self._columns[index.column()], self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.ToolTipRole:
                return column.tooltip(row) if column.tooltip else None
            case Qt.ItemDataRole.TextAlignmentRole:
                side = (
                    Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
                )
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.DecorationRole:
                color = column.color(row) if column.color else None
                return None if color is None else _dot(color.rgba())
            case Qt.ItemDataRole.ForegroundRole:
                return column.ink(row) if column.ink else None
        if role == SORT_ROLE:
            return self.sort_key(index.row(), index.column())
        if role == ROW_ROLE:
            return row
        if role == COPY_ROLE:
            return column.copy_text(row) if column.copy_text else None
        if role == NOTE_ROLE:
            return column.note(row) if column.note else None
        return None

    def sort_key(self, row: int, column: int) -> Any:
        """What a row is sorted by; worked out once for all rows, for sorting asks many times."""
        if column not in self._sort_keys:
            key = self._columns[column].value or self._columns[column].text
            self._sort_keys[column] = [key(item) for item in self._rows]
        return self._sort_keys[column][row]

    def has_text(self, row: int, folded: str) -> bool:
        """Whether any cell of the row, as it would be copied, contains ``folded`` (a text as
        ``str.casefold`` gives it)."""
        if self._search_texts is None:
            self._search_texts = [
                "\n".join((one.copy_text or one.text)(item) for one in self._columns).casefold()
                for item in self._rows
            ]
        return folded in self._search_texts[row]

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title.replace(" (", "\n(") if self._is_compact else column.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.header_tooltip or None
        if role == COPY_ROLE:
            return column.copy_title or column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            is_low = self._is_compact
            return side | (
                Qt.AlignmentFlag.AlignBottom if is_low else Qt.AlignmentFlag.AlignVCenter
            )
        return None


@lru_cache(64)
def _dot(rgba: int) -> QIcon:
    return dot(QColor.fromRgba(rgba))
