"""Gives a .tflite new tables without touching the rest of the file.

A new root table goes *in front of* the old bytes: offsets in a flatbuffer are relative, so the old
content stays as it is, byte for byte and aligned as before, and weights are not serialized again.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import flatbuffers
import msgspec
from ai_edge_litert import schema_py_generated as schema

from studio.core.errors import ModelError
from studio.core.formats import TFLITE_IDENTIFIER
from studio.graph.flatbuffer import Source, Table

_ALIGNMENT = 64
_VERSION, _OP_CODES, _SUBGRAPHS, _BUFFERS, _METADATA, _SIGNATURES = 0, 1, 2, 4, 6, 7
_FIELDS = 10
_LAST_SHORT_CODE = 127


class SignatureDef(msgspec.Struct, frozen=True, kw_only=True):
    """Names of one entry point; the values are tensor indices in its subgraph, in file order."""

    name: str
    inputs: dict[str, int]
    outputs: dict[str, int]
    subgraph: int = 0


class OpCode(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the table of ops; ``custom`` is the name of a custom op."""

    builtin: int
    custom: str
    version: int


def rewritten(
    root: Table,
    data: bytes,
    signatures: Sequence[SignatureDef],
    op_codes: Sequence[OpCode] | None = None,
    metadata: Sequence[tuple[str, int]] | None = None,
) -> bytes:
    """``data`` with these signatures, and with new op codes and entries of metadata (name, place of
    the buffer) unless they are ``None``.

    Raises ModelError: model-external-buffers; DamagedError.
    """
    if root.field_count > _FIELDS or root.count(8) or root.count(9):
        raise ModelError("model-external-buffers")
    front = _front(root, signatures, op_codes, metadata)
    return front + _moved(root, data, len(front))


def _front(
    root: Table,
    signatures: Sequence[SignatureDef],
    op_codes: Sequence[OpCode] | None,
    metadata: Sequence[tuple[str, int]] | None,
) -> bytes:
    """Header, new root table and new parts, padded; other references reach behind its own end."""
    builder = flatbuffers.Builder(1024)
    made = {
        _SIGNATURES: _build_vector(builder, [_build_signature(builder, one) for one in signatures])
    }
    if op_codes is not None:
        codes = [_build_op_code(builder, code) for code in op_codes]
        made[_OP_CODES] = _build_vector(builder, codes)
    if metadata is not None:
        entries = [_build_metadata(builder, *entry) for entry in metadata]
        made[_METADATA] = _build_vector(builder, entries)
    builder.StartObject(_FIELDS)
    builder.PrependUint32Slot(_VERSION, root.number(_VERSION, "I"), 0)
    kept = [field for field in range(1, _SIGNATURES) if root.field(field) and field not in made]
    for field in kept:
        builder.PrependUint32Slot(field, 0xFFFFFFFF, 0)
    for field, offset in made.items():
        builder.PrependUOffsetTRelativeSlot(field, offset, 0)
    builder.Finish(builder.EndObject(), file_identifier=TFLITE_IDENTIFIER)
    front = bytearray(builder.Output())
    front += bytes(-len(front) % _ALIGNMENT)
    new_root = Source(bytes(front)).root()
    for field in kept:
        position = new_root.field(field)
        target = len(front) + root.source.follow(root.field(field))
        struct.pack_into("<I", front, position, target - position)
    return bytes(front)


def _moved(root: Table, data: bytes, shift: int) -> bytes:
    """The old bytes; the few absolute file offsets (data behind the flatbuffer) go along."""
    absolute = [buffer.field(1) for buffer in root.tables(_BUFFERS) if buffer.number(1, "Q") > 1]
    for subgraph in root.tables(_SUBGRAPHS):
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


def _build_metadata(builder: flatbuffers.Builder, name: str, buffer: int) -> int:
    text = builder.CreateString(name)
    schema.MetadataStart(builder)
    schema.MetadataAddName(builder, text)
    schema.MetadataAddBuffer(builder, buffer)
    return int(schema.MetadataEnd(builder))


def _build_op_code(builder: flatbuffers.Builder, code: OpCode) -> int:
    name = builder.CreateString(code.custom) if code.custom else 0
    schema.OperatorCodeStart(builder)
    schema.OperatorCodeAddDeprecatedBuiltinCode(builder, min(code.builtin, _LAST_SHORT_CODE))
    if name:
        schema.OperatorCodeAddCustomCode(builder, name)
    schema.OperatorCodeAddVersion(builder, code.version)
    schema.OperatorCodeAddBuiltinCode(builder, code.builtin)
    return int(schema.OperatorCodeEnd(builder))
