"""A graph indexed for comparing: who makes a value, who reads it, whatever translates in between.

QUANTIZE, DEQUANTIZE and DENSIFY change how a value is stored and not which one it is: a value is
followed through them to where it was made.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property

from studio.core.model import Graph, Node, Shape
from studio.graph.op_kinds import TRANSLATIONS

_OF_STORAGE = frozenset({"from", "to"})
_SAME_EITHER_WAY = frozenset({
    "ADD", "MUL", "MAXIMUM", "MINIMUM", "ADD_N", "SQUARED_DIFFERENCE", "EQUAL", "NOT_EQUAL",
    "LOGICAL_AND", "LOGICAL_OR", "Add", "AddV2", "AddN", "Mul", "Maximum", "Minimum", "Equal",
    "Multiply", "Average", "Sum", "Max", "Min",
})  # fmt: skip
_GIVEN = -1

Kind = tuple[object, ...]


class View:
    """Node and tensor numbers are positions in ``graph``."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.nodes = graph.nodes
        self.tensors = graph.tensors
        self.producer = {
            tensor: at
            for at, node in enumerate(graph.nodes)
            for tensor in node.outputs
            if tensor >= 0
        }
        self.origins = self._origins()
        self.constants = frozenset(
            at for at, origin in enumerate(self.origins) if self.tensors[origin].is_constant
        )

    def is_translation(self, at: int) -> bool:
        return self.nodes[at].op in TRANSLATIONS

    @cached_property
    def values(self) -> list[tuple[int, ...]]:
        """Of each node, the tensors that it computes with (no constants), followed to the start."""
        return [
            tuple(
                self.origins[tensor]
                for tensor in node.inputs
                if tensor >= 0 and tensor not in self.constants
            )
            for node in self.nodes
        ]

    @cached_property
    def parents(self) -> list[tuple[int, ...]]:
        """Of each node, the nodes that make its values; -1 where the model is given one."""
        return [
            tuple(self.producer.get(tensor, _GIVEN) for tensor in values) for values in self.values
        ]

    @cached_property
    def readers(self) -> dict[int, list[tuple[int, int]]]:
        """Of each tensor that is no translated one: (node, place among its values)."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for at, values in enumerate(self.values):
            if not self.is_translation(at):
                for place, tensor in enumerate(values):
                    found[tensor].append((at, place))
        return found

    @cached_property
    def children(self) -> list[tuple[int, ...]]:
        """Of each node, the nodes that read what it makes, each once."""
        return [
            tuple(dict.fromkeys(at for t in node.outputs for at, _ in self.readers.get(t, ())))
            for node in self.nodes
        ]

    @cached_property
    def kinds(self) -> list[Kind]:
        """Op, attributes, shapes of what comes out and of the weights: equal where two nodes may
        do the same work. Open dimensions count as 1, which is what converting makes of them."""
        return [self._kind(node) for node in self.nodes]

    @cached_property
    def inputs(self) -> list[int]:
        """Tensors that the model is given, in order."""
        listed = [tensor for each in self.graph.inputs for tensor in each]
        given = (
            t for at in range(len(self.nodes)) for t in self.values[at] if t not in self.producer
        )
        return list(dict.fromkeys((*listed, *given)))

    @cached_property
    def outputs(self) -> list[int]:
        """Tensors that the model gives; where the graph lists none, those that nothing reads."""
        listed = [self.origins[tensor] for each in self.graph.outputs for tensor in each]
        if listed:
            return listed
        made = [tensor for node in self.nodes for tensor in node.outputs]
        return [tensor for tensor in made if tensor not in self.readers]

    def is_either_way(self, at: int) -> bool:
        """Whether the order of its values does not matter."""
        return self.nodes[at].op in _SAME_EITHER_WAY

    def makers_by_name(self) -> dict[int, dict[str, int | None]]:
        """Subgraph -> name of a tensor -> the node that computes it; None where several do.

        The name of a translated tensor leads to what made the value.
        """
        found: dict[int, dict[str, int | None]] = defaultdict(dict)
        for at, tensor in enumerate(self.tensors):
            maker = self.producer.get(self.origins[at])
            if maker is None or self.is_translation(maker) or not tensor.name:
                continue
            names = found[tensor.subgraph]
            known = names.setdefault(tensor.name, maker)
            if known != maker:
                names[tensor.name] = None
        return found

    def _origins(self) -> list[int]:
        origins = list(range(len(self.tensors)))
        for node in self.nodes:  # in order of execution, so what goes in is followed already
            if node.op in TRANSLATIONS and len(node.inputs) == 1 and len(node.outputs) == 1:
                source, made = node.inputs[0], node.outputs[0]
                if source >= 0 and made >= 0 and made != source:
                    origins[made] = origins[source]
        return origins

    def _kind(self, node: Node) -> Kind:
        weights = Counter(
            self._dims(self.tensors[tensor].shape)
            for tensor in node.inputs
            if tensor in self.constants and len(self.tensors[tensor].shape) > 1
        )
        attributes = tuple(
            item for item in sorted(node.attributes.items()) if item[0] not in _OF_STORAGE
        )
        made = tuple(self._dims(self.tensors[t].shape) if t >= 0 else None for t in node.outputs)
        return (node.op, node.subgraph, made, tuple(sorted(weights.items())), attributes)

    @staticmethod
    def _dims(shape: Shape) -> tuple[int, ...]:
        return tuple(1 if dim is None else dim for dim in shape)
