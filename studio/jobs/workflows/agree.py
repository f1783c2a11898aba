"""Run one file in several ways, each in a process that may die, and compare what comes out."""

from __future__ import annotations

import os
from collections.abc import Sequence

from msgspec.structs import replace

from studio.core.agreement import AgreeResult, FirstDifference, Way
from studio.core.agreement_text import find
from studio.core.errors import StudioError
from studio.core.requests import AgreeRequest
from studio.core.targets import Arm, Target, make_target
from studio.core.verify_protocol import (
    CompareRunsRequest,
    CompareRunsResult,
    PartRequest,
    PartResult,
    ReferenceRequest,
    ReferenceResult,
    RunOnRequest,
    RunOnResult,
    SelectInputsRequest,
)
from studio.jobs.context import JobContext
from studio.jobs.workflows.arms import plan_arms, with_implementations
from studio.jobs.workflows.progress import ShareOfJob
from studio.jobs.workflows.sources import (
    blaming,
    call_for_source,
    lane_of,
    require_tflite,
    running_child,
)

_GPU = make_target("litert-gpu")
_C = make_target("litert-cpu")


def lane(request: AgreeRequest) -> str:
    return lane_of((request.against,))


def run(request: AgreeRequest, job: JobContext) -> AgreeResult:
    """Raises UsageError: artifact-not-tflite, target-without-file; DataError; and what comparing
    outputs reports. What goes wrong with one way stands in that way."""
    require_tflite(request.file)
    arms = _arms(request, job)
    source, inputs = _inputs(request, job)
    ways, runs = [Way()] if request.against else [], [source.path] if request.against else []
    if request.against and isinstance(source, _Failed):
        ways[0] = Way(error=source.error.info())
    share = 0.8 / len(arms)
    for number, arm in enumerate(arms):
        start = 0.1 + number * share
        job.phase("running-ways", start)
        way, path = _run_way(arm, inputs.path, number, job, ShareOfJob(job, start, share))
        ways.append(way)
        runs.append(path)
    job.phase("comparing-runs", 0.9)
    compare = CompareRunsRequest(file=request.file, runs=tuple(runs))
    compared = job.call("verify", compare, CompareRunsResult)
    result = AgreeResult(
        file=request.file,
        sha256=compared.sha256,
        against=request.against,
        samples=inputs.samples,
        asked=request.inputs.limit,
        inputs_from=inputs.inputs_from,
        ways=tuple(ways),
        differences=compared.differences,
        is_constant=compared.is_constant,
        is_quantized=compared.is_quantized,
    )
    result = replace(result, first=_first(result, inputs.path, job))
    return replace(result, findings=find(result))


def default_targets(cores: int) -> tuple[Target, ...]:
    """All that can run a .tflite on the CPU: kernels, then XNNPACK with 1, 2, 4 … threads."""
    threads = [1 << at for at in range(cores.bit_length()) if 1 << at < cores] + [max(1, cores)]
    return (
        make_target("litert-interpreter", kernels="reference"),
        make_target("litert-interpreter", kernels="builtin"),
        *(make_target("litert-interpreter", threads=count) for count in threads),
        _C,
    )


class _Failed:
    """Stands in for the source's outputs where there are none."""

    path = ""

    def __init__(self, error: StudioError) -> None:
        self.error = error


def _arms(request: AgreeRequest, job: JobContext) -> tuple[Arm, ...]:
    """Of the targets that nobody named, only those that run here as what they are called."""
    targets = request.targets or (*default_targets(os.cpu_count() or 1), _GPU)
    arms = with_implementations(plan_arms([request.file], targets), job)
    if request.targets:
        return arms
    return tuple(arm for arm in arms if arm.target not in (_C, _GPU) or _is_here(arm, job))


def _is_here(arm: Arm, job: JobContext) -> bool:
    preferred = arm.target.kind.implementations[0]
    try:
        job.probe(preferred)
    except StudioError:
        return False
    return arm.implementation == preferred


def _inputs(
    request: AgreeRequest, job: JobContext
) -> tuple[ReferenceResult | _Failed, ReferenceResult]:
    """The source's outputs, and the inputs that all are run on: the source's, where it ran."""
    source: ReferenceResult | _Failed | None = None
    if request.against:
        job.phase("reference", 0.0)
        reference = ReferenceRequest(
            model=request.against,
            output=str(job.work / "source.npz"),
            selection=request.inputs,
            shapes=request.shapes,
            signature=request.signature,
            allow_code=request.allow_code,
            opening=request.opening,
        )
        try:
            source = call_for_source(
                job,
                running_child(request.against),
                reference,
                ReferenceResult,
                ShareOfJob(job, 0, 0.1),
            )
        except StudioError as error:
            job.note_error("the source gives no outputs", error)
            source = _Failed(error)
    if isinstance(source, ReferenceResult):
        return source, source
    job.phase("reading-data", 0.05)
    select = SelectInputsRequest(
        model=request.file, output=str(job.work / "inputs.npz"), selection=request.inputs
    )
    selected = job.call("verify", select, ReferenceResult)
    return source or selected, selected


def _run_way(
    arm: Arm, inputs: str, number: int, job: JobContext, progress: ShareOfJob
) -> tuple[Way, str]:
    """The way, and the path of its outputs; "" where it gave none."""
    output = str(job.work / f"way{number}.npz")
    run_on = RunOnRequest(
        file=arm.file,
        target=arm.target,
        implementation=arm.implementation,
        inputs=inputs,
        output=output,
    )
    way = Way(target=arm.target, implementation=arm.implementation)
    try:
        with blaming(arm.file), job.fresh_child("verify") as child:
            ran = child.call(run_on, RunOnResult, progress)
    except StudioError as error:
        job.note_error(f"{arm.target.text} gives no outputs", error)
        return replace(way, error=error.info()), ""
    return replace(way, placement=ran.placement), output


def _first(result: AgreeResult, inputs: str, job: JobContext) -> FirstDifference | None:
    """Where the first two of the interpreter's ways that part do so."""
    pair = _parting(result.ways, result)
    if pair is None:
        return None
    part = PartRequest(file=result.file, inputs=inputs, first=pair[0], second=pair[1])
    job.phase("comparing-tensors", 0.92)
    try:
        with job.fresh_child("verify") as child:
            return child.call(part, PartResult, ShareOfJob(job, 0.92, 0.08)).first
    except StudioError as error:
        job.note_error("the first op that differs was not found", error)
        return None


def _parting(ways: Sequence[Way], result: AgreeResult) -> tuple[Target, Target] | None:
    """LiteRT's C library has the interpreter's kernels, so the interpreter stands in for it."""
    for one in result.differences:
        targets = [ways[at].target for at in (one.first, one.second)]
        first, second = (_of_interpreter(target) for target in targets)
        if not one.is_same and first is not None and second is not None and first != second:
            return first, second
    return None


def _of_interpreter(target: Target | None) -> Target | None:
    if target is None or target.id not in ("litert-interpreter", "litert-cpu"):
        return None
    return make_target(
        "litert-interpreter", kernels=target.params["kernels"], threads=target.threads
    )
