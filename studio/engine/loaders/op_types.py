"""Which ops a graph of TensorFlow holds, those inside of its functions too, and which of them do
more than compute."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

PYTHON_OPS = frozenset({"PyFunc", "PyFuncStateless", "EagerPyFunc"})
"""Ops that call into the process that made the graph."""
_FILE_OPS = frozenset(
    {
        *("ReadFile", "WriteFile", "MatchingFiles", "ImmutableConst", "LoadLibrary"),
        *("DebugIdentity", "DebugIdentityV2", "DebugIdentityV3"),
    }
)
_SAVING_OPS = frozenset(
    {
        *("Save", "SaveSlices", "SaveV2", "MergeV2Checkpoints"),
        *("Restore", "RestoreSlice", "RestoreV2"),
    }
)


def op_types(definition: Any) -> frozenset[str]:
    """Of all nodes of ``definition``, a GraphDef, and of its library of functions."""
    return frozenset(node.op for node in _nodes(definition))


def file_ops(definition: Any, *, saving: bool = True) -> tuple[str, ...]:
    """Types of ops that reach for files of their own choice when they are run, sorted.

    ``saving``: those count that save and restore variables, which a SavedModel holds anyway.
    """
    types = _FILE_OPS | (_SAVING_OPS if saving else frozenset())
    return tuple(
        sorted({node.op for node in _nodes(definition) if node.op in types or _prints(node)})
    )


def _nodes(definition: Any) -> Iterator[Any]:
    yield from definition.node
    for function in definition.library.function:
        yield from function.node_def


def _prints(node: Any) -> bool:
    """Whether it prints into a file."""
    return node.op == "PrintV2" and bool(node.attr["output_stream"].s.startswith(b"file:"))
