"""Where the time of a run goes, op by op."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.errors import ErrorInfo
from studio.core.measurements import Conditions
from studio.core.targets import Target

PROFILER = "litert-c"
"""The implementation that keeps records of single ops; no other one does."""


def why_not_profiled(target: Target) -> ErrorInfo | None:
    """Why single ops cannot be timed on ``target``; None = they can."""
    if PROFILER in target.kind.implementations:
        return None
    code = "profile-gpu" if target.kind.device == "gpu" else "profile-target"
    return ErrorInfo(code=code, params={"target": target.text}, family="UsageError")


class ProfileEvent(msgspec.Struct, frozen=True, array_like=True):
    """One record of the runtime's profiler; times in whole microseconds, cut off.

    ``type``: LiteRT's: 2 = an op that the runtime runs itself (``node``: its index in its
    subgraph), 8 = an op inside a delegate (``node``: its place in the delegate's own list),
    1 and 16 = bookkeeping; from 32 on ``elapsed_us`` is no time.
    """

    tag: str
    type: int
    start_us: int
    elapsed_us: int
    node: int
    subgraph: int


Placing = Literal["mapped", "inserted", "open"]
"""How a timed op relates to the model's: it is one of them; the delegate added it; or several of
the model's could be it, so that nothing is said."""


class ProfiledOp(msgspec.Struct, frozen=True, kw_only=True):
    """One timed op, in the order of execution.

    ``index``, ``subgraph``: which op of which subgraph of the file; None where ``placing`` is not
    "mapped", as is ``node_id`` "" there. ``op``: the model's kind, else the delegate's own name.
    ``kernel``: what the delegate calls what it ran; "" = run by the runtime itself.
    ``share``: of the time of Invoke, median over the runs of the share within each run.
    ``median_us``: all executions in a run together; what a control flow op calls is not in its own.
    """

    op: str
    name: str
    placing: Placing
    share: float
    median_us: float
    index: int | None = None
    subgraph: int = 0
    node_id: str = ""
    kernel: str = ""
    executions: int = 1

    @property
    def is_mapped(self) -> bool:
        return self.placing == "mapped"


class UntimedOp(msgspec.Struct, frozen=True, kw_only=True):
    """An op of the model that nothing was recorded of: computed with a neighbor, or beforehand."""

    index: int
    subgraph: int
    node_id: str
    op: str
    name: str


class TypeTime(msgspec.Struct, frozen=True, kw_only=True):
    """All ops of one kind together; ``share`` and ``median_us`` as in ProfiledOp.

    ``is_of_model``: else ``op`` is the delegate's name of something that is no op of the file, or
    cannot be told which one.
    """

    op: str
    count: int
    share: float
    median_us: float
    is_of_model: bool = True


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """What may make a file slow, counted and timed in this file.

    ``code``: a key of :data:`studio.core.messages.profile.CAUSES`.
    """

    code: str
    count: int
    share: float
    median_us: float


class ProfileResult(msgspec.Struct, frozen=True, kw_only=True, tag="profiled"):
    """``coverage``: time of the mapped ops / time of Invoke, median over runs of that within each.

    ``delegate_share``: likewise of all that ran in a delegate. ``unrecorded_share``: what Invoke
    took and no op did. ``untimed``: see UntimedOp.
    """

    file: str
    sha256: str
    target: Target
    implementation: str
    runs: int
    ops: tuple[ProfiledOp, ...]
    untimed: tuple[UntimedOp, ...]
    by_type: tuple[TypeTime, ...]
    causes: tuple[Cause, ...]
    invoke_median_us: float
    coverage: float
    delegate_share: float
    unrecorded_share: float
    conditions: Conditions

    @property
    def ops_median_us(self) -> float:
        """The ops' medians added up: well below the run's where something held up most runs, each
        time another op."""
        return sum(op.median_us for op in self.ops)
