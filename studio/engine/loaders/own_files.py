"""Whether what a SavedModel does with files concerns its own: variables restored from its folder,
tables filled from its assets.

TensorFlow's loaders name these files to the graph: while they restore, the prefix of the variables
is fed to a placeholder that the file states; while they initialize, so is the path of each asset,
or a function captured it. Any op that reads a file is taken to read what is not the SavedModel's
own, unless its name, followed back, is known to come from there and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError
from studio.engine.loaders.meta_graph_bodies import MAIN, Bodies, uses_of
from studio.engine.loaders.op_types import (
    RESTORING_OPS,
    SAVING_OPS,
    TABLE_OPS,
    file_ops,
    op_of,
)

_CALLS = frozenset({"PartitionedCall", "StatefulPartitionedCall"})
_FED = frozenset({"Placeholder", "PlaceholderWithDefault"})
_OF_A_VARIABLE = frozenset(
    {("AssignVariableOp", 0), ("ReadVariableOp", 0), ("VarIsInitializedOp", 0)}
)
_RESOURCE, _OTHER_HANDLES = 20, "_VarHandlesOp"
_NAME_INPUT = {
    "InitializeTableFromTextFile": 1,
    "InitializeTableFromTextFileV2": 1,
    "Restore": 0,
    "RestoreSlice": 0,
    "RestoreV2": 0,
}


def foreign_file_ops(path: Path, meta_graph: Any) -> tuple[str, ...]:
    """Types of ops that may touch files that do not belong to the SavedModel at ``path``, sorted.

    What saves variables, and nothing but saving needs, is left out: that is never run. Raises
    ModelError: model-damaged where its parts refer to what is not there.
    """
    try:
        graph = _OwnFiles(path, meta_graph)
        found = {node.op for body, node in graph.bodies.live() if graph.reaches_out(body, node)}
    except (ValueError, RecursionError) as error:
        raise ModelError("model-damaged", str(error), path=path, suffix=".pb") from error
    return tuple(sorted({*found, *file_ops(meta_graph.graph_def, own=False)}))


class _OwnFiles:
    def __init__(self, path: Path, meta_graph: Any) -> None:
        self.bodies = Bodies(meta_graph)
        self._objects = meta_graph.object_graph_def
        folder = (path / "assets").resolve()
        assets = meta_graph.asset_file_def
        self._assets_are_own = all(_lies_in(folder, asset.filename) for asset in assets)
        self._fed = self._fed_by_loaders(meta_graph)

    def reaches_out(self, body: str, node: Any) -> bool:
        """Whether it saves, or reads what is not known to be the SavedModel's own."""
        if node.op in SAVING_OPS:
            return True
        if node.op not in RESTORING_OPS | TABLE_OPS:
            return False
        return not self._is_own_input(body, node, _NAME_INPUT[node.op], frozenset())

    def _fed_by_loaders(self, meta_graph: Any) -> frozenset[str]:
        """Placeholders whose value is the loader's wherever they are needed."""
        graph = self.bodies
        prefix = {op_of(meta_graph.saver_def.filename_tensor_name)}
        found = prefix - graph.initial - graph.fetched
        if self._assets_are_own:
            assets = {op_of(asset.tensor_info.name) for asset in meta_graph.asset_file_def}
            found |= assets - graph.restoring - graph.fetched
        nodes = graph.nodes[MAIN]
        return frozenset(name for name in found if name in nodes and nodes[name].op in _FED)

    def _is_own_input(
        self, body: str, node: Any, place: int, seen: frozenset[tuple[str, str]]
    ) -> bool:
        given = node.input[place] if place < len(node.input) else "^"
        return not given.startswith("^") and self._is_own(body, op_of(given), seen)

    def _is_own(self, body: str, name: str, seen: frozenset[tuple[str, str]]) -> bool:
        """Whether a name of a file comes from what a loader feeds, and from nowhere else."""
        if (body, name) in seen:
            return False
        seen |= {(body, name)}
        if name in self.bodies.arguments[body]:
            return self._is_given(body, self.bodies.arguments[body].index(name), seen)
        node = self.bodies.nodes[body].get(name)
        if node is None:
            return False
        if body == MAIN and name in self._fed:
            return True
        if node.op == "Identity":
            return self._is_own_input(body, node, 0, seen)
        if node.op == "ReadVariableOp" and body == MAIN and node.input:
            writers = list(self._written(op_of(node.input[0])))
            return bool(writers) and all(self._is_own_input(body, one, 1, seen) for one in writers)
        return False

    def _written(self, handle: str) -> Iterator[Any]:
        """What assigns the variable of the main graph that ``handle`` stands for; nothing where it
        may be reached in another way too."""
        nodes = self.bodies.nodes[MAIN]
        variable = nodes.get(handle)
        if variable is None or variable.op != "VarHandleOp":
            return
        every = [node for body in self.bodies.nodes.values() for node in body.values()]
        same = [
            node
            for node in every
            if node.op == "VarHandleOp" and _shared(node) == _shared(variable)
        ]
        others = any(
            node.op == _OTHER_HANDLES
            or (node.op == "Const" and node.attr["dtype"].type == _RESOURCE)
            for node in every
        )
        if (
            len(same) == 1
            and not others
            and uses_of(nodes.values(), handle).keys() <= _OF_A_VARIABLE
        ):
            for node in nodes.values():
                if node.op == "AssignVariableOp" and op_of(node.input[0]) == handle:
                    yield node

    def _is_given(self, function: str, place: int, seen: frozenset[tuple[str, str]]) -> bool:
        """The same of an argument of a function: by all that call it, and by what it captured."""
        if function in self.bodies.gradients:
            return False
        found = [
            (node.op == function or (node.op in _CALLS and node.attr["f"].func.name == function))
            and self._is_own_input(body, node, place, seen)
            for body, node in self.bodies.callers.get(function, ())
        ]
        if function in self.bodies.of_objects:
            found.append(self._is_captured_asset(function, place))
        return bool(found) and all(found)

    def _is_captured_asset(self, function: str, place: int) -> bool:
        stated = self._objects.concrete_functions
        bound = stated[function].bound_inputs if function in stated else ()
        at = place - (len(self.bodies.arguments[function]) - len(bound))
        if not 0 <= at < len(bound):
            return False
        if not 0 <= bound[at] < len(self._objects.nodes):
            raise ValueError(f"{function} captured object {bound[at]}, which is not there")
        is_asset = self._objects.nodes[bound[at]].WhichOneof("kind") == "asset"
        return is_asset and self._assets_are_own


def _shared(variable: Any) -> bytes:
    named: bytes = variable.attr["shared_name"].s
    return named or variable.name.encode()


def _lies_in(folder: Path, name: str) -> bool:
    try:
        return (folder / name).resolve().is_relative_to(folder)
    except (OSError, ValueError):
        return False
