"""Opens SavedModel folders: reads the signatures from the file, loads the variables when needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from studio.core.errors import ModelError
from studio.core.model import Signature
from studio.engine.loaders.saved_model_source import SavedModelSource
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.traced import spec_of

DEFAULT_SIGNATURE = "serving_default"
_MAX_GRAPH_BYTES = 2 << 30
_PYTHON_OPS = frozenset({"PyFunc", "PyFuncStateless", "EagerPyFunc"})
_FILE_OPS = frozenset({"ReadFile", "WriteFile", "MatchingFiles", "ImmutableConst", "LoadLibrary"})
"""Ops by which a graph reaches for files of its own choice while it runs."""


def load(path: Path, allow_code: bool) -> SavedModelSource:
    """The model; nothing of it is run. Ops that touch files are refused without ``allow_code``.

    Raises ModelError: model-damaged, model-unreadable, model-no-signature, model-calls-python,
    model-needs-code.
    """
    meta_graph, stated = _read_meta_graph(path)
    ops = _op_types(meta_graph)
    if ops & _PYTHON_OPS:
        raise ModelError("model-calls-python", path=path)
    if ops & _FILE_OPS and not allow_code:
        raise ModelError("model-needs-code", path=path, layers=", ".join(sorted(ops & _FILE_OPS)))
    signatures = _signatures(meta_graph)
    if not signatures:
        raise ModelError("model-no-signature")
    return SavedModelSource(path, signatures, ops, stated)


def _read_meta_graph(path: Path) -> tuple[Any, dict[str, str]]:
    """The MetaGraph for serving and what the file states about its origin."""
    load_tensorflow()
    from google.protobuf.message import DecodeError
    from google.protobuf.text_format import Merge, ParseError
    from tensorflow.core.protobuf import saved_model_pb2

    message = saved_model_pb2.SavedModel()
    binary, text = path / "saved_model.pb", path / "saved_model.pbtxt"
    try:
        if binary.is_file():
            if binary.stat().st_size > _MAX_GRAPH_BYTES:
                raise ModelError("model-damaged", "over 2 GB", path=binary, suffix=".pb")
            message.ParseFromString(binary.read_bytes())
        else:
            Merge(text.read_text("utf-8"), message)
    except (DecodeError, ParseError, UnicodeDecodeError) as error:
        raise ModelError("model-damaged", str(error), path=path, suffix=".pb") from error
    except OSError as error:
        raise ModelError("model-unreadable", str(error), path=path) from error
    for meta_graph in message.meta_graphs:
        if "serve" in meta_graph.meta_info_def.tags:
            info = meta_graph.meta_info_def
            stated = {
                "tensorflow_version": info.tensorflow_version,
                "tags": ", ".join(info.tags),
            }
            return meta_graph, {key: value for key, value in stated.items() if value}
    raise ModelError("model-damaged", "no graph for serving", path=path, suffix=".pb")


def _op_types(meta_graph: Any) -> frozenset[str]:
    definition = meta_graph.graph_def
    found = {node.op for node in definition.node}
    for function in definition.library.function:
        found |= {node.op for node in function.node_def}
    return frozenset(found)


def _signatures(meta_graph: Any) -> tuple[Signature, ...]:
    """Signatures with outputs, ``serving_default`` first; names sorted: the file has no order."""
    found = []
    for name in sorted(meta_graph.signature_def):
        entry = meta_graph.signature_def[name]
        if not entry.outputs or name.startswith("__"):
            continue
        found.append(
            Signature(name=name, inputs=_specs(entry.inputs), outputs=_specs(entry.outputs))
        )
    return tuple(sorted(found, key=lambda signature: signature.name != DEFAULT_SIGNATURE))


def _specs(infos: Any) -> tuple[Any, ...]:
    tf = load_tensorflow()
    return tuple(
        spec_of(
            name, tf.dtypes.as_dtype(infos[name].dtype), tf.TensorShape(infos[name].tensor_shape)
        )
        for name in sorted(infos)
    )
