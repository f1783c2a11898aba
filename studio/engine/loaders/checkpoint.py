"""Opens TensorFlow checkpoints that have a meta graph: variables restored, then made constants.

Such a graph is that of a training program: beside the network it holds losses, gradients and what
saves and restores it. As ends are proposed what no op reads and depends on a placeholder; what only
changes variables, or writes files, is no end. Others can be named.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any

from studio.core.checkpoints import checkpoint_prefix, graph_file
from studio.core.errors import ModelError
from studio.core.opening import AS_FOUND, Opening
from studio.engine.loaders.graph_def import (
    GraphDefSource,
    before,
    ends,
    imported,
    placeholders_before,
    read_into,
    tensors_called,
    without_traces,
)
from studio.engine.tensorflow_import import load_tensorflow

_FILE_OPS = frozenset({"ReadFile", "WriteFile", "ImmutableConst", "LoadLibrary"})
_NO_ENDS = ("Assign", "Apply", "ResourceApply", "Scatter", "ResourceScatter", "Save", "Restore")
_ABOUT_SHAPES = ("Shape", "ShapeN", "Size", "Rank")
_SUMMARY = "Summary"
_GRADIENTS = re.compile(r"(.*/)?gradients(_\d+)?/")
"""Scopes that tf.gradients opens, unless told otherwise."""


def load(path: Path, allow_code: bool, opening: Opening = AS_FOUND) -> GraphDefSource:
    """The graph with the checkpoint's values. Restoring runs ops of it; those that touch other
    files are refused without ``allow_code``.

    Raises ModelError: model-damaged, model-unreadable, model-cannot-be-built, model-calls-python,
    model-needs-code, graphdef-tensor-unknown, graphdef-ends-missing.
    """
    prefix = checkpoint_prefix(path)
    assert prefix is not None, "it was sniffed"
    meta = _parsed(graph_file(prefix))
    definition = without_traces(meta.graph_def)
    graph = imported(path, definition)
    files = sorted({op.type for op in graph.get_operations()} & _FILE_OPS)
    if files and not allow_code:
        raise ModelError("model-needs-code", path=path, layers=", ".join(files))
    outputs = tensors_called(path, graph, opening.outputs) or _ends(graph, meta)
    inputs = tensors_called(path, graph, opening.inputs) or placeholders_before(outputs)
    if not outputs or not inputs:
        raise ModelError("graphdef-ends-missing", path=path)
    frozen = _frozen(path, prefix, meta, outputs)
    restored = imported(path, frozen)
    stated = {"tensorflow_version": str(meta.meta_info_def.tensorflow_version)}
    return GraphDefSource(
        path,
        frozen,
        restored,
        tensors_called(path, restored, [tensor.name for tensor in inputs]),
        tensors_called(path, restored, [tensor.name for tensor in outputs]),
        stated,
    )


def _parsed(path: Path) -> Any:
    meta = load_tensorflow().compat.v1.MetaGraphDef()
    read_into(meta, path)
    if not meta.graph_def.node or not meta.HasField("saver_def"):
        detail = "no graph, or nothing that restores it"
        raise ModelError("model-damaged", detail, path=path, suffix=path.suffix)
    return meta


def _ends(graph: Any, meta: Any) -> list[Any]:
    """What no op reads, was computed from a placeholder, and is no part of training or saving."""
    saving = {meta.saver_def.filename_tensor_name.partition(":")[0]}
    found = []
    for tensor in ends(graph):
        kind = tensor.op.type
        if _SUMMARY in kind or kind in _ABOUT_SHAPES or tensor.dtype.name == "string":
            continue
        if _GRADIENTS.match(tensor.op.name):
            continue
        needed = before([tensor], ())
        given = {op.name for op in needed if op.type.startswith("Placeholder")}
        is_of_training = any(op.type.startswith(_NO_ENDS) for op in needed)
        if given and not given & saving and not is_of_training:
            found.append(tensor)
    return found


def _frozen(path: Path, prefix: Path, meta: Any, outputs: list[Any]) -> Any:
    """The ops that ``outputs`` need, with the values of their variables in them."""
    tf = load_tensorflow()
    v1 = tf.compat.v1
    graph = tf.Graph()
    nodes = sorted({tensor.op.name for tensor in outputs})
    try:
        with graph.as_default(), v1.Session(graph=graph) as session, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            saver = v1.train.import_meta_graph(meta, clear_devices=True)
            saver.restore(session, str(prefix))
            definition = graph.as_graph_def()
            return v1.graph_util.convert_variables_to_constants(session, definition, nodes)
    except (tf.errors.NotFoundError, tf.errors.DataLossError, tf.errors.OutOfRangeError) as error:
        raise ModelError(
            "model-damaged", str(error)[:4000], path=path, suffix="checkpoint"
        ) from error
    except (ValueError, TypeError, KeyError, tf.errors.OpError) as error:
        raise ModelError("model-cannot-be-built", str(error)[:2000], path=path) from error
