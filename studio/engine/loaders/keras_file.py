"""Opens .keras and .h5 files: by Keras 3, or by Keras 2 in the process that has that instead."""

from __future__ import annotations

import re
import tempfile
import warnings
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError
from studio.core.formats import sniff
from studio.core.opening import AS_FOUND, Opening
from studio.engine.custom_code import by_content, load_custom_code
from studio.engine.loaders.archive import read_config
from studio.engine.loaders.keras_code import custom_classes, parse_config, require_no_code
from studio.engine.loaders.keras_source import KerasSource
from studio.engine.loaders.keras_storage import optimizer_bytes
from studio.engine.loaders.legacy_keras import (
    LegacyKerasSource,
    is_keras_2,
    require_package,
    signs_of_keras_2,
)
from studio.engine.tensorflow_import import is_legacy, load_keras

_UNKNOWN_CLASS = re.compile(
    r"(?:Unknown (?:layer|object|\w+ function)|[Cc]ould not (?:locate|find) (?:class|function|\w+))"
    r":? ['\"`]?(?:Custom>)?([\w>.]+)"
)


def load(path: Path, allow_code: bool, opening: Opening = AS_FOUND) -> KerasSource:
    """The model, not compiled. What would run code is refused without ``allow_code``, the user's
    own file with the classes that it needs too.

    Raises ModelError: model-damaged, model-unpacks-too-large, model-needs-code,
    model-weights-only, model-custom-class, model-no-signature, model-cannot-be-built,
    custom-code-not-allowed, custom-code-unreadable, custom-code-failed; model-needs-legacy-keras
    where only Keras 2 reads it and this is not its process, legacy-keras-missing where that has
    no package.
    """
    format_id = sniff(path).id
    config, metadata = _read(path, format_id)
    if not allow_code:
        require_no_code(path, config)
    _require_engine(path, config, metadata)
    objects = _custom_objects(path, allow_code, opening)
    foreign = [name for name in custom_classes(path, config) if name not in objects]
    if foreign:
        raise ModelError("model-custom-class", path=path, names=", ".join(foreign))
    try:
        model = _load_model(path, format_id, allow_code, objects)
    except ModelError as error:
        if is_legacy() or error.code == "model-damaged" or not is_keras_2(metadata):
            raise
        raise _elsewhere(path, error.detail, "Keras 3 refuses it") from error
    kind = LegacyKerasSource if is_legacy() else KerasSource
    return kind(model, format_id, metadata, optimizer_bytes(path, format_id))


def _require_engine(path: Path, config: dict[str, Any], stated: dict[str, str]) -> None:
    """Raises ModelError: model-needs-legacy-keras, legacy-keras-missing, model-needs-keras-3."""
    if is_legacy():
        require_package(path)
        if not is_keras_2(stated):
            raise ModelError("model-needs-keras-3", path=path, version=stated["keras_version"])
        return
    signs = signs_of_keras_2(config) if is_keras_2(stated) else ()
    if signs:
        raise _elsewhere(path, "", ", ".join(signs))


def _elsewhere(path: Path, detail: str, reason: str) -> ModelError:
    """Raises ModelError: legacy-keras-missing."""
    require_package(path)
    return ModelError("model-needs-legacy-keras", detail, path=path, reason=reason)


def _custom_objects(path: Path, allow_code: bool, opening: Opening) -> dict[str, Any]:
    if not opening.custom_code:
        return {}
    is_allowed = allow_code
    if opening.agreed:
        is_allowed = by_content(opening).custom_code in opening.agreed
    if not is_allowed:
        raise ModelError("custom-code-not-allowed", path=path, file=opening.custom_code)
    load_keras()
    return load_custom_code(Path(opening.custom_code))


def _read(path: Path, format_id: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Configuration and metadata of the file, without building anything."""
    if format_id == "keras":
        config = parse_config(path, read_config(path))
        stated = parse_config(path, read_config(path, "metadata.json"))
        return config, {key: str(value) for key, value in stated.items()}
    return _read_h5(path)


def _read_h5(path: Path) -> tuple[dict[str, Any], dict[str, str]]:
    import h5py

    try:
        with h5py.File(path, "r") as file:
            text = file.attrs.get("model_config")
            stated = {
                name: _text(file.attrs[name])
                for name in ("keras_version", "backend")
                if name in file.attrs
            }
    except (OSError, RuntimeError, KeyError, ValueError) as error:
        raise ModelError("model-damaged", str(error), path=path, suffix=path.suffix) from error
    if text is None:
        raise ModelError("model-weights-only", path=path)
    return parse_config(path, _text(text)), stated


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _load_model(path: Path, format_id: str, allow_code: bool, objects: dict[str, Any]) -> Any:
    keras = load_keras()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        readable = _with_suffix(path, format_id, Path(folder))
        try:
            return keras.models.load_model(
                readable, custom_objects=objects, compile=False, safe_mode=not allow_code
            )
        except ModelError:
            raise
        except MemoryError:
            raise
        except Exception as error:  # Keras raises every kind, also for damaged files
            raise _explain(path, error) from error


def _with_suffix(path: Path, format_id: str, folder: Path) -> Path:
    """``path`` under a name whose suffix says what it is: Keras goes by the suffix alone."""
    suffixes = {"keras": (".keras",), "h5": (".h5", ".hdf5")}[format_id]
    if path.suffix in suffixes:
        return path
    link = folder / f"model{suffixes[0]}"
    try:
        link.symlink_to(path.resolve())
    except OSError:
        link.write_bytes(path.read_bytes())
    return link


def _explain(path: Path, error: Exception) -> ModelError:
    detail = f"{type(error).__name__}: {error}"[:4000]
    unknown = _UNKNOWN_CLASS.search(str(error))
    if unknown:
        return ModelError("model-custom-class", detail, path=path, names=unknown.group(1))
    if isinstance(error, (OSError, KeyError, EOFError)) or "File not found" in str(error):
        return ModelError("model-damaged", detail, path=path, suffix=path.suffix)
    return ModelError("model-cannot-be-built", detail, path=path)
