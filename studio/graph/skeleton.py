"""What is left of a graph without all that converters leave out, merge, add and fold.

The ops that compute, called alike whatever the format, with shapes that do not depend on the order
of axes: two files of one network have nearly the same skeleton. Each way from one of its nodes to
the next is kept with the nodes that stand on it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from studio.core.model import Graph, GraphTensor, Node, Shape
from studio.graph.canonical import WEIGHTED, Family, Role, Stored, canonical, role_of
from studio.graph.known import Known, known_before
from studio.graph.view import View

_FEW_OPEN = 0.1
_MOST_PASSED = 1_000_000
"""Nodes on all ways together: of a graph with more, long ways are left out."""
_LONG_WAY = 200
OUTPUT = -1
"""In place of a reader: the model gives the value."""


Traces = dict[int, tuple[int, int]]
"""Tensor -> the node of a way that makes it, and the tensor that this one is given."""


@dataclass(frozen=True)
class Way:
    """From a value of the skeleton to who reads it: by what nodes, in order. Unary nodes of the
    skeleton are passed through.

    ``start``: the node of the whole graph that makes the value, None = the model is given it.
    ``value``: its tensor.
    ``reader``: a node of the whole graph, or OUTPUT; ``slot``: which of its values, or outputs.
    """

    start: int | None
    value: int
    through: tuple[int, ...]
    reader: int
    slot: int


@dataclass
class Skeleton:
    """``view``: of the reduced graph; ``places``: its nodes in the whole one. ``kinds``: canonical
    names, ``roles``, ``stored``: of all nodes of the whole graph."""

    whole: View
    family: Family
    known: Known
    kinds: list[str]
    roles: list[Role]
    stored: list[list[Stored]]
    view: View
    places: list[int]
    ways: list[Way] = field(default_factory=list)
    by_size: bool = True

    def is_bone(self, at: int) -> bool:
        return at in self._numbers

    def number(self, at: int) -> int:
        return self._numbers[at]

    @cached_property
    def makers(self) -> dict[int, tuple[int | None, ...]]:
        """Of each node of the skeleton, the nodes that make its values; None: not made by one."""
        return {
            self.places[number]: tuple(
                None if maker < 0 else self.places[maker] for maker in parents
            )
            for number, parents in enumerate(self.view.parents)
        }

    def __post_init__(self) -> None:
        self._numbers = {place: number for number, place in enumerate(self.places)}

    def shape(self, tensor: int) -> tuple[int, ...]:
        """Open dimensions as 1, which is what converting makes of them."""
        return tuple(1 if dim is None else dim for dim in self.whole.tensors[tensor].shape)

    def dims(self, at: int) -> tuple[int, ...]:
        """Sizes of what a node makes, larger ones first, without those of 1; () = not looked at."""
        if not self.by_size:
            return ()
        tensor = next((one for one in self.whole.nodes[at].outputs if one >= 0), -1)
        return bare(self.whole.tensors[tensor].shape) if tensor >= 0 else ()


def bare(shape: Shape) -> tuple[int, ...]:
    return tuple(sorted((dim for dim in shape if dim is not None and dim != 1), reverse=True))


def skeleton_of(whole: View, family: Family, *, by_size: bool = True) -> Skeleton:
    """``by_size``: False where the sizes of one of two graphs are not known: none is looked at."""
    return _Builder(whole, family, by_size).build()


def has_open_sizes(whole: View) -> bool:
    """Whether sizes, but for the batch, are open or not known of a good part of the nodes."""
    made = [
        whole.tensors[tensor] for node in whole.nodes for tensor in node.outputs[:1] if tensor >= 0
    ]
    unknown = sum(None in one.shape[1:] or (not one.shape and not one.size_bytes) for one in made)
    return unknown > _FEW_OPEN * len(made)


class _Builder:
    def __init__(self, whole: View, family: Family, by_size: bool) -> None:
        self._whole, self._family, self._by_size = whole, family, by_size
        self._known = known_before(whole)
        self._values = [self._values_of(at) for at in range(len(whole.nodes))]
        self._stored = [self._numbers_of(node) for node in whole.nodes]
        self._kinds = [
            canonical(node, family, len(self._values[at]), self._stored[at], self._weights_of(node))
            for at, node in enumerate(whole.nodes)
        ]
        self._roles: list[Role] = []
        for at, node in enumerate(whole.nodes):
            count = len(self._values[at])
            self._roles.append(
                "same"
                if whole.is_translation(at)
                else role_of(node, self._kinds[at], count, self._stored[at])
            )
        self._hidden = self._known.known | self._known.sizing | self._known.unread

    def build(self) -> Skeleton:
        whole = self._whole
        source: dict[int, int] = {}
        far: Traces = {}
        bones: list[int] = []
        for at, node in enumerate(whole.nodes):
            if at in self._hidden:
                continue
            is_alone, role = len(self._values[at]) == 1, self._roles[at]
            if is_alone and role != "compute":
                far.update((tensor, (at, self._values[at][0])) for tensor in node.outputs[:1])
            if is_alone and role not in ("compute", "unary"):
                source.update(
                    (tensor, source.get(self._values[at][0], self._values[at][0]))
                    for tensor in node.outputs[:1]
                )
            else:
                bones.append(at)
        ways = list(self._ways(bones, far))
        view = View(self._reduced(bones, source))
        return Skeleton(
            whole=whole,
            family=self._family,
            known=self._known,
            kinds=self._kinds,
            roles=self._roles,
            stored=self._stored,
            view=view,
            places=bones,
            ways=ways,
            by_size=self._by_size,
        )

    def _values_of(self, at: int) -> tuple[int, ...]:
        node = self._whole.nodes[at]
        found = [
            tensor for tensor in node.inputs if tensor >= 0 and tensor not in self._known.tensors
        ]
        sizes = {
            tensor for tensor in found if self._whole.producer.get(tensor, -1) in self._known.sizing
        }
        return tuple(dict.fromkeys(tensor for tensor in found if tensor not in sizes))

    def _weights_of(self, node: Node) -> list[Shape]:
        tensors = self._whole.tensors
        return [tensors[at].shape for at in node.inputs if at in self._known.tensors]

    def _numbers_of(self, node: Node) -> list[Stored]:
        whole, known = self._whole, self._known.tensors
        return [
            ()
            if tensor < 0
            else whole.tensors[whole.origins[tensor]].values
            if tensor < 0 or tensor in known
            else None
            for tensor in node.inputs
        ]

    def _ways(self, bones: list[int], far: Traces) -> Iterator[Way]:
        passed = 0
        for reader, slot, tensor in self._read(bones):
            through: list[int] = []
            start = tensor
            while start in far:
                at, start = far[start]
                through.append(at)
            passed += len(through)
            if len(through) < _LONG_WAY or passed < _MOST_PASSED:
                maker = self._whole.producer.get(start)
                yield Way(maker, start, tuple(reversed(through)), reader, slot)

    def _read(self, bones: list[int]) -> Iterator[tuple[int, int, int]]:
        """(reader, slot, tensor) of all that is read at the end of a way."""
        for at in bones:
            if self._roles[at] != "unary":
                yield from ((at, slot, tensor) for slot, tensor in enumerate(self._values[at]))
        yield from ((OUTPUT, slot, tensor) for slot, tensor in enumerate(self._ends()))

    def _reduced(self, bones: list[int], source: dict[int, int]) -> Graph:
        whole = self._whole
        tensors: list[GraphTensor] = []
        numbers: dict[int, int] = {}

        def number(tensor: int) -> int:
            if tensor not in numbers:
                shape = bare(whole.tensors[tensor].shape) if self._by_size else ()
                numbers[tensor] = len(tensors)
                # named by its sizes, by which alone ends of models are told apart
                tensors.append(
                    GraphTensor(
                        index=len(tensors),
                        name=str(shape),
                        dtype="",
                        shape=shape,
                        subgraph=whole.tensors[tensor].subgraph,
                    )
                )
            return numbers[tensor]

        nodes: list[Node] = []
        for at in bones:
            node, kind = whole.nodes[at], self._kinds[at]
            nodes.append(
                Node(
                    id=node.id,
                    index=len(nodes),
                    op=kind,
                    name=node.name,
                    subgraph=node.subgraph,
                    inputs=tuple(number(source.get(tensor, tensor)) for tensor in self._values[at]),
                    outputs=tuple(number(tensor) for tensor in self._main_outputs(at)),
                    attributes={"weights": str(self._weights(at))} if kind in WEIGHTED else {},
                )
            )
        ends = [source.get(tensor, tensor) for tensor in self._ends()]
        return Graph(
            nodes=tuple(nodes),
            tensors=tuple(tensors),
            outputs=(tuple(dict.fromkeys(numbers[end] for end in ends if end in numbers)),),
        )

    def _ends(self) -> Sequence[int]:
        """Tensors that the model gives; where the graph lists none, those that nothing reads."""
        graph = self._whole.graph
        return graph.outputs[0] if any(graph.outputs) else self._whole.outputs

    def _main_outputs(self, at: int) -> tuple[int, ...]:
        return tuple(tensor for tensor in self._whole.nodes[at].outputs if tensor >= 0)

    def _weights(self, at: int) -> int:
        return max(
            (
                math.prod(dim or 1 for dim in self._whole.tensors[tensor].shape)
                for tensor in self._whole.nodes[at].inputs
                if tensor in self._known.tensors
            ),
            default=0,
        )
