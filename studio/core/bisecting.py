"""The smallest part of a model that makes a process die: what is found, and how it is searched.

The search is delta debugging by complements (A. Zeller, R. Hildebrandt, "Simplifying and isolating
failure-inducing input", IEEE TSE 28(2), 2002), without its step over the pieces themselves: pieces
of halving size are dropped as long as the rest still dies; at size one it goes on until no single
op can be dropped, which the paper calls 1-minimal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from studio.core.errors import ErrorInfo
from studio.core.opening import LEGACY_KERAS
from studio.core.phases import PHASES

MOST_TRIALS = 100
MOST_MINUTES = 30.0
DEATHS = frozenset({"child-crashed", "child-aborted"})
"""Codes of a process that died of its own native code."""
OF_ARTIFACTS = frozenset({"artifact-crashed", "artifact-crashed-in-check"})
"""Codes of a file that made the process die which ran it."""

_WITH_TENSORFLOW = frozenset({"convert", LEGACY_KERAS})

InputsMade = Literal["given", "computed", "random"]
InputsPacked = Literal["given", "computed", "random", "none"]
CutFrom = Literal["tflite", "frozen-graph"]


class Death(msgspec.Struct, frozen=True, kw_only=True):
    """How a process died: ``code`` of the error, ``signal`` ("SIGSEGV"; on Windows in words).

    ``phase``: a key of PHASES, what it was at.
    """

    code: str
    signal: str
    child: str
    phase: str

    def is_same(self, other: Death) -> bool:
        """Whether both are one crash. Keras 2 has a process of its own for the same libraries, and
        a part of what dies there is a .tflite, which the other one quantizes."""
        children = {self.child, other.child}
        of_one = len(children) == 1 or children <= _WITH_TENSORFLOW
        return of_one and replace(self, child="") == replace(other, child="")

    @property
    def place(self) -> str:
        """The phase in English."""
        return PHASES.get(self.phase, self.phase)


class BisectResult(msgspec.Struct, frozen=True, kw_only=True, tag="bisected"):
    """``archive``: the zip, whose content was run once more and died as ``death`` says.

    ``cut_from``: whose ops are counted: those of the float .tflite, or, of a source that dies
    before there is one, those of the GraphDef that it was frozen to. ``ops`` of ``total_ops`` are
    left, of the kinds ``kinds``. ``is_minimal``: without any one of them it does not die, each
    tried; False = trials or time ran out before, or ops cannot be taken out of this file.
    ``inputs``: "given" = what the model was given, "computed" = what the ops before the part make
    of that, "random" = seeded random, "none" = it dies without any. ``data``: where that comes from
    ("" = seeded random), ``rows``: which of its samples (() = random ones). ``command``: reproduces
    it.
    """

    source: str
    archive: str
    sha256: str
    size_bytes: int
    death: Death
    cut_from: CutFrom
    total_ops: int
    ops: int
    kinds: tuple[str, ...]
    trials: int
    is_minimal: bool
    inputs: InputsPacked
    data: str
    rows: tuple[int, ...]
    samples: int
    command: str


def death_of(error: ErrorInfo, phase: str) -> Death | None:
    """What ``error`` says of a process that died; None where none did."""
    if error.code in OF_ARTIFACTS and error.params.get("died") in DEATHS:
        code = error.params["died"]
    elif error.code in DEATHS:
        code = error.code
    else:
        return None
    params = error.params
    return Death(
        code=code, signal=params.get("signal", ""), child=params.get("child", ""), phase=phase
    )


def is_native_death(error: ErrorInfo) -> bool:
    return death_of(error, "") is not None


def shrink(
    items: Sequence[int],
    dies: Callable[[tuple[int, ...]], bool],
    may_go_on: Callable[[], bool],
) -> tuple[tuple[int, ...], bool]:
    """As few of ``items`` as still make ``dies`` true, in their order, and whether none of them can
    be dropped. ``items`` themselves die; ``may_go_on`` is asked before every trial.
    """
    kept = tuple(items)
    survived: set[tuple[int, ...]] = set()
    size = max(len(kept) // 2, 1)
    while len(kept) > 1:
        before, end = kept, len(kept)
        while end > 0:
            start = max(end - size, 0)
            rest = (*kept[:start], *kept[end:])
            if rest and rest not in survived:
                if not may_go_on():
                    return kept, False
                if dies(rest):
                    kept = rest
                else:
                    survived.add(rest)
            end = start
        if size == 1 and kept == before:
            break
        size = max(min(size, len(kept)) // 2, 1)
    return kept, True
