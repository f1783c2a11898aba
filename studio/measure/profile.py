"""Record what each op of one file takes: runs with the profiler on, in a process that does no else.

The records cost time themselves, so nothing here is a latency.
"""

from __future__ import annotations

import gc
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import cast

import msgspec

from studio.core.child import Reporter
from studio.core.errors import StudioError
from studio.core.measure_protocol import RecordProfileRequest, RecordProfileResult
from studio.core.profile import ProfileEvent
from studio.measure.conditions import join_conditions
from studio.measure.loading import fill_inputs
from studio.measure.warm_up import warm_up
from studio.measure.witness import MachineWatch
from studio.runtimes import get_runtime
from studio.runtimes.protocol import ProfilingRuntime

WARM_UP_RUNS = 5
_TELL_NS = 100_000_000


def record_profile(request: RecordProfileRequest, reporter: Reporter) -> RecordProfileResult:
    """``request.runs`` runs, or fewer where the file ``stop`` appears; at least one.

    Raises RunError where the file cannot be loaded or run; UsageError, DataError as fill_inputs.
    """
    reporter.phase("loading-model")
    watch = MachineWatch()
    runtime = cast(ProfilingRuntime, get_runtime(request.arm.implementation))
    with closing(runtime.load_profiled(request.arm.file, request.arm.target)) as model:
        fill_inputs(model, request.seed)
        reporter.phase("warming-up")
        warm_up(model.invoke, WARM_UP_RUNS)
        recorded: list[list[ProfileEvent]] = []
        watch.begin()
        started = time.perf_counter_ns()
        told = started - _TELL_NS
        gc.collect()
        gc.disable()
        try:
            while len(recorded) < max(1, request.runs):
                if recorded and Path(request.stop).exists():
                    break
                (events,) = model.profile(1)
                recorded.append([ProfileEvent(*event) for event in events])
                if time.perf_counter_ns() - told >= _TELL_NS:
                    told = time.perf_counter_ns()
                    reporter.phase("measuring", current=len(recorded), total=request.runs)
        finally:
            gc.enable()
        seconds = (time.perf_counter_ns() - started) / 1e9
        witness = watch.witness(seconds)
    Path(request.output).write_bytes(msgspec.json.encode(recorded))
    versions: dict[str, str] = {}
    with suppress(StudioError):
        versions = runtime.versions()
    return RecordProfileResult(conditions=join_conditions([witness], versions, request.exclusive))
