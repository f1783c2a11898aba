"""Reads the SignatureDefs of a .tflite and writes one.

A fast conversion route loses the names of inputs and outputs; they are put back here.
"""

from __future__ import annotations

from collections.abc import Mapping

from studio.core.errors import ModelError
from studio.graph.flatbuffer import DamagedError, Data, Source, Table
from studio.graph.rewriting import SignatureDef, rewritten

__all__ = [
    "SignatureDef",
    "read_io_indices",
    "read_signature_defs",
    "signature_defs_of",
    "with_signature",
]


def read_signature_defs(data: Data) -> tuple[SignatureDef, ...]:
    """Every SignatureDef in the file; () where it has none. Raises ModelError: model-damaged."""
    try:
        return signature_defs_of(Source(data).root())
    except DamagedError as error:
        raise _damaged(error) from error


def signature_defs_of(model: Table) -> tuple[SignatureDef, ...]:
    """As :func:`read_signature_defs`, of an open root table. Raises DamagedError."""
    return tuple(
        SignatureDef(
            name=entry.text(2),
            inputs=_tensor_map(entry, 0),
            outputs=_tensor_map(entry, 1),
            subgraph=entry.number(4, "I"),
        )
        for entry in model.tables(7)
    )


def read_io_indices(data: Data) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Tensor indices of the inputs and outputs of subgraph 0. Raises ModelError: model-damaged."""
    try:
        return _io_indices(Source(data).root())
    except DamagedError as error:
        raise _damaged(error) from error


def with_signature(
    data: bytes, name: str, inputs: Mapping[str, int], outputs: Mapping[str, int]
) -> bytes:
    """``data`` with a SignatureDef ``name`` on subgraph 0; one of that name is replaced.

    ``inputs``/``outputs``: name -> tensor index, in the order that callers shall see; each index
    must be an input (output) of subgraph 0, as the runtime demands.
    Raises ModelError: model-damaged, signature-invalid, model-external-buffers.
    """
    try:
        root = Source(data).root()
        _require_io(root, name, inputs, outputs)
        kept = [entry for entry in signature_defs_of(root) if entry.name != name]
        new = SignatureDef(name=name, inputs=dict(inputs), outputs=dict(outputs))
        return rewritten(root, data, [*kept, new])
    except DamagedError as error:
        raise _damaged(error) from error


def _io_indices(model: Table) -> tuple[tuple[int, ...], tuple[int, ...]]:
    subgraph = next(model.tables(2), None)
    if subgraph is None:
        raise DamagedError("no subgraph")
    return subgraph.numbers(1, "i"), subgraph.numbers(2, "i")


def _tensor_map(entry: Table, field_id: int) -> dict[str, int]:
    return {item.text(0): item.number(1, "I") for item in entry.tables(field_id)}


def _require_io(
    model: Table, name: str, inputs: Mapping[str, int], outputs: Mapping[str, int]
) -> None:
    real_inputs, real_outputs = _io_indices(model)
    if set(inputs.values()) - set(real_inputs) or set(outputs.values()) - set(real_outputs):
        raise ModelError("signature-invalid", f"{inputs} -> {outputs}", name=name)


def _damaged(error: Exception) -> ModelError:
    return ModelError("model-damaged", str(error), path="", suffix=".tflite")
