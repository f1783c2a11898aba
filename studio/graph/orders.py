"""Whether two rows of ops that give values another shape leave them in the same order.

A value is a list of axes, each of which runs over parts of the first value's flat index: (stride,
size). A transposition changes the order of axes, a reshape cuts and joins them; what is left,
joined as far as it goes, is the same for two rows if and only if they order values alike. Where a
size or an order of axes is not known, nothing is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from studio.core.model import Node
from studio.graph.skeleton import Skeleton

_Part = tuple[int, int]
_Axes = list[list[_Part]]
_BY_CHANNEL = frozenset({
    "CONV_2D", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV", "CONV_3D", "MAX_POOL_2D", "AVERAGE_POOL_2D",
    "RESIZE_BILINEAR", "RESIZE_NEAREST_NEIGHBOR",
})  # fmt: skip
"""They tell which axis is that of channels."""
_AS_THEY_ARE, _TO_LAST, _TO_FIRST = "as they are", "to last", "to first"


def is_same_order(
    one: Skeleton,
    other: Skeleton,
    rows: tuple[Sequence[int], Sequence[int]],
    given: tuple[int, int],
    before: tuple[int | None, int | None],
    after: tuple[int | None, int | None],
) -> bool:
    """Whether what ``rows`` (of nodes) make of two values that are the same, but for where channels
    lie, is again the same so. ``given``: these tensors; ``before``/``after``: who makes them, and
    who reads what the rows make; None = an end of the model.
    """
    if not one.by_size:
        return False
    shape, other_shape = one.shape(given[0]), other.shape(given[1])
    has_pad = any(
        side.roles[at] == "pad" for side, row in ((one, rows[0]), (other, rows[1])) for at in row
    )
    if has_pad and any(one.kinds[at] == "RESHAPE" for at in rows[0]):
        return False
    if has_pad and any(other.roles[at] == "layout" for at in rows[1]):
        return False
    mine = _through(one, rows[0], _axes_of(shape), not has_pad)
    if mine is None:
        return False
    # an op that flattens what it reads, whatever its shape
    is_flattened = after[1] is not None and other.kinds[after[1]] == "FULLY_CONNECTED"
    for first, last in product(_moves(one, other, before), _moves(one, other, after)):
        if first != _AS_THEY_ARE and len(shape) != len(other_shape):
            continue
        start = _moved(_axes_of(shape), first)
        if not has_pad:
            if _sizes(start) != _sizes(_axes_of(other_shape)):
                continue
            start = _cut(start, other_shape) or []
        theirs = _through(other, () if has_pad else rows[1], start, True)
        if theirs is None:
            continue
        if last != _AS_THEY_ARE and len(mine) != len(theirs):
            continue
        end = _moved(mine, last)
        if _joined(end) == _joined(theirs) and (is_flattened or _sizes(end) == _sizes(theirs)):
            return True
    return False


def is_bare(side: Skeleton, at: int) -> bool:
    """Whether a layout op does nothing but to add or take away axes of one element."""
    node = side.whole.nodes[at]
    given, made = side.shape(side.whole.values[at][0]), side.shape(node.outputs[0])
    is_same = _sizes(_axes_of(given)) == _sizes(_axes_of(made))
    return side.by_size and side.kinds[at] == "RESHAPE" and is_same


def is_same_op(one: Skeleton, other: Skeleton, ours: int, theirs: int) -> bool:
    """Whether two layout ops that are given one shape do the same to it, channels aside."""
    shape = one.shape(one.whole.values[ours][0])
    mine = _through(one, (ours,), _axes_of(shape), True)
    others = _through(other, (theirs,), _axes_of(shape), True)
    return mine is not None and others is not None and _joined(mine) == _joined(others)


def order_of(node: Node, stored: Sequence[float], rank: int) -> tuple[int, ...] | None:
    """Which axis comes where in what a transposition makes; None where that is not known."""
    stated = node.attributes
    try:
        if node.op == "Transpose" and not stored and "perm" not in stated and len(node.inputs) == 1:
            order = tuple(reversed(range(rank)))  # as ONNX has it where nothing is stated
        elif node.op == "t":
            order = tuple(reversed(range(rank)))
        elif node.op == "transpose" and "dim0" in stated:
            swapped = [int(stated[name]) % rank for name in ("dim0", "dim1")]
            order = tuple(
                swapped[1 - swapped.index(at)] if at in swapped else at for at in range(rank)
            )
        elif "perm" in stated or "dims" in stated:
            text = stated.get("perm", stated.get("dims", ""))
            order = tuple(int(part) % rank for part in text.split(","))
        else:
            order = tuple(int(axis) % rank for axis in stored)
    except (ValueError, KeyError, ZeroDivisionError):
        return None
    return order if sorted(order) == list(range(rank)) else None


def _through(side: Skeleton, row: Iterable[int], axes: _Axes, is_exact: bool) -> _Axes | None:
    """What the layout ops of a row make; None = not known. ``is_exact``: sizes are as stated."""
    for at in row:
        if side.roles[at] != "layout":
            continue
        node = side.whole.nodes[at]
        if side.kinds[at] == "TRANSPOSE":
            stored = next((one for one in side.stored[at][1:] if one), ())
            order = order_of(node, stored, len(axes))
            if order is None:
                return None
            axes = [axes[axis] for axis in order]
            if is_exact and _whole(axes) != list(side.shape(node.outputs[0])):
                return None
        else:
            cut = _cut(axes, side.shape(node.outputs[0]))
            if cut is None:
                return None
            axes = cut
    return axes


def _axes_of(shape: Sequence[int]) -> _Axes:
    return [[(math.prod(shape[at + 1 :]), dim)] for at, dim in enumerate(shape)]


def _cut(axes: _Axes, shape: Sequence[int]) -> _Axes | None:
    """The same values in axes of other sizes; None where these do not come out even."""
    left = [part for part in _joined(axes) if part[1] != 1][::-1]
    found: _Axes = []
    for dim in reversed(shape):
        parts: list[_Part] = []
        while dim > 1:
            if not left:
                return None
            stride, size = left.pop(0)
            taken = math.gcd(dim, size)
            if taken not in (dim, size):
                return None
            parts.insert(0, (stride, taken))
            if size > taken:
                left.insert(0, (stride * taken, size // taken))
            dim //= taken
        found.insert(0, parts or [(0, 1)])
    return None if left else found


def _joined(axes: _Axes) -> list[_Part]:
    found: list[_Part] = []
    for stride, size in (part for axis in axes for part in axis if part[1] != 1):
        if found and found[-1][0] == stride * size:
            found[-1] = (stride, found[-1][1] * size)
        else:
            found.append((stride, size))
    return found


def _sizes(axes: _Axes) -> list[int]:
    return [size for size in _whole(axes) if size != 1]


def _whole(axes: _Axes) -> list[int]:
    return [math.prod(size for _, size in axis) for axis in axes]


def _moves(one: Skeleton, other: Skeleton, ends: tuple[int | None, int | None]) -> Iterator[str]:
    """How channels may lie in the second graph as against the first."""
    if one.family == other.family:
        yield _AS_THEY_ARE
        return
    mine, theirs = _channels(one, ends[0]), _channels(other, ends[1])
    if mine in ("", theirs) or not theirs:
        yield _AS_THEY_ARE
    if mine in ("", "first") and theirs in ("", "last"):
        yield _TO_LAST
    if mine in ("", "last") and theirs in ("", "first"):
        yield _TO_FIRST


def _channels(side: Skeleton, at: int | None) -> str:
    """Where the node has the axis of channels: "first" (behind the batch), "last"; "" unknown."""
    if at is None or side.kinds[at] not in _BY_CHANNEL:
        return ""
    if side.family == "ops":
        stated = side.whole.nodes[at].attributes.get("data_format", "NHWC")
        return "first" if stated.startswith("NC") else "last"
    return "first" if side.family in ("onnx", "torch") else "last"


def _moved(axes: _Axes, move: str) -> _Axes:
    if move == _AS_THEY_ARE or len(axes) < 3:
        return axes
    if move == _TO_LAST:
        return [axes[0], *axes[2:], axes[1]]
    return [axes[0], axes[-1], *axes[1:-1]]
