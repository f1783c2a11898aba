"""The table of a run: a row for each variant, live or finished."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QColor

from studio.core.comparison_text import facts, remarks
from studio.core.devices import placement_text, where_text
from studio.core.errors import ErrorInfo
from studio.core.measure_protocol import FootprintResult
from studio.core.measurements import Measurement
from studio.core.targets import Arm
from studio.core.thresholds import BATCHED_BELOW_NS
from studio.stats.latency import LEAST_PROCESSES, smallest_part, smallest_sample
from studio.ui.pages.cells import count_cell, number_cell
from studio.ui.pages.latency_data import RunSamples, VariantSamples
from studio.ui.pages.measured_columns import init_column, memory_column
from studio.ui.pages.naming import FileName
from studio.ui.texts import render_error, sentences, tr, tr_core
from studio.ui.theme import Colors
from studio.ui.widgets.rows_model import Column

STATE_COLUMN = 1


@dataclass(frozen=True)
class SoFar:
    """A variant's numbers while the run is under way, by their names in Measurement."""

    samples: int
    mean_ms: float | None
    median_ms: float | None
    p90_ms: float | None
    p99_ms: float | None
    throughput_per_s: float | None

    @classmethod
    def of(cls, live: VariantSamples, arm: Arm) -> SoFar:
        """Of a server the throughput is the rate that it keeps up with, which is not known yet.

        Without p90 and p99 where samples are means of runs: then these say nothing of runs.
        """
        quantile, throughput = live.histogram.quantile, None
        if live.mean and arm.scenario.id != "server":
            throughput = 1000 * arm.samples_per_run / live.mean
        median = quantile(0.5)
        is_batched = median is not None and median * 1e6 < BATCHED_BELOW_NS
        p90, p99 = (None, None) if is_batched else (quantile(0.9), quantile(0.99))
        return cls(live.count, live.mean, median, p90, p99, throughput)


@dataclass(frozen=True)
class LatencyRow:
    """``measurement`` once finished; while live, what is known so far."""

    called: FileName
    measurement: Measurement | None = None
    live: SoFar | None = None
    footprint: FootprintResult | None = None
    error: str = ""

    @property
    def name(self) -> str:
        return self.called.name

    @property
    def is_live(self) -> bool:
        return self.measurement is None

    @property
    def is_done(self) -> bool:
        """Whether it ended well, and nothing is odd about it."""
        is_well = self.measurement is not None and self.measurement.error is None
        return is_well and not self.error and not self.remarks

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """What is odd about it, title and hint."""
        return remarks(self.measurement, tr_core) if self.measurement is not None else []

    @property
    def state_help(self) -> str:
        return "\n".join([self.state, *(sentences(title, hint) for title, hint in self.remarks)])

    @property
    def how_timed(self) -> str:
        """What a sample is, for a tooltip; "" before that is known."""
        found = self.measurement
        if found is None:
            return ""
        lines = [sentences(title, hint) for title, hint in facts(found, tr_core)]
        lines += [
            tr("Warm-up runs in each process: {count} or more").format(count=found.warmup_runs),
            tr("Processes: {count}").format(count=found.processes),
        ]
        if found.runs_per_sample > 1:
            lines.append(tr("p90 and p99 would be of means of runs, and are withheld"))
        if found.empty_wall_ns is not None:
            lines.append(
                tr("Taken off each sample, for an empty call: {time:.2f} µs").format(
                    time=found.empty_wall_ns / 1000
                )
            )
        return "\n".join(lines)

    @property
    def state(self) -> str:
        if self.error:
            return self.error
        if self.measurement is not None:
            return self._error_of(self.measurement) or self._odd or tr("done")
        return tr("so far") if self.live and self.live.samples else tr("waiting")

    @property
    def samples_text(self) -> str:
        """ "3,000", or "3,000 × 5" where each is the mean of five runs."""
        text = count_cell(self.value("samples"))
        runs = self.measurement.runs_per_sample if self.measurement is not None else 1
        return f"{text} × {runs:,}" if runs > 1 else text

    @property
    def _odd(self) -> str:
        return "⚠ " + tr("see below") if self.remarks else ""

    def value(self, name: str) -> float | None:
        """A field of Measurement, or the live stand-in for it; None = not known (yet)."""
        if self.measurement is not None:
            found = getattr(self.measurement, name)
            return None if found is None else float(found)
        if name in ("init_ms", "first_ms", "peak_rss_bytes"):
            return float(getattr(self.footprint, name)) if self.footprint else None
        if self.live is None or not self.live.samples:
            return None
        found = getattr(self.live, name, None)
        return None if found is None else float(found)

    @property
    def where(self) -> str:
        """Where it ran, as far as that is known yet."""
        if self.measurement is not None:
            return where_text(self.measurement, tr_core)
        placement = self.footprint.placement if self.footprint else None
        return placement_text(placement, tr_core) if placement else ""

    def text(self, name: str) -> str:
        """The number with its 95 % interval where there is one."""
        interval = None
        if self.measurement is not None and name in _INTERVALS:
            interval = getattr(self.measurement, _INTERVALS[name])
        return number_cell(self.value(name), interval)

    def why_unknown(self, name: str) -> str:
        """Why a quantile, or its interval, is withheld; "" where it is not, or is no quantile."""
        found, q = self.measurement, _QUANTILES.get(name)
        if found is None or q is None or not found.samples:
            return ""
        if found.runs_per_sample > 1 and name != "median_ms":
            return tr("p90 and p99 would be of means of runs, and are withheld")
        if found.samples < smallest_sample(q):
            return tr("Needs {least} samples, and there are {count}: measure longer.").format(
                least=smallest_sample(q), count=found.samples
            )
        if getattr(found, _INTERVALS[name]) is not None:
            return ""
        if found.processes < LEAST_PROCESSES:
            return tr("Its 95 % interval needs {least} processes.").format(least=LEAST_PROCESSES)
        return tr(
            "Its 95 % interval needs {least} processes of {count} samples each: measure longer."
        ).format(least=LEAST_PROCESSES, count=smallest_part(q))

    @staticmethod
    def _error_of(measurement: Measurement) -> str:
        return render_error(measurement.error).title if measurement.error else ""


