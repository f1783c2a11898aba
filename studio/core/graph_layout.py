"""A graph laid out: boxes with places, wires between them, the groups that can be opened.

Lengths are in scene units: about one pixel at 100 %; y grows downward, execution goes down. The
parts of a picture are thousands and in no cycle: they are no matter of the garbage collector.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Grouping = Literal["none", "scope", "block"]
"""How nodes are gathered: not at all (but for subgraphs), by the path in their names, or by
repeated structure."""

GroupKind = Literal["subgraph", "scope", "block", "section"]
"""``section``: a stretch of nodes that nothing but their place joins, made where a level would
hold too many boxes."""


class Group(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Nodes under one name. ``nodes``: indices of all of them, those of inner groups as well.

    ``parent``: id of the group around it, "" at the top. ``alike``: what groups of equal structure
    share; "" where there is none other. ``caller``: id of the node that runs this subgraph.
    """

    id: str
    title: str
    kind: GroupKind
    nodes: tuple[int, ...]
    parent: str = ""
    alike: str = ""
    caller: str = ""


BoxKind = Literal["op", "group", "input", "output"]


class Box(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """One shape of the picture. ``id``: a node's, a closed group's, or "input:"/"output:" + tensor.

    ``nodes``: indices of the nodes that it stands for. ``group``: id of the open group around it.
    """

    id: str
    kind: BoxKind
    title: str
    x: float
    y: float
    width: float
    height: float
    detail: str = ""
    nodes: tuple[int, ...] = ()
    group: str = ""


class Wire(msgspec.Struct, frozen=True, kw_only=True, gc=False, array_like=True):
    """``source``/``target``: places in GraphLayout.boxes. ``tensors``: what goes along it.

    ``points``: a line from the one to the other. ``is_lane``: led along the side, as it spans many
    layers.
    """

    source: int
    target: int
    tensors: tuple[int, ...]
    points: tuple[tuple[float, float], ...]
    is_lane: bool = False


class Frame(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The border around the content of an open group; ``depth`` 0 is outermost."""

    group: str
    x: float
    y: float
    width: float
    height: float
    depth: int = 0


class GraphLayout(msgspec.Struct, frozen=True, kw_only=True, tag="laid-out"):
    """``groups``: all that there are, outer before inner. ``opened``: ids of those that are open.

    ``folded``: how many nodes are inside closed groups. ``was_limited``: groups were closed that
    were asked to be open (or are by default), because there would have been too many boxes.
    ``sha256``: of the file that was read; "" where the graph came along.
    """

    path: str
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    width: float
    height: float
    grouping: Grouping = "none"
    frames: tuple[Frame, ...] = ()
    groups: tuple[Group, ...] = ()
    opened: tuple[str, ...] = ()
    folded: int = 0
    was_limited: bool = False
    sha256: str = ""
