"""What is said of a data set beside its name: how much of what goes in, what is wrong with it, and
the way to all that the data doctor found."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from studio.core.data_findings import DataFinding, worst_of
from studio.core.errors import ErrorInfo
from studio.core.evaluation_text import labels_text
from studio.core.quantities import format_value
from studio.core.recipe import Preprocessing
from studio.core.results import DataResult, InputData
from studio.ui.dialogs.findings import FindingsDialog, summary_text
from studio.ui.texts import render_error, render_message, sentences, tr, tr_core
from studio.ui.theme import GRID, STATUS_SIGNS, colors_of, status_color
from studio.ui.widgets.findings_list import STATUS_OF
from studio.ui.widgets.labels import text_label

Answer = DataResult | ErrorInfo | None


class DataFacts(QWidget):
    """Lines under the name of a data set: facts, in color what is wrong or odd, and a button that
    says how much the data doctor found and shows it.

    ``needs_labels``: the data is there for accuracy, so missing labels are worth a warning.
    """

    def __init__(self, needs_labels: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._needs_labels = needs_labels
        self._status = ""
        self.facts = text_label("", "small", muted=True, wrap=True)
        self.problem = text_label("", "small", wrap=True, selectable=True)
        self._findings: tuple[DataFinding, ...] = ()
        self.doctor = QPushButton()
        self.doctor.setFlat(True)
        self.doctor.setToolTip(tr("Show all that the data doctor found, and what to do."))
        self.doctor.clicked.connect(self._on_doctor)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 4)
        layout.addWidget(self.facts)
        layout.addWidget(self.problem)
        layout.addWidget(self.doctor, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_answer(None, False, Preprocessing())

    def show_answer(self, answer: Answer, is_asking: bool, preprocessing: Preprocessing) -> None:
        """``preprocessing``: what the answer holds for."""
        facts = tr("Looking at the data…") if is_asking else ""
        tip, status = "", ""
        lines: list[str] = []
        self._findings = ()
        is_judged = False
        if isinstance(answer, DataResult):
            self._findings = answer.findings
            is_judged = answer.samples_read > 0 or bool(answer.findings)
            facts = facts_text(answer, preprocessing, self._needs_labels)
            tip = "\n".join(map(_mean_text, answer.inputs))
            status, lines = problem_lines(answer, self._needs_labels)
        elif answer is not None:
            status, lines = "failed", [_of_error("failed", answer)]
        self._status = status
        self._show(self.facts, facts, tip)
        self._show(self.problem, "\n".join(lines), "")
        self.doctor.setText(summary_text(self._findings))
        self.doctor.setVisible(is_judged)
        self._color_problem()

    def _on_doctor(self) -> None:
        FindingsDialog(self._findings, self.window()).show()

    def _show(self, label: QWidget, text: str, tip: str) -> None:
        label.setText(text)  # type: ignore[attr-defined]
        label.setToolTip(tip)
        label.setVisible(bool(text))

    def _color_problem(self) -> None:
        palette = self.problem.palette()
        color = status_color(colors_of(self.palette()), self._status)
        if palette.color(QPalette.ColorRole.WindowText) != color:
            palette.setColor(QPalette.ColorRole.WindowText, color)
            self.problem.setPalette(palette)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "problem"):
            self._color_problem()


def facts_text(result: DataResult, preprocessing: Preprocessing, needs_labels: bool = False) -> str:
    """ "200 samples · 28×28×1 float32 · 0 to 1 after preprocessing"; "" where nothing is known."""
    parts = []
    if result.samples is not None:
        parts.append(tr("{count} samples").format(count=result.samples))
    for entry in result.inputs:
        name = f"{entry.name} " if len(result.inputs) > 1 else ""
        parts.append(f"{name}{_dims(entry.shape)} {entry.dtype}")
        if entry.minimum is not None:
            parts.append(_range_text(entry, preprocessing))
    if result.samples is not None and result.samples_read < result.samples:
        parts.append(
            tr("values of the first {count}").format(count=result.samples_read)
            if result.samples_read
            else tr("values not looked at")
        )
    if needs_labels and result.labels_error is None:
        parts.append(labels_text(result, tr_core))
    return " · ".join(parts)


def problem_lines(result: DataResult, needs_labels: bool) -> tuple[str, list[str]]:
    """(status of the worst, a line for each) with sign, title and hint; ("", []) = all is well."""
    lines = []
    status = ""
    if result.error is not None:
        status = "failed"
        lines.append(_of_error(status, result.error))
    warnings = [_line("degraded", *render_message(note, {})) for note in result.notes]
    worst = worst_of(result.findings)
    if worst is not None and worst.severity in ("wrong", "odd"):
        shown = STATUS_OF[worst.severity]
        line = _line(shown, *render_message(worst.code, worst.params))
        if shown == "failed":
            status = "failed"
            lines.append(line)
        else:
            warnings.append(line)
    is_read = result.error is None or bool(result.inputs)
    if needs_labels and result.labels_error is not None and is_read:
        warnings.append(_of_error("degraded", result.labels_error))
    return status or ("degraded" if warnings else ""), [*lines, *warnings]


def _of_error(status: str, error: ErrorInfo) -> str:
    shown = render_error(error)
    return _line(status, shown.title, shown.hint)


def _line(status: str, title: str, hint: str) -> str:
    return f"{STATUS_SIGNS[status]} {sentences(title, hint)}"


def _range_text(entry: InputData, preprocessing: Preprocessing) -> str:
    low, high = format_value(entry.minimum), format_value(entry.maximum)
    if preprocessing == Preprocessing():
        return tr("{low} to {high}").format(low=low, high=high)
    return tr("{low} to {high} after preprocessing").format(low=low, high=high)


def _mean_text(entry: InputData) -> str:
    return tr("{name}: from “{key}”, mean {mean}").format(
        name=entry.name, key=entry.key, mean=format_value(entry.mean)
    )


def _dims(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) or tr("scalar")
