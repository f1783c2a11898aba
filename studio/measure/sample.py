"""Interleave variants in this process and keep every timed run.

Order of things: load all, fill inputs, warm up, then blocks (see ``measure.plan``). The garbage
collector is off within a block; writing to disk, telling the parent and reading the machine's state
happen between blocks, in time that is not measured.
"""

from __future__ import annotations

from contextlib import ExitStack, closing

from studio.core.child import Reporter
from studio.core.measure_protocol import SampleRequest, SampleResult
from studio.core.run_marker import NONE
from studio.measure.arms import load_arms, plan_samples, warm_up_arms
from studio.measure.progress import Progress
from studio.measure.sample_stream import SampleStream
from studio.measure.sampler import Sampler
from studio.measure.witness import WitnessWriter
from studio.runtimes import Runtime


def sample(
    request: SampleRequest, reporter: Reporter, runtime: Runtime | None = None
) -> SampleResult:
    """Measure ``request.arms`` for ``seconds`` of blocks, or until the file ``stop`` exists.

    With ``sittings`` above 1 that time is divided, and for each part all arms are loaded and warmed
    up anew. Rows carry the numbers in ``request.indices``, as does the progress file. ``runtime``:
    instead of the arms' own. Raises RunError where a file cannot be loaded or run; the progress
    file then says which; StorageError: samples-unwritable.
    """
    with ExitStack() as stack:
        progress = stack.enter_context(closing(Progress(request.progress)))
        stream = stack.enter_context(closing(SampleStream(request.output)))
        witness = WitnessWriter(request.output)
        after_block = witness.after_block
        sampler = Sampler(request, reporter, progress, stream, after_block=after_block)
        runs, subtracts = request.runs_per_sample, request.subtracts_empty
        try:
            for sitting in range(request.sittings):
                with ExitStack() as loaded:
                    arms = load_arms(request, runtime, progress, loaded, sitting, reporter)
                    warm_up_arms(request, reporter, progress, arms, sitting)
                    runs, subtracts = plan_samples(arms, runs, subtracts)
                    notes = [arm.notes() for arm in arms]
                    witness.ready(notes, sampler.seconds, sampler.blocks)
                    sampler.sit(arms, request.seconds * (sitting + 1) / request.sittings)
                    for arm in arms:
                        progress.set(arm.index)
                        witness.ended(arm.index, arm.has_finite_outputs())
                if sampler.is_stopped:
                    break
        finally:
            sampler.tell_rest()
            witness.write(sampler.seconds)
        progress.set(NONE)
        return SampleResult(
            samples=sampler.samples,
            seconds=sampler.seconds,
            runs_per_sample=runs,
            subtracts_empty=subtracts,
        )
