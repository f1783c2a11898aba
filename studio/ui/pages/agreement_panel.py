"""Whether a variant gives the same outputs in every way of running it: findings and a matrix."""

from __future__ import annotations

import os

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.core.agreement import AgreeResult
from studio.core.agreement_text import find
from studio.core.errors import ErrorInfo
from studio.core.events import JobFailed, JobSucceeded
from studio.core.lookup import is_finished, same_path
from studio.core.requests import AgreeRequest
from studio.core.session import Model, Session, Variant
from studio.jobs.workflows.agree import default_targets
from studio.ui.context import UiContext
from studio.ui.pages.agreement_matrix import AgreementMatrix
from studio.ui.pages.naming import Subject
from studio.ui.panels.models_texts import INPUTS_FROM
from studio.ui.texts import render_message, sentences, tr, tr_core
from studio.ui.theme import GRID, STATUS_SIGNS, colors_of
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import Card, primary_button
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.targets_button import TargetsButton
from studio.ui.widgets.wrap_row import WrapRow

_STATUS = {
    "agree-all": "ok",
    "agree-source": "",
    "agree-source-float": "",
    "agree-first-small": "",
}


class AgreementPanel(QWidget):
    """Shows the newest result of the chosen variant, and runs it in the ways that are chosen."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._errors: dict[str, ErrorInfo] = {}
        self._session = Session()
        self._variants: dict[str, tuple[Model, Variant]] = {}
        self._shown: object = None
        self.variants = QComboBox()
        self.run = primary_button(
            self.tr("Check agreement"),
            self.tr("Run the variant in every way that works here, and compare all outputs."),
        )
        self.ways = QComboBox()
        self.targets = TargetsButton(
            context.targets, lambda: ("tflite",), self.tr("Ways that are compared:")
        )
        self.show_op = QPushButton(self.tr("Show the op in the graph"))
        self.banner = Banner(dismissible=True)
        self.status = text_label("", muted=True, wrap=True)
        self.findings = text_label("", wrap=True, selectable=True)
        self.findings_card = Card(self.tr("Findings"))
        self.table = AgreementMatrix()
        self._build()
        self.variants.activated.connect(lambda _: self._show())
        self.run.clicked.connect(self._on_run)
        self.ways.activated.connect(lambda _: self._show_ways())
        self.targets.edited.connect(lambda _: self._show_ways())
        self.show_op.clicked.connect(self._on_show_op)
        context.store.ended.connect(self._on_ended)

    def refresh(self, session: Session, subjects: list[Subject]) -> None:
        """``subjects``: what the page shows; those with a variant can be chosen."""
        self._session = session
        self._variants = {
            item.variant.artifact: (item.model, item.variant)
            for item in subjects
            if item.variant is not None
        }
        entries = [
            (item.variant.name, item.variant.artifact)
            for item in subjects
            if item.variant is not None
        ]
        known = [
            (self.variants.itemText(at), self.variants.itemData(at))
            for at in range(self.variants.count())
        ]
        if entries != known:
            before = self.variants.currentData()
            self.variants.clear()
            for name, path in entries:
                self.variants.addItem(name, path)
            self.variants.setCurrentIndex(max(0, self.variants.findData(before)))
        self._show()

    def choose(self, path: str) -> None:
        """Show the variant whose artifact is ``path``, where it can be chosen."""
        at = self.variants.findData(path)
        if at >= 0:
            self.variants.setCurrentIndex(at)
            self._show()

    def _on_run(self) -> None:
        chosen = self.targets.targets if self.ways.currentData() else ()
        self._context.run_command(
            "agree",
            files=(str(self.variants.currentData()),),
            targets=tuple(target.text for target in chosen),
        )

    def _on_show_op(self) -> None:
        """The first op that two kernels compute differently."""
        model, variant = self._variants[str(self.variants.currentData())]
        found = self._result(variant)
        if found is not None and found.first is not None:
            self._context.run_command(
                "show-node",
                model_id=model.id,
                variant_id=variant.id,
                node=found.first.node_id,
            )

    def _result(self, variant: Variant) -> AgreeResult | None:
        known = self._session.agreement(variant.sha256) if variant.sha256 else None
        return known.result if known is not None else None

    def _show_ways(self) -> None:
        """Nothing is compared with one way alone, unless the source stands beside it."""
        self.targets.setVisible(bool(self.ways.currentData()))

    def _on_ended(self, job_id: str, body: object) -> None:
        if isinstance(body, JobSucceeded) and isinstance(body.result, AgreeResult):
            self._errors.pop(body.result.file, None)
        elif isinstance(body, JobFailed):
            job = self._context.store.session.job(job_id)
            if job is None or not isinstance(job.request, AgreeRequest):
                return
            self._errors[job.request.file] = body.error
        else:
            return
        self._session = self._context.store.session
        self._show()

    def _is_running(self, path: str) -> bool:
        return any(
            isinstance(job.request, AgreeRequest)
            and same_path(job.request.file, path)
            and not is_finished(job)
            for job in self._session.jobs
        )

    def _show(self) -> None:
        path = str(self.variants.currentData() or "")
        is_running = self._is_running(path)
        known = self._variants.get(path)
        result = self._result(known[1]) if known is not None else None
        error = self._errors.get(path)
        self.run.setEnabled(bool(path) and not is_running)
        shown = (path, is_running, result, error, self.palette().cacheKey())
        if shown == self._shown:
            return
        self._shown = shown
        self.banner.clear()
        if error is not None:
            self.banner.show_error(error, can_report=False)
        self.status.setText(self._status_text(path, is_running, result))
        self.findings_card.setVisible(result is not None)
        self.table.setVisible(result is not None)
        if result is not None:
            self.findings.setText("\n".join(_finding_lines(result)))
            self.show_op.setVisible(result.first is not None)
            self.table.show_result(result, colors_of(self.palette()))

    def _status_text(self, path: str, is_running: bool, result: AgreeResult | None) -> str:
        if not path:
            return self.tr("There is no variant yet: convert the model first.")
        if is_running:
            return self.tr("Running the variant in several ways…")
        if result is None:
            return self.tr(
                "The same inputs go through reference kernels, LiteRT's own, XNNPACK, the C "
                "library, the GPU where there is one, and the source; each in a process of its own."
            )
        text = self.tr(
            "On {count} samples of {inputs}. Outputs are the same within one quantization step, "
            "or within 0.1 % of a float output's range."
        )
        text = text.format(count=result.samples, inputs=tr(INPUTS_FROM[result.inputs_from]))
        return f"{self._variants[path][1].name}: {text}"

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "table"):
            self._show()

    def _build(self) -> None:
        self.variants.setAccessibleName(self.tr("Variant"))
        self.variants.setToolTip(self.tr("Which variant is run in several ways."))
        label = QLabel(self.tr("Variant"))
        label.setBuddy(self.variants)
        top = WrapRow()
        top.add(label, self.variants)
        self.ways.addItem(self.tr("all ways that work here"), False)
        self.ways.addItem(self.tr("chosen ways"), True)
        self.ways.setAccessibleName(self.tr("Ways"))
        self.ways.setToolTip(
            self.tr("Which ways of running the variant are compared; its source always is.")
        )
        self.targets.show_targets(default_targets(os.cpu_count() or 1))
        self.targets.hide()
        self.show_op.setToolTip(self.tr("Bring the graph to the front with this op chosen."))
        ways = QLabel(self.tr("Ways"))
        ways.setBuddy(self.ways)
        top.add(ways, self.ways)
        top.add(self.targets)
        top.add(self.run)
        top.add_stretch()
        self.findings_card.add(self.findings)
        beside = QHBoxLayout()
        beside.addWidget(self.show_op)
        beside.addStretch(1)
        self.findings_card.body.addLayout(beside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(top)
        layout.addWidget(self.banner)
        layout.addWidget(self.status)
        layout.addWidget(self.findings_card)
        layout.addWidget(self.table, 1)
        layout.addStretch(0)
        self.findings_card.hide()
        self.table.hide()


def _finding_lines(result: AgreeResult) -> list[str]:
    lines = []
    for one in find(result, tr_core):
        title, hint = render_message(one.code, one.params)
        status = _STATUS.get(one.code, "degraded")
        sign = STATUS_SIGNS[status] if status else "•"
        lines.append(f"{sign} {sentences(title, hint)}")
    return lines
