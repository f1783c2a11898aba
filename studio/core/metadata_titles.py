"""What the facts are called that files of models state about their origin."""

from __future__ import annotations

from studio.core.messages.marking import mark

_TITLES = {
    "backend": mark("backend"),
    "date_saved": mark("saved on"),
    "description": mark("description"),
    "entries": mark("entries of metadata"),
    "engine": mark("read by"),
    "files": mark("files inside"),
    "ir_version": mark("ONNX IR version"),
    "keras_version": mark("Keras version"),
    "min_runtime_version": mark("least runtime version"),
    "name": mark("name"),
    "opset": mark("opset"),
    "producer": mark("made by"),
    "read_with": mark("read with"),
    "schema_version": mark("schema version"),
    "sparse_tensors": mark("sparse tensors"),
    "subgraphs": mark("subgraphs"),
    "tags": mark("tags"),
    "tensorflow_version": mark("TensorFlow version"),
}
"""Key of ``ModelInfo.metadata`` -> title."""


def metadata_title(key: str) -> str:
    """To be translated; a key that is not known here, as of another program, stays as it is."""
    return _TITLES.get(key, key)
