"""Which ops of a .tflite do the work of which layers (Keras) or ops (TensorFlow) of its source.

The converter names a tensor after the ops of the source that were fused into the one that makes it,
"last;before;first". Two things are in the way: a digit is appended to a name that is taken, and
where equal constants were merged the name of a neighbor's constant stands there too. So a name that
can be read in two ways is not read, and of the named ones only those count that hang together with
the last one. What lies between two ops that are neighbors in the .tflite is told by
:mod:`studio.graph.between`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from studio.core.call_scopes import without_calls
from studio.core.model import Node
from studio.graph.between import folded_between, settle
from studio.graph.canonical import WEIGHTED
from studio.graph.skeleton import bare
from studio.graph.view import View

SourceKind = Literal["layers", "ops"]
Related = set[tuple[int, int]]
"""(node of the source, node of the .tflite)"""

Reader = Callable[[str, frozenset[str]], int | None]
_COUNTED = re.compile(r"_\d+$")
_MOST_OF_A_NAME = 8
"""A part of a name that more nodes have tells nothing of any of them."""
_DIGITS = re.compile(r"\d+$")


def relate(source: View, lite: View) -> tuple[Related, Related]:
    """Of Keras layers: what names tell, and what follows from the surroundings."""
    named = named_in(source, lite, "layers")
    return named, settle(source, lite, named)


def named_in(source: View, lite: View, kind: SourceKind) -> Related:
    """What names tell."""
    named: Related = set()
    every_name = frozenset(
        name
        for tensor in lite.tensors
        for part in tensor.name.split(";")
        for name in (part, without_calls(part))
    )
    read = _reader(source, lite, kind)
    names = names_of_nodes(lite)
    for at in range(len(lite.nodes)):
        if not lite.is_translation(at):
            found = [read(part, every_name) for part in names.get(at, ())]
            known = list(dict.fromkeys(one for one in found if one is not None))
            if kind == "layers" and lite.nodes[at].op in WEIGHTED:
                known += folded_between(source, known)
            named |= {(one, at) for one in hanging_together(source, known)}
    return named if kind == "ops" else _of_one_size(source, lite, named)


def _of_one_size(source: View, lite: View, named: Related) -> Related:
    """Without layers none of whose ops makes what the layer makes: "conv2d_5" is in many models.
    Padding is of another size than the op that it is in; the layers that it hangs together with
    are not."""
    groups: dict[int, set[int]] = defaultdict(set)
    sizes: dict[int, set[tuple[int, ...]]] = defaultdict(set)
    for one, at in named:
        groups[at].add(one)
        sizes[one].update(_sizes(lite, at))
    fitting = {
        one for one, found in sizes.items() if not (own := _sizes(source, one)) or own & found
    }
    return {(one, at) for one, at in named if one in fitting or groups[at] & fitting}


def _sizes(view: View, at: int) -> set[tuple[int, ...]]:
    """Of what a node makes, whatever the order of axes; none where shapes are not known."""
    shapes = (view.tensors[tensor].shape for tensor in view.nodes[at].outputs if tensor >= 0)
    return {bare(shape) for shape in shapes if shape}


def named_alike(first: View, second: View) -> Related:
    """Of ONNX and another format: nodes that make a tensor of one name, or one name in a row of
    joined ones."""
    found: Related = set()
    others: dict[str, set[int]] = defaultdict(set)
    for other, parts in names_of_nodes(second).items():
        for name in parts:
            others[without_calls(name)].add(other)
    for names in first.makers_by_name().values():
        for joined, at in names.items():
            if at is not None:
                for name in filter(None, (joined, *joined.split(";"))):
                    near = others.get(without_calls(name), ())
                    if len(near) <= _MOST_OF_A_NAME:
                        found |= {(at, other) for other in near}
    return found


def names_of_nodes(lite: View) -> dict[int, list[str]]:
    """Node -> the parts of the names of what it makes, those of translated tensors included."""
    found: dict[int, list[str]] = defaultdict(list)
    for names in lite.makers_by_name().values():
        for name, at in names.items():
            if at is not None:
                found[at] += dict.fromkeys((name, *name.split(";")))
    return found


def _reader(source: View, lite: View, kind: SourceKind) -> Reader:
    if kind == "ops":
        return _op_reader(source)
    readers = [_layer_reader(source, is_counted) for is_counted in (True, False)]
    names = [part for tensor in lite.tensors for part in tensor.name.split(";")]
    every_name = frozenset(names)
    counts = [sum(read(name, every_name) is not None for name in names) for read in readers]
    if counts[0] == counts[1]:
        return lambda name, others: _agreed([read(name, others) for read in readers])
    return readers[counts.index(max(counts))]


def _agreed(found: Sequence[int | None]) -> int | None:
    return found[0] if len(set(found)) == 1 else None


def _op_reader(source: View) -> Reader:
    """A name is an op's own, or an op's with digits behind it where the file has the bare name.

    Calls around an op may stand in its name or not; a name that several ops have is none.
    """
    short = Counter(node.name for node in source.nodes)
    ops = {
        name: at
        for at, node in enumerate(source.nodes)
        for name in dict.fromkeys((_full_name(node), node.name))
        if name == _full_name(node) or short[name] == 1
    }

    def read(name: str, others: frozenset[str]) -> int | None:
        name = name.removesuffix(":0")
        if name not in ops:
            name = without_calls(name)
        found = [ops[name]] if name in ops else []
        bare = name
        while _DIGITS.search(bare):
            bare = bare[:-1]
            if bare in ops and bare in others:
                found.append(ops[bare])
        return found[0] if len(found) == 1 else None

    return read


def _full_name(node: Node) -> str:
    return node.id.removeprefix(f"{node.subgraph}/")


def _layer_reader(source: View, is_counted: bool) -> Reader:
    """A name is "model/layer/op", or, with running numbers, "model_1/layer_1/op"."""
    layers = _places(node.name for node in source.nodes)
    repeated = {re.sub(r":\d+(?=/|$)", "", name) for name in layers if ":" in name}

    def read(name: str, others: frozenset[str]) -> int | None:
        del others
        scopes = name.split("/")[1:-1]
        if is_counted:
            scopes = [_COUNTED.sub("", scope) for scope in scopes]
        for end in range(len(scopes), 0, -1):
            path = "/".join(scopes[:end])
            if path in layers:
                # of a layer that is called more than once the name does not tell which call
                return None if path in repeated else layers[path]
        return None

    return read


def _places(names: Iterator[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, name in enumerate(names):
        found.setdefault(name, at)
    return found


def hanging_together(source: View, known: list[int]) -> set[int]:
    """Those that lead to, or follow from, the first of ``known`` by way of others of them."""
    members, found, waiting = set(known), set(known[:1]), known[:1]
    while waiting:
        at = waiting.pop()
        for near in (*source.parents[at], *source.children[at]):
            if near in members and near not in found:
                found.add(near)
                waiting.append(near)
    return found
