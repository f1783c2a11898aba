"""The same measurement with the window open and drawing, and without; goal: equal within 2 %.

One side is the real window with the Latency page in front, drawing live; the other the job queue
alone, while the window and all that it started are suspended. Sides come in pairs whose order
alternates; a pair's ratio is of the medians that the two measurements state.

    python tests/benchmarks/window_open.py [--pairs 8] [--seconds 6] [--output raw.json]
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from tests.benchmarks.support import Bench, interleave, mobilenet, report_within
from tests.kit.window_process import WindowProcess

GOAL = 0.02
SETTLE_S = 0.5
WAIT_S = 600.0


class Sides:
    """The window and the bare queue, both warm."""

    def __init__(self, folder: Path, stack: ExitStack, options: argparse.Namespace) -> None:
        self._file = str(mobilenet(options.kind))
        self._measuring = {"seconds": options.seconds, "processes": options.processes}
        self._bench = Bench(folder / "bare")
        stack.callback(self._bench.queue.close)
        self._window = stack.enter_context(WindowProcess(folder / "window", wait_s=WAIT_S))
        self._window.run("open", path=self._file)
        self._window.run("show-latency")
        self.window()  # pages are made, what is warmed up behind them is warm
        self.bare()

    def window(self) -> dict[str, Any]:
        time.sleep(SETTLE_S)
        job = self._window.run("measure", files=[self._file], **self._measuring)
        self._window.wait_done(job)
        return dict(self._window.session["runs"][-1]["result"])

    def bare(self) -> dict[str, Any]:
        with self._window.suspended():
            time.sleep(SETTLE_S)
            result = self._bench.run(BenchmarkRequest(files=(self._file,), **self._measuring))
        assert isinstance(result, BenchmarkResult)
        return dict(msgspec.to_builtins(result))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=6.0, help="of measuring, a side and pair")
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--kind", choices=("float32", "int8"), default="int8")
    parser.add_argument("--output", type=Path, help="where all results go, as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="studio-window-") as folder, ExitStack() as stack:
        sides = Sides(Path(folder), stack, options)
        pairs = list(interleave(options.pairs, sides.window, sides.bare))
    if options.output:
        options.output.write_text(json.dumps(pairs, indent=1))
    platform = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    shares = [one["conditions"]["window_cpu_percent"] for one, _ in pairs]
    print(f"the window ({platform}) took {min(shares):.1f} to {max(shares):.1f} % of a core")
    met = {}
    for clock, field in (("CPU", "cpu_median_ms"), ("wall", "median_ms")):
        medians = [[side["measurements"][0][field] for side in pair] for pair in pairs]
        title = f"MobileNetV2 {options.kind}, {clock} time: window open / none"
        met[clock] = report_within(title, [first / second for first, second in medians], GOAL)
    return 0 if met["CPU"] else 1


if __name__ == "__main__":
    sys.exit(main())
