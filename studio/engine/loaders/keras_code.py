"""Finds in a Keras configuration, before anything is loaded, what would run code or is missing.

A Lambda layer holds marshalled bytecode, TorchModuleWrapper a pickle, TFSMLayer the path of
another model: loading one runs what its author wrote, and some layers of Keras 2 call any function
of TensorFlow (see ``tf_functions``). A lookup layer may name a file of words that it reads when it
is built. Classes from outside of Keras cannot be built at all. All are
told from the JSON alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError
from studio.engine.loaders.tf_functions import calls_more

_FUNCTION = "__lambda__"
"""The Python function inside of a layer, which is an object of its own in the file."""
_CODE_CLASSES = frozenset({"Lambda", "TorchModuleWrapper", "TFSMLayer", "JaxLayer", "FlaxLayer"})
_KERAS_ROOTS = ("keras", "tf_keras", "tensorflow.keras", "tensorflow.python.keras", "builtins")
_READ_FILES = ("vocabulary", "vocabulary_file", "ckpt_to_load_from")
"""Keys under which a text is the path of a file that building the layer, or column, reads."""
_MAX_DEPTH = 200


def parse_config(path: Path, data: bytes | str) -> dict[str, Any]:
    """The configuration as JSON. Raises ModelError: model-damaged."""
    try:
        config = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ModelError("model-damaged", str(error), path=path, suffix=path.suffix) from error
    if not isinstance(config, dict):
        raise ModelError("model-damaged", "no object", path=path, suffix=path.suffix)
    return config


def require_no_code(path: Path, config: dict[str, Any]) -> None:
    """Raises ModelError: model-needs-code naming the layers whose loading runs code, or reads a
    file that the configuration names; those of :func:`custom_classes`."""
    running = [entry for entry in _objects(path, config) if _runs_code(entry)]
    layers = [entry for entry in running if entry["class_name"] != _FUNCTION]
    found = {_describe(entry) for entry in layers or running}
    found |= {
        f"{key} “{entry[key]}”"
        for entry in _mappings(path, config)
        for key in _READ_FILES
        if isinstance(entry.get(key), str)
    }
    if found:
        raise ModelError("model-needs-code", path=path, layers=", ".join(sorted(found)))


def custom_classes(path: Path, config: dict[str, Any]) -> tuple[str, ...]:
    """Names of classes that Keras does not have, as the file states them.

    Raises ModelError: model-damaged where the configuration is nested too deeply to be looked
    through.
    """
    found = {
        str(entry["class_name"])
        for entry in _objects(path, config)
        if not _runs_code(entry) and _is_foreign(entry)
    }
    return tuple(sorted(found))


def _objects(path: Path, config: Any) -> Iterator[dict[str, Any]]:
    """Every serialized object ({"class_name": ..., "config": ...}) at any depth."""
    return (entry for entry in _mappings(path, config) if isinstance(entry.get("class_name"), str))


def _mappings(path: Path, value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _MAX_DEPTH:
        detail = f"nested more than {_MAX_DEPTH} levels deep"
        raise ModelError("model-damaged", detail, path=path, suffix=path.suffix)
    if isinstance(value, dict):
        yield value
        for entry in value.values():
            yield from _mappings(path, entry, depth + 1)
    elif isinstance(value, list):
        for entry in value:
            yield from _mappings(path, entry, depth + 1)


def _runs_code(entry: dict[str, Any]) -> bool:
    config = entry.get("config")
    return (
        entry["class_name"] in _CODE_CLASSES
        or entry["class_name"] == _FUNCTION
        or (isinstance(config, dict) and config.get("function_type") == "lambda")
        or calls_more(entry["class_name"], config if isinstance(config, dict) else {})
    )


def _is_foreign(entry: dict[str, Any]) -> bool:
    module = entry.get("module")
    if not isinstance(module, str):
        return False
    return not any(module == root or module.startswith(root + ".") for root in _KERAS_ROOTS)


def _describe(entry: dict[str, Any]) -> str:
    config = entry.get("config")
    name = config.get("name") if isinstance(config, dict) else None
    kind = "Lambda" if entry["class_name"] == _FUNCTION else str(entry["class_name"])
    return f"{kind} “{name}”" if name else kind
