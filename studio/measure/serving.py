"""Sampling in the server scenario: each arm in turn serves queries for a while.

A block is a few seconds of queries for every arm, since queues need time to build up; an arm that
waits for its turn has none. Where the rate is not given it is searched, by bisection below what the
streams could do without a pause; the samples kept are of the highest rate that kept the bound.
"""

from __future__ import annotations

from array import array
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from studio.core.beside_latency import ServerRate, TriedRate
from studio.core.block_orders import orders
from studio.core.child import Reporter
from studio.core.child_protocol import SampleRow, Samples
from studio.core.measure_protocol import SampleRequest, SampleResult
from studio.core.run_marker import NONE
from studio.core.sample_file import CPU_UNKNOWN
from studio.measure.arms import LoadedArm, load_arms, warm_up_arms
from studio.measure.progress import Progress
from studio.measure.sample_stream import SampleStream
from studio.measure.server import serve
from studio.measure.witness import WitnessWriter
from studio.runtimes import Runtime

BURST_S = 2.0
SEARCH_STEPS = 8
LEAST_QUERIES = 100
"""For a 99th percentile at all; fewer in a step of a search would make it a lottery."""
MOST_QUERIES = 20_000


def sample_server(
    request: SampleRequest, reporter: Reporter, runtime: Runtime | None = None
) -> SampleResult:
    """As :func:`studio.measure.sample.sample`, for arms of the server scenario."""
    with ExitStack() as stack:
        progress = stack.enter_context(closing(Progress(request.progress)))
        stream = stack.enter_context(closing(SampleStream(request.output)))
        witness = WitnessWriter(request.output)
        arms = load_arms(request, runtime, progress, stack, 0, reporter)
        warm_up_arms(request, reporter, progress, arms)
        witness.ready([arm.notes() for arm in arms], 0.0)
        serving = _Serving(request, reporter, progress, stream, witness)
        try:
            serving.search(arms)
            serving.serve(arms)
            for arm in arms:
                progress.set(arm.index)
                witness.ended(arm.index, arm.has_finite_outputs())
        finally:
            witness.write(serving.seconds)
        progress.set(NONE)
        return SampleResult(samples=serving.samples, seconds=serving.seconds)


class _Serving:
    def __init__(
        self,
        request: SampleRequest,
        reporter: Reporter,
        progress: Progress,
        stream: SampleStream,
        witness: WitnessWriter,
    ) -> None:
        self._request, self._reporter = request, reporter
        self._progress, self._stream, self._witness = progress, stream, witness
        self._stop = Path(request.stop)
        self._rates: dict[int, float] = {}
        self._seed = request.seed * 1000 + request.process
        self.seconds = self._told_seconds = 0.0
        self.samples = 0

    def search(self, arms: list[LoadedArm]) -> None:
        """Find the rate of every arm that has none, in half of the time."""
        for arm in arms:
            scenario = arm.arm.scenario
            if scenario.rate_per_s:
                self._rates[arm.index] = scenario.rate_per_s
                continue
            found = self._searched(arm, self._request.seconds / 2 / len(arms))
            self._witness.served(arm.index, found)
            if found.rate_per_s is not None:
                self._rates[arm.index] = found.rate_per_s

    def serve(self, arms: list[LoadedArm]) -> None:
        """Blocks in balanced order for the rest of the time, one at least of each order."""
        served = [arm for arm in arms if arm.index in self._rates]
        if not served:
            return
        for block, order in enumerate(
            orders(len(served), self._request.seed, self._request.process)
        ):
            is_whole = block % 2 == 0 and block > 0
            if self._stop.exists() or (is_whole and self.seconds >= self._request.seconds):
                break
            self._keep(block, [(served[place], self._burst(served[place])) for place in order])
            self._reporter.phase("measuring", min(1.0, self.seconds / self._request.seconds))
        for arm in served:
            if arm.arm.scenario.rate_per_s:
                self._witness.served(arm.index, _given(arm))

    def _burst(self, arm: LoadedArm) -> NDArray[np.int64]:
        rate = self._rates[arm.index]
        return self._run(arm, rate, max(2, int(rate * BURST_S)))

    def _searched(self, arm: LoadedArm, seconds: float) -> ServerRate:
        scenario = arm.arm.scenario
        capacity = scenario.streams * 1e9 / arm.latency_ns
        kept, missed = 0.0, capacity
        tried: list[TriedRate] = []
        until = self.seconds + seconds
        for _ in range(SEARCH_STEPS):
            rate = (kept + missed) / 2
            # so slow a rate would take longer for its queries than there is time
            is_over = tried and self.seconds + LEAST_QUERIES / rate > until
            if is_over or self._stop.exists():
                break
            latencies = self._run(arm, rate, int(rate * seconds / SEARCH_STEPS))
            p99_ms = float(np.quantile(latencies, 0.99)) / 1e6
            tried.append(TriedRate(rate_per_s=rate, queries=len(latencies), p99_ms=p99_ms))
            if p99_ms <= scenario.bound_ms:
                kept = rate
            else:
                missed = rate
            share = min(1.0, self.seconds / self._request.seconds)
            self._reporter.phase("searching-rate", share)
        return ServerRate(
            rate_per_s=kept or None,
            bound_ms=scenario.bound_ms,
            is_searched=True,
            tried=tuple(tried),
        )

    def _run(self, arm: LoadedArm, rate: float, queries: int) -> NDArray[np.int64]:
        """Latencies of at least ``LEAST_QUERIES`` queries."""
        self._progress.set(arm.index)
        self._seed += 1
        count = min(MOST_QUERIES, max(LEAST_QUERIES, queries))
        latencies = serve([model.invoke for model in arm.copies], rate, count, self._seed)
        self.seconds += count / rate
        return latencies

    def _keep(self, block: int, bursts: list[tuple[LoadedArm, NDArray[np.int64]]]) -> None:
        rows = [
            (arm.index, position, int(latency), CPU_UNKNOWN)
            for arm, latencies in bursts
            for position, latency in enumerate(latencies)
        ]
        values = array("q", [value for row in rows for value in row])
        self._stream.write(self._request.process, block, values)
        self.samples += len(rows)
        process = self._request.process
        seconds, self._told_seconds = self.seconds - self._told_seconds, self.seconds
        self._reporter.send(
            Samples(
                seconds=seconds,
                rows=tuple(
                    SampleRow(variant, process, block, position, wall, cpu)
                    for variant, position, wall, cpu in rows
                ),
            )
        )


def _given(arm: LoadedArm) -> ServerRate:
    scenario = arm.arm.scenario
    return ServerRate(
        rate_per_s=scenario.rate_per_s, bound_ms=scenario.bound_ms, is_searched=False, tried=()
    )
