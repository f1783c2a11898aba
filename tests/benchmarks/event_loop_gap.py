"""The largest event-loop gap of Studio's window at work, against a bare Qt loop beside equal work.

A window of time is one conversion of MobileNetV2 to float32 with its check, or one measurement.
The page that shows the work is in front. Studio does it in its own children; beside the bare
loop a foreign process does the same work with the same children. Studio and bare windows
alternate; caches are emptied before each conversion. Printed beside them: the same network by
``from_keras_model`` in a QThread of a Qt process.

    python tests/benchmarks/event_loop_gap.py [--pairs 10] [--explain]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.support import interleave, keras_application, report_ratio
from tests.kit.window_process import WindowProcess

SIDES = Path(__file__).with_name("gap_sides.py")
GOAL = 1.5
SETTLE_S = 0.5
WAIT_S = 600.0


class Sides:
    """The four processes, and one window of time on each."""

    def __init__(self, folder: Path, stack: ExitStack, options: argparse.Namespace) -> None:
        self._folder, self._options = folder, options
        self._model = keras_application("MobileNetV2", folder)

        def start(*arguments: str | Path) -> WindowProcess:
            home = folder / str(arguments[0])
            process = WindowProcess(home, *arguments, script=SIDES, wait_s=WAIT_S)
            return stack.enter_context(process)

        self._bare = start("bare")
        self._thread = start("thread")
        self._load = start("load", folder / "load")
        self._studio = start("studio")
        self._prepare()

    def _prepare(self) -> None:
        """Two variants to measure on either side; all processes warm, all pages made."""
        self._studio.run("open-sample")
        sample = self._inspected(1)["path"]
        self._studio.tick()
        self._studio.wait_done(self._studio.run("convert"))
        self._studio.run("open", path=str(self._model))
        self._inspected(2)
        self._studio.tick()
        self._studio.wait_done(self._studio.run("convert"))
        self._files = [model["variants"][0]["artifact"] for model in self._studio.session["models"]]
        self._foreign_files = [
            self._load.ask(convert=sample),
            self._load.ask(convert=str(self._model)),
        ]
        self.studio_measurement()
        self.bare_measurement()
        self._thread.ask(convert=sample)

    def _inspected(self, count: int) -> Any:
        """The model opened last, once all ``count`` are inspected."""
        self._studio.wait_for(
            lambda _: (
                sum(
                    job["kind"] == "inspect" and job["state"] == "succeeded"
                    for job in self._studio.jobs.values()
                )
                == count
            )
        )
        return self._studio.session["models"][-1]

    # --- windows of time: each returns the largest gap in ms ------------------------------------

    def studio_conversion(self) -> float:
        self._studio.run("show-overview")
        self._empty(self._folder / "studio" / "cache" / "float")
        return self._watched(
            self._studio, lambda: self._studio.wait_done(self._studio.run("convert"))
        )

    def bare_conversion(self) -> float:
        self._empty(self._folder / "load" / "float")
        return self._watched(self._bare, lambda: self._load.ask(convert=str(self._model)))

    def thread_conversion(self) -> float:
        return self._watched(self._thread, lambda: self._thread.ask(convert=str(self._model)))

    def studio_measurement(self) -> float:
        self._studio.run("show-latency")
        return self._watched(
            self._studio,
            lambda: self._studio.wait_done(
                self._studio.run("measure", files=self._files, **self._measuring)
            ),
        )

    def bare_measurement(self) -> float:
        return self._watched(
            self._bare,
            lambda: self._load.ask(measure=self._foreign_files, options=self._measuring),
        )

    @property
    def _measuring(self) -> dict[str, float]:
        return {"seconds": self._options.seconds, "processes": 2}

    def _watched(self, side: WindowProcess, work: Any) -> float:
        time.sleep(SETTLE_S)
        explain = self._options.explain and side is self._studio
        side.ask(gap="start", explain=explain)
        work()
        time.sleep(SETTLE_S)  # what follows from the end of the work belongs to it
        found = side.ask(gap="stop")
        for gap in found["gaps"]:
            print(
                f"  Studio: a gap of {gap['ms']:.1f} ms ({gap['cpu_ms']:.1f} ms of CPU); it was at"
            )
            for text, count in gap["stacks"]:
                print(f"    {count:3} x {text}")
        return float(found["ms"])

    @staticmethod
    def _empty(cache: Path) -> None:
        for item in cache.iterdir():
            shutil.rmtree(item) if item.is_dir() else item.unlink()


def report(title: str, pairs: list[tuple[float, float]]) -> bool:
    """Print medians and the ratio; returns whether the goal is met."""
    ratios = [studio / bare for studio, bare in pairs]
    report_ratio(f"{title}: Studio / bare loop beside equal work", ratios, f"<= {GOAL}")
    for name, values in (("Studio", [a for a, _ in pairs]), ("bare", [b for _, b in pairs])):
        print(
            f"  {name:7} largest gap: median {statistics.median(values):7.1f} ms "
            f"(min {min(values):.1f}, max {max(values):.1f})"
        )
    return statistics.median(ratios) <= GOAL


def report_thread(gaps: list[float]) -> None:
    if gaps:
        print(
            f"  the same conversion in a QThread: median {statistics.median(gaps):7.1f} ms "
            f"(min {min(gaps):.1f}, max {max(gaps):.1f}, n = {len(gaps)})"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--only", choices=("conversion", "measurement"))
    parser.add_argument("--thread-windows", type=int, default=3, help="conversions in a QThread")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a measurement")
    parser.add_argument(
        "--explain", action="store_true", help="what the GUI thread did; the spying disturbs"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="studio-gap-") as folder, ExitStack() as stack:
        sides = Sides(Path(folder), stack, options)
        is_met = True
        if options.only != "measurement":
            pairs = interleave(options.pairs, sides.studio_conversion, sides.bare_conversion)
            is_met &= report("conversion of MobileNetV2", list(pairs))
            report_thread([sides.thread_conversion() for _ in range(options.thread_windows)])
        if options.only != "conversion":
            pairs = interleave(options.pairs, sides.studio_measurement, sides.bare_measurement)
            is_met &= report("measurement of two variants", list(pairs))
    print(f"goal {'met' if is_met else 'MISSED'}")
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
