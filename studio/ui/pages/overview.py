"""The overview page: what the selected model or variants are."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from studio.core.session import Job, Model, Session
from studio.ui.context import UiContext
from studio.ui.pages.conversions_card import ConversionsCard
from studio.ui.pages.naming import subjects
from studio.ui.pages.overview_model import ModelOverview
from studio.ui.pages.overview_several import several_card
from studio.ui.pages.overview_variant import VariantOverview
from studio.ui.planning import SHAPE_ERRORS
from studio.ui.selection import Selection
from studio.ui.theme import GRID, colors_of
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import EmptyState

_CODE_ERRORS = frozenset(
    {
        "model-custom-class",
        "custom-code-not-allowed",
        "custom-code-unreadable",
        "custom-code-failed",
    }
)
"""What the Python file that a model needs is the way out of, or the cause of."""

_OPENING_ERRORS = frozenset(
    {"tags-unknown", "graphdef-ends-missing", "graphdef-tensor-unknown", "model-needs-keras-3"}
)
"""What another way of opening the file is the way out of."""


class OverviewPage(QWidget):
    """Cards of the selected model or variant; several variants as one table, a line each."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session, self._selection = Session(), Selection()
        self._shown: object = None
        self.banner = Banner()
        self.banner.report_requested.connect(self._on_report_requested)
        self.empty = EmptyState("", "")
        self.empty.activated.connect(lambda: context.run_command("open"))
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setAccessibleName(self.tr("Overview"))
        content = QWidget()
        self._content = QVBoxLayout(content)
        self._content.setContentsMargins(GRID * 2, GRID * 2, GRID * 2, GRID * 2)
        self._content.setSpacing(GRID * 3)
        self.conversions = ConversionsCard(context)
        self._content.addWidget(self.banner)
        self._content.addWidget(self.conversions)
        self._content.addStretch(1)
        self._parts: list[QWidget] = []
        self.area.setWidget(content)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.area)
        self._stack.addWidget(self.empty)
        self.refresh(context.store.session, context.store.selection)

    def widget(self) -> QWidget:
        return self

    def refresh(self, session: Session, selection: Selection) -> None:
        """Rebuild only what is shown when it has changed, so that scrolling stays."""
        is_same = selection == self._selection
        self._session, self._selection = session, selection
        model = session.model(selection.model_id)
        chosen = [item for item in subjects(session, selection) if item.variant is not None]
        variants = tuple(item.variant for item in chosen) if selection.variant_ids else ()
        commands = ("evaluate", "try-it", "check", "save-artifact") if len(variants) < 2 else ()
        self._show_conversions(model if model and model.info and not variants else None)
        reasons = tuple(self._context.why_not(name) for name in commands)
        key = (selection, _visible_part(model), variants, reasons)
        if key == self._shown:
            return
        self._shown = key
        position = self.area.verticalScrollBar().value() if is_same else 0
        self._clear()
        if len(chosen) > 1 and variants:
            self._add(several_card(chosen, colors_of(self.palette())))
        elif variants:
            assert chosen[0].variant is not None
            self._add(VariantOverview(chosen[0].model, chosen[0].variant, self._context))
        elif model is not None and model.info is not None:
            self._add(ModelOverview(model, model.info, self._context))
        self._show_banner(model)
        self._show_empty(model, bool(self._parts) or not self.banner.isHidden())
        self.area.verticalScrollBar().setValue(position)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._shown = None
            self.refresh(self._session, self._selection)

    def _clear(self) -> None:
        for part in self._parts:
            self._content.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts.clear()

    def _add(self, part: QWidget) -> None:
        self._content.insertWidget(2 + len(self._parts), part)
        self._parts.append(part)

    def _show_conversions(self, model: Model | None) -> None:
        """They change far more often than the cards below, which are made anew."""
        jobs = self._session.jobs if model is not None else ()
        self.conversions.show_jobs(
            job for job in jobs if model is not None and job.model_id == model.id
        )

    def _show_banner(self, model: Model | None) -> None:
        self.banner.clear()
        if model is None:
            return
        if model.is_missing:
            self.banner.show_message(
                "error",
                self.tr("The file of {name} is not where it was").format(name=model.name),
                self.tr("{path} is gone; say where it lies now.").format(path=model.path),
            )
            self._offer_locate()
        elif model.error is not None:
            job = self._failure_of(model)
            self.banner.show_error(
                model.error,
                log="\n".join(job.log_tail) if job is not None else "",
                can_report=job is not None,
            )
            self._offer_ways_out(model)
        elif model.is_changed:
            self.banner.show_message(
                "warning",
                self.tr("The file of {name} has changed since it was opened").format(
                    name=model.name
                ),
                self.tr("Its variants are stale: open it again, then convert again."),
            )
            self._offer("inspect", self.tr("Open again"), self.tr("Read the file anew."))

    def _offer_ways_out(self, model: Model) -> None:
        assert model.error is not None
        if model.error.code == "model-missing":
            self._offer_locate()
        if model.error.code == "model-needs-code":
            self._offer(
                "allow-code",
                self.tr("Allow its code…"),
                self.tr("Decide whether the code inside the model may run."),
            )
        if model.error.code in _CODE_ERRORS:
            self._offer(
                "choose-code",
                self.tr("Choose its code…"),
                self.tr("Name the Python file that defines the classes of the model."),
            )
        if model.error.code in _OPENING_ERRORS:
            self._offer(
                "opening",
                self.tr("How it is opened…"),
                self.tr("Choose the reader, the graph or the tensors that are meant."),
            )
        if model.error.code in SHAPE_ERRORS:
            self._offer(
                "shapes",
                self.tr("Input shapes…"),
                self.tr("Choose other shapes than those that were refused."),
            )
        else:
            self._offer("inspect", self.tr("Try again"), self.tr("Read the file anew."))

    def _offer_locate(self) -> None:
        self._offer("locate", self.tr("Locate…"), self.tr("Say where the model's file lies now."))

    def _offer(self, command: str, text: str, tooltip: str) -> None:
        self.banner.add_button(text, tooltip, lambda: self._context.run_command(command))

    def _failure_of(self, model: Model) -> Job | None:
        """The job whose error the model carries; None where it is not known any more."""
        return next(
            (
                job
                for job in reversed(self._session.jobs)
                if job.model_id == model.id and job.state == "failed" and job.error == model.error
            ),
            None,
        )

    def _on_report_requested(self) -> None:
        model = self._session.model(self._selection.model_id)
        job = self._failure_of(model) if model is not None else None
        if job is not None:
            self._context.run_command("save-report", job_id=job.id)

    def _show_empty(self, model: Model | None, has_content: bool) -> None:
        self._stack.setCurrentIndex(0 if has_content else 1)
        if has_content:
            return
        if model is None:
            self.empty.set_texts(
                self.tr("No model selected"),
                self.tr("Open a model, or select one on the left."),
                self.tr("Open…"),
            )
        else:
            self.empty.set_texts(
                self.tr("Opening {name}…").format(name=model.name),
                self.tr("Its file is being read; the Jobs panel shows how far it is."),
                "",
            )


def _visible_part(model: Model | None) -> object:
    """What of a model this page shows; recipes being edited are not among it."""
    if model is None:
        return None
    return (
        model.name, model.path, model.info, model.error, model.is_missing, model.is_changed,
        model.evaluation, model.evaluation_data,
    )  # fmt: skip
