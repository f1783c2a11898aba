"""Init time, first inference and memory by phase of one file, in a process of its own."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
from msgspec.structs import replace

from studio.core.beside_latency import Memory, MemoryPhases
from studio.core.child import Reporter
from studio.core.measure_protocol import FootprintRequest, FootprintResult
from studio.core.model import Signature
from studio.measure.deviation import deviation
from studio.measure.given import GivenSamples
from studio.measure.loading import fill_inputs, load_model
from studio.runtimes import LoadedModel, Runtime, get_runtime


def footprint(
    request: FootprintRequest, reporter: Reporter, runtime: Runtime | None = None
) -> FootprintResult:
    """Load and run ``request.arm`` once in this process.

    ``init_ms``: creating the interpreter and allocating its tensors, the library being imported
    already and the file probably in the page cache. ``first_ms``: the first run.
    ``peak_rss_bytes``: of the whole process, Python and the library included.
    ``placement``: with how far the outputs are from the CPU's, which is found out afterwards.
    ``runtime``: instead of the arm's implementation. Raises RunError, UsageError.
    """
    reporter.phase("footprint")
    runtime = runtime or get_runtime(request.arm.implementation)
    before = read_memory()
    started = time.perf_counter_ns()
    arm = request.arm
    model = load_model(runtime, arm)
    init_ns = time.perf_counter_ns() - started
    loaded = read_memory()
    with closing(model):
        inputs = fill_inputs(model, request.seed)
        started = time.perf_counter_ns()
        model.invoke()
        first_ns = time.perf_counter_ns() - started
        after = read_memory()
        if len(arm.target.kind.implementations) > 1:
            model.invoke()  # some that run once cannot run again: another implementation may
        placement = model.placement
        if placement is not None and request.arm.target.kind.family == "litert":
            apart = deviation(model, request.arm.file, inputs)
            placement = replace(placement, deviation=apart)
        shapes = {spec.name: model.shape(spec.name) for spec in model.signature.inputs}
        data_shapes = _data_shapes(request, model)
    return FootprintResult(
        init_ms=init_ns / 1e6,
        first_ms=first_ns / 1e6,
        peak_rss_bytes=after.peak_bytes,
        versions=runtime.versions(),
        memory=MemoryPhases(before_load=before, after_load=loaded, after_first=after),
        placement=placement,
        input_sizes=_input_sizes(model.signature),
        shapes=shapes,
        data_shapes={} if data_shapes == shapes else data_shapes,
    )


def _data_shapes(request: FootprintRequest, model: LoadedModel) -> dict[str, tuple[int, ...]]:
    """See FootprintResult; read when all is measured, since reading takes memory."""
    is_open = any(
        None in spec.shape[1:] and spec.name not in request.arm.shapes
        for spec in model.signature.inputs
    )
    if not request.data or not is_open:
        return {}
    given = GivenSamples(model, request.data, request.data_ref).inputs(0)
    return {name: tuple(value.shape) for name, value in given.items()}


def _input_sizes(signature: Signature) -> tuple[tuple[int, ...], ...]:
    """See FootprintResult; a first dimension of several is the batch."""
    samples = [
        spec.shape[1:] if len(spec.shape) > 1 else spec.shape if spec.rank_known else (None,)
        for spec in signature.inputs
    ]
    sizes = [tuple(sorted(dim for dim in shape if dim is not None)) for shape in samples]
    is_open = any(None in shape for shape in samples)
    return () if is_open else tuple(sorted(sizes))


def read_memory() -> Memory:
    """What of this process is resident now; anonymous and mapped apart on Linux only."""
    return Memory(
        anonymous_bytes=_status_bytes("RssAnon"),
        mapped_bytes=_status_bytes("RssFile"),
        peak_bytes=peak_rss_bytes(),
    )


def peak_rss_bytes() -> int:
    """The largest resident memory that this process has had.

    On Linux from /proc: ``getrusage`` would be wrong, since a new process inherits the peak of the
    one that started it, which may be a large window.
    """
    if sys.platform == "win32":
        return int(psutil.Process().memory_info().peak_wset)
    most = _status_bytes("VmHWM")
    if most is not None:
        return most
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _status_bytes(field: str) -> int | None:
    """A line of /proc/self/status in bytes; None where there is none."""
    if sys.platform != "linux":
        return None
    for line in Path("/proc/self/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name == field:
            return int(value.split()[0]) * 1024
    return None
