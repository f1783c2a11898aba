"""The profiler's records put in order: which op of which subgraph took how long in which run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from studio.core.errors import RunError
from studio.core.profile import ProfileEvent

_BOOKKEEPING, _RUNTIME_OP, _DELEGATE_OP, _END = 1, 2, 8, 32
_INVOKE = "Invoke"


@dataclass(frozen=True)
class Slot:
    """A place in the order of execution of a subgraph. ``node``: see ProfileEvent."""

    tag: str
    is_delegated: bool
    node: int
    subgraph: int


@dataclass(frozen=True)
class Recording:
    """``slots``: all of them, subgraph by subgraph, each in order of execution.

    ``times_us``: int64 (runs, slots): all executions in a run together, without what a control flow
    op called. ``executions``: int64 (slots): in the first run. ``invoke_us``: int64 (runs).
    """

    slots: tuple[Slot, ...]
    times_us: NDArray[np.int64]
    executions: NDArray[np.int64]
    invoke_us: NDArray[np.int64]


def read_recording(path: str | Path) -> Recording:
    """Raises RunError: profile-unreadable, profile-unsteady."""
    try:
        runs = msgspec.json.decode(Path(path).read_bytes(), type=list[list[ProfileEvent]])
    except (OSError, msgspec.DecodeError) as error:
        raise RunError("profile-unreadable", str(error)) from error
    return arrange(runs)


def arrange(runs: Sequence[Sequence[ProfileEvent]]) -> Recording:
    """Raises RunError: profile-unreadable, profile-unsteady (the runs had different ops)."""
    if not runs:
        raise RunError("profile-unreadable", "no runs")
    read = [_read(events) for events in runs]
    orders: dict[int, tuple[Slot, ...]] = {}
    for run in read:
        for subgraph, executed in run.executed.items():
            if orders.setdefault(subgraph, executed.slots) != executed.slots:
                raise RunError("profile-unsteady", f"subgraph {subgraph}")
    slots = tuple(slot for subgraph in sorted(orders) for slot in orders[subgraph])

    def row(run: _Run) -> list[int]:
        return [
            time
            for subgraph in sorted(orders)
            for time in (
                run.executed[subgraph].times
                if subgraph in run.executed
                else [0] * len(orders[subgraph])
            )
        ]

    counts = [
        read[0].executed[slot.subgraph].count if slot.subgraph in read[0].executed else 0
        for slot in slots
    ]
    return Recording(
        slots=slots,
        times_us=np.array([row(run) for run in read], np.int64).reshape(len(read), len(slots)),
        executions=np.array(counts, np.int64),
        invoke_us=np.array([run.invoke_us for run in read], np.int64),
    )


@dataclass
class _Executed:
    """One subgraph in one run; times are summed over its executions."""

    slots: tuple[Slot, ...]
    times: list[int]
    count: int = 1


@dataclass
class _Run:
    invoke_us: int
    executed: dict[int, _Executed] = field(default_factory=dict)

    def add(self, frame: _Frame) -> None:
        slots, times = tuple(frame.slots), frame.times
        before = self.executed.get(frame.subgraph)
        if before is None:
            self.executed[frame.subgraph] = _Executed(slots, times)
            return
        if before.slots != slots:
            raise RunError("profile-unsteady", f"subgraph {frame.subgraph}")
        before.times = [one + other for one, other in zip(before.times, times, strict=True)]
        before.count += 1


@dataclass
class _Frame:
    """One execution of a subgraph, while its records are read."""

    subgraph: int
    slots: list[Slot] = field(default_factory=list)
    times: list[int] = field(default_factory=list)


def _read(events: Sequence[ProfileEvent]) -> _Run:
    """Records come in the order in which they began; those in a delegate when it has ended.

    A subgraph's own are framed by "Invoke" and its end. What runs in a frame within a frame was
    called by the outer one's last op, whose time contains it.
    """
    run: _Run | None = None
    frames: list[_Frame] = []
    for event in events:
        if event.tag == _INVOKE and event.type == _BOOKKEEPING:
            run = run or _Run(event.elapsed_us)
            frames.append(_Frame(event.subgraph))
        elif event.tag == _INVOKE and event.type == _END:
            if run is None or not frames:
                raise RunError("profile-unreadable", "an end without a beginning")
            run.add(frames.pop())
        elif event.type in (_RUNTIME_OP, _DELEGATE_OP):
            if not frames or frames[-1].subgraph != event.subgraph:
                raise RunError("profile-unreadable", f"{event.tag} outside of its subgraph")
            is_delegated = event.type == _DELEGATE_OP
            slot = Slot(event.tag, is_delegated, event.node, event.subgraph)
            frames[-1].slots.append(slot)
            frames[-1].times.append(event.elapsed_us)
            if len(frames) > 1:
                frames[-2].times[-1] -= event.elapsed_us
    if run is None or frames or not run.invoke_us:
        raise RunError("profile-unreadable", "no run from beginning to end")
    return run
