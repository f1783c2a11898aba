"""What a person asks of the latency page: to measure, stop, measure again, copy, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from studio.core.session import Job, Run
from studio.ui.context import UiContext
from studio.ui.pages.latency_controls import LatencyControls
from studio.ui.pages.latency_samples import read_run


class LatencyWishes:
    """``live``, ``shown``: the measurement under way and the run on display, None = there is none.

    Follows the buttons of ``controls``; what other parts of the page ask for they call.
    """

    def __init__(
        self,
        context: UiContext,
        controls: LatencyControls,
        live: Callable[[], Job | None],
        shown: Callable[[], Run | None],
    ) -> None:
        self._context, self._live, self._shown = context, live, shown
        controls.edited.connect(context.change_settings)
        controls.start_requested.connect(self.start)
        controls.stop_requested.connect(self._on_stop)
        controls.rerun_requested.connect(self._on_rerun)
        controls.copy_requested.connect(self._on_copy)
        controls.resolution_requested.connect(self._on_resolution)

    def start(self) -> None:
        self._context.run_command("measure")

    def measure_for(self, seconds: float) -> None:
        """The run on display once more, for so long."""
        run = self._shown()
        if run is not None:
            self._context.submit(replace(run.request, seconds=seconds), "")

    def export(self, path: Path) -> None:
        """Write the single samples of the run on display as CSV."""
        run, history = self._shown(), self._context.history
        if run is None:
            return

        def write() -> None:
            from studio.report.exports import write_samples_csv

            write_samples_csv(path, run, read_run(run, history.samples))

        self._context.write_file(path, write)

    def _on_stop(self) -> None:
        job = self._live()
        if job is not None:
            self._context.stop(job.id)

    def _on_rerun(self) -> None:
        run = self._shown()
        if run is not None:
            self._context.submit(run.request, "")

    def _on_copy(self) -> None:
        run = self._shown()
        if run is not None:
            self._context.run_command("copy-benchmark", request=run.request)

    def _on_resolution(self) -> None:
        self._context.run_command("measure-resolution")
