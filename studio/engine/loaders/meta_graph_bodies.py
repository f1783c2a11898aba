"""The main graph and the functions of a MetaGraph: who calls whom, and what no loader ever runs.

Loaders run, of the main graph, what a signature gives, what initializes and what restores. Of
functions any is taken to be run, be it by an object that is rebuilt, except those that only such
ops of the main graph call that nothing asks for: that is how saving is left behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from studio.engine.loaders.op_types import functions_named, needed_nodes, op_of

MAIN = ""
"""Name of the main graph among the bodies."""
INITIAL = ("legacy_init_op", "main_op", "saved_model_main_op", "__saved_model_init_op")


class Bodies:
    """``nodes``: body -> name -> NodeDef. ``arguments``: function -> names of its inputs.
    ``callers``: function -> (body, NodeDef) of all that name it.

    Raises ValueError where a name is not the name of one thing.
    """

    def __init__(self, meta_graph: Any) -> None:
        definition = meta_graph.graph_def
        self._meta = meta_graph
        self.nodes = {MAIN: {node.name: node for node in definition.node}}
        self.arguments: dict[str, list[str]] = {MAIN: []}
        counted = {MAIN: len(definition.node)}
        for function in definition.library.function:
            name = function.signature.name
            if name in self.nodes:
                raise ValueError(f"two functions are called {name!r}")
            self.nodes[name] = {node.name: node for node in function.node_def}
            self.arguments[name] = [one.name for one in function.signature.input_arg]
            counted[name] = len(function.node_def)
        for name, nodes in self.nodes.items():
            every = {*nodes, *self.arguments[name]}
            if len(every) < counted[name] + len(self.arguments[name]):
                raise ValueError(f"two nodes have one name in {name!r}")
        self.callers: dict[str, list[tuple[str, Any]]] = {}
        for body, nodes in self.nodes.items():
            for node in nodes.values():
                for called in self._called_by(node):
                    self.callers.setdefault(called, []).append((body, node))
        functions = self.nodes.keys() - {MAIN}
        self.gradients = functions & {one.gradient_func for one in definition.library.gradient}
        self.of_objects = functions & set(self._named_by_objects())
        restoring = [op_of(meta_graph.saver_def.restore_op_name)]
        self.fetched = needed_nodes(self.nodes[MAIN], self._given())
        self.initial = needed_nodes(self.nodes[MAIN], self._initializing())
        self.restoring = needed_nodes(self.nodes[MAIN], restoring)

    def live(self) -> Iterator[tuple[str, Any]]:
        """(body, node) of all that loading the file, or running it, may run."""
        main = [self.nodes[MAIN][one] for one in self.fetched | self.initial | self.restoring]
        yield from ((MAIN, node) for node in main)
        uncalled = self.nodes.keys() - self.callers.keys() - {MAIN}
        waiting = [*uncalled, *self.gradients, *self.of_objects]
        waiting += (called for node in main for called in self._called_by(node))
        seen: set[str] = set()
        while waiting:
            function = waiting.pop()
            if function in seen:
                continue
            seen.add(function)
            for node in self.nodes[function].values():
                yield function, node
                waiting += self._called_by(node)

    def _called_by(self, node: Any) -> Iterator[str]:
        return (name for name in functions_named(node) if name != MAIN and name in self.nodes)

    def _given(self) -> Iterator[str]:
        for name, signature in self._meta.signature_def.items():
            if name not in INITIAL:
                for info in signature.outputs.values():
                    yield from map(op_of, _tensors_of(info))

    def _initializing(self) -> Iterator[str]:
        for name in INITIAL:
            if name in self._meta.signature_def:
                for info in self._meta.signature_def[name].outputs.values():
                    yield from map(op_of, _tensors_of(info))
            if name in self._meta.collection_def:
                yield from map(op_of, self._meta.collection_def[name].node_list.value)

    def _named_by_objects(self) -> Iterator[str]:
        objects = self._meta.object_graph_def
        yield from objects.concrete_functions
        for one in objects.nodes:
            yield from one.function.concrete_functions
            yield one.bare_concrete_function.concrete_function_name
            yield one.captured_tensor.concrete_function


def uses_of(nodes: Iterable[Any], name: str) -> Counter[tuple[str, int]]:
    """(type of op, place among its inputs) of what reads the op called ``name``, except by control
    edges."""
    return Counter(
        (node.op, place)
        for node in nodes
        for place, given in enumerate(node.input)
        if not given.startswith("^") and op_of(given) == name
    )


def _tensors_of(info: Any) -> Iterator[str]:
    """Names of the tensors of a TensorInfo in any of its encodings."""
    match info.WhichOneof("encoding"):
        case "coo_sparse":
            sparse = info.coo_sparse
            yield sparse.values_tensor_name
            yield sparse.indices_tensor_name
            yield sparse.dense_shape_tensor_name
        case "composite_tensor":
            for one in info.composite_tensor.components:
                yield from _tensors_of(one)
        case _:
            yield info.name
