"""Whether what a SavedModel does with files concerns its own: variables restored from its folder,
tables filled from its assets.

TensorFlow's loaders name these files to the graph: the prefix of the variables is fed to a tensor
that the file states, and so is the path of each asset, or it is captured by a function. Followed
back from the op that reads a file, a name that comes from nowhere else is known to be harmless.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.engine.loaders.op_types import (
    RESTORING_OPS,
    SAVING_OPS,
    TABLE_OPS,
    file_ops,
    functions_of,
)

_CALLS = frozenset({"PartitionedCall", "StatefulPartitionedCall"})
_INITIAL = ("legacy_init_op", "main_op", "saved_model_main_op", "__saved_model_init_op")
_OF_RESOURCES = ("_create_resource", "_initialize", "_destroy_resource")
_NAME_INPUT = {
    "InitializeTableFromTextFile": 1,
    "InitializeTableFromTextFileV2": 1,
    "Restore": 0,
    "RestoreSlice": 0,
    "RestoreV2": 0,
}
_MAIN = ""


def foreign_file_ops(path: Path, meta_graph: Any) -> tuple[str, ...]:
    """Types of ops that may touch files that do not belong to the SavedModel at ``path``, sorted.

    What only saves variables, and nothing but saving needs, is left out: that is never run.
    """
    graph = _Bodies(path, meta_graph)
    found = {node.op for body, node in graph.run() if graph.reaches_out(body, node)}
    return tuple(sorted({*found, *file_ops(meta_graph.graph_def, own=False)}))


class _Bodies:
    """The main graph (its name is "") and the functions of a MetaGraph, with who calls whom."""

    def __init__(self, path: Path, meta_graph: Any) -> None:
        definition = meta_graph.graph_def
        self._meta = meta_graph
        self._nodes = {_MAIN: {node.name: node for node in definition.node}}
        self._arguments: dict[str, list[str]] = {}
        for function in definition.library.function:
            name = function.signature.name
            self._nodes[name] = {node.name: node for node in function.node_def}
            self._arguments[name] = [one.name for one in function.signature.input_arg]
        self._callers: dict[str, list[tuple[str, Any]]] = {}
        for body, nodes in self._nodes.items():
            for node in nodes.values():
                for called in functions_of(node):
                    self._callers.setdefault(called, []).append((body, node))
        folder = (path / "assets").resolve()
        self._fed = {meta_graph.saver_def.filename_tensor_name} | {
            asset.tensor_info.name
            for asset in meta_graph.asset_file_def
            if _lies_in(folder, asset.filename)
        }
        self._assets_lie_in = all(
            _lies_in(folder, asset.filename) for asset in meta_graph.asset_file_def
        )

    def run(self) -> Iterator[tuple[str, Any]]:
        """(body, node) of all that loading the file, or running one of its signatures, may run."""
        waiting = [(_MAIN, name) for name in self._started()]
        waiting += [(name, one) for name in self._of_resources() for one in self._nodes[name]]
        seen: set[tuple[str, str]] = set()
        while waiting:
            body, name = waiting.pop()
            node = self._nodes[body].get(name)
            if node is None or (body, name) in seen:
                continue
            seen.add((body, name))
            yield body, node
            waiting += [(body, _op_of(one)) for one in node.input]
            waiting += [
                (called, one)
                for called in functions_of(node)
                for one in self._nodes.get(called, ())
            ]

    def reaches_out(self, body: str, node: Any) -> bool:
        """Whether it saves, or reads what is not known to be the SavedModel's own."""
        if node.op in SAVING_OPS:
            return True
        if node.op not in RESTORING_OPS | TABLE_OPS:
            return False
        place = _NAME_INPUT[node.op]
        return place >= len(node.input) or not self._is_own(body, node.input[place], frozenset())

    def _started(self) -> Iterator[str]:
        """Nodes of the main graph that a loader, or whoever runs a signature, asks for."""
        yield self._meta.saver_def.restore_op_name
        for name, signature in self._meta.signature_def.items():
            if name in _INITIAL or not name.startswith("__"):
                yield from (_op_of(info.name) for info in signature.outputs.values())
        for name in _INITIAL:
            collection = self._meta.collection_def.get(name)
            if collection is not None:
                yield from (_op_of(one) for one in collection.node_list.value)

    def _of_resources(self) -> Iterator[str]:
        """Functions that are run when the objects of the file are rebuilt."""
        objects = self._meta.object_graph_def.nodes
        for one in objects:
            if one.WhichOneof("kind") != "resource":
                continue
            for child in one.children:
                if child.local_name in _OF_RESOURCES and child.node_id < len(objects):
                    yield from self._traces(objects[child.node_id])

    def _traces(self, function: Any) -> Iterator[str]:
        names = (
            function.function.concrete_functions,
            [function.bare_concrete_function.concrete_function_name],
        )
        yield from (name for some in names for name in some if name in self._nodes and name)

    def _is_own(self, body: str, tensor: str, seen: frozenset[tuple[str, str]]) -> bool:
        """Whether a name of a file comes from what a loader feeds, and from nowhere else."""
        name = _op_of(tensor)
        if (body, name) in seen:
            return False
        seen |= {(body, name)}
        if name in self._arguments.get(body, ()):
            return self._is_given(body, self._arguments[body].index(name), seen)
        node = self._nodes[body].get(name)
        if node is None:
            return False
        if body == _MAIN and f"{name}:0" in self._fed:
            return True
        if node.op == "Identity":
            return self._is_own(body, node.input[0], seen)
        if node.op == "ReadVariableOp":
            values = list(self._assigned(body, node.input[0]))
            return bool(values) and all(self._is_own(body, one, seen) for one in values)
        return False

    def _assigned(self, body: str, handle: str) -> Iterator[str]:
        for node in self._nodes[body].values():
            if node.op == "AssignVariableOp" and _op_of(node.input[0]) == _op_of(handle):
                yield node.input[1]

    def _is_given(self, function: str, place: int, seen: frozenset[tuple[str, str]]) -> bool:
        """The same of an argument of a function: by all that call it, and by what it captured."""
        found = [
            node.op in _CALLS and self._is_own(body, node.input[place], seen)
            for body, node in self._callers.get(function, ())
        ]
        stated = self._meta.object_graph_def
        if function in stated.concrete_functions:
            bound = stated.concrete_functions[function].bound_inputs
            at = place - (len(self._arguments[function]) - len(bound))
            is_asset = at >= 0 and stated.nodes[bound[at]].WhichOneof("kind") == "asset"
            found.append(is_asset and self._assets_lie_in)
        return bool(found) and all(found)


def _op_of(tensor: str) -> str:
    return tensor.removeprefix("^").partition(":")[0]


def _lies_in(folder: Path, name: str) -> bool:
    return (folder / name).resolve().is_relative_to(folder)
