"""The legend and summary of a comparison: how many nodes of each class, and a walk through them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from studio.core.graph_compare import DIFF_CLASSES, DiffClass, GraphComparison
from studio.ui.graph.compare_paints import CLASS_HELP, CLASS_TITLES, diff_color
from studio.ui.graph.overlay_legend import ground_of
from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.labels import WrapLabel
from studio.ui.widgets.rows_model import ROW_ROLE, Column
from studio.ui.widgets.table import CopyableTable


@dataclass(frozen=True)
class SummaryRow:
    """``firsts``/``seconds``: nodes of either graph; None = not known."""

    name: DiffClass
    firsts: int | None
    seconds: int | None


class CompareSummary(QWidget):
    """``step_wanted(class, place)``: go to that place among the class's steps."""

    step_wanted = Signal(str, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._comparison: GraphComparison | None = None
        self._place = 0
        self.table = CopyableTable()
        self.table.setAccessibleName(self.tr("What became of the nodes"))
        self.table.setSortingEnabled(False)
        self._model = self.table.set_columns(self._columns())
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.back = QPushButton("‹")
        self.on = QPushButton("›")
        self.back.setAccessibleName(self.tr("Previous node of this kind"))
        self.on.setAccessibleName(self.tr("Next node of this kind"))
        for button, by in ((self.back, -1), (self.on, 1)):
            button.setToolTip(button.accessibleName())
            button.setFixedWidth(GRID * 4)
            button.clicked.connect(lambda _checked=False, by=by: self._walk(by))
        self.where = WrapLabel()
        self.where.setProperty("muted", True)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        for widget in (self.back, self.on):
            foot.addWidget(widget)
        foot.addWidget(self.where, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.show_comparison(None)

    @property
    def chosen(self) -> DiffClass | None:
        row: SummaryRow | None = self.table.currentIndex().data(ROW_ROLE)
        return row.name if row is not None else None

    def wanted_width(self) -> int:
        """In pixels: so that no title is cut off."""
        table, header = self.table, self.table.horizontalHeader()
        widths = (
            max(table.sizeHintForColumn(column), header.sectionSizeHint(column))
            for column in range(table.model().columnCount())
        )
        return sum(widths) + 3 * GRID

    def wanted_height(self, width: int, rows: int) -> int:
        """In pixels at that width: so that so many rows, whole, and the line below can be read."""
        high = rows * self.table.verticalHeader().defaultSectionSize() + 2 * self.table.frameWidth()
        beside = width - self.back.width() - self.on.width() - 2 * GRID
        foot = max(self.back.sizeHint().height(), self.where.heightForWidth(beside))
        return self.table.horizontalHeader().sizeHint().height() + high + GRID // 2 + foot

    def show_comparison(self, comparison: GraphComparison | None) -> None:
        self._comparison, self._place = comparison, 0
        rows = []
        for name in DIFF_CLASSES if comparison is not None else ():
            assert comparison is not None
            unknown = {"moved": not comparison.is_placed, "requantized": not comparison.is_typed}
            is_known = not unknown.get(name, False)
            firsts, seconds = comparison.count(name) if is_known else (None, None)
            rows.append(SummaryRow(name, firsts, seconds))
        self._model.set_rows(rows)
        self.table.clearSelection()
        self._say()

    def _steps(self) -> int:
        name = self.chosen
        if self._comparison is None or name is None:
            return 0
        return len(self._comparison.steps.get(name, ()))

    def _on_row_changed(self) -> None:
        self._place = 0
        self._go()

    def _walk(self, by: int) -> None:
        if self._steps():
            self._place = (self._place + by) % self._steps()
            self._go()

    def _go(self) -> None:
        self._say()
        name = self.chosen
        if name is not None and self._steps():
            self.step_wanted.emit(name, self._place)

    def _say(self) -> None:
        count = self._steps()
        self.back.setEnabled(count > 0)
        self.on.setEnabled(count > 0)
        text = self.tr("Choose a row to walk through its nodes.")
        if count:
            text = self.tr("{place} of {count}").format(place=self._place + 1, count=f"{count:,}")
        elif self.chosen == "moved" and self._comparison and not self._comparison.is_placed:
            text = self.tr("Profile both files to know what moved.")
        elif self.chosen == "requantized" and self._comparison and not self._comparison.is_typed:
            text = self.tr("The nodes of one file do not say what they compute in.")
        self.where.setText(text)

    def _columns(self) -> list[Column]:
        """Columns over :class:`SummaryRow`."""

        def color(row: SummaryRow) -> QColor:
            neutral = QColor(colors_of(self.palette()).border)
            return diff_color(row.name, ground_of(self)) or neutral

        return [
            Column(
                self.tr("node"),
                text=lambda row: tr(CLASS_TITLES[row.name]),
                tooltip=lambda row: tr(CLASS_HELP[row.name]),
                color=color,
            ),
            Column(
                self.tr("left"), text=lambda row: _count(row.firsts), is_number=True,
                tooltip=lambda row: tr(CLASS_HELP[row.name]),
            ),
            Column(
                self.tr("right"), text=lambda row: _count(row.seconds), is_number=True,
                tooltip=lambda row: tr(CLASS_HELP[row.name]),
            ),
        ]  # fmt: skip


def _count(value: int | None) -> str:
    return "?" if value is None else f"{value:,}"
