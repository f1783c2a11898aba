"""Runs blocks, keeps their rows, tells the parent about them; knows when it is time to end."""

from __future__ import annotations

import gc
import sys
import time
from array import array
from pathlib import Path
from typing import BinaryIO

from studio.core.child import Reporter
from studio.core.child_protocol import SampleRequest, SampleRow, Samples
from studio.core.sample_file import write_block
from studio.measure.arms import LoadedArm
from studio.measure.cpu_meter import CpuMeter
from studio.measure.plan import Burst, is_off_target, most_rows, orders, plan_burst
from studio.measure.progress import Progress
from studio.measure.timing import COLUMNS, BlockBuffer

BATCH_NS = 100_000_000


class Sampler:
    """Blocks come in pairs, an order and its reverse, and end as such unless stopped."""

    def __init__(
        self, request: SampleRequest, reporter: Reporter, progress: Progress, stream: BinaryIO
    ) -> None:
        self._request, self._reporter, self._progress = request, reporter, progress
        self._stream = stream
        count = len(request.arms)
        self._orders = orders(count, request.seed, request.process)
        self._buffer = BlockBuffer(most_rows(count))
        self._stop = Path(request.stop)
        self._arms: list[LoadedArm] = []
        self._bursts: list[Burst] = []
        self._measured_ns = 0
        self.blocks = 0
        self.samples = 0
        self._pending: list[SampleRow] = []
        self._meter = CpuMeter()
        self._told_at = time.perf_counter_ns()
        self.is_stopped = False

    @property
    def seconds(self) -> float:
        return self._measured_ns / 1e9

    def sit(self, arms: list[LoadedArm], until_seconds: float) -> None:
        """Measure ``arms`` until so much has been measured altogether, or until stopped."""
        self._arms = arms
        self._bursts = [self._plan(loaded, loaded.latency_ns) for loaded in arms]
        gc.collect()
        while not self._is_over(until_seconds):
            rows = self._run_block()
            write_block(self._stream, self._request.process, self.blocks - 1, _little_endian(rows))
            self._stream.flush()
            self._tell(rows)

    def _is_over(self, until_seconds: float) -> bool:
        self.is_stopped = self.is_stopped or self._stop.exists()
        if self.is_stopped:
            return True
        is_whole = self.blocks % 2 == 0 or len(self._arms) == 1
        return is_whole and self.seconds >= until_seconds

    def _run_block(self) -> array[int]:
        """One block of every variant; the rows of the bursts that ended before a stop."""
        self._buffer.clear()
        order = next(self._orders)
        gc.disable()
        started = time.perf_counter_ns()
        try:
            for place in order:
                loaded = self._arms[place]
                self._progress.set(loaded.index)
                self._buffer.run_burst(
                    loaded.model.invoke,
                    loaded.index,
                    self._bursts[place],
                    is_single_threaded=loaded.is_single_threaded,
                    cost=loaded.cost,
                )
                if self._stop.exists():
                    self.is_stopped = True
                    break
        finally:
            gc.enable()
        taken = time.perf_counter_ns() - started
        self._measured_ns += taken
        self.blocks += 1
        rows = self._buffer.rows()
        self.samples += len(rows) // COLUMNS
        if not self.is_stopped and is_off_target(taken, self._bursts):
            self._plan_anew(rows)
        return rows

    def _tell(self, rows: array[int]) -> None:
        """Keep the rows for the next message; send it about every 100 ms."""
        process, block = self._request.process, self.blocks - 1
        values = rows.tolist()
        self._pending.extend(
            SampleRow(values[at], process, block, values[at + 1], values[at + 2], values[at + 3])
            for at in range(0, len(values), COLUMNS)
        )
        if time.perf_counter_ns() - self._told_at >= BATCH_NS:
            self.tell_rest()
            self._reporter.phase("measuring", min(1.0, self.seconds / self._request.seconds))

    def tell_rest(self) -> None:
        if self._pending:
            busy, _, _ = self._meter.read()
            self._reporter.send(Samples(rows=tuple(self._pending), busy_percent=busy))
        self._pending = []
        self._meter = CpuMeter()
        self._told_at = time.perf_counter_ns()

    def _plan_anew(self, rows: array[int]) -> None:
        for place, loaded in enumerate(self._arms):
            walls = sorted(
                rows[at + 2] for at in range(0, len(rows), COLUMNS) if rows[at] == loaded.index
            )
            if walls:
                self._bursts[place] = self._plan(loaded, walls[len(walls) // 2])

    def _plan(self, loaded: LoadedArm, latency_ns: float) -> Burst:
        return plan_burst(latency_ns, len(self._arms), loaded.runs)


def _little_endian(rows: array[int]) -> bytes:
    if sys.byteorder == "big":
        rows = array("q", rows)
        rows.byteswap()
    return rows.tobytes()
