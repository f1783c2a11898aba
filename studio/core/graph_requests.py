"""What is asked of graphs. None of it runs a model.

``graph``: that of a source, as its inspection gave it; None = ``path`` is a .tflite, read anew.
"""

from __future__ import annotations

import msgspec

from studio.core.graph_layout import Grouping
from studio.core.model import Graph
from studio.core.opening import Opening


class LayoutRequest(msgspec.Struct, frozen=True, kw_only=True, tag="layout"):
    """Lay a graph out. ``opened``: ids of the groups to open; None = as many as fit.

    At most ``limit`` boxes: where there would be more, groups stay closed, and it is said. Open
    input dimensions are no matter: nothing is counted.
    """

    path: str
    graph: Graph | None = None
    grouping: Grouping = "none"
    opened: tuple[str, ...] | None = None
    limit: int = 6000


class DiffRequest(msgspec.Struct, frozen=True, kw_only=True, tag="diff"):
    """What became of each node of ``first`` in ``second``: files of any format that opens.

    ``first_graph``/``second_graph``: where they are known already, else they are opened, as
    ``openings`` say of each file.
    """

    first: str
    second: str
    first_graph: Graph | None = None
    second_graph: Graph | None = None
    shapes: dict[str, tuple[int, ...]] = {}
    allow_code: bool = False
    openings: dict[str, Opening] = {}


class ConstantsRequest(msgspec.Struct, frozen=True, kw_only=True, tag="constants"):
    """Look into the weights of a .tflite. ``tensors``: indices; () = all, without histograms."""

    path: str
    tensors: tuple[int, ...] = ()


class ConstantFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored in a constant tensor; numbers are real values (dequantized where quantized).

    ``zeros``: elements that are exactly 0. ``histogram``: counts in equal bins from ``least`` to
    ``greatest``; () where not asked for. ``scales``/``zero_points``: at most the first 512 of
    ``channels``. None or empty for strings, for what is stored in another file, and (but for the
    scales) for a sparse tensor with a scale for each channel.
    """

    tensor: int
    elements: int
    zeros: int | None = None
    least: float | None = None
    greatest: float | None = None
    mean: float | None = None
    std: float | None = None
    not_finite: int = 0
    histogram: tuple[int, ...] = ()
    channels: int = 0
    axis: int = 0
    scales: tuple[float, ...] = ()
    zero_points: tuple[int, ...] = ()
    is_sparse: bool = False


class ConstantsResult(msgspec.Struct, frozen=True, kw_only=True, tag="constants-read"):
    """``sha256``: of the file that was read."""

    path: str
    constants: tuple[ConstantFacts, ...]
    sha256: str = ""


class CutRequest(msgspec.Struct, frozen=True, kw_only=True, tag="cut"):
    """Write the part of a .tflite that makes ``outputs`` (names of tensors) to ``artifact``.

    ``inputs``: names of tensors where the part begins; () = the inputs of the file that it needs.
    """

    path: str
    artifact: str
    outputs: tuple[str, ...]
    inputs: tuple[str, ...] = ()
    overwrite: bool = False


class CutResult(msgspec.Struct, frozen=True, kw_only=True, tag="cut-out"):
    artifact: str
    sha256: str
    size_bytes: int
    kept_ops: int
    total_ops: int


class TakeRequest(msgspec.Struct, frozen=True, kw_only=True, tag="take"):
    """Write the ops ``ops`` of a .tflite (places in the main subgraph), or of a frozen GraphDef
    (places among those that compute), to ``artifact``, as a model of the same format.

    What they read of each other stays connected; what they read else is an input, what none of them
    reads an output. () = only tell what ops there are.
    """

    path: str
    artifact: str = ""
    ops: tuple[int, ...] = ()


class TakeResult(msgspec.Struct, frozen=True, kw_only=True, tag="taken"):
    """``kinds``: of all ops that can be named. ``bound``: places of those that cannot be taken,
    since what they compute depends on other subgraphs, on state or on the loop around them."""

    path: str
    kinds: tuple[str, ...]
    bound: tuple[int, ...] = ()


class PictureRequest(msgspec.Struct, frozen=True, kw_only=True, tag="picture"):
    """Make a PNG of an SVG file; ``picture`` is replaced where it exists."""

    svg: str
    picture: str


class PictureResult(msgspec.Struct, frozen=True, kw_only=True, tag="pictured"):
    """``width``/``height`` in pixels."""

    path: str
    width: int
    height: int
