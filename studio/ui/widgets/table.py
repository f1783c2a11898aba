"""Tables that sort by value and copy as TSV, over rows described by columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of, tabular
from studio.ui.widgets.rows_model import (
    COPY_ROLE,
    NOTE_ROLE,
    Column,
    Index,
    RowsModel,
)
from studio.ui.widgets.sort_proxy import ValueSortProxy

_NOTE_SAMPLE = "×0.00"
_NOTE_GAP = GRID


class NoteDelegate(QStyledItemDelegate):
    """Paints a note behind a cell's number: quiet, in a place of its own, so that numbers align."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + _note_width(option), size.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        shown.text = ""
        style = shown.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, shown.widget)
        right = option.rect.right() - _note_width(option)
        number, note = QRect(option.rect), QRect(option.rect)
        number.setRight(right - _NOTE_GAP // 2)
        note.setLeft(right + _NOTE_GAP // 2)
        painter.save()
        painter.setFont(shown.font)
        painter.setPen(shown.palette.color(QPalette.ColorRole.Text))
        middle, flag = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag
        # Qt would cut off the left of it, and what is left would look like another number
        text = option.fontMetrics.elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, number.width()
        )
        painter.drawText(number, flag.AlignRight | middle, text)
        painter.setPen(QColor(colors_of(shown.palette).muted))
        painter.drawText(note, flag.AlignLeft | middle, str(index.data(NOTE_ROLE) or ""))
        painter.restore()


def _note_width(option: QStyleOptionViewItem) -> int:
    return option.fontMetrics.horizontalAdvance(_NOTE_SAMPLE) + _NOTE_GAP


class CopyableTable(QTableView):
    """A table view: click a header to sort, Ctrl+C copies the selected rows as TSV.

    ``set_columns`` gives it a RowsModel of its own; ``setModel`` works with any other model too.
    ``is_compact``: for many columns; units stand below their titles.
    """

    def __init__(self, parent: QWidget | None = None, *, is_compact: bool = False) -> None:
        super().__init__(parent)
        self.is_compact = is_compact
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSortingEnabled(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)  # the arrow keys move in it; Tab goes on to what is behind
        self.setFont(tabular(self.font()))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(GRID * 3)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setSortIndicatorClearable(True)
        self.rows_model: RowsModel | None = None
        self._notes = NoteDelegate(self)
        copy = QAction(tr("Copy as TSV"), self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy_selection)
        copy_all = QAction(tr("Copy whole table as TSV"), self)
        copy_all.triggered.connect(self.copy_all)
        self.addActions([copy, copy_all])
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def set_columns(self, columns: Sequence[Column]) -> RowsModel:
        """Show rows through ``columns``; returns the model to give rows to."""
        self.rows_model = RowsModel(columns, self, is_compact=self.is_compact)
        self.setModel(ValueSortProxy(self.rows_model, self))
        for place, column in enumerate(columns):
            self.setColumnHidden(place, column.is_copied_only)
            self.setItemDelegateForColumn(
                place, self._notes if column.note else self.itemDelegate()
            )
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        return self.rows_model

    def row_at(self, index: QModelIndex) -> Any:
        """The row of ``rows_model`` that ``index`` of this view stands for; None without one."""
        proxy = self.model()
        if self.rows_model is None or not index.isValid() or not isinstance(proxy, ValueSortProxy):
            return None
        return self.rows_model.rows[proxy.mapToSource(index).row()]

    def to_tsv(self, rows: Sequence[int] | None = None) -> str:
        """Header and rows (all where None) as tab-separated text, in the order shown."""
        model, across = self.model(), Qt.Orientation.Horizontal
        columns = range(model.columnCount())
        chosen = range(model.rowCount()) if rows is None else rows
        lines = [
            [
                str(model.headerData(column, across, COPY_ROLE) or model.headerData(column, across))
                for column in columns
            ]
        ]
        for row in chosen:
            cells = [model.index(row, column) for column in columns]
            lines.append([str(cell.data(COPY_ROLE) or cell.data() or "") for cell in cells])
        return "\n".join("\t".join(_clean(cell) for cell in line) for line in lines) + "\n"

    def copy_selection(self) -> None:
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        QGuiApplication.clipboard().setText(self.to_tsv(rows or None))

    def copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self.to_tsv())


def _clean(cell: str) -> str:
    return cell.replace("\t", " ").replace("\n", " ")
