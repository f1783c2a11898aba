"""How long work shows on the terminal: phase, elapsed, remaining; elsewhere a line per phase."""

from __future__ import annotations

import time
from types import TracebackType

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from studio.cli.finding_reports import finding_line
from studio.cli.output import Output
from studio.core.child_protocol import Note, Phase
from studio.core.data_findings import is_warning
from studio.core.events import DataJudged, Event, FixDelivered, JobWaiting
from studio.core.measure_protocol import Samples
from studio.core.phases import PHASES
from studio.core.quantities import format_duration


class ProgressView:
    """A context manager whose :meth:`on_event` may be called from any thread."""

    def __init__(self, output: Output, title: str) -> None:
        self._output = output
        self._title = title
        self._shown = ""
        self._fraction_before: float | None = None
        self._phase_started = self._started = time.monotonic()
        self._samples = 0
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        if output.stderr.is_terminal:
            self._progress = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(bar_width=24),
                TimeElapsedColumn(),
                TextColumn("{task.fields[left]}", style="dim"),
                console=output.stderr,
                transient=True,
            )

    def __enter__(self) -> ProgressView:
        if self._progress is not None:
            self._progress.start()
            self._task = self._progress.add_task(self._title, total=None, left="")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._progress is not None:
            self._progress.stop()

    def on_event(self, event: Event) -> None:
        body = event.body
        if isinstance(body, Phase):
            self._on_phase(body)
        elif isinstance(body, JobWaiting):
            self._describe(f"waiting: {PHASES.get(body.reason, body.reason)}", None)
        elif isinstance(body, Samples):
            self._samples += len(body.rows)
        elif isinstance(body, DataJudged):
            for finding in filter(is_warning, body.findings):
                self._output.say(finding_line(finding))
        elif isinstance(body, FixDelivered) and body.result.converted is not None:
            self._output.say(f"written: {body.result.converted.artifact}")
        elif isinstance(body, Note):
            self._output.say(body.text)

    def _on_phase(self, phase: Phase) -> None:
        name = PHASES.get(phase.name, phase.name)
        fraction = phase.fraction
        if fraction is None and phase.current is not None and phase.total:
            fraction = phase.current / phase.total
        self._describe(name, fraction, phase.current, phase.total)

    def _describe(
        self,
        text: str,
        fraction: float | None,
        current: int | None = None,
        total: int | None = None,
    ) -> None:
        now = time.monotonic()
        if text != self._shown:
            self._shown = text
            self._phase_started, self._fraction_before = now, fraction
            if self._progress is None:
                self._output.say(f"{self._title}: {text} ({format_duration(now - self._started)})")
        if self._progress is None or self._task is None:
            return
        counted = f" {current}/{total}" if current is not None and total else ""
        if self._samples:
            counted += f" · {self._samples:,} runs"
        self._progress.update(
            self._task,
            description=Text(f"{self._title} · {text}{counted}").plain.replace("[", "\\["),
            total=None if fraction is None else 1.0,
            completed=fraction or 0.0,
            left=self._remaining(fraction, now),
        )

    def _remaining(self, fraction: float | None, now: float) -> str:
        """Estimated from this phase's own pace; nothing where that cannot be known."""
        elapsed = now - self._phase_started
        before = self._fraction_before or 0.0
        if fraction is None or not before < fraction < 1 or elapsed < 1:
            return ""
        return f"about {format_duration(elapsed * (1 - fraction) / (fraction - before))} left"
