"""The samples that a variant answers otherwise than its source: a list, and the picture of one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from studio.core.evaluation import Flip
from studio.core.evaluation_results import Evaluation
from studio.core.evaluation_text import has_answers
from studio.core.flip_text import flip_cells, flip_headers, listed_text
from studio.core.lookup import evaluation_of
from studio.core.requests import TryRequest
from studio.core.session import Model, Session, Variant
from studio.ui.context import UiContext
from studio.ui.pages.class_names import ClassNames
from studio.ui.pages.facts import fit_columns
from studio.ui.pages.flips_columns import flips_columns
from studio.ui.pages.naming import Subject
from studio.ui.pages.sample_picture import SIDE, SamplePicture
from studio.ui.texts import labelled, tr_core
from studio.ui.theme import GRID
from studio.ui.widgets.cards import Card
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.rows_model import ROW_ROLE
from studio.ui.widgets.table import CopyableTable
from studio.ui.widgets.wrap_row import WrapRow

_WIDTH_FOR_SIDE = GRID * 76
_LEAST_LIST = GRID * 20


class FlipsTable(CopyableTable):
    """Return opens the sample that the cursor is on."""

    chosen = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
            return
        super().keyPressEvent(event)


class FlipsPanel(QWidget):
    """Of one variant at a time; ``try_requested(index)``: a sample to be run and looked at."""

    try_requested = Signal(int)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._models: dict[str, tuple[Model, Variant]] = {}
        self._model: Model | None = None
        self._shown: object = None
        self._evaluation: Evaluation | None = None
        self.variants = QComboBox()
        self.status = text_label("", wrap=True, selectable=True)
        self.evaluate = QPushButton(self.tr("Evaluate"))
        self.try_it = QPushButton(self.tr("Try this sample"))
        self.score_as = QComboBox()
        self.top = QSpinBox()
        self.table = FlipsTable()
        self.picture = SamplePicture(context)
        self.about = text_label("", "small", muted=True, wrap=True, selectable=True)
        self._names = ClassNames(self)
        self._build()
        self._names.changed.connect(self._show_rows)
        self.variants.activated.connect(lambda _: self._show_variant())
        self.evaluate.clicked.connect(self._on_evaluate)
        self.try_it.clicked.connect(self._on_try)
        self.table.chosen.connect(self._on_try)
        self.table.doubleClicked.connect(lambda _: self._on_try())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the picture stands below the list, which would show no answer else."""
        super().resizeEvent(event)
        is_narrow = self.width() < _WIDTH_FOR_SIDE
        ways = QBoxLayout.Direction
        self._body.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        self.table.setMinimumHeight(_LEAST_LIST if is_narrow else 0)

    def refresh(self, session: Session, subjects: list[Subject]) -> None:
        """``subjects``: what the page shows; those with a variant can be chosen."""
        del session
        entries = [
            (item.variant.name, item.variant.id) for item in subjects if item.variant is not None
        ]
        known = [
            (self.variants.itemText(at), self.variants.itemData(at))
            for at in range(self.variants.count())
        ]
        self._models = {
            item.variant.id: (item.model, item.variant)
            for item in subjects
            if item.variant is not None
        }
        if entries != known:
            before = self.variants.currentData()
            self.variants.clear()
            for name, variant_id in entries:
                self.variants.addItem(name, variant_id)
            self.variants.setCurrentIndex(max(0, self._first_with_flips(before)))
        why_not = self._context.why_not("evaluate")
        self.evaluate.setEnabled(why_not is None)
        self.evaluate.setToolTip(why_not or self.tr("Score the variants on the evaluation data."))
        self._show_variant()

    def choose(self, variant_id: str) -> None:
        """Show that variant, where it can be chosen."""
        at = self.variants.findData(variant_id)
        if at >= 0:
            self.variants.setCurrentIndex(at)
            self._show_variant()

    def _first_with_flips(self, before: object) -> int:
        """The variant chosen before, else the first one that flipped anything."""
        if before in self._models:
            return self.variants.findData(before)
        for variant_id, (model, variant) in self._models.items():
            found = evaluation_of(model, variant.evaluation)
            if found is not None and found.flips:
                return self.variants.findData(variant_id)
        return 0

    def _current(self) -> tuple[Model, Variant] | None:
        return self._models.get(str(self.variants.currentData()))

    def _show_variant(self) -> None:
        found = self._current()
        self._model = found[0] if found else None
        self._evaluation = evaluation_of(found[0], found[1].evaluation) if found else None
        self._names.read(self._model.labels if self._model else "")
        text = self._status_text()
        self.status.setText(f"{found[1].name}: {text}" if found else text)
        shown = (found[1].id if found else "", self._evaluation, self._names.names)
        if shown != self._shown:
            self._shown = shown
            self._show_rows()

    def _status_text(self) -> str:
        evaluation = self._evaluation
        if not self._models:
            return self.tr("There is no variant yet: convert the model first.")
        if evaluation is None:
            return self.tr("Not evaluated on the evaluation data yet.")
        if evaluation.flip_count is None:
            return self.tr("Which samples differ was not recorded: evaluate again.")
        if not evaluation.flip_count:
            return self.tr("All {total} samples are answered as by the source.").format(
                total=f"{evaluation.samples:,}"
            )
        if not has_answers(evaluation):
            return listed_text(evaluation, len(evaluation.flips), tr_core)
        text = self.tr("{count} of {total} samples are answered otherwise than by the source.")
        text = text.format(count=f"{evaluation.flip_count:,}", total=f"{evaluation.samples:,}")
        if evaluation.flip_count > len(evaluation.flips):
            more = self.tr("The first {count} are listed.").format(count=len(evaluation.flips))
            text = f"{text} {more}"
        return text

    def _show_rows(self) -> None:
        evaluation = self._evaluation
        flips = evaluation.flips if evaluation is not None else ()
        model = self.table.set_columns(flips_columns(evaluation, self._names.names))
        model.set_rows(flips)
        self.table.setEnabled(bool(flips))
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        fit_columns(self.table)
        self.try_it.setEnabled(bool(flips))
        if flips:
            self.table.selectRow(0)
        else:
            self._on_row(QModelIndex())

    def _current_flip(self) -> Flip | None:
        found = self.table.currentIndex().data(ROW_ROLE)
        return found if isinstance(found, Flip) else None

    def _on_row(self, index: QModelIndex, _before: object = None) -> None:
        flip = index.data(ROW_ROLE) if index.isValid() else None
        found, evaluation = self._current(), self._evaluation
        if not isinstance(flip, Flip) or found is None or evaluation is None:
            self.picture.show_sample(None, "")
            self.about.clear()
            return
        model, variant = found
        names = self._names.names
        headers = flip_headers(evaluation, tr_core)
        lines = [
            labelled(header, cell)
            for header, cell in zip(headers, flip_cells(flip, evaluation, names), strict=True)
        ]
        self.about.setText("\n".join(lines))
        data = model.evaluation_data
        request = TryRequest(
            files=(variant.artifact,),
            data=data.path if data is not None else evaluation.data,
            data_ref=data.ref if data is not None else None,
            index=flip.index,
            shapes=variant.recipe.shapes,
            look_only=True,
        )
        self.picture.show_sample(request, model.id)

    def _on_evaluate(self) -> None:
        """All variants that can be chosen here."""
        metric = str(self.score_as.currentData() or "")
        if metric == "top-1":
            metric = f"top-{self.top.value()}"
        files = tuple(
            variant.artifact for _, variant in self._models.values() if not variant.is_missing
        )
        self._context.run_command("evaluate", files=files, metrics=(metric,) if metric else ())

    def _on_try(self) -> None:
        flip = self._current_flip()
        if flip is not None:
            self.try_requested.emit(flip.index)

    def _build(self) -> None:
        self.variants.setAccessibleName(self.tr("Variant"))
        self.variants.setToolTip(self.tr("Whose answers are set beside the source's."))
        self.try_it.setToolTip(self.tr("Run this sample through source and variants (Return)."))
        self.table.setAccessibleName(self.tr("Samples that are answered otherwise"))
        label = QLabel(self.tr("Variant"))
        label.setBuddy(self.variants)
        top = WrapRow()
        top.add(label, self.variants)
        top.add_stretch()
        top.add(self.try_it)
        for text, metric in (
            (self.tr("as inferred"), ""),
            (self.tr("classes"), "top-1"),
            (self.tr("numbers"), "mae"),
            (self.tr("masks"), "mean-iou"),
            (self.tr("agreement"), "agreement"),
        ):
            self.score_as.addItem(text, metric)
        self.score_as.setAccessibleName(self.tr("Score as"))
        self.score_as.setToolTip(
            self.tr(
                "What the labels mean; agreement leaves them aside and compares with the source."
            )
        )
        score = QLabel(self.tr("Score as"))
        score.setBuddy(self.score_as)
        top.add(score, self.score_as)
        self.top.setRange(1, 999)
        self.top.setValue(5)
        self.top.setPrefix(self.tr("top-"))
        self.top.setAccessibleName(self.tr("Top-K"))
        self.top.setToolTip(
            self.tr(
                "Right is also what is among the K best answers; top-1 and top-5 are always said."
            )
        )
        self.score_as.currentIndexChanged.connect(
            lambda _: self.top.setVisible(self.score_as.currentData() == "top-1")
        )
        self.top.setVisible(False)
        top.add(self.top)
        top.add(self.evaluate)
        side = Card(self.tr("Input"))
        side.add(self.picture)
        side.add(self.about)
        side.body.addStretch(1)
        side.setFixedWidth(SIDE + GRID * 5)
        body = self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        body.setSpacing(GRID)
        body.addWidget(self.table, 1)
        body.addWidget(side, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(top)
        layout.addWidget(self.status)
        layout.addLayout(body, 1)
