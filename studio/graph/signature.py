"""Reads the SignatureDefs of a .tflite and writes one without touching the rest of the file.

A fast conversion route loses the names of inputs and outputs. They are put back by a new root
table *in front of* the old bytes: offsets in a flatbuffer are relative, so the old content stays
as it is, byte for byte and aligned as before, and weights are not serialized again.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping

import flatbuffers
import msgspec
from ai_edge_litert import schema_py_generated as schema

from studio.core.errors import ModelError
from studio.core.formats import TFLITE_IDENTIFIER
from studio.graph.flatbuffer import DamagedError, Data, Source, Table

_ALIGNMENT = 64
# Fields of the tables Model, SubGraph, SignatureDef, TensorMap, Buffer and Operator by schema id.
_MODEL_VERSION, _MODEL_SUBGRAPHS, _MODEL_BUFFERS, _MODEL_SIGNATURES = 0, 2, 4, 7
_MODEL_FIELDS = 10


class SignatureDef(msgspec.Struct, frozen=True, kw_only=True):
    """Names of one entry point; the values are tensor indices in its subgraph, in file order."""

    name: str
    inputs: dict[str, int]
    outputs: dict[str, int]
    subgraph: int = 0


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
        for entry in model.tables(_MODEL_SIGNATURES)
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
        front = _front(root, [*kept, new])
        return bytes(front + _moved(root, data, len(front)))
    except DamagedError as error:
        raise _damaged(error) from error


def _io_indices(model: Table) -> tuple[tuple[int, ...], tuple[int, ...]]:
    subgraph = next(model.tables(_MODEL_SUBGRAPHS), None)
    if subgraph is None:
        raise DamagedError("no subgraph")
    return subgraph.numbers(1, "<i4"), subgraph.numbers(2, "<i4")


def _tensor_map(entry: Table, field_id: int) -> dict[str, int]:
    return {item.text(0): item.number(1, "I") for item in entry.tables(field_id)}


def _require_io(
    model: Table, name: str, inputs: Mapping[str, int], outputs: Mapping[str, int]
) -> None:
    real_inputs, real_outputs = _io_indices(model)
    if set(inputs.values()) - set(real_inputs) or set(outputs.values()) - set(real_outputs):
        raise ModelError("signature-invalid", f"{inputs} -> {outputs}", name=name)
    if model.field_count > _MODEL_FIELDS or model.count(8) or model.count(9):
        raise ModelError("model-external-buffers")


def _front(root: Table, signatures: list[SignatureDef]) -> bytes:
    """Header, new root table and signatures, padded; its references reach behind its own end."""
    builder = flatbuffers.Builder(1024)
    defs = [_build_signature(builder, entry) for entry in signatures]
    vector = _build_vector(builder, defs)
    builder.StartObject(_MODEL_FIELDS)
    builder.PrependUint32Slot(_MODEL_VERSION, root.number(_MODEL_VERSION, "I"), 0)
    referring = [field for field in range(1, _MODEL_SIGNATURES) if root.field(field)]
    for field in referring:
        builder.PrependUint32Slot(field, 0xFFFFFFFF, 0)
    builder.PrependUOffsetTRelativeSlot(_MODEL_SIGNATURES, vector, 0)
    builder.Finish(builder.EndObject(), file_identifier=TFLITE_IDENTIFIER)
    front = bytearray(builder.Output())
    front += bytes(-len(front) % _ALIGNMENT)
    new_root = Source(bytes(front)).root()
    for field in referring:
        position = new_root.field(field)
        target = len(front) + root.source.follow(root.field(field))
        struct.pack_into("<I", front, position, target - position)
    return bytes(front)


def _moved(root: Table, data: bytes, shift: int) -> bytes:
    """The old bytes; the few absolute file offsets (data behind the flatbuffer) go along."""
    absolute = [
        buffer.field(1) for buffer in root.tables(_MODEL_BUFFERS) if buffer.number(1, "Q") > 1
    ]
    for subgraph in root.tables(_MODEL_SUBGRAPHS):
        absolute += [op.field(9) for op in subgraph.tables(3) if op.number(9, "Q") > 1]
    if not absolute:
        return data
    moved = bytearray(data)
    for position in absolute:
        (old,) = struct.unpack_from("<Q", moved, position)
        struct.pack_into("<Q", moved, position, old + shift)
    return bytes(moved)


def _build_signature(builder: flatbuffers.Builder, entry: SignatureDef) -> int:
    inputs = _build_vector(builder, [_build_map(builder, *item) for item in entry.inputs.items()])
    outputs = _build_vector(builder, [_build_map(builder, *item) for item in entry.outputs.items()])
    key = builder.CreateString(entry.name)
    schema.SignatureDefStart(builder)
    schema.SignatureDefAddInputs(builder, inputs)
    schema.SignatureDefAddOutputs(builder, outputs)
    schema.SignatureDefAddSignatureKey(builder, key)
    schema.SignatureDefAddSubgraphIndex(builder, entry.subgraph)
    return int(schema.SignatureDefEnd(builder))


def _build_map(builder: flatbuffers.Builder, name: str, tensor: int) -> int:
    text = builder.CreateString(name)
    schema.TensorMapStart(builder)
    schema.TensorMapAddName(builder, text)
    schema.TensorMapAddTensorIndex(builder, tensor)
    return int(schema.TensorMapEnd(builder))


def _build_vector(builder: flatbuffers.Builder, offsets: list[int]) -> int:
    builder.StartVector(4, len(offsets), 4)
    for offset in reversed(offsets):
        builder.PrependUOffsetTRelative(offset)
    return int(builder.EndVector())


def _damaged(error: Exception) -> ModelError:
    return ModelError("model-damaged", str(error), path="", suffix=".tflite")
