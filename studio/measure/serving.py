"""Sampling in the server scenario: each arm in turn serves queries for a while.

A block is a few seconds of queries for every arm, since queues need time to build up; an arm that
waits for its turn has none. Where the rate is not given it is searched, by bisection below what the
streams could do without a pause; the samples kept are of the highest rate that kept the bound.

A rate is kept up with as long as no query waits too long to be begun (see :func:`_patience_s`) and
the offered load, rate x mean run / streams, stays below 1: above, queues grow without end, and what
latency is depends on how long one looks.
"""

from __future__ import annotations

import gc
from array import array
from contextlib import ExitStack, closing
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from studio.core.beside_latency import ServerRate, TriedRate
from studio.core.block_orders import orders
from studio.core.child import Reporter
from studio.core.errors import RunError
from studio.core.measure_protocol import SampleRequest, SampleResult, SampleRow, Samples
from studio.core.run_marker import NONE
from studio.core.sample_file import CPU_UNKNOWN
from studio.core.scenarios import LEAST_QUERIES
from studio.measure.arms import LoadedArm, load_arms, warm_up_arms
from studio.measure.progress import Progress
from studio.measure.sample_stream import SampleStream
from studio.measure.server import Served, serve
from studio.measure.witness import WitnessWriter
from studio.runtimes import Runtime

BURST_S = 2.0
SEARCH_STEPS = 8
MOST_QUERIES = 20_000
TELL_S = 1.0
_PATIENCE_S = 0.5
_PATIENCE_RUNS = 20


def sample_server(
    request: SampleRequest, reporter: Reporter, runtime: Runtime | None = None
) -> SampleResult:
    """As :func:`studio.measure.sample.sample`, for arms of the server scenario.

    Raises RunError: server-too-slow where there is no time to try a single rate.
    """
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


@dataclass
class Tally:
    """Of all bursts of one arm that are kept."""

    queries: int = 0
    seconds: float = 0.0
    busy_ns: int = 0
    was_behind: bool = False

    def add(self, served: Served) -> None:
        self.queries += len(served.latencies_ns)
        self.seconds += served.seconds
        self.busy_ns += served.busy_ns
        self.was_behind |= served.is_behind

    def is_rate_kept(self, rate_per_s: float, streams: int) -> bool:
        if self.was_behind or not self.queries:
            return not self.was_behind
        return rate_per_s * self.busy_ns / 1e9 / self.queries < streams


