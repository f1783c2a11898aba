"""What a run says of its variants, in plain words; or, while it goes on, what is known so far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.core.comparison_text import VERDICT_SIGNS
from studio.core.comparisons import Comparison
from studio.core.quantities import format_duration
from studio.ui.pages.verdict_words import (
    clock_text,
    explanation,
    seconds_for_verdicts,
    sentence,
    short_sentence,
    verdict_color,
)
from studio.ui.texts import tr
from studio.ui.theme import GRID, Colors, colors_of, sized_font
from studio.ui.widgets.interval_bar import IntervalBar, reach_of
from studio.ui.widgets.labels import ElidedLabel, WrapLabel, text_label
from studio.ui.widgets.wrap_row import WrapRow

_MOST_IN_FULL = 4
"""More verdicts are said shortly: the baseline's name in each hides what differs."""


class VerdictStrip(QWidget):
    """``longer_requested(seconds)``: measure the same again for so long. ``baseline_chosen``: by
    its place among the arms."""

    longer_requested = Signal(float)
    baseline_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._comparisons: tuple[Comparison, ...] = ()
        self._is_live = False
        self._seconds: float | None = None
        self._rows: list[tuple[QLabel, ElidedLabel, IntervalBar]] = []
        self.heading = text_label("", "small", muted=True)
        self.baseline = QComboBox()
        self.baseline.setAccessibleName(tr("Baseline"))
        self.baseline.setToolTip(tr("What the others are compared with."))
        self.baseline.activated.connect(self.baseline_chosen)
        self.baseline.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.longer = QPushButton(tr("Measure longer"))
        self.longer.clicked.connect(self._on_longer)
        self.clock = WrapLabel()
        self.clock.setFont(sized_font(self.clock.font(), "small"))
        self.clock.setProperty("muted", True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._build()
        self.clear()

    def clear(self) -> None:
        """Nothing is compared."""
        self._comparisons = ()
        self.hide()

    def show_comparisons(
        self,
        names: Sequence[str],
        comparisons: Sequence[Comparison],
        *,
        is_live: bool = False,
        seconds: float = 0.0,
        is_per_input: bool = False,
    ) -> None:
        """``names``: of all arms. ``seconds``: measured so far. Not live: verdicts are given.
        ``is_per_input``: runs take several inputs, so that a ratio is not that of the latencies."""
        if not comparisons:
            self.clear()
            return
        self._names, self._comparisons = tuple(names), tuple(comparisons)
        self._is_live = is_live
        heading = tr("So far, not decided yet") if is_live else tr("Verdicts")
        self.heading.setText(
            tr("{heading} · ratios are per input").format(heading=heading)
            if is_per_input
            else heading
        )
        self._show_baselines()
        self._show_rows()
        self.clock.setText(clock_text(comparisons, self._names))
        self.clock.setVisible(not is_live)
        self._seconds = None if is_live else seconds_for_verdicts(comparisons, seconds)
        self.longer.setVisible(self._seconds is not None)
        if self._seconds is not None:
            self.longer.setText(
                tr("Measure longer ({time})").format(time=format_duration(self._seconds))
            )
            self.longer.setToolTip(
                tr("Measure the same again for as long as it would probably take to tell.")
            )
        self.show()

    def sentences(self) -> list[str]:
        return [text.text() for _, text, _ in self._rows[: len(self._comparisons)]]

    def _show_baselines(self) -> None:
        known = [self.baseline.itemText(index) for index in range(self.baseline.count())]
        with QSignalBlocker(self.baseline):
            if known != list(self._names):
                self.baseline.clear()
                self.baseline.addItems(self._names)
            self.baseline.setCurrentIndex(self._comparisons[0].baseline)
        self.baseline.setEnabled(not self._is_live)

    def _show_rows(self) -> None:
        colors, found = colors_of(self.palette()), self._comparisons
        while len(self._rows) < len(found):
            self._add_row()
        reach = reach_of([one.ci95 for one in found], found[0].threshold)
        for index, row in enumerate(self._rows):
            for widget in row:
                widget.setVisible(index < len(found))
            if index < len(found):
                self._show_row(row, found[index], colors, reach)

    def _show_row(
        self,
        row: tuple[QLabel, ElidedLabel, IntervalBar],
        one: Comparison,
        colors: Colors,
        reach: float,
    ) -> None:
        sign, text, bar = row
        color = QColor(colors.muted) if self._is_live else verdict_color(colors, one.verdict)
        sign.setStyleSheet(f"color: {color.name()}")
        sign.setText("…" if self._is_live else VERDICT_SIGNS[one.verdict])
        said = sentence(one, self._names, is_live=self._is_live)
        is_one_of_many = len(self._comparisons) > _MOST_IN_FULL
        room = self.width() - sign.width() - bar.width() - 2 * self._grid.horizontalSpacing()
        is_cut = text.fontMetrics().horizontalAdvance(said) > room
        say = short_sentence if is_one_of_many or is_cut else sentence
        text.setText(say(one, self._names, is_live=self._is_live))
        text.setToolTip(f"{said}\n{explanation(one)}")
        bar.setToolTip(tr("Left: less time than the baseline; right: more. Gray: does not matter."))
        bar.setAccessibleName(said)
        bar.show_ratio(one.ratio, one.ci95, one.threshold, reach, color)

    def _add_row(self) -> None:
        sign, text = text_label(""), ElidedLabel("", Qt.TextElideMode.ElideMiddle)
        font = sign.font()
        font.setBold(True)
        sign.setFont(font)
        sign.setFixedWidth(GRID * 2)
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row, line = (sign, text, IntervalBar()), len(self._rows)
        row[2].setFixedWidth(self._bar_width)
        for column, widget in enumerate(row):
            self._grid.addWidget(widget, line, column)
        self._rows.append(row)

    def _on_longer(self) -> None:
        if self._seconds is not None:
            self.longer_requested.emit(self._seconds)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for _, _, bar in self._rows:
            bar.setFixedWidth(self._bar_width)
        if self._comparisons:
            self._show_rows()

    @property
    def _bar_width(self) -> int:
        """In a narrow strip the words need the room."""
        return GRID * 9 if self.width() < GRID * 70 else GRID * 18

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._comparisons:
            self._show_rows()

    def _build(self) -> None:
        label = QLabel(tr("Baseline"))
        label.setBuddy(self.baseline)
        top = WrapRow()
        top.add(self.heading)
        top.add_stretch()
        top.add(self.longer)
        top.add(label, self.baseline)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GRID)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(top)
        layout.addLayout(self._grid)
        layout.addWidget(self.clock)
