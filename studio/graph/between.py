"""What became of Keras layers that stand between others whose ops are known.

A layer may be several ops, so what it is called and what it does are told otherwise than of ops
(:mod:`studio.graph.insides`). Follows a source and its .tflite from one known node to the next,
through nodes in a row that are not known. Where both have as many there, of kinds that can be the
same, they are counterparts. Where the .tflite has none, an affine layer or an activation is in a
neighbor that can take it: the op before where that is affine too (TFLite's converter folds it
there; an activation only where the file states one), else the op behind. What else is in between
stays unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from studio.core.model import Node
from studio.graph.canonical import WEIGHTED
from studio.graph.view import View

Related = set[tuple[int, int]]

# what keras.ops does in a functional model is a node as well: "Add" of a number, "Relu"
_AFFINE = frozenset({"BatchNormalization", "Rescaling", "Normalization", "Add"})
_SAME: dict[str, tuple[str, ...]] = {
    "Add": ("ADD",),
    "Subtract": ("SUB",),
    "Multiply": ("MUL",),
    "Dense": ("FULLY_CONNECTED",),
    "Conv2D": ("CONV_2D",),
    "DepthwiseConv2D": ("DEPTHWISE_CONV_2D",),
    "Flatten": ("RESHAPE",),
    "Reshape": ("RESHAPE",),
    "Softmax": ("SOFTMAX",),
    "ReLU": ("RELU", "RELU6"),
    "Relu": ("RELU",),
    "Relu6": ("RELU6",),
    "Sigmoid": ("LOGISTIC",),
    "Tanh": ("TANH",),
    "Concatenate": ("CONCATENATION",),
    "MaxPooling2D": ("MAX_POOL_2D",),
    "AveragePooling2D": ("AVERAGE_POOL_2D",),
    "GlobalAveragePooling2D": ("MEAN", "AVERAGE_POOL_2D"),
}
_ACTIVATIONS: dict[str, tuple[str, ...]] = {
    "relu": ("RELU",),
    "relu6": ("RELU6",),
    "softmax": ("SOFTMAX",),
    "sigmoid": ("LOGISTIC",),
    "tanh": ("TANH",),
}


@dataclass(frozen=True)
class _Stretch:
    """``before``: a known node, None = what the model is given; ``after``: None = what it gives."""

    before: int | None
    after: int | None
    inside: tuple[int, ...]


def settle(source: View, lite: View, named: Related) -> Related:
    """What can be said beyond ``named``."""
    forward: dict[int, set[int]] = {}
    back: dict[int, set[int]] = {}
    for one, other in named:
        forward.setdefault(one, set()).add(other)
        back.setdefault(other, set()).add(one)
    theirs: dict[tuple[int | None, int | None], list[_Stretch]] = {}
    for stretch in _stretches(lite, set(back)):
        theirs.setdefault((stretch.before, stretch.after), []).append(stretch)
    found: Related = set()
    for stretch in _stretches(source, set(forward)):
        befores = forward.get(stretch.before, set()) if stretch.before is not None else {None}
        afters = forward.get(stretch.after, set()) if stretch.after is not None else {None}
        candidates = [
            other
            for before in befores
            for after in afters
            for other in theirs.get((before, after), ())
        ]
        if len(candidates) == 1:
            found |= _counterparts(source, lite, stretch, candidates[0])
    return found


def _counterparts(source: View, lite: View, one: _Stretch, other: _Stretch) -> Related:
    ours = [source.nodes[at] for at in one.inside]
    theirs = [lite.nodes[at] for at in other.inside]
    if len(ours) == len(theirs) and all(map(_can_be, ours, theirs)):
        return set(zip(one.inside, other.inside, strict=True))
    if not theirs:
        return _folded(source, lite, one, other)
    if not ours and other.after is None and one.before is not None:
        # the model gives what the layer makes, so what is behind is of the layer
        return {(one.before, at) for at in other.inside}
    return set()


def _folded(source: View, lite: View, one: _Stretch, other: _Stretch) -> Related:
    before = lite.nodes[other.before] if other.before is not None else None
    after = lite.nodes[other.after] if other.after is not None else None
    nodes = [source.nodes[at] for at in one.inside]
    if before is not None and before.op in WEIGHTED and other.before is not None:
        stated = before.attributes.get("activation", "NONE")
        if all(node.op in _AFFINE or stated in _activation(node) for node in nodes):
            return {(at, other.before) for at in one.inside}
        return set()
    can_take = after is not None and after.op in WEIGHTED
    if can_take and other.after is not None and all(node.op in _AFFINE for node in nodes):
        return {(at, other.after) for at in one.inside}
    return set()


def folded_between(source: View, members: Collection[int]) -> list[int]:
    """Affine layers in a row between two of ``members``, of which an op's name says that they are
    in it: the converter leaves out the name of a scale that it folds into a convolution."""
    found: list[int] = []
    for member in members:
        row: list[int] = []
        at = _only_parent(source, member)
        while at is not None and at not in members and source.nodes[at].op in _AFFINE:
            row.append(at)
            at = _only_parent(source, at)
        if row and at in members and at != member:
            found += row
    return found


def _only_parent(view: View, at: int) -> int | None:
    """What makes the one value that a node reads, where nobody else reads it."""
    parents = view.parents[at]
    if len(view.values[at]) != 1 or len(parents) != 1 or len(view.children[parents[0]]) != 1:
        return None
    return parents[0]


def _activation(node: Node) -> tuple[str, ...]:
    """How a .tflite calls what the node does and nothing else, () where it is no activation."""
    if node.op == "Activation":
        return _ACTIVATIONS.get(node.attributes.get("activation", ""), ())
    return _SAME[node.op] if node.op in ("ReLU", "Relu", "Relu6") else ()


def _can_be(ours: Node, theirs: Node) -> bool:
    return theirs.op in _SAME.get(ours.op, ()) or theirs.op in _activation(ours)


def _stretches(view: View, known: set[int]) -> Iterator[_Stretch]:
    """From each known node, and each input, to the next ones, through nodes in a row.

    In a row: of one value, read by one node; the last one by known nodes alone.
    """
    given = set(view.outputs)
    starts: list[tuple[int | None, int]] = [
        (at, tensor) for at in known for tensor in view.nodes[at].outputs if tensor >= 0
    ]
    starts += [(None, tensor) for tensor in view.inputs]
    for before, tensor in starts:
        for reader, _ in view.readers.get(tensor, ()):
            yield from _follow(view, known, before, reader, given)
        if tensor in given and before is not None:
            yield _Stretch(before, None, ())


def _follow(
    view: View, known: set[int], before: int | None, at: int, given: set[int]
) -> Iterator[_Stretch]:
    inside: list[int] = []
    seen: set[int] = set()
    while at not in known:
        outputs = view.nodes[at].outputs
        if at in seen or len(view.values[at]) != 1 or len(outputs) != 1:
            return
        seen.add(at)
        inside.append(at)
        readers = view.readers.get(outputs[0], ())
        if outputs[0] in given and not readers:
            yield _Stretch(before, None, tuple(inside))
            return
        next_to = {reader for reader, _ in readers}
        if outputs[0] in given or len(next_to) != 1:
            if outputs[0] not in given and next_to <= known:
                for reader in sorted(next_to):
                    yield _Stretch(before, reader, tuple(inside))
            return
        at = min(next_to)
    yield _Stretch(before, at, tuple(inside))
