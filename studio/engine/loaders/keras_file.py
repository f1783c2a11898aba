"""Opens .keras and .h5 files (Keras 3, and legacy HDF5 where Keras 3 reads it)."""

from __future__ import annotations

import re
import tempfile
import warnings
from pathlib import Path
from typing import Any

from studio.core.errors import ModelError
from studio.core.formats import sniff
from studio.engine.loaders.archive import read_config
from studio.engine.loaders.keras_code import custom_classes, parse_config, require_no_code
from studio.engine.loaders.keras_source import KerasSource
from studio.engine.loaders.keras_storage import optimizer_bytes
from studio.engine.tensorflow_import import load_keras

_UNKNOWN_CLASS = re.compile(
    r"(?:Unknown (?:layer|object|\w+ function)|[Cc]ould not (?:locate|find) (?:class|function|\w+))"
    r":? ['\"`]?(?:Custom>)?([\w>.]+)"
)


def load(path: Path, allow_code: bool) -> KerasSource:
    """The model, not compiled. What would run code is refused without ``allow_code``.

    Raises ModelError: model-damaged, model-unpacks-too-large, model-needs-code,
    model-weights-only, model-custom-class, model-no-signature, model-cannot-be-built.
    """
    format_id = sniff(path).id
    config, metadata = _read(path, format_id)
    if not allow_code:
        require_no_code(path, config)
    foreign = custom_classes(path, config)
    if foreign:
        raise ModelError("model-custom-class", path=path, names=", ".join(foreign))
    model = _load_model(path, format_id, allow_code)
    return KerasSource(model, format_id, metadata, optimizer_bytes(path, format_id))


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


def _load_model(path: Path, format_id: str, allow_code: bool) -> Any:
    keras = load_keras()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        readable = _with_suffix(path, format_id, Path(folder))
        try:
            return keras.models.load_model(readable, compile=False, safe_mode=not allow_code)
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
