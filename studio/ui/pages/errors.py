"""The errors page: how far each tensor of a variant is from its float stage's, and whose fault."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QFileDialog,
    QPushButton,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from studio.core.fixing import Goal
from studio.core.lookup import is_finished, same_path
from studio.core.recipe import kept_precisions
from studio.core.requests import DiagnoseRequest, FixRequest
from studio.core.session import Diagnosis, Job, Session
from studio.ui.context import UiContext
from studio.ui.pages.diagnosed_choice import DiagnosedChoice
from studio.ui.pages.failures import Failures
from studio.ui.pages.fix_path import FixPath, FixShown, fix_shown
from studio.ui.pages.fix_row import FIX_PRECISIONS, FixRow
from studio.ui.pages.naming import Subject, hash_of
from studio.ui.pages.reference_choice import ReferenceChoice
from studio.ui.pages.tensor_errors import TensorErrors
from studio.ui.pages.unopened import unopened
from studio.ui.selection import Selection
from studio.ui.texts import progress_text
from studio.ui.theme import GRID
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import EmptyState, primary_button
from studio.ui.widgets.wrap_row import WrapRow


class ErrorsPage(QWidget):
    """Shows the newest diagnosis of the chosen variant, largest error first."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session, self._selection = Session(), Selection()
        self.banner = Banner(dismissible=True)
        self._failures = Failures(self.banner, context.store.session)
        self.variant = DiagnosedChoice()
        self.reference = ReferenceChoice()
        self.start = primary_button(self.tr("Diagnose"), "")
        self.copy = QPushButton(self.tr("Copy as TSV"))
        self.export = QPushButton(self.tr("Export CSV…"))
        self.fix = FixRow()
        self.path = FixPath()
        self.tabs = QTabWidget()
        self._searching = ""
        self.tensors = TensorErrors()
        self.empty = EmptyState("", "", self.tr("Diagnose"))
        self._build()
        self.refresh(context.store.session, context.store.selection)

    def widget(self) -> QWidget:
        return self

    def refresh(self, session: Session, selection: Selection) -> None:
        is_new = selection != self._selection
        self._session, self._selection = session, selection
        self.variant.offer(session, selection, is_new=is_new)
        self._failures.tell(self._started())
        self._show()

    # --- what is shown --------------------------------------------------------------------------

    @property
    def chosen(self) -> Subject | None:
        return self.variant.chosen

    def _show(self) -> None:
        subject = self.chosen
        self.reference.refresh(self._session, self._selection, subject)
        why_not = self._why_not(subject)
        found = self._found(subject)
        path = fix_shown(self._session, hash_of(subject)) if subject is not None else None
        job = self._running()
        self._controls.setVisible(bool(self.variant.offered))
        for widget in (self.copy, self.export):
            widget.setEnabled(found is not None)
        self.start.setVisible(found is not None or path is not None)
        self.start.setEnabled(why_not is None and job is None)
        self.start.setToolTip(
            why_not or self.tr("Compare each tensor with that of what it was made from.")
        )
        if subject is not None and subject.variant is not None:
            self.fix.offer(kept_precisions(subject.variant.recipe.steps))
        self.fix.set_state(self._why_not_fix(subject))
        self._show_path(path)
        self.tabs.setTabVisible(0, found is not None)
        self._stack.setCurrentIndex(0 if found is not None or path is not None else 1)
        is_file = subject is not None and subject.variant is None
        self.tensors.show_result(
            found.result if found is not None else None, self.reference.name if is_file else ""
        )
        if found is None:
            self._show_empty(why_not, job)

    def _why_not(self, subject: Subject | None) -> str | None:
        if subject is None or subject.variant is not None:
            return self._context.why_not("diagnose")
        return self.reference.why_not(subject)

    def _found(self, subject: Subject | None) -> Diagnosis | None:
        """The newest diagnosis of a variant; of a file, if it was against the chosen model."""
        found = self._session.diagnosis(hash_of(subject)) if subject is not None else None
        if found is None or subject is None or subject.variant is not None:
            return found
        is_of_both = same_path(found.result.against, self.reference.path)
        return found if self.reference.path and is_of_both else None

    def _show_path(self, path: FixShown | None) -> None:
        """A search that has just begun comes to the front, once."""
        self.path.show_path(path)
        self.tabs.setTabVisible(1, path is not None)
        if path is not None and path.is_running and path.fix.job_id != self._searching:
            self._searching = path.fix.job_id
            self.tabs.setCurrentIndex(1)

    def _why_not_fix(self, subject: Subject | None) -> str | None:
        if subject is None:
            return self.tr("Convert the model first.")
        if subject.variant is None:
            return self.tr("It was not made here: convert its source, then ops can be kept in it.")
        if any(
            isinstance(job.request, FixRequest) and not is_finished(job)
            for job in self._session.jobs
        ):
            return self.tr("Ops to keep are being looked for already.")
        offered = kept_precisions(subject.variant.recipe.steps)
        if not set(offered) & set(FIX_PRECISIONS):
            return self.tr("The recipe of {name} leaves no choice for single ops.").format(
                name=subject.name
            )
        if self.fix.goal.kind == "accuracy" and subject.model.evaluation_data is None:
            return self.tr("Choose evaluation data with labels (x, y) first.")
        return None

    def _show_empty(self, why_not: str | None, job: Job | None) -> None:
        if job is not None:
            self.empty.set_texts(self.tr("Tensors are being compared"), progress_text(job))
        else:
            hint = self.tr(
                "Both are run on the same inputs, and their tensors are compared; each op is also "
                "run by itself."
            )
            closed = unopened(self._session, self._selection) if not self.variant.offered else None
            title, text = closed or (self.tr("Nothing diagnosed yet"), why_not or hint)
            self.empty.set_texts(title, text, "" if closed else self.tr("Diagnose"))
        self.empty.set_button_enabled(
            why_not or (self.tr("A diagnosis is under way.") if job is not None else None)
        )

    # --- jobs -----------------------------------------------------------------------------------

    def _running(self) -> Job | None:
        subject = self.chosen
        jobs = self._jobs([subject.path]) if subject is not None else []
        return next((job for job in jobs if not is_finished(job)), None)

    def _jobs(self, paths: list[str]) -> list[Job]:
        return [
            job
            for job in reversed(self._session.jobs)
            if isinstance(job.request, DiagnoseRequest)
            and any(same_path(job.request.artifact, path) for path in paths)
        ]

    def _started(self) -> list[Job]:
        """All that this page is about: diagnoses of what it offers, and fixes of their models."""
        models = [one.model for one in self.variant.offered]
        fixes = [
            job
            for job in reversed(self._session.jobs)
            if isinstance(job.request, FixRequest)
            and any(same_path(job.request.convert.source, model.path) for model in models)
        ]
        return [*self._jobs([one.path for one in self.variant.offered]), *fixes]

    # --- what the user does ---------------------------------------------------------------------

    def _on_start(self) -> None:
        self.banner.clear()
        subject = self.chosen
        if subject is not None and subject.variant is not None:
            self._context.run_command("diagnose", variant_id=subject.variant.id)
        elif subject is not None:
            self._context.run_command("diagnose", file=subject.path, against=self.reference.path)

    def _on_node_wanted(self, node_id: str) -> None:
        subject = self.chosen
        if subject is not None:
            self._context.run_command(
                "show-node",
                model_id=subject.model.id,
                variant_id=subject.variant.id if subject.variant is not None else "",
                node=node_id,
            )

    def _on_fix(self, goal: Goal, precision: str, measured: str) -> None:
        self.banner.clear()
        subject = self.chosen
        if subject is not None and subject.variant is not None:
            self._context.run_command(
                "fix",
                variant_id=subject.variant.id,
                goal=goal.text,
                precision=precision,
                measured=measured,
            )

    def _on_export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export the errors"), "errors.csv", self.tr("Table (*.csv)")
        )
        if path:
            self.export_csv(Path(path))

    def export_csv(self, path: Path) -> None:
        """Write all figures, in full precision, while the window goes on."""
        result = self.tensors.shown

        def write() -> None:
            from studio.report.diagnoses import write_diagnosis_csv

            if result is not None:
                write_diagnosis_csv(path, result)

        self._context.write_file(path, write)

    def _build(self) -> None:
        self.reference.changed.connect(self._show)
        self.variant.activated.connect(self._show)
        self.copy.setToolTip(self.tr("Copy the table, to be pasted into a spreadsheet."))
        self.export.setToolTip(self.tr("Write the table as CSV, in full precision."))
        self.copy.clicked.connect(self.tensors.table.copy_all)
        self.tensors.node_wanted.connect(self._on_node_wanted)
        self.export.clicked.connect(self._on_export)
        self.fix.fix_requested.connect(self._on_fix)
        self.fix.edited.connect(self._show)
        self.start.clicked.connect(self._on_start)
        self.empty.activated.connect(self._on_start)
        row = self._controls = WrapRow()
        row.add(self.start)
        row.add(self.variant)
        row.add(self.reference)
        row.add_stretch()
        row.add(self.copy, self.export)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.tensors, self.tr("Tensor by tensor"))
        self.tabs.addTab(self.path, self.tr("Path of the fix"))
        self.path.accepted.connect(
            lambda variant_id: self._context.run_command("accept", variant_id=variant_id)
        )
        self.path.discarded.connect(
            lambda variant_id: self._context.run_command("discard", variant_id=variant_id)
        )
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        outer.addWidget(self.tabs, 1)
        outer.addWidget(self.fix)
        self._stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID * 2, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.banner)
        layout.addWidget(row)
        layout.addLayout(self._stack, 1)
        self._stack.addWidget(content)
        self._stack.addWidget(self.empty)
