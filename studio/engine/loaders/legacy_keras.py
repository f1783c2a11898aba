"""Keras 2 files that Keras 3 does not read: how they are told, and the model that tf_keras gives.

Keras 3 reads many files of Keras 2, so it is tried first; the signs below only save the time where
the file itself says that it cannot work.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.errors import ModelError
from studio.core.model import Signature
from studio.engine.loaders.keras_source import KerasSource
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.traced import Traced, serving_function, trace_flat

ROUTE = "legacy-keras"
_GONE_CLASSES = frozenset(
    {
        "TFOpLambda",
        "SlicingOpLambda",
        "TensorFlowOpLayer",
        "ClassMethod",
        "InstanceMethod",
        "InstanceProperty",
        "LocallyConnected1D",
        "LocallyConnected2D",
        "CuDNNLSTM",
        "CuDNNGRU",
    }
)
_GONE_ARGUMENTS = ("time_major",)


def require_package(path: Path) -> None:
    """Raises ModelError: legacy-keras-missing, naming the extra."""
    if importlib.util.find_spec("tf_keras") is None:
        raise ModelError("legacy-keras-missing", path=path)


def is_keras_2(stated: dict[str, str]) -> bool:
    """Whether the header says so; files that say nothing are older than the entry."""
    return stated.get("keras_version", "1").split(".")[0] in ("0", "1", "2")


def signs_of_keras_2(config: dict[str, Any]) -> tuple[str, ...]:
    """What in the configuration Keras 3 refuses, at most three, e.g. "block/conv" (a name)."""
    found: dict[str, None] = {}
    for entry in _layers(config):
        settings = entry.get("config")
        name = str(settings.get("name", "")) if isinstance(settings, dict) else ""
        if entry["class_name"] in _GONE_CLASSES:
            found[str(entry["class_name"])] = None
        elif "/" in name:
            found[name] = None
        elif isinstance(settings, dict):
            found |= dict.fromkeys(key for key in _GONE_ARGUMENTS if key in settings)
    return tuple(found)[:3]


def _layers(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if isinstance(value.get("class_name"), str):
            yield value
        for entry in value.values():
            yield from _layers(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _layers(entry)


class LegacyKerasSource(KerasSource):
    """A functional or sequential model of tf_keras."""

    slow_route = f"{ROUTE}-export"

    def trace(self, signature: Signature) -> Traced:
        return trace_flat(self._calling(self.model), signature, ROUTE)

    def export(self, signature: Signature, folder: Path) -> None:
        tf = load_tensorflow()
        serve, specs = serving_function(self._calling(self.model), signature)
        module = tf.Module()
        module.held = self.model
        module.serve = tf.function(serve, autograph=False, input_signature=specs)
        tf.saved_model.save(module, str(folder), signatures={"serving_default": module.serve})

    def weights(self) -> dict[str, np.ndarray]:
        found = enumerate(self.model.weights)
        return {f"{index}/{variable.name}": variable.numpy() for index, variable in found}

    def metadata(self) -> dict[str, str]:
        return super().metadata() | {"engine": f"Keras 2 (tf_keras {_version()})"}

    @staticmethod
    def _ends(model: Any) -> tuple[Any, Any]:
        return getattr(model, "_nested_inputs", None), getattr(model, "_nested_outputs", None)

    def _output_names(self, outputs: Any) -> list[str]:
        del outputs
        return [str(name) for name in self.model.output_names]


def _version() -> str:
    import tf_keras

    return str(tf_keras.__version__)