_QUANTILES = {"median_ms": 0.5, "p90_ms": 0.9, "p99_ms": 0.99}
_INTERVALS = {
    "median_ms": "median_ci95_ms",
    "p90_ms": "p90_ci95_ms",
    "p99_ms": "p99_ci95_ms",
    "mean_ms": "mean_ci95_ms",
}


def _throughput_text(per_second: float | None) -> str:
    if per_second is None or per_second < 1000:
        return number_cell(per_second)
    return f"{float(f'{per_second:.3g}'):,.0f}"


def rows_of_run(names: Sequence[FileName], measurements: Sequence[Measurement]) -> list[LatencyRow]:
    """The rows of a run that has ended."""
    return [
        LatencyRow(found, measurement)
        for found, measurement in zip(names, measurements, strict=False)
    ]


def rows_so_far(
    names: Sequence[FileName],
    arms: Sequence[Arm],
    samples: RunSamples,
    footprints: Mapping[int, FootprintResult | ErrorInfo],
) -> list[LatencyRow]:
    """The rows of a run under way."""
    rows = []
    for index, (found, arm, variant) in enumerate(zip(names, arms, samples.variants, strict=True)):
        known, live = footprints.get(index), SoFar.of(variant, arm)
        if isinstance(known, ErrorInfo):
            row = LatencyRow(found, live=live, error=render_error(known).title)
        else:
            row = LatencyRow(found, live=live, footprint=known)
        rows.append(row)
    return rows


def latency_columns(colors: Colors) -> list[Column]:
    """Columns over :class:`LatencyRow`; units stand in the headers."""
    interval = tr("With its 95 % interval, once the run has ended.")

    def number(title: str, name: str, tooltip: str) -> Column:
        return Column(
            title,
            text=lambda row: row.text(name),
            value=lambda row: row.value(name),
            is_number=True,
            tooltip=lambda row: row.why_unknown(name),
            header_tooltip=tooltip,
        )

    def dot_color(row: LatencyRow) -> QColor | None:
        return (
            colors.line(row.called.color, row.called.shade)
            if row.called.color >= 0
            else QColor(colors.muted)
        )

    return [
        Column(tr("variant"), text=lambda row: row.name, color=dot_color),
        Column(
            tr("state"),
            text=lambda row: row.state,
            tooltip=lambda row: row.state_help,
            header_tooltip=tr("“So far”: live numbers, without intervals yet."),
        ),
        number(tr("median (ms)"), "median_ms", tr("Half of the runs took less.") + " " + interval),
        number(tr("p90 (ms)"), "p90_ms", tr("90 % of the runs took less.") + " " + interval),
        number(tr("p99 (ms)"), "p99_ms", tr("99 % of the runs took less.") + " " + interval),
        number(tr("mean (ms)"), "mean_ms", tr("The average of all runs.") + " " + interval),
        init_column(lambda row: row.value("init_ms")),
        number(tr("first (ms)"), "first_ms", tr("The first inference of a fresh process.")),
        memory_column(lambda row: row.value("peak_rss_bytes")),
        Column(
            tr("inputs/s"),
            text=lambda row: _throughput_text(row.value("throughput_per_s")),
            value=lambda row: row.value("throughput_per_s"),
            is_number=True,
            tooltip=lambda row: row.how_timed,
            header_tooltip=tr(
                "Inputs in a second: those of a run by its mean time; of a server, the rate at "
                "which queries came."
            ),
        ),
        Column(
            tr("samples"),
            text=lambda row: row.samples_text,
            value=lambda row: row.value("samples"),
            is_number=True,
            tooltip=lambda row: row.how_timed,
            header_tooltip=tr(
                "Timed runs, warm-up not counted; “× 5”: each sample is the mean of so many runs."
            ),
        ),
        Column(
            tr("ran on"),
            text=lambda row: row.where,
            tooltip=lambda row: row.where,
            header_tooltip=tr(
                "The device as the runtime names it, and whether it is only emulated."
            ),
        ),
    ]
