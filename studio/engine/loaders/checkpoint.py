"""Opens TensorFlow checkpoints that have a meta graph: its variables become constants.

Nothing of the file is run for that. Which variable has which of the checkpoint's values stands in
the ops that would restore them; these are read, and the values are looked up here.

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
    before_ops,
    ends,
    imported,
    placeholders_before,
    read_into,
    require_no_files,
    tensors_called,
    without_traces,
)
from studio.engine.loaders.op_types import file_ops, op_of
from studio.engine.tensorflow_import import load_tensorflow

_MOST_BYTES = 2 << 30
_NO_ENDS = ("Assign", "Apply", "ResourceApply", "Scatter", "ResourceScatter", "Save", "Restore")
_ABOUT_SHAPES = ("Shape", "ShapeN", "Size", "Rank")
_SUMMARY = "Summary"
_GRADIENTS = re.compile(r"(.*/)?gradients(_\d+)?/")
"""Scopes that tf.gradients opens, unless told otherwise."""


def load(path: Path, allow_code: bool, opening: Opening = AS_FOUND) -> GraphDefSource:
    """The graph with the checkpoint's values. Without ``allow_code`` it is refused where ops that
    touch other files are needed for its outputs, or lie in its functions: running it may run them;
    and where importing it may run some already, wherever these stand.

    Raises ModelError: model-damaged, model-unreadable, model-cannot-be-built, model-calls-python,
    model-needs-code, graphdef-tensor-unknown, graphdef-ends-missing.
    """
    prefix = checkpoint_prefix(path)
    assert prefix is not None, "it was sniffed"
    meta = _parsed(graph_file(prefix))
    definition = without_traces(meta.graph_def)
    require_no_files(path, file_ops(definition, eager=True), allow_code)
    graph = imported(path, definition)
    outputs = tensors_called(path, graph, opening.outputs) or _ends(graph, meta)
    inputs = tensors_called(path, graph, opening.inputs) or placeholders_before(outputs)
    if not outputs or not inputs:
        raise ModelError("graphdef-ends-missing", path=path)
    frozen = _frozen(path, prefix, meta, graph, outputs)
    require_no_files(path, file_ops(frozen), allow_code)
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
    saving = {op_of(meta.saver_def.filename_tensor_name)}
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


def _frozen(path: Path, prefix: Path, meta: Any, graph: Any, outputs: list[Any]) -> Any:
    """The ops that ``outputs`` need, with the values of their variables in them."""
    tf = load_tensorflow()
    nodes = sorted({tensor.op.name for tensor in outputs})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = _Values(prefix, _restored(graph, meta))
            definition = graph.as_graph_def()
            return tf.compat.v1.graph_util.convert_variables_to_constants(values, definition, nodes)
    except (tf.errors.NotFoundError, tf.errors.DataLossError, tf.errors.OutOfRangeError) as error:
        raise ModelError(
            "model-damaged", str(error)[:4000], path=path, suffix="checkpoint"
        ) from error
    except (ValueError, TypeError, KeyError, tf.errors.OpError) as error:
        raise ModelError("model-cannot-be-built", str(error)[:2000], path=path) from error


class _Values:
    """Stands where TensorFlow asks a session for the values of variables, and runs no graph.

    ``stored``: see :func:`_restored`.
    """

    def __init__(self, prefix: Path, stored: dict[str, tuple[str, str, Any]]) -> None:
        self._prefix = str(prefix)
        self._stored = stored

    def run(self, names: list[str]) -> list[Any]:
        """Of the tensors "NAME:0" and "NAME/Read/ReadVariableOp:0" of variables."""
        tf = load_tensorflow()
        wanted = [name.removesuffix(":0").removesuffix("/Read/ReadVariableOp") for name in names]
        missing = [name for name in wanted if name not in self._stored]
        if missing:
            raise ValueError(f"nothing restores the variables {', '.join(missing[:5])}")
        if not wanted:
            return []
        keys, slices, dtypes = zip(*(self._stored[name] for name in wanted), strict=True)
        with tf.device("/CPU:0"):
            found = tf.raw_ops.RestoreV2(
                prefix=self._prefix, tensor_names=keys, shape_and_slices=slices, dtypes=dtypes
            )
        return [value.numpy() for value in found]


def _restored(graph: Any, meta: Any) -> dict[str, tuple[str, str, Any]]:
    """Variable -> its name in the checkpoint, which slice of what is stored there, and its dtype.

    Raises KeyError, ValueError where what restores is not as TensorFlow writes it.
    """
    tf = load_tensorflow()
    found = {}
    for op in before_ops([graph.get_operation_by_name(meta.saver_def.restore_op_name)]):
        if op.type not in ("Assign", "AssignVariableOp"):
            continue
        value = op.inputs[1]
        while value.op.type == "Identity":
            value = value.op.inputs[0]
        if value.op.type != "RestoreV2":
            continue
        names, slices = (tf.get_static_value(one) for one in value.op.inputs[1:])
        if names is None or slices is None:
            raise ValueError(f"what {value.op.name} reads is not written down")
        place = value.value_index
        found[op.inputs[0].op.name] = names[place].decode(), slices[place].decode(), value.dtype
    return found
