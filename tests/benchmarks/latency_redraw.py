"""A redraw of the latency plots that hold 1,000,000 samples, in CPU time; goal <= 33 ms.

A redraw is what the page does 20 times a second while measuring: take what is new, decimate, hand
it to both plots, and paint them. Beside it, alternating in the same process: pyqtgraph's own way,
setData of all samples and painting the same plot, with and without its peak downsampling.

    python tests/benchmarks/latency_redraw.py [--samples 1000000] [--variants 5] [--rounds 10]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from studio.ui.pages.latency_data import RunSamples
from studio.ui.pages.latency_plot import LatencyPlots, Line
from studio.ui.turns import Turns

GOAL_MS = 33.0
BATCH = 200
WIDTH, HEIGHT = 1100, 420


def make_rows(count: int, variants: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Synthetic samples in blocks of 20, of a few milliseconds each."""
    random = np.random.default_rng(seed)
    variant = np.repeat(random.permutation(-(-count // 20)) % variants, 20)[:count]
    wall = (random.lognormal(0.0, 0.15, count) * 2e6 * (1 + variant)).astype(np.int64)
    return variant.astype(np.int64), wall


def cpu_ms(action: Callable[[], object]) -> float:
    before = time.process_time()
    action()
    return 1000 * (time.process_time() - before)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=1_000_000)
    parser.add_argument("--variants", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    app = QApplication([])
    run = RunSamples(options.variants)
    run.add(*make_rows(options.samples - BATCH * options.rounds, options.variants, 0))
    plots = LatencyPlots(lambda _: None, Turns(app))
    plots.resize(WIDTH, HEIGHT)
    lines = tuple(Line(f"variant {index}", index) for index in range(options.variants))
    plots.show_run(run, lines, is_live=True)
    plots.show()
    app.processEvents()

    stock = pg.PlotWidget()
    stock.resize(plots.over_time.size())
    curves = [stock.plot(pen=pg.mkPen(pg.intColor(index))) for index in range(options.variants)]
    stock.show()
    app.processEvents()

    def studio(seed: int) -> None:
        run.add(*make_rows(BATCH, options.variants, seed))
        plots.redraw()
        plots.over_time.grab()
        plots.distribution.histogram.grab()

    def naive(downsample: bool) -> None:
        for curve, samples in zip(curves, run.variants, strict=True):
            curve.setDownsampling(auto=downsample, method="peak")
            curve.setData(samples.series.x, samples.series.y)
        stock.grab()

    ours: list[float] = []
    peak: list[float] = []
    full: list[float] = []
    studio(0)
    for round_ in range(1, options.rounds):
        ours.append(cpu_ms(lambda seed=round_: studio(seed)))
        peak.append(cpu_ms(lambda: naive(True)))
        full.append(cpu_ms(lambda: naive(False)))
    print(f"samples held: {run.count:,} in {options.variants} variants")
    for name, values in (
        ("studio redraw", ours),
        ("setData, peak downsampling", peak),
        ("setData, all points", full),
    ):
        middle, most = statistics.median(values), max(values)
        print(f"{name:28} median {middle:8.1f} ms CPU   largest {most:8.1f} ms CPU")
    redraw = statistics.median(ours)
    print(f"setData, peak downsampling / studio: {statistics.median(peak) / redraw:.1f}")
    print(f"setData, all points / studio:        {statistics.median(full) / redraw:.1f}")
    print(f"goal <= {GOAL_MS:.0f} ms CPU: {'met' if redraw <= GOAL_MS else 'MISSED'}")
    return 0 if redraw <= GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main())
