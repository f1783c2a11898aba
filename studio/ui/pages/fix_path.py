"""What a search for ops to keep has tried so far, what came of it, and whether that is kept."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.core.comparisons import Comparison
from studio.core.fix_notes import fix_notes
from studio.core.fix_text import fix_message, goal_text, misses, source_text
from studio.core.quantities import UNKNOWN, format_percent
from studio.core.session import Fix, Run, Session, Variant
from studio.ui.pages.conditions_text import run_title
from studio.ui.pages.facts import fit_columns
from studio.ui.pages.fix_plot import FixPlot
from studio.ui.pages.fix_rows import row_tooltip, rows_of, trial_columns
from studio.ui.pages.verdict_words import sentence
from studio.ui.texts import render_message, tr, tr_core
from studio.ui.theme import GRID, STATUS_SIGNS
from studio.ui.widgets.labels import text_label
from studio.ui.widgets.splitter import Splitter
from studio.ui.widgets.table import CopyableTable
from studio.ui.widgets.wrap_row import WrapRow

_LEAST_WIDTH = GRID * 70


@dataclass(frozen=True)
class FixShown:
    """A search with all around it that the session knows. ``run``: that compared the two;
    ``is_cancelled``: the job was, so what the new one is worth was not found out by it."""

    fix: Fix
    is_running: bool
    given: Variant | None
    made: Variant | None
    run: Run | None
    is_cancelled: bool = False


def fix_shown(session: Session, sha256: str) -> FixShown | None:
    """Of the variant with that content, given or made; None where nothing was searched for it."""
    fix = session.fix(sha256)
    if fix is None:
        return None
    variants = [variant for model in session.models for variant in model.variants]
    job = session.job(fix.job_id)
    return FixShown(
        fix=fix,
        is_running=job is not None and job.state in ("queued", "running"),
        given=next((one for one in variants if one.sha256 == fix.id), None),
        made=next((one for one in variants if fix.made and one.sha256 == fix.made), None),
        run=_run_of(session, fix),
        is_cancelled=job is not None and job.state == "cancelled",
    )


def _run_of(session: Session, fix: Fix) -> Run | None:
    """The newest that set the one made beside the one given, whoever asked for it."""
    return next((run for run in reversed(session.runs) if _compared(run, fix)), None)


def _compared(run: Run, fix: Fix) -> Comparison | None:
    """The two compared, whichever was the baseline."""
    measured = run.result.measurements
    wanted = {fix.id, fix.made}
    for one in run.result.comparisons:
        if {measured[one.baseline].sha256, measured[one.candidate].sha256} == wanted:
            return one
    return None


class FixPath(QWidget):
    """``accepted(variant id)``, ``discarded(variant id)``: of what was proposed."""

    accepted = Signal(str)
    discarded = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: FixShown | None = None
        self.title = text_label("", wrap=True, selectable=True)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.text = text_label("", wrap=True, selectable=True, muted=True)
        self.accept = QPushButton(tr("Accept"))
        self.accept.setToolTip(tr("Keep the variant that was made."))
        self.discard = QPushButton(tr("Discard"))
        self.discard.setToolTip(tr("Take the variant away again; Undo brings it back."))
        self.accept.clicked.connect(lambda: self.accepted.emit(self._made_id))
        self.discard.clicked.connect(lambda: self.discarded.emit(self._made_id))
        self.plot = FixPlot()
        self.plot.chosen.connect(self._on_chosen)
        self.table = CopyableTable()
        self.table.setAccessibleName(tr("Trials"))
        self._model = self.table.set_columns(trial_columns())
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.details = text_label("", "small", muted=True, wrap=True, selectable=True)
        self.details.hide()
        self._decision = WrapRow()
        self._decision.add(self.accept, self.discard)
        self._build()

    def show_path(self, shown: FixShown | None) -> None:
        if shown == self._shown:
            return
        self._shown = shown
        fix = shown.fix if shown is not None else None
        rows = rows_of(fix)
        self.plot.show_fix(fix, rows)
        self._model.set_rows(rows)
        fit_columns(self.table, least_rows=3)
        self._show_words()

    def _show_words(self) -> None:
        shown = self._shown
        if shown is None:
            return
        name = shown.given.name if shown.given is not None else tr("the variant")
        if shown.is_running:
            self.title.setText(
                tr("Looking for the ops of {name} to keep so that {goal}: {count} tried").format(
                    name=name,
                    goal=goal_text(shown.fix.goal, tr_core),
                    count=sum(one.error is None for one in shown.fix.trials),
                )
            )
            lines = [tr("Each dot is an artifact that was made, checked and judged.")]
            source = shown.fix.source
            if source is not None and misses(shown.fix.goal, source):
                lines.append(source_text(shown.fix.goal, source, tr_core))
            self.text.setText("\n".join(lines))
        else:
            title, hint = render_message(*fix_message(shown.fix, name, tr_core))
            sign = STATUS_SIGNS["ok" if shown.fix.end in ("met", "met-already") else "degraded"]
            self.title.setText(f"{sign} {title}")
            self.text.setText(
                "\n".join([hint, *fix_notes(shown.fix, tr_core), *_proof(shown, name)])
            )
        made = shown.made
        self._decision.setVisible(made is not None and made.is_proposed)

    @property
    def _made_id(self) -> str:
        made = self._shown.made if self._shown is not None else None
        return made.id if made is not None else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room across, the table stands below the plot."""
        super().resizeEvent(event)
        is_narrow = self.width() < _LEAST_WIDTH
        self._both.setOrientation(
            Qt.Orientation.Vertical if is_narrow else Qt.Orientation.Horizontal
        )

    def _on_chosen(self, number: int) -> None:
        for row in range(self.table.model().rowCount()):
            if self.table.model().index(row, 0).data() == self._label(number):
                self.table.selectRow(row)

    def _label(self, number: int) -> str:
        return next((one.label for one in self._model.rows if one.number == number), "")

    def _on_selected(self) -> None:
        chosen = self.table.selectionModel().selectedRows()
        label = chosen[0].data() if chosen else ""
        row = next((one for one in self._model.rows if one.label == label), None)
        self.plot.mark(-1 if row is None else row.number)
        self.details.setText("" if row is None else row_tooltip(row).replace("\n", " · "))
        self.details.setVisible(row is not None)

    def _build(self) -> None:
        both = self._both = Splitter(Qt.Orientation.Horizontal, tr("plot and table"))
        both.addWidget(self.plot)
        both.addWidget(self.table)
        both.setStretchFactor(0, 2)
        both.setStretchFactor(1, 3)
        both.setSizes([GRID * 37, GRID * 63])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GRID, 0, 0)
        layout.setSpacing(GRID)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addWidget(self._decision)
        layout.addWidget(both, 1)
        layout.addWidget(self.details)


