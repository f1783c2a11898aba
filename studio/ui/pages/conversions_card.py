"""Conversions of a model that are under way or have failed, on its overview page."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from studio.core.bisecting import BisectResult
from studio.core.events import JobSucceeded
from studio.core.lookup import is_finished
from studio.core.requests import ConvertRequest
from studio.core.session import Job
from studio.ui.actions.bisecting import bisect_of, bisect_request
from studio.ui.context import UiContext
from studio.ui.pages.conversion_bisect import ConversionBisect
from studio.ui.panels.job_buttons import cancel_button, log_button
from studio.ui.panels.jobs_texts import phase_line, state_sign
from studio.ui.panels.ways_out import cause_of, offer_ways_out
from studio.ui.texts import labelled, tr
from studio.ui.theme import GRID, colors_of, status_color
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import Card
from studio.ui.widgets.labels import ElidedLabel, text_label

MOST_FAILURES = 3


class ConversionsCard(Card):
    """A row a conversion: how far it is; or what failed, why, and the ways out. Else hidden.

    Those that failed alike share a row.
    """

    def __init__(self, context: UiContext) -> None:
        super().__init__(tr("Conversions"))
        self._context = context
        self._jobs: tuple[Job, ...] = ()
        self._rows: dict[str, _Row] = {}
        self._dismissed: set[str] = set()
        self._found: dict[str, BisectResult] = {}
        self._earlier = text_label("", "small", muted=True, wrap=True)
        self.add(self._earlier)
        self.hide()
        context.store.ended.connect(self._on_ended)

    def show_jobs(self, jobs: Iterable[Job]) -> None:
        """``jobs``: of the one model that is shown, in the order in which they were started."""
        self._jobs = tuple(jobs)
        groups = _groups(_latest(self._jobs, self._dismissed))
        failed = [group for group in groups if group[-1].state == "failed"]
        left_out = failed[:-MOST_FAILURES]
        rest = [group for group in groups if group not in left_out]
        # those under way first: a failure may take much room
        rest.sort(key=lambda group: group[-1].state == "failed")
        shown = {group[-1].id: group for group in rest}
        for job_id in self._rows.keys() - shown.keys():
            row = self._rows.pop(job_id)
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        for place, (job_id, group) in enumerate(shown.items()):
            if job_id not in self._rows:
                self._rows[job_id] = self._made(job_id)
            row = self._rows[job_id]
            if self.body.indexOf(row) != place + 1:  # below the title
                self.body.insertWidget(place + 1, row)
            wanted = bisect_request(group[-1], "")
            bisecting = bisect_of(self._jobs, wanted) if wanted is not None else None
            row.show_jobs(group, bisecting, self._found.get(bisecting.id) if bisecting else None)
        self._earlier.setText(
            tr("And {count} more that failed: the Log page has them.").format(
                count=sum(map(len, left_out))
            )
        )
        self._earlier.setVisible(bool(left_out))
        self.setVisible(bool(shown))

    def _on_ended(self, job_id: str, body: object) -> None:
        if isinstance(body, JobSucceeded) and isinstance(body.result, BisectResult):
            self._found[job_id] = body.result
            self.show_jobs(self._jobs)

    def _made(self, job_id: str) -> _Row:
        row = _Row(self._context, job_id)
        row.banner.dismissed.connect(lambda: self._dismiss(job_id))
        return row

    def _dismiss(self, job_id: str) -> None:
        row = self._rows[job_id]
        self._dismissed.update(job.id for job in row.jobs)
        row.hide()
        self.setVisible(any(not row.isHidden() for row in self._rows.values()))


class _Row(QWidget):
    """One conversion: a line with its bar, or a banner where it failed, for all that did so."""

    def __init__(self, context: UiContext, job_id: str) -> None:
        super().__init__()
        self._context, self._job_id = context, job_id
        self.jobs: tuple[Job, ...] = ()
        self._find: QPushButton | None = None
        self._sign = text_label("")
        self._name = text_label("", selectable=True)
        self._phase = ElidedLabel("", Qt.TextElideMode.ElideRight)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(GRID)
        self._cancel = cancel_button(lambda: context.cancel(job_id))
        log = log_button(lambda: context.run_command("show-log", job_id=job_id))
        self.banner = Banner(dismissible=True)
        self.banner.report_requested.connect(
            lambda: context.run_command("save-report", job_id=job_id)
        )
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self._sign)
        line.addWidget(self._name)
        line.addWidget(self._phase, 1)
        line.addWidget(self._cancel)
        line.addWidget(log)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addLayout(line)
        layout.addWidget(self._bar)
        layout.addWidget(self.banner)
        self._bisect = ConversionBisect(context)
        layout.addWidget(self._bisect)

    def show_jobs(
        self, jobs: tuple[Job, ...], bisecting: Job | None, found: BisectResult | None
    ) -> None:
        """``jobs``: failed alike, or a single one; ``bisecting``: what looks for what crashes in
        the last of them, ``found``: what it found."""
        if jobs != self.jobs:
            self._show(jobs)
        self._bisect.show_job(bisecting, found)
        if self._find is not None:
            self._find.setEnabled(bisecting is None or is_finished(bisecting))

    def _show(self, jobs: tuple[Job, ...]) -> None:
        before, self.jobs = self.jobs, jobs
        job = jobs[-1]
        self._sign.setText(state_sign(job))
        self._name.setText(", ".join(map(_label, jobs)))
        has_failed = job.state == "failed"
        self._phase.setText(tr("failed") if has_failed else phase_line(job))
        self._color_sign()
        self._cancel.setVisible(not is_finished(job))
        self._bar.setVisible(job.state == "running")
        self._bar.setRange(0, 0 if job.fraction is None else 1000)
        if job.fraction is not None:
            self._bar.setValue(round(1000 * job.fraction))
        said = [(one.id, one.error) for one in before]
        if job.error is not None and has_failed and said != [(one.id, one.error) for one in jobs]:
            self.banner.show_error(job.error, log="\n".join(job.log_tail))
            self._find = offer_ways_out(self.banner, self._context, jobs, job.error)
        self.setAccessibleName(labelled(self._name.text(), self._phase.text()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._color_sign()

    def _color_sign(self) -> None:
        if not self.jobs:
            return
        colors = colors_of(self.palette())
        has_failed = self.jobs[-1].state == "failed"
        color = status_color(colors, "failed").name() if has_failed else colors.accent
        self._sign.setStyleSheet(f"color: {color}")


def _latest(jobs: Iterable[Job], dismissed: set[str]) -> list[Job]:
    """Of each recipe the last conversion, where it runs, waits or has failed.

    A canceled one has shown nothing: what failed before it still stands.
    """
    found: dict[str, Job] = {}
    for job in jobs:
        if isinstance(job.request, ConvertRequest) and job.state != "cancelled":
            recipe = job.request.recipe.fingerprint()
            found.pop(recipe, None)
            found[recipe] = job
    return [
        job
        for job in found.values()
        if job.id not in dismissed and (job.state == "failed" or not is_finished(job))
    ]


def _groups(jobs: list[Job]) -> list[tuple[Job, ...]]:
    """Those that failed alike together, at the place of the last of them."""
    found: dict[Hashable, tuple[Job, ...]] = {}
    for job in jobs:
        key = cause_of(job) if job.state == "failed" else job.id
        found[key] = (*found.pop(key, ()), job)
    return list(found.values())


def _label(job: Job) -> str:
    assert isinstance(job.request, ConvertRequest)
    return job.request.recipe.label
