"""The compare page: variants beside each other, as table and scatter; and Try it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from studio.core.comparisons import Comparison
from studio.core.session import Run, Session
from studio.ui.context import UiContext
from studio.ui.pages.agreement_panel import AgreementPanel
from studio.ui.pages.compare_plot import ComparePlot
from studio.ui.pages.compare_rows import compare_rows, default_baseline
from studio.ui.pages.compare_table import KILOBYTES, compare_columns, is_of_classes, size_unit
from studio.ui.pages.compared import ComparedRuns
from studio.ui.pages.conditions_text import disturbance
from studio.ui.pages.facts import cell_lengths, fit_columns
from studio.ui.pages.flips_panel import FlipsPanel
from studio.ui.pages.naming import Subject, names_of, subjects
from studio.ui.pages.try_panel import TryPanel
from studio.ui.pages.unopened import unopened
from studio.ui.selection import Selection
from studio.ui.texts import tr
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.cards import EmptyState
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.splitter import Splitter
from studio.ui.widgets.table import CopyableTable
from studio.ui.widgets.wrap_row import WrapRow

SECTIONS = ("table", "try", "flips", "agreement")


class ComparePage(QWidget):
    """Shows the selected variants, or the selected model with all of its variants."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session, self._selection = Session(), Selection()
        self._baseline_path = ""
        self._subjects: list[Subject] = []
        self._lengths: tuple[int, ...] = ()
        self._compared = ComparedRuns(self, context, self._on_compared)
        self.baseline = QComboBox()
        self.baseline.setAccessibleName(self.tr("Baseline"))
        self.baseline.setToolTip(self.tr("What the others are set in proportion to."))
        self.baseline.activated.connect(self._on_baseline)
        self.table = CopyableTable(is_compact=True)
        self.table.setAccessibleName(self.tr("Comparison of the variants"))
        self._unit, self._of_classes = KILOBYTES, True
        self._set_columns()
        self.warning = text_label("", wrap=True, selectable=True)
        self.warning.hide()
        self.plot = ComparePlot()
        self.plot.plot.save_requested.connect(context.write_file)
        self.try_panel = TryPanel(context)
        self.flips = FlipsPanel(context)
        self.flips.try_requested.connect(self._on_try)
        self.agreement = AgreementPanel(context)
        self.empty = EmptyState("", "", self.tr("Convert"))
        self.empty.activated.connect(lambda: context.run_command("convert"))
        self.tabs = QTabWidget()
        self._build()
        self.refresh(context.store.session, context.store.selection)

    def widget(self) -> QWidget:
        return self

    def open_with(self, section: str = "table", file: str = "") -> None:
        """One of ``SECTIONS``. ``file``: the variant that agreement is shown of."""
        if file:
            self.agreement.choose(file)
        if section in SECTIONS:
            self.tabs.setCurrentIndex(SECTIONS.index(section))

    def refresh(self, session: Session, selection: Selection) -> None:
        is_new = selection != self._selection
        self._session, self._selection = session, selection
        self._subjects = self._shown()
        self._show_baselines()
        rows = compare_rows(session, self._subjects, self._baseline(), self._comparisons)
        headers = size_unit(rows), is_of_classes(rows)
        if headers != (self._unit, self._of_classes):
            self._unit, self._of_classes = headers
            self._set_columns()
        self._model.set_rows(rows)
        lengths = cell_lengths(self.table)
        if lengths != self._lengths:  # else a width that was dragged by hand stays
            self._lengths = lengths
            fit_columns(self.table, least_rows=6)
        warnings = [disturbance(row.run.result.conditions) for row in rows if row.run is not None]
        self.warning.setText("\n".join(filter(None, dict.fromkeys(warnings))))
        self.warning.setVisible(bool(self.warning.text()))
        self.plot.show_rows(rows, self._unit)
        has_variants = any(subject.variant is not None for subject in self._subjects)
        self._stack.setCurrentIndex(0 if has_variants else 1)
        if not has_variants:
            closed = unopened(session, selection)
            title, hint = closed or (
                self.tr("Nothing to compare yet"),
                self.tr("Convert a model: its variants then stand here beside each other."),
            )
            self.empty.set_texts(title, hint, "" if closed else self.tr("Convert"))
            self.empty.set_button_enabled(self._context.why_not("convert"))
        self.try_panel.refresh(session, selection)
        self.flips.refresh(session, self._subjects)
        self.agreement.refresh(session, self._subjects)
        if is_new:
            self._follow_selection()

    def _follow_selection(self) -> None:
        """What flipped and agreement are of one variant: the (first) selected one."""
        found = self._session.variant(next(iter(self._selection.variant_ids), ""))
        if found is not None:
            self.flips.choose(found[1].id)
            self.agreement.choose(found[1].artifact)

    def _comparisons(self, run: Run, place: int) -> tuple[Comparison, ...]:
        return self._compared.of(run, place) or ()

    def _on_try(self, index: int) -> None:
        self.open_with("try")
        self.try_panel.run_index(index)

    def _on_compared(self) -> None:
        self.refresh(self._session, self._selection)

    def _shown(self) -> list[Subject]:
        """One selected variant alone is no comparison: its model's others come too."""
        if len(self._selection.variant_ids) == 1:
            found = self._session.variant(self._selection.variant_ids[0])
            if found is not None:
                return subjects(self._session, Selection(found[0].id))
        return subjects(self._session, self._selection)

    def _baseline(self) -> Subject | None:
        for subject in self._subjects:
            if subject.path == self._baseline_path:
                return subject
        return default_baseline(self._subjects)

    def _show_baselines(self) -> None:
        paths = tuple(subject.path for subject in self._subjects)
        names = names_of(self._session, paths)
        entries = [(found.name, path) for found, path in zip(names, paths, strict=True)]
        known = [
            (self.baseline.itemText(index), self.baseline.itemData(index))
            for index in range(self.baseline.count())
        ]
        if known != entries:
            self.baseline.clear()
            for name, path in entries:
                self.baseline.addItem(name, path)
        chosen = self._baseline()
        self.baseline.setCurrentIndex(self.baseline.findData(chosen.path) if chosen else -1)

    def _on_baseline(self, index: int) -> None:
        self._baseline_path = str(self.baseline.itemData(index))
        self.refresh(self._session, self._selection)

    def _run(self, command: str, _checked: bool = False) -> None:
        """Of the rows shown, which are more than what is selected where that is one variant."""
        files = tuple(item.path for item in self._subjects if _is_usable(item))
        reason = self._context.why_not(command)
        if files and reason is None:
            baseline = self._baseline()
            more = {"baseline": baseline.path} if command == "measure" and baseline else {}
            self._context.run_command(command, files=files, **more)
        else:
            self._context.run_command(command)

    def _set_columns(self) -> None:
        colors = colors_of(self.palette())
        columns = compare_columns(colors, self._unit, of_classes=self._of_classes)
        self._model = self.table.set_columns(columns)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._set_columns()
            self.plot.show_rows((), self._unit)
            self.refresh(self._session, self._selection)

    def _build(self) -> None:
        label = QLabel(self.tr("Baseline"))
        label.setBuddy(self.baseline)
        copy = QPushButton(self.tr("Copy as TSV"))
        copy.setToolTip(self.tr("Copy the whole table, to paste it into a spreadsheet."))
        copy.clicked.connect(self.table.copy_all)
        top = WrapRow()
        top.add(label, self.baseline)
        top.add_stretch()
        for name, text, tooltip in (
            ("evaluate", self.tr("Evaluate"), self.tr("Count right answers on labelled data.")),
            ("measure", self.tr("Measure"), self.tr("Measure these variants together.")),
        ):
            button = QPushButton(text)
            button.setToolTip(tooltip)
            button.clicked.connect(partial(self._run, name))
            top.add(button)
        top.add(copy)
        body = Splitter(Qt.Orientation.Vertical, tr("table and plot"))
        body.addWidget(self.table)
        body.addWidget(self.plot)
        body.setSizes([220, 380])
        comparison = QWidget()
        inner = QVBoxLayout(comparison)
        inner.setContentsMargins(0, GRID, 0, 0)
        inner.setSpacing(GRID)
        inner.addWidget(top)
        inner.addWidget(self.warning)
        inner.addWidget(body, 1)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(comparison, self.tr("Table"))
        self.tabs.addTab(self.try_panel, self.tr("Try it"))
        self.tabs.addTab(self.flips, self.tr("What flipped"))
        self.tabs.addTab(self.agreement, self.tr("Agreement"))
        self._stack = QStackedLayout(self)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.addWidget(self.tabs)
        self._stack.addWidget(page)
        self._stack.addWidget(self.empty)


def _is_usable(item: Subject) -> bool:
    return item.variant is not None and not item.variant.is_missing
