"""The report's plots, drawn from measurements and raw samples. Each returns SVG text, or ""."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from studio.core.messages.marking import Translate, mark
from studio.core.quantities import format_bytes, format_ms
from studio.report.comparison import Row
from studio.report.samples import RawSamples
from studio.report.svg import Labels, Plot, color_class, linear_ticks

Floats = npt.NDArray[np.float64]

_LOG_FROM_RATIO = 12.0
_TIME_BINS = 240
_ECDF_POINTS = 400
_SHOWN_QUANTILE = 0.995


def interval_plot(rows: list[Row], t: Translate) -> str:
    """Median with its interval, and the way from the median to p90 and p99, a line per variant."""
    measured = [row for row in rows if row.measurement and row.measurement.median_ms is not None]
    if not measured:
        return ""
    highs, lows = [], []
    for row in measured:
        assert row.measurement is not None
        known = (row.measurement.median_ms, row.measurement.p90_ms, row.measurement.p99_ms)
        values = [value for value in known if value is not None]
        highs.append(max(values))
        lows.append(min(values))
    log = max(highs) / max(min(lows), 1e-9) > _LOG_FROM_RATIO
    low = min(lows) / 1.4 if log else 0.0
    plot = Plot(
        t(mark("Latency of each variant")),
        (low, max(highs) * (1.4 if log else 1.06)),
        (0.0, float(len(measured))),
        height=70 + 44 * len(measured),
        left=_name_width(measured),
        log_x=log,
    )
    plot.x_axis(t(mark("latency of one inference, ms")))
    for index, row in enumerate(measured):
        found = row.measurement
        assert found is not None and found.median_ms is not None
        level = len(measured) - index - 0.5
        for value, css in ((found.p90_ms, "reach"), (found.p99_ms, "reach thin")):
            if value is not None:
                plot.segment((found.median_ms, level), (value, level), row.color, css)
                plot.segment((value, level - 0.12), (value, level + 0.12), row.color, "stroke")
        if found.median_ci95_ms is not None:
            left, right = found.median_ci95_ms
            plot.segment((left, level), (right, level), row.color, "interval")
        plot.marker(found.median_ms, level, row.color, row.mark_index)
        plot.left_text(level, _short(row.name))
        text = format_ms(found.median_ms, found.median_ci95_ms)
        plot.text(found.median_ms, level, text, dy=-12, anchor=_anchor(plot, found.median_ms))
    return plot.svg()


def time_plot(rows: list[Row], samples: RawSamples, t: Translate) -> str:
    """Median of each block over the run: drift, warming and disturbances show as slopes, steps."""
    measured = [row for row in rows if row.file_index is not None]
    if not len(samples):
        return ""
    count = int(samples.block.max()) + 1
    width = max(1, math.ceil(count / _TIME_BINS))
    series = [(row, _binned(samples, row.file_index or 0, width)) for row in measured]
    series = [(row, points) for row, points in series if points]
    if not series:
        return ""
    values = np.array([y for _, points in series for _, y in points])
    top = float(np.quantile(values, _SHOWN_QUANTILE)) * 1.1
    plot = Plot(t(mark("Latency over the run")), (0.0, float(count)), (0.0, max(top, 1e-9)))
    plot.x_axis(t(mark("block, in the order measured")))
    plot.y_axis(t(mark("median of the block, ms")))
    for start in np.flatnonzero(np.diff(_process_of_block(samples, count))) + 1:
        plot.vertical(float(start))
    for row, points in series:
        plot.dots([(x, min(y, top)) for x, y in points], row.color)
    return plot.svg()


def ecdf_plot(rows: list[Row], samples: RawSamples, t: Translate) -> tuple[str, int]:
    """The share of inferences that took at most so long, and how many lie beyond the right edge."""
    series = [
        (row, np.sort(samples.of(row.file_index)))
        for row in rows
        if row.file_index is not None and np.any(samples.file == row.file_index)
    ]
    if not series:
        return "", 0
    right = max(float(np.quantile(values, _SHOWN_QUANTILE)) for _, values in series)
    left = min(float(values[0]) for _, values in series)
    log = right / max(left, 1e-9) > _LOG_FROM_RATIO
    low = left / 1.1 if log else max(0.0, left - 0.08 * (right - left))
    right = max(right, left * 1.0001)
    plot = Plot(t(mark("Distribution of latencies")), (low, right), (0.0, 1.0), log_x=log)
    plot.x_axis(t(mark("latency of one inference, ms")))
    plot.y_axis(t(mark("share of inferences")), [0.0, 0.25, 0.5, 0.75, 0.9, 1.0])
    beyond = 0
    for row, values in series:
        beyond += int(np.count_nonzero(values > right))
        points = _steps(values, low, right)
        plot.line(points, row.color)
        half = int(np.searchsorted(np.arange(1, len(values) + 1) / len(values), 0.5))
        plot.marker(float(values[half]), 0.5, row.color, row.mark_index, 4.0)
    return plot.svg(), beyond


def tradeoff_plot(rows: list[Row], t: Translate) -> str:
    """Accuracy (else file size) against latency; the area of a point follows the file size."""
    points = [row for row in rows if row.measurement and row.measurement.median_ms is not None]
    if len(points) < 2:
        return ""
    has_accuracy = all(row.evaluation is not None for row in points)
    if not has_accuracy and any(row.size_bytes is None for row in points):
        return ""
    x_all = [bound for row in points for bound in _x_interval(row)]
    y_all = [bound for row in points for bound in _y_interval(row, has_accuracy)]
    log = max(x_all) / max(min(x_all), 1e-9) > _LOG_FROM_RATIO
    x_range = (min(x_all) / 1.5, max(x_all) * 1.8) if log else _padded(x_all, 0.12)
    y_range = _padded(y_all, 0.15)
    if has_accuracy:
        y_range = (max(y_range[0], 0.0), min(y_range[1], 100.5))
    plot = Plot(t(mark("Size, latency and accuracy")), x_range, y_range, height=320, log_x=log)
    plot.x_axis(t(mark("median latency, ms")))
    title = mark("top-1 accuracy, %") if has_accuracy else mark("file size, MB")
    plot.y_axis(t(title), linear_ticks(*y_range))
    largest = max((row.size_bytes or 0) for row in points) or 1
    signs = []
    for row in points:
        x, y = _x_value(row), _y_value(row, has_accuracy)
        low, high = _x_interval(row)
        plot.segment((low, y), (high, y), row.color, "stroke")
        low, high = _y_interval(row, has_accuracy)
        plot.segment((x, low), (x, high), row.color, "stroke")
        size = 4.0 + 6.0 * math.sqrt((row.size_bytes or 0) / largest)
        plot.marker(x, y, row.color, row.mark_index, size)
        signs.append((plot.x(x), plot.y(y)))
    labels = Labels(plot, signs)
    for row, (x, y) in zip(points, signs, strict=True):
        plot.label(*labels.place(x, y, f"{_short(row.name)} · {format_bytes(row.size_bytes)}"))
    return plot.svg()


def share_bar(shares: list[tuple[str, float]], color: int) -> str:
    """A small bar for a table cell; ``shares`` add up to at most 1."""
    parts, start = [], 0.0
    for css, share in shares:
        parts.append(
            f'<rect class="{css} {color_class(color)}" x="{100 * start:.1f}" y="0" '
            f'width="{100 * max(share, 0.0):.1f}" height="6"/>'
        )
        start += share
    inner = "".join(parts)
    return (
        f'<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="rest" width="100" height="6"/>{inner}</svg>'
    )


def _binned(samples: RawSamples, file: int, width: int) -> list[tuple[float, float]]:
    """(middle of the bin, median) for every ``width`` blocks that hold samples of the file."""
    chosen = samples.file == file
    bins = samples.block[chosen] // width
    values = samples.wall_ms[chosen]
    if not len(values):
        return []
    order = np.argsort(bins, kind="stable")
    starts = np.flatnonzero(np.diff(bins[order], prepend=-1))
    groups = np.split(values[order], starts[1:])
    return [
        ((float(bins[order][start]) + 0.5) * width, float(np.median(group)))
        for start, group in zip(starts, groups, strict=True)
    ]


def _process_of_block(samples: RawSamples, count: int) -> npt.NDArray[np.int64]:
    process = np.zeros(count, dtype=np.int64)
    process[samples.block] = samples.process
    return process


def _steps(values: Floats, low: float, right: float) -> list[tuple[float, float]]:
    """At most some hundred points of the distribution function, from the sorted values."""
    count = len(values)
    wanted = np.unique(np.linspace(0, count - 1, min(count, _ECDF_POINTS)).astype(np.int64))
    points = [(max(float(values[0]), low), 0.0)]
    for index in wanted:
        if values[index] > right:
            points.append((right, points[-1][1]))
            break
        points.append((float(values[index]), (int(index) + 1) / count))
    else:
        points.append((right, 1.0))
    return points


def _x_interval(row: Row) -> tuple[float, float]:
    assert row.measurement is not None
    return row.measurement.median_ci95_ms or (_x_value(row), _x_value(row))


def _x_value(row: Row) -> float:
    assert row.measurement is not None and row.measurement.median_ms is not None
    return row.measurement.median_ms


def _y_value(row: Row, has_accuracy: bool) -> float:
    if has_accuracy and row.evaluation is not None and row.evaluation.top1 is not None:
        return 100 * row.evaluation.top1.value
    return (row.size_bytes or 0) / 1e6


def _y_interval(row: Row, has_accuracy: bool) -> tuple[float, float]:
    if has_accuracy and row.evaluation is not None and row.evaluation.top1 is not None:
        low, high = row.evaluation.top1.ci95
        return 100 * low, 100 * high
    return _y_value(row, False), _y_value(row, False)


def _padded(values: list[float], share: float) -> tuple[float, float]:
    low, high = min(values), max(values)
    pad = (high - low) * share or abs(high) * 0.1 or 1.0
    return low - pad if low - pad > 0 or low < 0 else 0.0, high + pad


def _anchor(plot: Plot, x: float) -> str:
    """Text grows to where there is room."""
    return "start" if plot.x(x) < 0.6 * plot.width else "end"


def _short(name: str) -> str:
    return name if len(name) <= 26 else name[:25] + "…"


def _name_width(rows: list[Row]) -> int:
    return 26 + round(7.2 * max(len(_short(row.name)) for row in rows))
