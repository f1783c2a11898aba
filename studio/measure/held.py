"""Sampling that the parent drives burst by burst, in turns with children that hold other arms.

What is done within a burst is the same as in :mod:`studio.measure.sample`; only who decides what
comes next differs. Between its bursts this process waits for its pipe.
"""

from __future__ import annotations

from contextlib import ExitStack, closing

from studio.core.child import Reporter
from studio.core.errors import StudioError
from studio.core.measure_protocol import (
    BurstsRequest,
    BurstsResult,
    CloseSamplingRequest,
    OpenSamplingRequest,
    SampleRequest,
    SampleResult,
    SamplingOpened,
)
from studio.core.run_marker import NONE
from studio.measure.arms import LoadedArm, load_arms, plan_samples, warm_up_arms
from studio.measure.progress import Progress
from studio.measure.sample_stream import SampleStream
from studio.measure.sampler import Sampler
from studio.measure.witness import WitnessWriter
from studio.runtimes import Runtime


class HeldSampling:
    """One sampling at a time: open, any number of bursts, close. ``runtime``: see ``sample``."""

    def __init__(self, runtime: Runtime | None = None) -> None:
        self._runtime = runtime
        self._held: _Held | None = None

    def open(self, request: OpenSamplingRequest, reporter: Reporter) -> SamplingOpened:
        """Raises RunError where a file cannot be loaded or run; the progress file says which."""
        with ExitStack() as stack:
            progress = stack.enter_context(closing(Progress(request.sample.progress)))
            stream = stack.enter_context(closing(SampleStream(request.sample.output)))
            sampler = Sampler(request.sample, reporter, progress, stream, request.variants)
            witness = WitnessWriter(request.sample.output)
            arms = load_arms(
                request.sample, self._runtime, progress, stack, request.sitting, reporter
            )
            warm_up_arms(request.sample, reporter, progress, arms, request.sitting)
            held = _Held(request.sample, progress, sampler, witness, arms)
            held.keep(stack.pop_all())
        self._held = held
        return SamplingOpened(runs_per_sample=held.runs_per_sample)

    def run(self, request: BurstsRequest, reporter: Reporter) -> BurstsResult:
        """Raises RunError where an arm fails; the progress file says which."""
        del reporter  # that of the opening leads to the same parent
        return self._opened().run(request)

    def close(self, request: CloseSamplingRequest, reporter: Reporter) -> SampleResult:
        del request, reporter
        held, self._held = self._opened(), None
        return held.close()

    def _opened(self) -> _Held:
        if self._held is None:
            raise RuntimeError("no sampling is open")
        return self._held


class _Held:
    """The arms, loaded and warm, and what belongs to them."""

    def __init__(
        self,
        sample: SampleRequest,
        progress: Progress,
        sampler: Sampler,
        witness: WitnessWriter,
        arms: list[LoadedArm],
    ) -> None:
        self._progress, self._sampler, self._witness, self._arms = progress, sampler, witness, arms
        self._places = {arm.index: place for place, arm in enumerate(arms)}
        # no process of several knows how quick the arms of the others are
        self.runs_per_sample, _ = plan_samples(arms, sample.runs_per_sample, subtracts_empty=True)
        self._witness.ready([arm.notes() for arm in arms], 0.0)
        sampler.begin(arms)
        self._rest()

    def keep(self, stack: ExitStack) -> None:
        """What must be closed at the end."""
        self._stack = stack

    def run(self, request: BurstsRequest) -> BurstsResult:
        order = [self._places[index] for index in request.indices]
        before = self._sampler.seconds
        self._witness.resume()
        samples = self._sampler.run(order, request.block, request.first_position)
        self._rest()
        return BurstsResult(samples=samples, seconds=self._sampler.seconds - before)

    def close(self) -> SampleResult:
        """Raises RunError where an arm's outputs cannot be read: the first one's, when all have
        been asked and the notes are written; the progress file says which it was."""
        failed: tuple[int, StudioError] | None = None
        with self._stack:
            try:
                for arm in self._arms:
                    self._progress.set(arm.index)
                    try:
                        self._witness.ended(arm.index, arm.has_finite_outputs())
                    except StudioError as error:
                        failed = failed or (arm.index, error)
                self._progress.set(failed[0] if failed is not None else NONE)
                self._sampler.tell_rest()
            finally:
                self._witness.write(self._sampler.seconds)
        if failed is not None:
            raise failed[1]
        return SampleResult(
            samples=self._sampler.samples,
            seconds=self._sampler.seconds,
            runs_per_sample=self.runs_per_sample,
        )

    def _rest(self) -> None:
        """Another process has its turn: what it does is none of ours."""
        self._witness.pause()
        self._progress.set(NONE)
