"""Interleave variants in this process and keep every timed run.

Order of things: load all, fill inputs, warm up, then blocks (see ``measure.plan``). The garbage
collector is off within a block; writing to disk, telling the parent and reading the machine's state
happen between blocks, in time that is not measured.
"""

from __future__ import annotations

import gc
import sys
import time
from array import array
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

from studio.core.child import Reporter
from studio.core.child_protocol import SampleRequest, SampleResult, SampleRow, Samples
from studio.core.run_marker import NONE
from studio.core.sample_file import write_block
from studio.core.targets import Target
from studio.measure import machine
from studio.measure.conditions import CpuMeter, Witness, write_witness
from studio.measure.loading import fill_inputs
from studio.measure.plan import (
    is_off_target,
    most_rows,
    orders,
    plan_burst,
)
from studio.measure.progress import Progress
from studio.measure.timing import COLUMNS, BlockBuffer, warm_up
from studio.runtimes import Runtime, get_runtime

WARM_UP_NS = 100_000_000
BATCH_NS = 100_000_000
Invoke = Callable[[], None]


def sample(
    request: SampleRequest, reporter: Reporter, runtime: Runtime | None = None
) -> SampleResult:
    """Measure ``request.arms`` for ``seconds`` of blocks, or until the file ``stop`` exists.

    Warm-up: each variant at least ``warmup_runs`` runs and at least 100 ms. Rows carry the numbers
    in ``request.indices``, as does the progress file. ``runtime``: instead of the arms' own.
    Raises RunError where a file cannot be loaded or run; the progress file then says which.
    """
    with ExitStack() as stack:
        progress = stack.enter_context(closing(Progress(request.progress)))
        stream = stack.enter_context(Path(request.output).open("ab"))
        load_before = machine.load_average()
        invokes = _load(request, reporter, runtime, progress, stack)
        latencies = _warm_up(request, reporter, progress, invokes)
        sampler = _Sampler(request, reporter, progress, invokes, latencies)
        meter = CpuMeter()
        try:
            while not sampler.is_over():
                rows = sampler.run_block()
                write_block(stream, request.process, sampler.blocks - 1, _little_endian(rows))
                stream.flush()
                sampler.tell(rows)
        finally:
            sampler.tell_rest()
            busy, other_busy, steal = meter.read()
            write_witness(
                request.output,
                Witness(
                    seconds=sampler.seconds,
                    load_before=load_before,
                    load_after=machine.load_average(),
                    frequency_mhz=machine.frequency_mhz(),
                    busy_percent=busy,
                    other_busy_percent=other_busy,
                    steal_percent=steal,
                ),
            )
        progress.set(NONE)
        return SampleResult(samples=sampler.samples, seconds=sampler.seconds)


def _load(
    request: SampleRequest,
    reporter: Reporter,
    runtime: Runtime | None,
    progress: Progress,
    stack: ExitStack,
) -> list[Invoke]:
    reporter.phase("loading-model")
    invokes: list[Invoke] = []
    for index, arm in zip(request.indices, request.arms, strict=True):
        progress.set(index)
        chosen = runtime or get_runtime(arm.implementation)
        model = stack.enter_context(closing(chosen.load(arm.file, arm.target)))
        fill_inputs(model, request.seed)
        invokes.append(model.invoke)
    return invokes


def _warm_up(
    request: SampleRequest, reporter: Reporter, progress: Progress, invokes: list[Invoke]
) -> list[float]:
    latencies: list[float] = []
    for index, invoke in zip(request.indices, invokes, strict=True):
        reporter.phase("warming-up", current=len(latencies), total=len(invokes))
        progress.set(index)
        latencies.append(warm_up(invoke, request.warmup_runs, WARM_UP_NS))
    return latencies


class _Sampler:
    """Runs blocks and tells the parent about them; knows when it is time to end."""

    def __init__(
        self,
        request: SampleRequest,
        reporter: Reporter,
        progress: Progress,
        invokes: list[Invoke],
        latencies: list[float],
    ) -> None:
        self._request, self._reporter, self._progress = request, reporter, progress
        self._invokes = invokes
        self._bursts = [plan_burst(latency, len(invokes)) for latency in latencies]
        self._orders = orders(len(invokes), request.seed, request.process)
        self._buffer = BlockBuffer(most_rows(len(invokes)))
        self._stop = Path(request.stop)
        self._measured_ns = 0
        self.blocks = 0
        self.samples = 0
        self._pending: list[SampleRow] = []
        self._meter = CpuMeter()
        self._told_at = time.perf_counter_ns()
        self._is_stopped = False
        gc.collect()

    @property
    def seconds(self) -> float:
        return self._measured_ns / 1e9

    def is_over(self) -> bool:
        self._is_stopped = self._is_stopped or self._stop.exists()
        return self._is_stopped or self.seconds >= self._request.seconds

    def run_block(self) -> array[int]:
        """One block of every variant; the rows of the bursts that ended before a stop."""
        self._buffer.clear()
        order = next(self._orders)
        gc.disable()
        started = time.perf_counter_ns()
        try:
            for place in order:
                index = self._request.indices[place]
                self._progress.set(index)
                self._buffer.run_burst(
                    self._invokes[place],
                    index,
                    self._bursts[place],
                    is_single_threaded=_is_single_threaded(self._request.arms[place].target),
                )
                if self._stop.exists():
                    self._is_stopped = True
                    break
        finally:
            gc.enable()
        taken = time.perf_counter_ns() - started
        self._measured_ns += taken
        self.blocks += 1
        rows = self._buffer.rows()
        self.samples += len(rows) // COLUMNS
        if not self._is_stopped and is_off_target(taken, self._bursts):
            self._plan_anew(rows)
        return rows

    def tell(self, rows: array[int]) -> None:
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
        for place, index in enumerate(self._request.indices):
            walls = sorted(rows[at + 2] for at in range(0, len(rows), COLUMNS) if rows[at] == index)
            if walls:
                self._bursts[place] = plan_burst(walls[len(walls) // 2], len(self._invokes))


def _is_single_threaded(target: Target) -> bool:
    """A driver of a GPU has threads of its own."""
    return target.kind.device == "cpu" and target.threads == 1


def _little_endian(rows: array[int]) -> bytes:
    if sys.byteorder == "big":
        rows = array("q", rows)
        rows.byteswap()
    return rows.tobytes()
