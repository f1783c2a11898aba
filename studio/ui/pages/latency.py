"""The latency page: measure the selected variants together and see it live; look at past runs.

Numbers that come from a run under way are marked as such; intervals come with the finished run.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import cast

from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from studio.core.lookup import is_finished
from studio.core.measure_protocol import Footprint, Samples
from studio.core.measure_requests import BenchmarkRequest
from studio.core.messages import RenderedError
from studio.core.session import Job, Run, Session
from studio.core.settings import Settings
from studio.ui.actions.measuring import data_to_measure_with, selected_formats, target_of_resolution
from studio.ui.context import UiContext
from studio.ui.pages.conditions_text import progress_line, run_time, run_title
from studio.ui.pages.latency_arms import LatencyArms
from studio.ui.pages.latency_controls import LatencyControls
from studio.ui.pages.latency_data import RunSamples
from studio.ui.pages.latency_plot import LatencyPlots
from studio.ui.pages.latency_runs import PastRuns
from studio.ui.pages.latency_sheet import LatencySheet
from studio.ui.pages.latency_verdicts import LatencyVerdicts
from studio.ui.pages.latency_wishes import LatencyWishes
from studio.ui.pages.naming import names_of, subjects
from studio.ui.pages.unopened import unopened
from studio.ui.selection import Selection
from studio.ui.theme import GRID
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import EmptyState
from studio.ui.widgets.targets_button import TargetsButton


class LatencyPage(QWidget):
    """Shows the measurement under way, else the chosen run, else the newest of the selection."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session, self._selection = Session(), Selection()
        self._turns = context.turns
        self._live: Job | None = None
        self._run: Run | None = None
        self._fitted: Run | None = None
        self._chosen = ""
        self._arms = LatencyArms()
        self.controls = LatencyControls(
            context.settings(),
            TargetsButton(context.targets, lambda: selected_formats(context.store)),
        )
        self.banner = Banner(dismissible=True)
        self._past = PastRuns(self, context, self._on_found, self.banner.show_error)
        self.wishes = LatencyWishes(context, self.controls, lambda: self._live, lambda: self._run)
        self.plots = LatencyPlots(self.wishes.export, context.turns)
        self._verdicts = LatencyVerdicts(self, context, self.wishes.measure_for)
        self.verdicts = self._verdicts.strip
        self.sheet = LatencySheet(self.verdicts, self.plots)
        self.sheet.setCornerWidget(self.controls.resolution)
        self.table, self.history = self.sheet.table, self.sheet.history
        self.progress, self.conditions = self.sheet.progress, self.sheet.conditions
        self.sheet.save_requested.connect(context.write_file)
        self.sheet.currentChanged.connect(self._show_history)
        self.empty = EmptyState("", "", self.tr("Start"))
        self.empty.activated.connect(self.wishes.start)
        self._build()
        context.follow_settings(self._on_settings)
        self.controls.export_requested.connect(self.plots.over_time.ask_export)
        context.resolution.changed.connect(self._show_resolution)
        self._show_resolution()
        self.controls.run_chosen.connect(self._on_run_chosen)
        context.store.sampled.connect(self._on_sampled)
        context.store.footprint.connect(self._on_footprint)
        self._stack.setCurrentIndex(1)

    def widget(self) -> QWidget:
        return self

    def open_with(self, run_id: str = "") -> None:
        """Show this run."""
        self._on_run_chosen(run_id)

    def refresh(self, session: Session, selection: Selection) -> None:
        if selection != self._selection:
            self._chosen = ""
        self._session, self._selection = session, selection
        self._follow_jobs()
        if self._live is None:
            self._show_run(self._run_to_show())
        self._soon(self._show_controls)
        self._soon(self._show_state)
        self._show_resolution()

    def _soon(self, show: Callable[[], None]) -> None:
        """At once; where a measurement begins or ends, behind what else that changes."""
        if self._turns.waits(self.sheet.fit_table):
            self._turns.add(show)
        else:
            show()

    # --- a measurement under way ----------------------------------------------------------------

    def _follow_jobs(self) -> None:
        job = next((job for job in reversed(self._session.jobs) if _is_live(job)), None)
        if job is not None and (self._live is None or self._live.id != job.id):
            self._begin(job)
        elif job is None and self._live is not None:
            self._end(self._session.job(self._live.id))
        elif job is not None:
            self._live = job

    def _begin(self, job: Job) -> None:
        request = cast(BenchmarkRequest, job.request)
        self._live, self._run, self._chosen = job, None, ""
        self.banner.clear()
        self.controls.show_request(request)
        self._arms.begin(self._session, request)
        self._verdicts.begin(self._arms.arms, request, self._arms.names)
        self._turns.add(
            self._show_live_plots, self._show_live_details, self._show_rows, self.sheet.fit_table
        )

    def _show_live_plots(self) -> None:
        if self._live is not None:
            self.plots.show_run(self._arms.samples, self._arms.lines, is_live=True)

    def _show_live_details(self) -> None:
        if self._live is not None:
            self.sheet.show_details(None, ())

    def _end(self, job: Job | None) -> None:
        self._live = None
        self._verdicts.end()
        self.controls.show_settings(self._context.settings())
        self.plots.finish()
        if job is None:
            return
        if job.state == "failed" and job.error is not None:
            self.banner.show_error(job.error, log="\n".join(job.log_tail))
        self._chosen = job.id
        run = next((run for run in self._session.runs if run.id == job.id), None)
        samples = self._arms.samples
        if run is not None and samples is not None and samples.is_whole(run.result):
            self._run = run
            self._turns.add(self._show_rows, self.sheet.fit_table, self._show_verdicts)

    def _on_sampled(self, job_id: str, batch: Samples) -> None:
        if self._live is None or self._live.id != job_id:
            # The page is not refreshed while another one is in front.
            self.refresh(self._context.store.session, self._context.store.selection)
        samples = self._arms.samples
        if self._live is None or self._live.id != job_id or samples is None:
            return
        samples.add_rows(batch.rows)
        self._verdicts.add(batch.rows)
        samples.busy_percent = batch.busy_percent
        self.plots.mark_dirty()
        self._turns.add(self._show_rows, self._show_progress)

    def _on_footprint(self, job_id: str, found: Footprint) -> None:
        if self._live is not None and self._live.id == job_id:
            self._arms.add_footprint(found)
            self._turns.add(self._show_rows)

    # --- a run that has ended -------------------------------------------------------------------

    def _run_to_show(self) -> Run | None:
        runs = self._runs()
        chosen = next((run for run in runs if run.id == self._chosen), None)
        return chosen or (runs[0] if runs else None)

    def _runs(self) -> list[Run]:
        """Runs with anything of the selection in them, the newest first."""
        return self._past.of(self._session, subjects(self._session, self._selection), self._chosen)

    def _on_found(self) -> None:
        self.refresh(self._session, self._selection)

    def _show_run(self, run: Run | None) -> None:
        if run is not None:
            self._arms.show_run(self._session, run)
        if run == self._run:
            if run is not None:
                self._soon(self._show_rows)
            return
        self._run, self._arms.samples = run, None
        self.plots.show_run(None, ())
        self._soon(self._show_rows)
        self._soon(self._show_verdicts)
        if run is not None:
            self._past.read(
                run,
                lambda samples: self._on_read(run, samples),
                lambda text: self._on_unreadable(run, text),
            )

    def _on_read(self, run: Run, samples: RunSamples) -> None:
        if self._run is run:
            self._arms.samples = samples
            self.plots.show_run(samples, self._arms.lines)

    def _on_unreadable(self, run: Run, text: RenderedError) -> None:
        if self._run is run:
            self.banner.show_message("info", text.title, text.hint, details=text.detail)

    # --- what is shown --------------------------------------------------------------------------

    def _show_rows(self) -> None:
        rows = self._arms.rows(self._run, is_live=self._live is not None)
        self.sheet.show_rows(rows, is_new=self._run is not self._fitted)
        self._fitted = self._run
        if not self._turns.waits(self.sheet.fit_table):
            self.sheet.fit_table()

    def _show_controls(self) -> None:
        is_live = self._live is not None
        self.controls.set_state(is_running=is_live, why_not=self._context.why_not("measure"))
        data = data_to_measure_with(self._context.store, self._context.settings())
        self.controls.show_data(PurePath(data.path).name if data else "")
        if not is_live:
            self.controls.set_runs(
                [(run.id, run_time(run), run_title(run)) for run in self._runs()],
                self._chosen or (self._run.id if self._run else ""),
            )

    def _show_state(self) -> None:
        is_live = self._live is not None
        if is_live:
            self._show_progress()
        self.sheet.show_conditions(self._run, is_live=is_live)
        self._show_history()
        self.plots.set_why_not_export(
            self.tr("The samples can be exported when the measurement has ended.")
            if is_live
            else ""
        )
        has_content = is_live or self._run is not None
        self._stack.setCurrentIndex(0 if has_content else 1)
        self.controls.setVisible(has_content)
        if not has_content:
            why_not = self._context.why_not("measure")
            text = self.tr("Variants are run in turns, in fresh processes, so that they compare.")
            closed = unopened(self._session, self._selection)
            title, hint = closed or (self.tr("Nothing measured yet"), why_not or text)
            self.empty.set_texts(title, hint, "" if closed else self.tr("Start"))
            self.empty.set_button_enabled(why_not)

    def _show_progress(self) -> None:
        samples = self._arms.samples
        if self._live is not None and samples is not None:
            busy, own = samples.busy_percent, self._context.store.own_share.percent
            self.progress.setText(progress_line(self._live, samples.count, busy, own))

    def _show_verdicts(self) -> None:
        if self._live is None:
            self._verdicts.show_run(self._run, self._arms.names)
            self.sheet.show_details(self._run, self._arms.lines if self._run else ())

    def _show_history(self) -> None:
        """What is not in front need not be up to date."""
        if self.sheet.is_history:
            shown = subjects(self._session, self._selection)
            names = names_of(self._session, tuple(one.path for one in shown))
            self.history.show_runs(self._runs(), shown, [one.name for one in names])

    def _on_settings(self, settings: Settings) -> None:
        if self._live is None:
            self.controls.show_settings(settings)
        self._soon(self._show_controls)  # another target may run what the one before could not
        self._soon(self._show_state)
        self._show_resolution()

    def _show_resolution(self) -> None:
        target = target_of_resolution(self._context.store, self._context.settings())
        self.controls.show_resolution(self._context.resolution.on(target))

    def _on_run_chosen(self, run_id: str) -> None:
        self._chosen = run_id
        self.banner.clear()
        self.refresh(self._session, self._selection)

    def _build(self) -> None:
        self._stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID // 2)
        layout.setSpacing(GRID)
        layout.addWidget(self.banner)
        layout.addWidget(self.controls)
        layout.addLayout(self._stack, 1)
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(self.empty)


def _is_live(job: Job) -> bool:
    return isinstance(job.request, BenchmarkRequest) and not is_finished(job)
