"""Keeps the strip of verdicts up to date: with a measurement under way, or with a run."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from studio.core.comparisons import Comparison
from studio.core.measure_protocol import SampleRow
from studio.core.measure_requests import BenchmarkRequest
from studio.core.session import Run
from studio.core.targets import Arm
from studio.ui.context import UiContext
from studio.ui.pages.compared import ComparedRuns
from studio.ui.pages.live_look import LiveLook
from studio.ui.pages.verdict_strip import VerdictStrip


class LatencyVerdicts:
    """``measure_again(seconds)``: the run on display, for so long."""

    def __init__(
        self, owner: QWidget, context: UiContext, measure_again: Callable[[float], object]
    ) -> None:
        self.strip = VerdictStrip()
        self.strip.longer_requested.connect(measure_again)
        self.strip.baseline_chosen.connect(self._on_baseline)
        self._compared = ComparedRuns(owner, context, self._show)
        self._look = LiveLook(owner)
        self._look.looked.connect(self._on_looked)
        self._run: Run | None = None
        self._names: tuple[str, ...] = ()
        self._is_per_input = False
        self._baseline: tuple[str, int] | None = None

    def begin(self, arms: tuple[Arm, ...], request: BenchmarkRequest, names: Sequence[str]) -> None:
        """A measurement has begun."""
        self._run, self._names = None, tuple(names)
        self._is_per_input = any(
            arm.target.batch * arm.scenario.samples_per_query > 1 for arm in arms
        )
        self.strip.clear()
        self._look.begin(arms, request.baseline, request.threshold)

    def add(self, rows: Sequence[SampleRow]) -> None:
        self._look.add(rows)

    def end(self) -> None:
        """It has ended; what it says comes with its run."""
        self._look.end()
        self.strip.clear()

    def show_run(self, run: Run | None, names: Sequence[str]) -> None:
        self._run, self._names = run, tuple(names)
        self._show()

    def _show(self) -> None:
        run = self._run
        if run is None or not run.result.comparisons:
            self.strip.clear()
            return
        found = self._compared.of(run, self._baseline_of(run))
        if found is not None:
            self.strip.show_comparisons(
                self._names,
                found,
                seconds=run.result.seconds,
                is_per_input=any(one.samples_per_run > 1 for one in run.result.measurements),
            )

    def _baseline_of(self, run: Run) -> int:
        """The arm that was chosen for just this run, else the run's own."""
        chosen = self._baseline
        return chosen[1] if chosen and chosen[0] == run.id else run.result.comparisons[0].baseline

    def _on_looked(self, comparisons: Sequence[Comparison]) -> None:
        self.strip.show_comparisons(
            self._names, comparisons, is_live=True, is_per_input=self._is_per_input
        )

    def _on_baseline(self, arm: int) -> None:
        if self._run is not None:
            self._baseline = (self._run.id, arm)
            self._show()
