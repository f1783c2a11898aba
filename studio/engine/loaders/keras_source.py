"""A Keras model as a Source: names and order of inputs and outputs are those that Keras shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.errors import ModelError
from studio.core.model import Graph, ModelWarning, Signature, TaggedGraph, TensorSpec
from studio.engine.loaders.full_precision import half_policies, in_float32
from studio.engine.loaders.keras_graph import keras_graph
from studio.engine.tensorflow_import import load_keras, load_tensorflow
from studio.engine.traced import Traced, serving_function, trace_flat


class KerasSource:
    """A functional or sequential Keras 3 model, called with ``training=False``."""

    slow_route = "keras-export"

    def __init__(
        self, model: Any, format_id: str, metadata: dict[str, str], stored_beside: dict[str, int]
    ) -> None:
        """Raises ModelError model-no-signature for a model that does not know its inputs."""
        self.format = format_id
        self._stored = model
        self._half = half_policies(_all_layers(model))
        self.model = model = in_float32(model) if self._half else model
        self._metadata = metadata
        self._stored_beside = stored_beside
        self._inputs, outputs = self._ends(model)
        if self._inputs is None or outputs is None:
            raise ModelError("model-no-signature")
        self.signatures: tuple[Signature, ...] = (
            Signature(
                name="serving_default",
                inputs=_specs(self._inputs, [tensor.name for tensor in _flatten(self._inputs)]),
                outputs=_specs(outputs, self._output_names(outputs)),
            ),
        )

    def trace(self, signature: Signature) -> Traced:
        return trace_flat(self._calling(self.model), signature)

    def serving(self, signature: Signature) -> Callable[..., Sequence[Any]]:
        del signature  # a Keras model has one
        return self._calling(self._stored)

    def export(self, signature: Signature, folder: Path) -> None:
        archive = load_keras().export.ExportArchive()
        archive.track(self.model)
        archive.add_endpoint(
            "serving_default", *serving_function(self._calling(self.model), signature)
        )
        archive.write_out(str(folder), verbose=False)

    def graph(self, traced: Traced | None) -> Graph:
        return keras_graph(self.model, traced.graph if traced else None)

    def weights(self) -> dict[str, np.ndarray]:
        return {variable.path: np.asarray(variable.value) for variable in self.model.weights}

    def stored_beside(self) -> dict[str, int]:
        return self._stored_beside

    def graphs(self) -> tuple[TaggedGraph, ...]:
        return ()

    def text_ops(self) -> tuple[str, ...]:
        return ()

    def metadata(self) -> dict[str, str]:
        return self._metadata | {"name": str(self.model.name)}

    def warnings(self) -> tuple[ModelWarning, ...]:
        found: list[ModelWarning] = []
        if self._half:
            policies = ", ".join(self._half)
            found.append(ModelWarning(code="mixed-precision", params={"policy": policies}))
        strings = [spec.name for spec in self.signatures[0].inputs if spec.dtype == "string"]
        if strings:
            found.append(ModelWarning(code="string-inputs", params={"inputs": ", ".join(strings)}))
        layers = _all_layers(self.model)
        stateful = [layer.name for layer in layers if getattr(layer, "stateful", False)]
        if stateful:
            found.append(ModelWarning(code="stateful", params={"what": ", ".join(stateful[:5])}))
        return tuple(found)

    @staticmethod
    def _ends(model: Any) -> tuple[Any, Any]:
        """Inputs and outputs as they are nested; None where the model does not know them."""
        functional = getattr(model, "_functional", None) or model
        inputs = getattr(functional, "_inputs_struct", None)
        return inputs, getattr(functional, "_outputs_struct", None)

    def _output_names(self, outputs: Any) -> list[str]:
        return [tensor._keras_history.operation.name for tensor in _flatten(outputs)]

    def _calling(self, model: Any) -> Callable[..., Sequence[Any]]:
        def call(*tensors: Any) -> list[Any]:
            packed = load_tensorflow().nest.pack_sequence_as(self._inputs, tensors)
            return _flatten(model(packed, training=False))

        return call


def _flatten(struct: Any) -> list[Any]:
    flat: list[Any] = load_tensorflow().nest.flatten(struct)
    return flat


def _specs(struct: Any, names: list[str]) -> tuple[TensorSpec, ...]:
    """One spec for each tensor; a flat dict's keys are the names, doubles get "_1", "_2"..."""
    tensors = _flatten(struct)
    if isinstance(struct, Mapping) and len(struct) == len(tensors):
        names = [str(key) for key in sorted(struct)]
    return tuple(
        TensorSpec(name=name, dtype=_dtype(tensor), shape=tuple(tensor.shape))
        for name, tensor in zip(_unique(names), tensors, strict=True)
    )


def _dtype(tensor: Any) -> str:
    return str(getattr(tensor.dtype, "name", tensor.dtype))


def _unique(names: list[str]) -> list[str]:
    taken: set[str] = set()
    result: list[str] = []
    for name in names:
        candidate, number = name, 0
        while candidate in taken or (number and candidate in names):
            number += 1
            candidate = f"{name}_{number}"
        taken.add(candidate)
        result.append(candidate)
    return result


def _all_layers(model: Any) -> list[Any]:
    return list(model._flatten_layers(include_self=False, recursive=True))
