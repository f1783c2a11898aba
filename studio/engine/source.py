"""What every loaded source model can do, and the one that the warm process keeps loaded."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from studio.core.child import Reporter
from studio.core.errors import MOST_PLACES, ErrorPlace, ModelError, UsageError
from studio.core.formats import sniff
from studio.core.model import Graph, ModelWarning, Signature, TaggedGraph
from studio.core.opening import AS_FOUND, Opening
from studio.engine.custom_code import by_content
from studio.engine.fingerprint import load_agreed, source_sha256
from studio.engine.macs import count_macs
from studio.engine.shapes import format_shape
from studio.engine.tensorflow_import import load_tensorflow
from studio.engine.traced import Traced

_NOT_NUMBERS = frozenset({"string", "variant", "resource"})
_COLOR = re.compile(r"\x1b\[[0-9;]*m")
"""Keras prints the errors of its layers in bold."""


class Source(Protocol):
    """A source model in memory. Inputs and outputs go by the names of its signatures.

    ``signatures``: the default one first. ``slow_route``: how the way over an
    exported SavedModel is called for this format, "" where there is none.
    """

    format: str
    signatures: tuple[Signature, ...]
    slow_route: str

    def trace(self, signature: Signature) -> Traced:
        """The function at the shapes of ``signature`` (all known but perhaps the batch)."""
        ...

    def serving(self, signature: Signature) -> Callable[..., Sequence[Any]]:
        """What a server runs: flat tensors in, flat tensors out, in the order of ``signature``.

        As it stands in the file, where :meth:`trace` prepares it for converting (variables made
        constant, half precision made float32).
        """
        ...

    def export(self, signature: Signature, folder: Path) -> None:
        """Write a SavedModel of ``traced.serving_function`` for the slow route."""
        ...

    def graph(self, traced: Traced | None) -> Graph:
        """Layers or ops with stable ids; MACs where ``traced`` is given."""
        ...

    def weights(self) -> dict[str, np.ndarray] | None:
        """Every weight by name, host arrays, for counting; None where they cannot be told."""
        ...

    def stored_beside(self) -> dict[str, int]:
        """Bytes in the file by what else they are, e.g. "optimizer state"."""
        ...

    def metadata(self) -> dict[str, str]:
        """What the file states about its origin."""
        ...

    def text_ops(self) -> tuple[str, ...]:
        """Types of ops that read text, sorted; () where they are not known before tracing."""
        ...

    def graphs(self) -> tuple[TaggedGraph, ...]:
        """All that the file holds, where one is chosen by tags."""
        ...

    def warnings(self) -> tuple[ModelWarning, ...]:
        """What the user should know that the signature and the trace do not show."""
        ...


class Function(Protocol):
    """A source at concrete shapes, which can be run: see :class:`studio.engine.traced.Traced`."""

    @property
    def signature(self) -> Signature: ...

    @property
    def is_stateful(self) -> bool: ...

    def reset(self) -> None: ...

    def run(self, inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]: ...


class Sources(Protocol):
    """What opens sources and makes functions of them, in the child that has their library."""

    def open(
        self, path: Path, allow_code: bool, reporter: Reporter, opening: Opening = AS_FOUND
    ) -> Any: ...

    def traced(self, source: Any, signature: Signature, reporter: Reporter) -> Any: ...

    def macs(self, traced: Any) -> int | None:
        """Of one run; None where some op cannot be counted."""
        ...


class SourceCache:
    """Keeps the last loaded source, its traced functions, and the hash that says it is the same."""

    def __init__(self) -> None:
        self._key: tuple[str, bool, Opening] | None = None
        self._source: Source | None = None
        self._traced: dict[Signature, Traced] = {}

    def open(
        self, path: Path, allow_code: bool, reporter: Reporter, opening: Opening = AS_FOUND
    ) -> Source:
        """The source at ``path``, loaded anew only if its content, or the way to open it, differs
        from the last one.

        Raises ModelError: those of ``core.formats.sniff``, ``by_content`` and the format's loader.
        """
        format_ = sniff(path)
        key = (source_sha256(path), allow_code, by_content(opening))
        if self._source is None or key != self._key:
            self.clear()
            load_tensorflow(reporter)
            reporter.phase("loading-model")
            loader: Any = importlib.import_module(format_.loader)
            self._source = load_agreed(loader.load, path, allow_code, opening)
            self._key = key
        return self._source

    def traced(self, source: Source, signature: Signature, reporter: Reporter) -> Traced:
        """The traced function of ``source`` (the one opened last), traced once for each shape.

        Raises ModelError: model-string-input, since LiteRT does no text processing of this kind;
        UsageError: shape-refused, where the file leaves the shapes of its inputs open and an op
        does not take these; and what ``source.trace`` raises.
        """
        strings = [spec.name for spec in signature.inputs if spec.dtype in _NOT_NUMBERS]
        if strings:
            raise _takes_text(source, signature, ", ".join(strings))
        found = self._traced.get(signature)
        if found is None:
            reporter.phase("tracing")
            found = self._traced[signature] = _trace(source, signature)
        return found

    def macs(self, traced: Traced) -> int | None:
        """Of one run; None where some op cannot be counted."""
        return count_macs(traced.graph).total

    def clear(self) -> None:
        """Let go of the model, so that two large ones are never held at once."""
        self._key, self._source = None, None
        self._traced.clear()


def _trace(source: Source, signature: Signature) -> Traced:
    tf = load_tensorflow()
    try:
        return source.trace(signature)
    except (ValueError, tf.errors.OpError) as error:
        if signature.inputs in [known.inputs for known in source.signatures]:
            raise  # the file's own shapes: nobody chose them
        shapes = ", ".join(f"{spec.name} {format_shape(spec)}" for spec in signature.inputs)
        detail = _COLOR.sub("", str(error)).strip()[:2000]
        raise UsageError("shape-refused", detail, shapes=shapes) from error


def _takes_text(source: Source, signature: Signature, names: str) -> ModelError:
    graph = source.graph(None)
    text = {tensor.index for tensor in graph.tensors if tensor.dtype in _NOT_NUMBERS}
    readers = [node for node in graph.nodes if text & set(node.inputs)]
    ops = source.text_ops() or tuple(dict.fromkeys(node.op for node in readers))
    if not ops:
        return ModelError("model-string-input", names=names, signature=signature.name)
    given = {"names": names, "signature": signature.name, "ops": ", ".join(ops)}
    error = ModelError("model-string-ops", **given)
    error.places = tuple(
        ErrorPlace(op=node.op, name=node.name, node=node.id) for node in readers if node.op in ops
    )[:MOST_PLACES]
    return error


PROCESS_CACHE = SourceCache()
"""The convert child serves one request at a time; this is the model that it keeps between them."""