def _proof(shown: FixShown, name: str) -> list[str]:
    """What the clock and labelled data say of the new variant beside the one given."""
    made = shown.made
    if shown.fix.end != "met":
        return []
    if made is None:
        return [tr("The variant that was made is not in the session any more.")]
    lines = []
    if shown.is_cancelled:
        text = tr("Cancelled after {name} was made: evaluating and measuring it was cut short.")
        lines.append(text.format(name=made.name))
    run = shown.run
    compared = _compared(run, shown.fix) if run is not None else None
    if run is not None and compared is not None:
        names = {
            place: name if one.sha256 == shown.fix.id else made.name
            for place, one in enumerate(run.result.measurements)
        }
        said = sentence(compared, names)
        if run.id != shown.fix.job_id:  # its times are not those of the trials above
            said = tr("In another run, {run}: {said}").format(run=run_title(run), said=said)
        lines.append(said)
    else:
        lines.append(tr("It was not measured against {name}.").format(name=name))
    before = shown.given.evaluation if shown.given is not None else None
    after = made.evaluation
    if after is not None and after.top1 is not None:
        was = before.top1 if before is not None else None
        known = tr_core(UNKNOWN) if was is None else format_percent(was.value, was.ci95)
        now = format_percent(after.top1.value, after.top1.ci95)
        text = tr("Top-1 on the evaluation data: {before} before, {after} now.")
        lines.append(text.format(before=known, after=now))
    return lines
