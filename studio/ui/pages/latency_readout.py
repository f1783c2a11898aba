"""What the plots of latency show at the mouse, as a line of text with the value of each variant."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt

from studio.core.quantities import significant
from studio.ui.pages.latency_data import RunSamples, VariantSamples
from studio.ui.pages.latency_distribution import BINS, DistributionPlots
from studio.ui.pages.latency_time import Line, TimePlots, has_groups
from studio.ui.texts import tr
from studio.ui.theme import sized_font
from studio.ui.widgets.labels import ElidedLabel


class LatencyReadout(ElidedLabel):
    """Follows the mouse over the plots given, whose crosshairs it sets, too."""

    def __init__(self, time: TimePlots, distribution: DistributionPlots) -> None:
        super().__init__("", Qt.TextElideMode.ElideRight)
        self.setFont(sized_font(self.font(), "small"))
        self.setProperty("muted", True)
        self._time, self._distribution = time, distribution
        self._run: RunSamples | None = None
        self._lines: tuple[Line, ...] = ()
        self._shown: list[bool] = []
        time.hovered.connect(self._on_time_hovered)
        distribution.hovered.connect(self._on_latency_hovered)

    def set_run(self, run: RunSamples | None, lines: tuple[Line, ...]) -> None:
        """Read from ``run`` from now on, all of whose ``lines`` are shown."""
        self._run, self._lines = run, lines
        self._shown = [True] * len(lines)
        self._read_nothing()

    def set_shown(self, index: int, is_shown: bool) -> None:
        self._shown[index] = is_shown

    def _on_time_hovered(self, seconds: float | None) -> None:
        self._time.show_cross(seconds)
        if seconds is None:
            self._read_nothing()
            return

        def latency(samples: VariantSamples) -> str:
            index = samples.series.nearest(seconds)
            return f"{significant(float(samples.series.y[index]))} ms" if index >= 0 else ""

        self._read(f"{significant(max(seconds, 0.0))} s", latency)

    def _on_latency_hovered(self, milliseconds: float | None) -> None:
        self._distribution.show_cross(milliseconds)
        if milliseconds is None:
            self._read_nothing()
            return
        at = max(milliseconds, 0.0)
        (left, right), _ = self._distribution.front.plotItem.vb.viewRange()
        half = (right - left) / BINS / 2
        if self._distribution.is_log:
            half = at * (10**half - 1)
        is_ecdf = self._distribution.front is self._distribution.ecdf

        def share(samples: VariantSamples) -> str:
            found = samples.histogram.share_up_to(at if is_ecdf else at + half)
            if not is_ecdf:
                found -= samples.histogram.share_up_to(at - half)
            return f"{100 * found:.1f} %" if samples.count else ""

        self._read(f"{'≤ ' if is_ecdf else ''}{significant(at)} ms", share)

    def _read_nothing(self) -> None:
        """The mouse is elsewhere: what must be known of the scales has the room."""
        own = tr("Each scenario has a scale of its own.") if has_groups(self._lines) else ""
        self.setText(own)

    def _read(self, where: str, value: Callable[[VariantSamples], str]) -> None:
        run = self._run
        texts = [where]
        for line, is_shown, samples in zip(
            self._lines, self._shown, run.variants if run else (), strict=False
        ):
            text = value(samples) if is_shown else ""
            if text:
                texts.append(f"{line.name} {text}")
        self.setText("   ".join(texts))
