"""The trials of a search as rows: what a dot of the plot and a line of the table say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.core.fix_text import (
    GOAL_TITLES,
    judged_text,
    ops_text,
    outcome_text,
    score_text,
    time_text,
)
from studio.core.fixing import Goal, Trial
from studio.core.quantities import UNKNOWN, format_bytes, format_count
from studio.core.session import Fix
from studio.ui.pages.cells import NONE
from studio.ui.texts import labelled, tr, tr_core
from studio.ui.widgets.rows_model import Column

State = Literal["given", "best", "met", "missed", "broken", "unmade"]


@dataclass(frozen=True)
class FixRowData:
    """``number``: 0 = the artifact that was given."""

    number: int
    trial: Trial
    goal: Goal
    state: State
    ops: str

    @property
    def label(self) -> str:
        return str(self.number) if self.number else tr("given")


def symbols() -> dict[State, tuple[str, str]]:
    """The sign of each state, as the plot draws it, and what it means."""
    return {
        "given": ("◆", tr("given")),
        "best": ("★", tr("chosen")),
        "met": ("●", tr("goal met")),
        "missed": ("□", tr("goal missed")),
        "broken": ("✕", tr("check failed")),
        "unmade": ("–", tr("could not be made")),
    }


def rows_of(fix: Fix | None) -> tuple[FixRowData, ...]:
    """The artifact that was given, then the trials in order."""
    if fix is None:
        return ()
    before = [] if fix.before is None else [_row(0, fix.before, fix, "given")]
    trials = [
        _row(number, one, fix, _state(one, fix)) for number, one in enumerate(fix.trials, start=1)
    ]
    return (*before, *trials)


def _row(number: int, trial: Trial, fix: Fix, state: State) -> FixRowData:
    return FixRowData(number, trial, fix.goal, state, ops_text(trial, fix.names, tr_core))


def _state(trial: Trial, fix: Fix) -> State:
    if fix.best is not None and fix.best.kept == trial.kept:
        return "best"
    if trial.error is not None:
        return "unmade"
    if trial.is_broken:
        return "broken"
    return "met" if trial.is_met else "missed"


def row_tooltip(row: FixRowData) -> str:
    """All that is known of a trial, a line each."""
    trial = row.trial
    lines = [
        tr("Trial {number}").format(number=row.number) if row.number else tr("As it was given"),
        symbols()[row.state][1],
        tr("goal met: {outcome}").format(outcome=outcome_text(trial, tr_core)),
        tr("kept: {ops}").format(ops=row.ops),
        labelled(tr_core(GOAL_TITLES[row.goal.kind]), judged_text(row.goal, trial, tr_core)),
        tr("size: {size}").format(size=format_bytes(trial.size_bytes or None)),
        tr("MACs of kept ops: {macs}").format(macs=_macs(trial)),
        tr("ops that only quantize or dequantize: {count}").format(count=_borders(trial)),
        tr("time: {time}").format(time=time_text(trial, tr_core)),
    ]
    return "\n".join(lines)


def trial_columns() -> list[Column]:
    """Columns over :class:`FixRowData`."""
    return [
        Column(
            tr("trial"),
            text=lambda row: row.label,
            value=lambda row: row.number,
            is_number=True,
            header_tooltip=tr("In the order in which they were tried."),
        ),
        Column(
            tr("result"),
            text=lambda row: symbols()[row.state][0],
            tooltip=lambda row: symbols()[row.state][1],
            header_tooltip=tr("Whether the goal was met; a failed check never meets it."),
        ),
        Column(
            tr("score"),
            text=lambda row: score_text(row.goal, row.trial, tr_core),
            value=lambda row: row.trial.score,
            is_number=True,
            tooltip=row_tooltip,
            header_tooltip=tr("In the goal's terms."),
        ),
        Column(
            tr("size"),
            text=lambda row: format_bytes(row.trial.size_bytes or None),
            value=lambda row: row.trial.size_bytes,
            is_number=True,
        ),
        Column(
            tr("time"),
            text=lambda row: time_text(row.trial, tr_core) if row.trial.time else NONE,
            value=lambda row: row.trial.time.median_ms if row.trial.time else None,
            is_number=True,
            header_tooltip=tr("Median, and how many times the time of the one given."),
        ),
        Column(tr("kept ops"), text=lambda row: row.ops, tooltip=row_tooltip),
        Column(
            tr("MACs kept"),
            text=lambda row: _macs(row.trial),
            value=lambda row: row.trial.kept_macs,
            is_number=True,
            header_tooltip=tr("Multiply-accumulates of the kept ops in a run."),
        ),
        Column(
            tr("borders"),
            text=lambda row: _borders(row.trial),
            value=lambda row: row.trial.translations,
            is_number=True,
            header_tooltip=tr("Ops of the file that only quantize or dequantize."),
        ),
    ]


def _macs(trial: Trial) -> str:
    return NONE if not trial.kept else tr_core(format_count(trial.kept_macs))


def _borders(trial: Trial) -> str:
    return tr_core(UNKNOWN) if trial.translations is None else str(trial.translations)
