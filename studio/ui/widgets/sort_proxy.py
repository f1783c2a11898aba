"""Sorting and searching of a table's rows by what its model holds ready."""

from __future__ import annotations

from PySide6.QtCore import (
    QObject,
    QSortFilterProxyModel,
    Qt,
)

from studio.ui.widgets.rows_model import Index, RowsModel


class ValueSortProxy(QSortFilterProxyModel):
    """Sorts by the rows' keys; values that are not known (None) come last in both directions.

    ``search`` leaves the rows in which a text occurs. Both compare what the model holds ready:
    of thousands of rows, asking Qt for each cell takes most of a second.
    """

    def __init__(self, rows: RowsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = rows
        self._wanted = ""
        self.setSourceModel(rows)

    def search(self, text: str) -> None:
        """Show only rows in which ``text`` occurs, in capitals or not; "" = all."""
        self.beginFilterChange()
        self._wanted = text.casefold()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:
        return not self._wanted or self._source.has_text(row, self._wanted)

    def lessThan(self, left: Index, right: Index) -> bool:
        first = self._source.sort_key(left.row(), left.column())
        second = self._source.sort_key(right.row(), right.column())
        if first is None or second is None:
            missing_last = self.sortOrder() == Qt.SortOrder.AscendingOrder
            return (first is not None) if missing_last else (second is not None)
        try:
            return bool(first < second)
        except TypeError:
            return str(first) < str(second)
