"""Which ops read text, by what TensorFlow declares of their inputs."""

from __future__ import annotations

from collections.abc import Iterable

from studio.engine.tensorflow_import import load_tensorflow

_BOOKKEEPING = frozenset(
    {
        *("SaveV2", "RestoreV2", "MergeV2Checkpoints", "ShardedFilename", "Assert", "Print"),
        *("AssignVariableOp", "VarHandleOp", "Identity", "NoOp"),
    }
)
"""Ops around a model, that save and load it: they read names of files."""


def reading_text(ops: Iterable[str]) -> tuple[str, ...]:
    """Those of ``ops`` (types) with an input that is always text, sorted."""
    load_tensorflow()
    from tensorflow.core.framework import types_pb2
    from tensorflow.python.framework import op_def_registry

    found = []
    for op in set(ops) - _BOOKKEEPING:
        declared = op_def_registry.get(op)
        inputs = declared.input_arg if declared is not None else ()
        if any(arg.type == types_pb2.DT_STRING for arg in inputs):
            found.append(op)
    return tuple(sorted(found))
