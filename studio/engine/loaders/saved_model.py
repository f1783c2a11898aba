"""Opens SavedModel folders: reads the signatures from the file, loads the variables when needed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError
from studio.core.model import Signature, TaggedGraph
from studio.core.opening import AS_FOUND, Opening
from studio.engine.loaders.op_types import PYTHON_OPS, needed_types, op_types
from studio.engine.loaders.own_files import foreign_file_ops
from studio.engine.loaders.saved_model_source import SavedModelSource
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.traced import spec_of

DEFAULT_SIGNATURE = "serving_default"
_SERVING = frozenset({"serve"})
_MAX_GRAPH_BYTES = 2 << 30


def load(path: Path, allow_code: bool, opening: Opening = AS_FOUND) -> SavedModelSource:
    """The model; nothing of it is run. Ops that touch files other than its own are refused without
    ``allow_code``.

    Raises ModelError: model-damaged, model-unreadable, model-no-signature, model-calls-python,
    model-needs-code, tags-unknown.
    """
    meta_graph, graphs, stated = _read_meta_graph(path, frozenset(opening.tags))
    ops, files = op_types(meta_graph.graph_def), foreign_file_ops(path, meta_graph)
    if ops & PYTHON_OPS:
        raise ModelError("model-calls-python", path=path)
    if files and not allow_code:
        raise ModelError("model-needs-code", path=path, layers=", ".join(files))
    signatures = _signatures(meta_graph)
    if not signatures:
        raise ModelError("model-no-signature")
    tags = tuple(meta_graph.meta_info_def.tags)
    ends = meta_graph.signature_def[signatures[0].name].outputs.values()
    needed = needed_types(meta_graph.graph_def, [end.name for end in ends])
    return SavedModelSource(path, signatures, ops, needed, stated, tags, graphs)


def _read_meta_graph(
    path: Path, wanted: frozenset[str]
) -> tuple[Any, tuple[TaggedGraph, ...], dict[str, str]]:
    """The MetaGraph with the tags ``wanted`` (none: the one for serving), all of them in short, and
    what the file states about its origin."""
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
    if not message.meta_graphs:
        raise ModelError("model-damaged", "no graph", path=path, suffix=".pb")
    by_tags = {frozenset(found.meta_info_def.tags): found for found in message.meta_graphs}
    chosen = by_tags.get(wanted or _SERVING)
    if chosen is None and not wanted:
        chosen = next((found for tags, found in by_tags.items() if tags >= _SERVING), None)
    if chosen is None:
        known = "; ".join(_tags_text(tags) for tags in by_tags)
        raise ModelError(
            "tags-unknown", path=path, tags=_tags_text(wanted or _SERVING), known=known
        )
    info = chosen.meta_info_def
    stated = {"tensorflow_version": info.tensorflow_version, "tags": _tags_text(info.tags)}
    graphs = tuple(
        TaggedGraph(tags=tuple(sorted(tags)), signatures=_signatures(found))
        for tags, found in by_tags.items()
    )
    return chosen, graphs, {key: value for key, value in stated.items() if value}


def _tags_text(tags: Iterable[str]) -> str:
    return ", ".join(sorted(tags)) or "(none)"


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
