"""What the shapes of a picture say, and how large they are.

The child has no fonts: widths are counted in characters, within bounds; whoever draws a box cuts
off what does not fit.
"""

from __future__ import annotations

from studio.core.graph_layout import Group
from studio.core.model import Graph, Node, Shape

_CHARACTER, _SMALL_CHARACTER = 7.5, 6.5
_PADDING = 24.0
_LEAST_WIDTH, _MOST_WIDTH = 84.0, 240.0
_HEIGHT, _LOW_HEIGHT = 46.0, 28.0
_COUNT_LETTERS = 12
_NOTE_LETTERS = 7
"""Beside the shape there is room for what an overlay says of the op."""


def shape_text(shape: Shape) -> str:
    """ "1×112×112×32"; "?" for a dimension that is open, "" for a scalar."""
    return "×".join(["?" if dim is None else str(dim) for dim in shape])


def node_detail(graph: Graph, node: Node) -> str:
    """The shape of the first output, and how many more there are."""
    made = [index for index in node.outputs if index >= 0]
    if not made:
        return ""
    more = f" +{len(made) - 1}" if len(made) > 1 else ""
    return shape_text(graph.tensors[made[0]].shape) + more


def end_size(name: str, shape: Shape) -> tuple[float, float]:
    return _size(name, shape_text(shape))


def node_size(node: Node, detail: str) -> tuple[float, float]:
    """``detail``: of :func:`node_detail`."""
    return _size(node.op, detail + "0" * _NOTE_LETTERS if detail else "")


def group_size(group: Group) -> tuple[float, float]:
    """With room for how many ops are in it."""
    return _size(group.title, "0" * _COUNT_LETTERS)


def _size(title: str, detail: str) -> tuple[float, float]:
    text = max(_CHARACTER * len(title), _SMALL_CHARACTER * len(detail))
    width = min(_MOST_WIDTH, max(_LEAST_WIDTH, text + _PADDING))
    return float(round(width)), _HEIGHT if detail else _LOW_HEIGHT