class _Serving:
    """``seconds``: time really spent serving, whatever was planned."""

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
        self._phase, self._done, self._told_at = "measuring", 0.0, monotonic()
        self.seconds = self._told_seconds = 0.0
        self.samples = 0

    def search(self, arms: list[LoadedArm]) -> None:
        """Find the rate of every arm that has none, in half of the time."""
        for arm in arms:
            self._progress.set(arm.index)
            scenario = arm.arm.scenario
            if scenario.rate_per_s:
                self._rates[arm.index] = scenario.rate_per_s
                continue
            found = self._searched(arm, self._request.seconds / 2 / len(arms))
            self._witness.served(arm.index, found)
            if found.rate_per_s is not None:
                self._rates[arm.index] = found.rate_per_s

    def serve(self, arms: list[LoadedArm]) -> None:
        """Blocks in balanced order for the rest of the time, one at least of each order.

        As many pairs of them as come closest to it: how long a burst takes is random too.
        """
        served = [arm for arm in arms if arm.index in self._rates]
        if not served:
            return
        left = max(self._request.seconds / 2, self._request.seconds - self.seconds)
        burst_s = min(BURST_S, left / 2 / len(served))
        until = self._request.seconds - len(served) * burst_s
        tallies = {arm.index: Tally() for arm in served}
        for block, order in enumerate(
            orders(len(served), self._request.seed, self._request.process)
        ):
            is_whole = block % 2 == 0 and block > 0
            if self._stop.exists() or (is_whole and self.seconds >= until):
                break
            bursts = []
            for arm in (served[place] for place in order):
                rate = self._rates[arm.index]
                self._tell("measuring", self.seconds / self._request.seconds)
                found = self._run(arm, rate, max(2, round(rate * burst_s)))
                tallies[arm.index].add(found)
                bursts.append((arm, found.latencies_ns))
                if found.is_stopped:
                    break
            self._keep(block, bursts)
        for arm in served:
            scenario, tally = arm.arm.scenario, tallies[arm.index]
            if scenario.rate_per_s:
                self._witness.served(arm.index, _given(arm))
            is_kept = tally.is_rate_kept(self._rates[arm.index], scenario.streams)
            self._witness.answered(arm.index, tally.queries, tally.seconds, is_kept)

    def _searched(self, arm: LoadedArm, seconds: float) -> ServerRate:
        scenario = arm.arm.scenario
        capacity = scenario.streams * 1e9 / arm.latency_ns
        kept, missed = 0.0, capacity
        tried: list[TriedRate] = []
        self._require_time(arm, 2 * LEAST_QUERIES / capacity, seconds)
        until = self.seconds + seconds
        for _ in range(SEARCH_STEPS):
            rate = (kept + missed) / 2
            # so slow a rate would take longer for its queries than there is time
            is_over = tried and self.seconds + LEAST_QUERIES / rate > until
            if is_over or self._stop.exists():
                break
            self._tell("searching-rate", len(tried) / SEARCH_STEPS)
            found = self._run(arm, rate, max(LEAST_QUERIES, int(rate * seconds / SEARCH_STEPS)))
            if found.is_stopped:
                break
            tried.append(_tried(rate, found))
            if tried[-1].has_kept(scenario.bound_ms):
                kept = rate
            else:
                missed = rate
        return ServerRate(
            rate_per_s=kept or None,
            bound_ms=scenario.bound_ms,
            is_searched=True,
            tried=tuple(tried),
        )

    def _require_time(self, arm: LoadedArm, needed: float, seconds: float) -> None:
        """``needed``: for the first step of a search that has ``seconds``, which are but a part."""
        if needed > seconds:
            raise RunError(
                "server-too-slow",
                path=arm.arm.file,
                run_ms=f"{arm.latency_ns / 1e6:.3g}",
                least=LEAST_QUERIES,
                needed=ceil(needed * self._request.seconds / seconds),
            )

    def _run(self, arm: LoadedArm, rate: float, queries: int) -> Served:
        """A burst of so many queries, ``MOST_QUERIES`` at most. The collector is off meanwhile."""
        self._progress.set(arm.index)
        self._seed += 1
        count = min(MOST_QUERIES, queries)
        gc.collect()
        gc.disable()
        try:
            served = serve(
                [model.invoke for model in arm.copies],
                rate,
                count,
                self._seed,
                patience_s=_patience_s(arm, count / rate),
                stop=self._is_stopped,
            )
        finally:
            gc.enable()
        self.seconds += served.seconds
        return served

    def _is_stopped(self) -> bool:
        """Asked again and again while serving: a good moment to say that this is no hang, which
        waiting for queries at a slow rate looks like.
        """
        if monotonic() - self._told_at >= TELL_S:
            self._tell(self._phase, self._done)
        return self._stop.exists()

    def _tell(self, phase: str, done: float) -> None:
        self._phase, self._done, self._told_at = phase, min(1.0, done), monotonic()
        self._reporter.phase(phase, self._done)

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


def _tried(rate: float, served: Served) -> TriedRate:
    latencies = served.latencies_ns
    p99_ms = None if served.is_behind else float(np.quantile(latencies, 0.99)) / 1e6
    return TriedRate(rate_per_s=rate, queries=len(latencies), p99_ms=p99_ms)


def _patience_s(arm: LoadedArm, burst_s: float) -> float:
    """How long a query may wait to be begun before a burst of ``burst_s`` is given up.

    Long against the bound, a stall of the machine, and the queue that even a rate just below the
    capacity has at times; not longer than the burst, so that an end is in sight at any rate.
    """
    scenario = arm.arm.scenario
    runs_s = _PATIENCE_RUNS * arm.latency_ns / 1e9 / scenario.streams
    return min(burst_s, max(_PATIENCE_S, scenario.bound_ms / 1e3, runs_s))
