"""The profile page: where the time of a run goes, op by op; two variants: where it went."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from studio.core.lookup import is_finished, same_path
from studio.core.measure_requests import ProfileRequest
from studio.core.profile_comparison import ProfileComparison, compare_profiles
from studio.core.session import Job, Profile, Session
from studio.core.short_names import ShortNames
from studio.ui.context import UiContext
from studio.ui.pages.bar_list import BarList
from studio.ui.pages.conditions_text import conditions_tooltip, difference_lines, disturbance
from studio.ui.pages.facts import fit_columns
from studio.ui.pages.failures import Failures
from studio.ui.pages.naming import Subject
from studio.ui.pages.profile_causes import CausesCard
from studio.ui.pages.profile_choice import ProfileChoice
from studio.ui.pages.profile_rows import (
    SHARE_COLUMN,
    coverage_help,
    coverage_text,
    difference_bars,
    difference_columns,
    op_columns,
    type_bars,
)
from studio.ui.pages.share_bar import ShareBar
from studio.ui.pages.unopened import unopened
from studio.ui.selection import Selection
from studio.ui.texts import labelled, progress_text, target_text, tr
from studio.ui.theme import GRID
from studio.ui.widgets.banner import Banner
from studio.ui.widgets.cards import Card, EmptyState
from studio.ui.widgets.labels import ElidedLabel, text_label
from studio.ui.widgets.table import CopyableTable
from studio.ui.worker import run_in_background

_SHARE_WIDTH = GRID * 12
_FITTED_ROWS = 200


class ProfilePage(QWidget):
    """Shows the newest profile of the chosen variant, or two of them beside each other."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._session, self._selection = Session(), Selection()
        self._content: tuple[object, ...] = ()
        self._comparison: ProfileComparison | None = None
        self.choice = ProfileChoice()
        self.choice.start.clicked.connect(self._on_start)
        self.choice.changed.connect(self._show)
        self.banner = Banner(dismissible=True)
        self._failures = Failures(self.banner, context.store.session)
        self.coverage = text_label("", wrap=True, selectable=True)
        self.coverage.setToolTip(coverage_help())
        self.table = CopyableTable(is_compact=True)
        self.table.setAccessibleName(self.tr("Time of each op"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.horizontalHeader().setResizeContentsPrecision(_FITTED_ROWS)
        self._bar = ShareBar(self.table)
        self.bars = BarList(self.tr("Time by kind of op"))
        self.causes = CausesCard()
        self.tabs = QTabWidget()
        self.conditions = ElidedLabel("", Qt.TextElideMode.ElideRight)
        self.empty = EmptyState("", "", self.tr("Profile"))
        self.empty.activated.connect(self._on_start)
        self._build()
        self.refresh(context.store.session, context.store.selection)

    def widget(self) -> QWidget:
        return self

    def refresh(self, session: Session, selection: Selection) -> None:
        self._session, self._selection = session, selection
        self.choice.refresh(session, selection)
        self._failures.tell(self._jobs([one.path for one in self.choice.offered]))
        self._show()

    # --- what is shown --------------------------------------------------------------------------

    def _show(self) -> None:
        chosen = self.choice.chosen
        profiles = [self.choice.profile(one) for one in chosen]
        known = [profile for profile in profiles if profile is not None]
        why_not = self._context.why_not("profile")
        self.choice.set_state(has_content=bool(known), why_not=why_not)
        self._stack.setCurrentIndex(0 if known else 1)
        if not known:
            self._show_empty(why_not)
            return
        content = (*(one.path for one in chosen), *profiles)
        if content != self._content:
            self._content = content
            names = [
                self.choice.name(one)
                for one, profile in zip(chosen, profiles, strict=True)
                if profile is not None
            ]
            self._show_profiles(names, known)
        self.conditions.setText(self._conditions_text(chosen, profiles))
        self.conditions.setToolTip(conditions_tooltip(known[0].result.conditions))

    def _show_empty(self, why_not: str | None) -> None:
        self._content = ()
        self.conditions.clear()
        job = self._running()
        if job is not None:
            self.empty.set_texts(self.tr("A profile is being recorded"), progress_text(job))
        else:
            hint = self.tr("The variant is run with the profiler on, in a process of its own.")
            closed = unopened(self._session, self._selection)
            title, text = closed or (self.tr("Nothing profiled yet"), why_not or hint)
            self.empty.set_texts(title, text, "" if closed else self.tr("Profile"))
        self.empty.set_button_enabled(why_not)

    def _show_profiles(self, names: list[str], profiles: list[Profile]) -> None:
        results = [profile.result for profile in profiles]
        lines = [
            labelled(name, coverage_text(result)) if len(results) > 1 else coverage_text(result)
            for name, result in zip(names, results, strict=True)
        ]
        if len(results) > 1:
            self._comparison = compare_profiles(results[0], results[1])
            lines += _set_apart_lines(self._comparison)
            short = ShortNames(row.name for row in self._comparison.ops)
            model = self.table.set_columns(difference_columns(names[0], names[1], short))
            model.set_rows(self._comparison.ops)
            self.bars.set_bars(difference_bars(self._comparison.by_type))
            self._kinds.set_title(self.tr("Difference by kind of op"))
        else:
            self._comparison = None
            model = self.table.set_columns(op_columns(ShortNames(op.name for op in results[0].ops)))
            model.set_rows(results[0].ops)
            self._bar.full = max((op.share for op in results[0].ops), default=1.0)
            self.table.setItemDelegateForColumn(SHARE_COLUMN, self._bar)
            self.bars.set_bars(type_bars(results[0].by_type))
            self._kinds.set_title(self.tr("By kind of op"))
        self.coverage.setText("\n".join(lines))
        fit_columns(self.table, least_rows=6)
        if self._comparison is None:
            self.table.setColumnWidth(SHARE_COLUMN, _SHARE_WIDTH)
        self.causes.show_causes(
            [(name, one.causes) for name, one in zip(names, results, strict=True)]
        )

    def _conditions_text(self, chosen: list[Subject], profiles: list[Profile | None]) -> str:
        parts = []
        job = self._running()
        if job is not None:
            parts.append(progress_text(job))
        known = [profile.result for profile in profiles if profile is not None]
        worst = max(known, key=lambda one: one.conditions.other_busy_percent or 0.0)
        parts.append(disturbance(worst.conditions))
        for subject, profile in zip(chosen, profiles, strict=True):
            if profile is None:
                text = self.tr("{name} has not been profiled yet").format(
                    name=self.choice.name(subject)
                )
                parts.append(text)
        if len(known) > 1:
            parts.append(self.tr("recorded one after the other: no verdict, measure for that"))
        parts += [target_text(one.target) for one in known]
        parts.append(self.tr("runs: {count}").format(count=known[0].runs))
        parts.append(known[0].conditions.cpu)
        return " · ".join(dict.fromkeys(filter(None, parts)))

    # --- jobs -----------------------------------------------------------------------------------

    def _running(self) -> Job | None:
        paths = [one.path for one in self.choice.chosen]
        return next((job for job in self._jobs(paths) if not is_finished(job)), None)

    def _jobs(self, paths: list[str]) -> list[Job]:
        """Jobs that profile one of ``paths``, the latest first."""
        return [
            job
            for job in reversed(self._session.jobs)
            if isinstance(job.request, ProfileRequest)
            and any(same_path(job.request.file, path) for path in paths)
        ]

    # --- what the user does ---------------------------------------------------------------------

    def _on_start(self) -> None:
        self.banner.clear()
        self._context.run_command("profile", files=tuple(one.path for one in self.choice.chosen))

    def _on_export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export the profile"), "profile.csv", self.tr("Table (*.csv)")
        )
        if path:
            self.export_csv(Path(path))

    def export_csv(self, path: Path) -> None:
        """Write what the table shows, in full precision, while the window goes on."""
        comparison = self._comparison
        profile = next(filter(None, map(self.choice.profile, self.choice.chosen)), None)

        def write() -> None:
            from studio.report.profiles import write_comparison_csv, write_profile_csv

            if comparison is not None:
                write_comparison_csv(path, comparison)
            elif profile is not None:
                write_profile_csv(path, profile.result)

        run_in_background(self, write, failed=self.banner.show_error)

    # --- building -------------------------------------------------------------------------------

    def _build(self) -> None:
        self.choice.copy.clicked.connect(self.table.copy_all)
        self.choice.export.clicked.connect(self._on_export)
        self._kinds = Card(" ")
        self._kinds.add(self.bars)
        summary = QWidget()
        row = QHBoxLayout(summary)
        row.setContentsMargins(0, GRID, 0, 0)
        row.setSpacing(GRID)
        for card in (self._kinds, self.causes):
            column = QVBoxLayout()
            column.addWidget(card)
            column.addStretch(1)
            row.addLayout(column, 1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(summary)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.table, self.tr("Op by op"))
        self.tabs.addTab(scroll, self.tr("By kind, and why"))
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(GRID)
        inner.addWidget(self.coverage)
        inner.addWidget(self.tabs, 1)
        self._stack = QStackedLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID * 2, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addWidget(self.banner)
        layout.addWidget(self.choice)
        layout.addLayout(self._stack, 1)
        self._stack.addWidget(content)
        self._stack.addWidget(self.empty)
        layout.addWidget(self.conditions)


def _set_apart_lines(comparison: ProfileComparison) -> list[str]:
    if not comparison.set_apart:
        return []
    unlike = " · ".join(difference_lines(comparison.set_apart))
    return [
        "⚠ " + tr("Not recorded alike, which may be why times differ: {what}").format(what=unlike)
    ]
