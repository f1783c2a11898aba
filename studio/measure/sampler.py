"""Runs blocks, keeps their rows, tells the parent about them; knows when it is time to end."""

from __future__ import annotations

import gc
import time
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path

from studio.core.block_orders import orders
from studio.core.child import Reporter
from studio.core.measure_protocol import SampleRequest, SampleRow, Samples
from studio.measure.arms import LoadedArm
from studio.measure.cpu_meter import CpuMeter
from studio.measure.plan import Burst, is_off_target, most_rows, plan_burst
from studio.measure.progress import Progress
from studio.measure.sample_stream import SampleStream
from studio.measure.timing import COLUMNS, BlockBuffer

BATCH_NS = 100_000_000


class Sampler:
    """Blocks come in pairs, an order and its reverse, and end as such unless stopped.

    ``variants``: arms of a block in all, where others of them are run by other processes.
    ``after_block(blocks)`` is called between blocks, in time that is not measured.
    """

    def __init__(
        self,
        request: SampleRequest,
        reporter: Reporter,
        progress: Progress,
        stream: SampleStream,
        variants: int = 0,
        after_block: Callable[[int], None] | None = None,
    ) -> None:
        self._request, self._reporter, self._progress = request, reporter, progress
        self._stream, self._after_block = stream, after_block
        self._variants = variants or len(request.arms)
        self._orders = orders(len(request.arms), request.seed, request.process)
        self._buffer = BlockBuffer(most_rows(self._variants))
        self._stop = Path(request.stop)
        self._arms: list[LoadedArm] = []
        self._bursts: list[Burst] = []
        self._measured_ns = 0
        self._told_seconds = 0.0
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
        self.begin(arms)
        while not self._is_over(until_seconds):
            self.run(next(self._orders), self.blocks)
            self.blocks += 1
            if self._after_block is not None:
                self._after_block(self.blocks)
            if not self._pending:
                share = self.seconds / self._request.seconds
                self._reporter.phase("measuring", min(1.0, share))

    def begin(self, arms: list[LoadedArm]) -> None:
        """From now on ``arms`` are measured; they are warm."""
        self._arms = arms
        self._bursts = [self._plan(loaded, loaded.latency_ns) for loaded in arms]
        gc.collect()

    def run(self, order: Sequence[int], block: int, first_position: int = 0) -> int:
        """One burst of each of the arms at the places in ``order``; returns how many rows.

        Kept and told are the bursts that ended before a stop. ``first_position``: in the block.
        """
        rows = self._run_bursts(order)
        for at in range(1, len(rows), COLUMNS):
            rows[at] += first_position
        self._stream.write(self._request.process, block, rows)
        self._tell(rows, block)
        return len(rows) // COLUMNS

    def _is_over(self, until_seconds: float) -> bool:
        self.is_stopped = self.is_stopped or self._stop.exists()
        if self.is_stopped:
            return True
        is_whole = self.blocks % 2 == 0 or len(self._arms) == 1
        return is_whole and self.seconds >= until_seconds

    def _run_bursts(self, order: Sequence[int]) -> array[int]:
        self._buffer.clear()
        gc.disable()
        started = time.perf_counter_ns()
        try:
            for place in order:
                loaded = self._arms[place]
                self._progress.set(loaded.index)
                with loaded.burst():
                    self._buffer.run_burst(
                        loaded.run,
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
        rows = self._buffer.rows()
        self.samples += len(rows) // COLUMNS
        whole_block = taken * self._variants // len(order)
        bursts = [self._bursts[place] for place in order]
        if not self.is_stopped and is_off_target(whole_block, bursts):
            self._plan_anew(rows)
        return rows

    def _tell(self, rows: array[int], block: int) -> None:
        """Keep the rows for the next message; send it about every 100 ms."""
        process = self._request.process
        values = rows.tolist()
        self._pending.extend(
            SampleRow(values[at], process, block, values[at + 1], values[at + 2], values[at + 3])
            for at in range(0, len(values), COLUMNS)
        )
        if time.perf_counter_ns() - self._told_at >= BATCH_NS:
            self.tell_rest()

    def tell_rest(self) -> None:
        if self._pending:
            busy, _, _ = self._meter.read()
            seconds, self._told_seconds = self.seconds - self._told_seconds, self.seconds
            self._reporter.send(
                Samples(rows=tuple(self._pending), busy_percent=busy, seconds=seconds)
            )
        self._pending = []
        self._meter = CpuMeter()
        self._told_at = time.perf_counter_ns()

    def _plan_anew(self, rows: array[int]) -> None:
        for place, loaded in enumerate(self._arms):
            walls = sorted(
                rows[at + 2] for at in range(0, len(rows), COLUMNS) if rows[at] == loaded.index
            )
            if walls:
                # what was taken off takes its time all the same, and may be all there was
                taken_off = loaded.cost.wall_ns / loaded.runs
                self._bursts[place] = self._plan(loaded, walls[len(walls) // 2] + taken_off)

    def _plan(self, loaded: LoadedArm, latency_ns: float) -> Burst:
        return plan_burst(latency_ns, self._variants, loaded.runs)
