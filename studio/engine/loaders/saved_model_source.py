"""A SavedModel as a Source: its signature's function, frozen and inlined at concrete shapes.

``tf.saved_model.load`` rebuilds the objects that were saved and fails for some that older
TensorFlow wrote; the compat.v1 loader only restores variables into the graph and reads those too.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from studio.core.errors import ConversionError, ModelError
from studio.core.model import Graph, ModelWarning, Signature, TaggedGraph
from studio.engine.loaders.frozen import Frozen, freeze, freeze_v1, import_frozen
from studio.engine.loaders.text_ops import reading_text
from studio.engine.op_graph import op_graph
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.traced import Traced, serving_function, trace_flat


class SavedModelSource:
    """Signatures are known from the file; variables are loaded at the first trace."""

    format = "savedmodel"

    def __init__(
        self,
        path: Path,
        signatures: tuple[Signature, ...],
        ops: frozenset[str],
        needed: frozenset[str],
        metadata: dict[str, str],
        tags: tuple[str, ...],
        graphs: tuple[TaggedGraph, ...] = (),
    ) -> None:
        """``ops``: types of all that the file holds, ``needed``: of what the default signature's
        outputs need. ``graphs``: all that the file holds, this one too."""
        self.signatures = signatures
        self.slow_route = "saved-model-export"
        self._path = path
        self._ops = ops
        self._needed = needed
        self._metadata = metadata
        self._tags = tags
        self._graphs = graphs
        self._loaded: Any = None
        self._frozen_variables: dict[str, np.ndarray] | None = None

    def trace(self, signature: Signature) -> Traced:
        """Raises ModelError: model-damaged, model-cannot-be-built."""
        loaded = self._load()
        if loaded is None:
            self.slow_route = ""
            frozen = self._frozen_by_v1(signature)
            self._frozen_variables = frozen.variables
            return import_frozen(frozen, signature, "frozen-graph")
        traced = trace_flat(self._call(loaded, signature), signature)
        if traced.is_stateful:
            return traced
        try:
            return import_frozen(freeze(traced.function, signature), signature)
        except ValueError:
            return traced

    def serving(self, signature: Signature) -> Callable[..., Sequence[Any]]:
        """Raises ModelError: model-damaged, model-cannot-be-built."""
        loaded = self._load()
        if loaded is not None:
            return self._call(loaded, signature)
        frozen = import_frozen(self._frozen_by_v1(signature), signature, "frozen-graph")
        function: Callable[..., Sequence[Any]] = frozen.function
        return function

    def export(self, signature: Signature, folder: Path) -> None:
        loaded = self._load()
        if loaded is None:
            raise ConversionError("conversion-no-slow-route", path=self._path)
        tf = load_tensorflow()
        serve, specs = serving_function(self._call(loaded, signature), signature)
        module = tf.Module()
        module.held = loaded
        module.serve = tf.function(serve, autograph=False, input_signature=specs)
        tf.saved_model.save(module, str(folder), signatures={"serving_default": module.serve})

    def graph(self, traced: Traced | None) -> Graph:
        return op_graph(traced.graph) if traced else Graph()

    def weights(self) -> dict[str, np.ndarray] | None:
        """The variables that the default signature uses; a checkpoint also holds training state.

        None where the old loader alone can read it and it has not been traced.
        """
        loaded = self._load()
        if loaded is None:
            return self._frozen_variables
        variables = loaded.signatures[self.signatures[0].name].variables
        return {
            f"{index}/{variable.name}": variable.numpy() for index, variable in enumerate(variables)
        }

    def stored_beside(self) -> dict[str, int]:
        return {}

    def graphs(self) -> tuple[TaggedGraph, ...]:
        return self._graphs

    def text_ops(self) -> tuple[str, ...]:
        return reading_text(self._needed)

    def metadata(self) -> dict[str, str]:
        return dict(self._metadata)

    def warnings(self) -> tuple[ModelWarning, ...]:
        found = []
        strings = [spec.name for spec in self.signatures[0].inputs if spec.dtype == "string"]
        if strings:
            found.append(ModelWarning(code="string-inputs", params={"inputs": ", ".join(strings)}))
        tables = sorted(op for op in self._ops if op.startswith(("HashTable", "LookupTable")))
        if tables:
            found.append(ModelWarning(code="lookup-tables", params={"ops": ", ".join(tables)}))
        others = [one for one in self._graphs if set(one.tags) != set(self._tags)]
        if others:
            known = "; ".join(", ".join(one.tags) or "(none)" for one in others)
            params = {"tags": ", ".join(self._tags), "known": known}
            found.append(ModelWarning(code="other-tags", params=params))
        return tuple(found)

    def _load(self) -> Any:
        """The loaded object, or None where only the compat.v1 loader can read it."""
        if self._loaded is None:
            tf = load_tensorflow()
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    self._loaded = tf.saved_model.load(str(self._path), tags=list(self._tags))
            except (tf.errors.OpError, OSError) as error:
                raise self._damaged(error) from error
            except (AttributeError, ValueError, TypeError, KeyError, AssertionError):
                return None
        return self._loaded

    @staticmethod
    def _call(loaded: Any, signature: Signature) -> Callable[..., Sequence[Any]]:
        function = loaded.signatures[signature.name]

        def call(*tensors: Any) -> Sequence[Any]:
            given = dict(zip((spec.name for spec in signature.inputs), tensors, strict=True))
            results = function(**given)
            return [results[spec.name] for spec in signature.outputs]

        return call

    def _frozen_by_v1(self, signature: Signature) -> Frozen:
        tf = load_tensorflow()
        try:
            return freeze_v1(self._path, self._tags, signature)
        except (tf.errors.OpError, OSError) as error:
            raise self._damaged(error) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            detail = f"{type(error).__name__}: {error}"[:4000]
            raise ModelError("model-cannot-be-built", detail, path=self._path) from error

    def _damaged(self, error: Exception) -> ModelError:
        return ModelError("model-damaged", str(error)[:4000], path=self._path, suffix="SavedModel")
