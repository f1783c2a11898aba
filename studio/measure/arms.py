"""The arms of a sampling process, loaded and warm: what is run, how, and what was noticed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, closing, nullcontext
from dataclasses import dataclass
from itertools import count
from statistics import mean

import numpy as np

from studio.core.child import Reporter
from studio.core.measure_protocol import SampleRequest
from studio.core.targets import Arm
from studio.measure.given import GivenSamples
from studio.measure.loading import fill_inputs, load_model
from studio.measure.plan import runs_per_sample
from studio.measure.preprocessing import Inputs, Pipelined, Preparation, in_series
from studio.measure.progress import Progress
from studio.measure.streams import Streams
from studio.measure.timing import NO_COST, EmptyCost, empty_cost
from studio.measure.warm_up import warm_up
from studio.measure.witness import ArmNotes
from studio.runtimes import LoadedModel, Runtime, get_runtime

COST_SUBTRACTED_BELOW_NS = 200_000


@dataclass
class LoadedArm:
    """``index``: its place among all arms of the measurement. ``copies``: one for each stream.

    ``run``: what is timed, and only within a ``burst``. ``runs``: of one sample.
    """

    index: int
    arm: Arm
    copies: list[LoadedModel]
    run: Callable[[], None]
    latency_ns: float = 0.0
    warmup_runs: int = 0
    runs: int = 1
    cost: EmptyCost = NO_COST
    burst: Callable[[], AbstractContextManager[None]] = nullcontext
    given_samples: int = 0

    @property
    def is_single_threaded(self) -> bool:
        return self.arm.runs_in_caller

    def has_finite_outputs(self) -> bool:
        """Of the last run. True for outputs that are no floats: they cannot be otherwise."""
        return all(
            bool(np.isfinite(values).all())
            for model in self.copies
            for values in model.outputs().values()
            if values.dtype.kind == "f"
        )

    def has_dynamic_as_1(self) -> bool:
        """Whether a dimension that the file leaves open is 1; what was asked for is not."""
        model, first = self.copies[0], 1 if "batch" in self.arm.target.params else 0
        return any(
            wanted is None and dim == 1
            for spec in model.signature.inputs
            if spec.name not in self.arm.shapes
            for wanted, dim in list(zip(spec.shape, model.shape(spec.name), strict=False))[first:]
        )

    def notes(self) -> ArmNotes:
        is_corrected = self.cost is not NO_COST
        return ArmNotes(
            index=self.index,
            warmup_runs=self.warmup_runs,
            runs_per_sample=self.runs,
            empty_wall_ns=self.cost.wall_ns if is_corrected else None,
            empty_cpu_ns=self.cost.cpu_ns if is_corrected else None,
            has_dynamic_as_1=self.has_dynamic_as_1(),
            given_samples=self.given_samples,
        )


def load_arms(
    request: SampleRequest,
    runtime: Runtime | None,
    progress: Progress,
    stack: ExitStack,
    sitting: int,
    reporter: Reporter,
) -> list[LoadedArm]:
    """All arms in the order of the request; loaded in that order or in its reverse by turns.

    The order matters: of two interpreters of one file, the one loaded first was slower by 0.7 % in
    40 trials (standard error 0.1), by how memory lands. Reversed every other time, that cancels.
    """
    if sitting == 0:
        reporter.phase("loading-model")
    is_reversed = (request.process + sitting) % 2 == 1
    loaded = []
    asked = list(zip(request.indices, request.arms, strict=True))
    for index, arm in reversed(asked) if is_reversed else asked:
        progress.set(index)
        chosen = runtime or get_runtime(arm.implementation)
        copies = []
        for _ in range(arm.scenario.streams):
            copies.append(stack.enter_context(closing(load_model(chosen, arm))))
        prepare, given_samples = _filled(arm, copies, request, request.process + sitting)
        loaded.append(LoadedArm(index, arm, copies, _run_of(arm, copies, stack)))
        loaded[-1].given_samples = given_samples
        if prepare is not None:
            _add_stage(loaded[-1], prepare, stack)
    return loaded[::-1] if is_reversed else loaded


def _filled(
    arm: Arm, copies: list[LoadedModel], request: SampleRequest, turn: int
) -> tuple[Callable[[], Inputs] | None, int]:
    """Every copy gets inputs: of the data that were given, those of a ``turn`` of its own.

    Returns the pre-processing stage where there is one, and how many samples the data give.
    """
    has_stage = arm.scenario.preprocessing != "none"
    if not request.data:
        filled = [fill_inputs(model, request.seed) for model in copies]
        return (Preparation(copies[0], filled[0], request.seed) if has_stage else None), 0
    given = GivenSamples(copies[0], request.data, request.data_ref)
    for place, model in enumerate(copies):
        model.set_inputs(given.inputs(turn * len(copies) + place))
    turns = count(turn)
    return (lambda: given.inputs(next(turns))) if has_stage else None, given.count


def _run_of(arm: Arm, copies: list[LoadedModel], stack: ExitStack) -> Callable[[], None]:
    """A query of the scenario; of the server scenario a run, since its queries are timed apart."""
    if arm.scenario.samples_per_query == 1:
        return copies[0].invoke
    streams = Streams([model.invoke for model in copies], arm.scenario.samples_per_query)
    return stack.enter_context(closing(streams)).invoke


def _add_stage(loaded: LoadedArm, prepare: Callable[[], Inputs], stack: ExitStack) -> None:
    """Have each run preceded by a pre-processing stage."""
    (model,) = loaded.copies
    if loaded.arm.scenario.preprocessing == "serial":
        loaded.run = in_series(model, prepare)
        return
    pipeline = stack.enter_context(closing(Pipelined(model, prepare)))
    loaded.run, loaded.burst = pipeline.run, pipeline.burst


def warm_up_arms(
    request: SampleRequest,
    reporter: Reporter,
    progress: Progress,
    arms: list[LoadedArm],
    sitting: int = 0,
) -> None:
    """Every copy, and then what is timed, where that runs several at once.

    Only the first sitting says so: the others are short, their phases would flicker.
    """
    for number, arm in enumerate(arms):
        if sitting == 0:
            reporter.phase("warming-up", current=number, total=len(arms))
        progress.set(arm.index)
        arm.latency_ns, arm.warmup_runs = _warmed_up(arm, request.warmup_runs)


def _warmed_up(arm: LoadedArm, least: int) -> tuple[float, int]:
    """Latency in ns of what is timed (of server queries: of a run, the mean of all copies), and how
    often each copy, or what is timed, was run at least.
    """
    copies = [warm_up(model.invoke, least) for model in arm.copies] if len(arm.copies) > 1 else []
    if copies and arm.arm.scenario.samples_per_query == 1:
        return mean(one.latency_ns for one in copies), min(one.runs for one in copies)
    with arm.burst():
        found = warm_up(arm.run, least)
    return found.latency_ns, found.runs


def plan_samples(
    arms: list[LoadedArm], given: tuple[int, ...], subtracts_empty: bool | None
) -> tuple[tuple[int, ...], bool]:
    """Decide how many runs a sample is, and whether the cost of an empty call is taken off.

    ``given``, ``subtracts_empty``: what an earlier process or sitting decided, so that samples mean
    the same in all; (), None = decide. Returns both, the first in the order of ``arms``. The cost
    is taken off all arms where one of them is below 200 us: what is taken off one side of a
    comparison must be taken off the other.
    """
    for place, loaded in enumerate(arms):
        loaded.runs = given[place] if given else runs_per_sample(loaded.latency_ns)
    if subtracts_empty is None:
        fastest_ns = min(loaded.latency_ns for loaded in arms)
        subtracts_empty = fastest_ns < COST_SUBTRACTED_BELOW_NS
    if subtracts_empty:
        for loaded in arms:
            loaded.cost = empty_cost(loaded.runs, is_single_threaded=loaded.is_single_threaded)
    return tuple(loaded.runs for loaded in arms), subtracts_empty
