"""Arms that cannot share a process: the parent has their processes take turns, block by block.

The order of a block is the same as within one process (``core.block_orders``): blocks 2k and 2k+1
make a quadruple of any two arms, wherever these live. One process is at work at a time, the others
wait for their pipes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import groupby, islice
from pathlib import Path

from msgspec.structs import replace

from studio.core.block_orders import orders
from studio.core.child_protocol import Phase
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
from studio.core.run_marker import read_marker
from studio.jobs.context import JobContext
from studio.jobs.fresh_child import FreshChild
from studio.jobs.transport import Progress


class SamplingFailed(Exception):
    """``error`` ended a sampling process while it ran ``arm`` (``NONE``: while it ran none)."""

    def __init__(self, error: StudioError, arm: int) -> None:
        super().__init__(str(error))
        self.error, self.arm = error, arm


@contextmanager
def blaming(part: SampleRequest) -> Iterator[None]:
    """Turns a StudioError of the process of ``part`` into SamplingFailed, at once: what is run
    later, even if only to end well, would mark another arm."""
    try:
        yield
    except StudioError as error:
        raise SamplingFailed(error, read_marker(part.progress)) from error


def split_by_process(sample: SampleRequest) -> tuple[SampleRequest, ...]:
    """One request for each process that the arms need, with files of its own."""
    keys = list(dict.fromkeys(arm.target.process for arm in sample.arms))
    if len(keys) == 1:
        return (sample,)
    return tuple(_part(sample, key, number) for number, key in enumerate(keys))


def sample_files(parts: Sequence[SampleRequest]) -> list[Path]:
    """All files that measuring ``parts`` will write samples to."""
    if len(parts) == 1:
        return [Path(parts[0].output)]
    return [
        Path(_seated(part, sitting).output)
        for sitting in range(parts[0].sittings)
        for part in parts
    ]


def sample_alternating(
    parts: Sequence[SampleRequest], job: JobContext, on_progress: Callable[[Progress], None]
) -> dict[int, int]:
    """Measure the parts together for the ``seconds`` that they have in common.

    Returns arm -> runs per sample. Whatever a child raises ends it for all of them; what had been
    sampled until then stays. Raises SamplingFailed, Cancelled.
    """
    with ExitStack() as stack:
        children = [stack.enter_context(job.fresh_child("measure")) for _ in parts]
        turns = _Turns(parts, children, job, on_progress)
        for sitting in range(parts[0].sittings):
            try:
                turns.open(sitting)
                turns.take(parts[0].seconds * (sitting + 1) / parts[0].sittings)
            except SamplingFailed:
                turns.give_up()
                raise
            turns.close()
            if job.stop_file.exists():
                break
    return turns.runs


class _Turns:
    """Who holds which arm, and how far the measurement has come."""

    def __init__(
        self,
        parts: Sequence[SampleRequest],
        children: Sequence[FreshChild],
        job: JobContext,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self._parts, self._children = parts, children
        self._job, self._on_progress = job, on_progress
        self._indices = sorted(index for part in parts for index in part.indices)
        self._holder = {
            index: number for number, part in enumerate(parts) for index in part.indices
        }
        first = parts[0]
        self._blocks = enumerate(orders(len(self._indices), first.seed, first.process))
        self._seconds = 0.0
        self._opened: list[tuple[SampleRequest, FreshChild]] = []
        self.runs: dict[int, int] = {}

    def open(self, sitting: int) -> None:
        """Load and warm up, one child after the other; the first sitting decides ``runs``."""
        for part, child in zip(self._parts, self._children, strict=True):
            seated = _seated(part, sitting)
            if sitting:
                seated = replace(
                    seated, runs_per_sample=tuple(self.runs[index] for index in part.indices)
                )
            request = OpenSamplingRequest(
                sample=seated, variants=len(self._indices), sitting=sitting
            )
            with blaming(part):
                opened = child.call(request, SamplingOpened, self._on_progress)
            self._opened.append((part, child))
            self.runs |= dict(zip(part.indices, opened.runs_per_sample, strict=True))

    def take(self, until_seconds: float) -> None:
        """Blocks in pairs, an order and its reverse, until so much is measured or a stop."""
        while self._seconds < until_seconds:
            for block, order in islice(self._blocks, 2):
                if not self._take_block(block, [self._indices[place] for place in order]):
                    return
            share = min(1.0, self._seconds / self._parts[0].seconds)
            self._on_progress(Phase(name="measuring", fraction=share))

    def _take_block(self, block: int, order: Sequence[int]) -> bool:
        """Neighbors in one process are run by one request. False where a stop was asked for."""
        position = 0
        for number, indices in groupby(order, self._holder.__getitem__):
            if self._job.stop_file.exists():
                return False
            request = BurstsRequest(indices=tuple(indices), block=block, first_position=position)
            with blaming(self._parts[number]):
                done = self._children[number].call(request, BurstsResult, self._on_progress)
            self._seconds += done.seconds
            position += done.samples
        return True

    def close(self) -> None:
        """Have all write down what they saw. Raises SamplingFailed: the first that could not."""
        failed: SamplingFailed | None = None
        while self._opened:
            part, child = self._opened.pop()
            try:
                with blaming(part):
                    child.call(CloseSamplingRequest(), SampleResult, self._on_progress)
            except SamplingFailed as failure:
                failed = failed or failure
        if failed is not None:
            raise failed

    def give_up(self) -> None:
        """Have those that still live write down what they saw, as far as they can."""
        self._opened = [(part, child) for part, child in self._opened if not child.has_exited()]
        with suppress(SamplingFailed):
            self.close()


def _seated(part: SampleRequest, sitting: int) -> SampleRequest:
    """A file of its own for each sitting, since each has notes of its own beside its samples."""
    return replace(part, output=f"{part.output}.{sitting}")


def _part(sample: SampleRequest, process: str, number: int) -> SampleRequest:
    places = [place for place, arm in enumerate(sample.arms) if arm.target.process == process]
    runs = sample.runs_per_sample
    return replace(
        sample,
        arms=tuple(sample.arms[place] for place in places),
        indices=tuple(sample.indices[place] for place in places),
        output=f"{sample.output}-{number}",
        progress=f"{sample.progress}-{number}",
        runs_per_sample=tuple(runs[place] for place in places) if runs else (),
    )
