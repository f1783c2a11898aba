"""Whether one file gives the same outputs in every way of running it, and where ways part."""

from __future__ import annotations

import msgspec

from studio.core.diagnosis import Finding
from studio.core.errors import ErrorInfo
from studio.core.measurements import Placement
from studio.core.results import InputsFrom
from studio.core.targets import Target


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A target that the file was run on; ``target`` None: its source, by its own runtime.

    ``implementation``: the runtime that ran it. ``error``: why there are no outputs, the process
    having died included.
    """

    target: Target | None = None
    implementation: str = ""
    placement: Placement | None = None
    error: ErrorInfo | None = None

    @property
    def is_left_out(self) -> bool:
        """Whether the runtime takes no such file at all: nothing that the file's outputs say."""
        return self.error is not None and self.error.code == "run-outputs-unplaced"


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """How far two ways are apart in the output where that counts most.

    ``first``, ``second``: places among the ways. ``steps``: of a quantized output, or of a float
    one that is dequantized at the end, the largest difference in quantization steps. ``share``: of
    the others, the largest difference over the output's range; both None where one way gives NaN or
    infinite values where the other does not, or another shape. ``sample``: where that was.
    """

    first: int
    second: int
    output: str
    steps: float | None = None
    share: float | None = None
    sample: int = 0
    is_same: bool


class FirstDifference(msgspec.Struct, frozen=True, kw_only=True):
    """The first op, in the order of execution, that two kernels compute differently when each op
    is run by itself on the same inputs: those that LiteRT's own kernels make of the samples.

    ``first``, ``second``: the interpreter's targets whose kernels they are. ``is_beyond``: it is
    beyond the tolerance; else none is, and it is the first that differs at all. ``steps`` and
    ``share`` as in Difference. ``beyond``, ``differing``: how many of the ``compared`` ops are, of
    ``ops`` in all; ops that keep state or call subgraphs cannot be run by themselves.
    """

    first: Target
    second: Target
    op: str
    op_index: int
    node_id: str
    name: str
    steps: float | None = None
    share: float | None = None
    is_beyond: bool
    beyond: int
    differing: int
    compared: int
    ops: int


class AgreeResult(msgspec.Struct, frozen=True, kw_only=True, tag="agreed"):
    """``differences``: one of each pair of ways that have outputs. ``first``: None where no two
    ways of the interpreter part, or nothing could be run by itself. ``is_constant``: every output
    is the same for all samples, so whatever is wrong would not show. ``is_quantized``: the file has
    quantized tensors, None = not recorded. ``asked``: so many samples were wanted at most; 0: not
    known."""

    file: str
    sha256: str
    against: str
    samples: int
    inputs_from: InputsFrom
    ways: tuple[Way, ...]
    differences: tuple[Difference, ...]
    first: FirstDifference | None = None
    is_constant: bool = False
    is_quantized: bool | None = None
    asked: int = 0
    findings: tuple[Finding, ...] = ()

    def between(self, first: int, second: int) -> Difference | None:
        """Of two ways, in either order; None where one of them has no outputs."""
        wanted = {first, second}
        return next((one for one in self.differences if {one.first, one.second} == wanted), None)

    def is_beside_source(self, one: Difference) -> bool:
        """Whether one of the two is the source: then it is what converting did, and no fault of a
        kernel."""
        return any(self.ways[at].target is None for at in (one.first, one.second))
