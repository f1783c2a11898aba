"""Writes a part of a .tflite as a flatbuffer of its own.

What goes before the weights is built anew; the weights follow as they are. Options of ops and of
tensors are read with the generated schema, which trusts what it reads: what that makes of a damaged
file is one error, and no more is built than the file could hold.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

from studio.core.errors import ModelError
from studio.core.formats import TFLITE_IDENTIFIER
from studio.graph.flatbuffer import DamagedError, Source, Table
from studio.graph.parsing import Parsed, Subgraph

_ALIGNMENT = 16
_SLACK = 1_000_000
_KEPT_METADATA = (
    "min_runtime_version",
    "CONVERSION_METADATA",
    "reduced_precision_support_metadata",
)
"""What is said of the file as a whole and holds of a part too; what describes inputs does not."""

Piece = bytes | memoryview


def pack(
    root: Table,
    parsed: Parsed,
    ops: Sequence[int],
    inputs: Sequence[int],
    outputs: Sequence[int],
) -> list[Piece]:
    """The new file in pieces; all numbers are places in the main subgraph of the old one.

    The pieces may be views into the old file. Raises ModelError: model-external-buffers;
    DamagedError.
    """
    if parsed.has_external_buffers:
        raise ModelError("model-external-buffers")
    try:
        return Packer(root, parsed).pack(ops, inputs, outputs)
    except (ModelError, DamagedError, MemoryError):
        raise
    except Exception as error:  # whatever the generated classes stumble upon
        raise DamagedError(f"{type(error).__name__}: {error}") from error


class Packer:
    def __init__(self, root: Table, parsed: Parsed) -> None:
        self._root = root
        self._parsed = parsed
        self._main: Subgraph = parsed.subgraphs[0]
        self._data = root.source.data
        self._builder = flatbuffers.Builder(65536)
        self._limit = 2 * len(self._data) + _SLACK
        subgraph = next(root.tables(2))
        self._tensors = list(subgraph.tables(0))
        self._ops = list(subgraph.tables(3))
        self._codes = list(root.tables(1))
        self._buffers = list(root.tables(4))
        self._kept_buffers: dict[int, int] = {0: 0}  # the first one is the empty one

    def pack(
        self, ops: Sequence[int], inputs: Sequence[int], outputs: Sequence[int]
    ) -> list[Piece]:
        tensors = self._tensors_of(ops, inputs)
        place = {tensor: at for at, tensor in enumerate(tensors)}
        place[-1] = -1
        codes: dict[int, int] = {}
        packed_ops = [self._op(at, place, codes) for at in ops]
        packed_tensors = [self._tensor(at) for at in tensors]
        packed_codes = [self._code(code) for code in codes]
        return self._written(
            packed_tensors,
            packed_ops,
            packed_codes,
            (self._numbers(inputs, place), self._numbers(outputs, place)),
            self._signature(inputs, outputs, place),
        )

    def _written(
        self,
        tensors: list[int],
        ops: list[int],
        codes: list[int],
        ends: tuple[np.ndarray, np.ndarray],
        signature: int,
    ) -> list[Piece]:
        """``ends``: the numbers of the new inputs and outputs; the rest are offsets."""
        builder = self._builder
        lists = {
            "tensors": self._tables(tensors),
            "inputs": builder.CreateNumpyVector(ends[0]),
            "outputs": builder.CreateNumpyVector(ends[1]),
            "ops": self._tables(ops),
        }
        name = builder.CreateString("main")
        schema.SubGraphStart(builder)
        schema.SubGraphAddTensors(builder, lists["tensors"])
        schema.SubGraphAddInputs(builder, lists["inputs"])
        schema.SubGraphAddOutputs(builder, lists["outputs"])
        schema.SubGraphAddOperators(builder, lists["ops"])
        schema.SubGraphAddName(builder, name)
        subgraph = schema.SubGraphEnd(builder)
        self._finish(
            subgraphs=self._tables([subgraph]),
            codes=self._tables(codes),
            metadata=self._tables(list(self._metadata())),
            signatures=self._tables([signature]),
        )
        return self._pieces(bytes(builder.Output()))

    def _tensors_of(self, ops: Sequence[int], inputs: Sequence[int]) -> list[int]:
        """Those that the kept ops touch, in the order of the file."""
        found = set(inputs)
        for at in ops:
            op = self._main.ops[at]
            found.update((*op.inputs, *op.outputs, *self._ops[at].numbers(8, "i")))
        found.discard(-1)
        if found and (min(found) < 0 or max(found) >= len(self._tensors)):
            raise DamagedError("an index beyond the tensors")
        return sorted(found)

    def _op(
        self,
        at: int,
        place: dict[int, int],
        codes: dict[int, int],
        inputs: Sequence[int] | None = None,
    ) -> int:
        """``inputs``: their new numbers, where they are not those of the file."""
        table = self._ops[at]
        if table.number(9, "Q") > 1:  # options of a custom op that lie behind the flatbuffer
            raise ModelError("model-external-buffers")
        op = schema.OperatorT.InitFromBuf(self._data, table.position)
        op.opcodeIndex = codes.setdefault(int(op.opcodeIndex), len(codes))
        op.inputs = (
            self._numbers(self._main.ops[at].inputs, place)
            if inputs is None
            else np.array(inputs, np.int32)
        )
        op.outputs = self._numbers(self._main.ops[at].outputs, place)
        inside = table.numbers(8, "i")
        op.intermediates = self._numbers(inside, place) if inside else None
        op.debugMetadataIndex = -1
        return self._packed(op)

    def _tensor(self, at: int) -> int:
        tensor = schema.TensorT.InitFromBuf(self._data, self._tensors[at].position)
        tensor.buffer = self._kept(self._main.tensors[at].buffer)
        return self._packed(tensor)

    def _code(self, code: int) -> int:
        return self._packed(
            schema.OperatorCodeT.InitFromBuf(self._data, self._codes[code].position)
        )

    def _metadata(self) -> Iterator[int]:
        for name in _KEPT_METADATA:
            buffer = self._parsed.metadata.get(name)
            if buffer is not None and buffer < len(self._buffers):
                yield self._packed(schema.MetadataT(name=name, buffer=self._kept(buffer)))

    def _signature(
        self, inputs: Sequence[int], outputs: Sequence[int], place: dict[int, int]
    ) -> int:
        """The file's own inputs and outputs keep their names; the others have the tensors'."""
        known: dict[int, str] = {}
        for entry in self._parsed.signatures[:1]:
            if entry.subgraph == 0:
                known = {at: name for name, at in (*entry.inputs.items(), *entry.outputs.items())}
        signature = schema.SignatureDefT(signatureKey="serving_default", subgraphIndex=0)
        for tensors, attribute in ((inputs, "inputs"), (outputs, "outputs")):
            names = [known.get(at) or self._main.tensors[at].name for at in tensors]
            unique = [
                name if names.count(name) == 1 and name else f"{name or attribute}_{at}"
                for at, name in enumerate(names)
            ]
            maps = [
                schema.TensorMapT(name=name, tensorIndex=place[at])
                for name, at in zip(unique, tensors, strict=True)
            ]
            setattr(signature, attribute, maps)
        return self._packed(signature)

    def _finish(self, subgraphs: int, codes: int, metadata: int, signatures: int) -> None:
        builder = self._builder
        packed = [self._empty_buffer(bool(old)) for old in self._kept_buffers]
        buffers = self._tables(packed)
        description = builder.CreateString(self._parsed.description)
        schema.ModelStart(builder)
        schema.ModelAddVersion(builder, self._parsed.version)
        schema.ModelAddOperatorCodes(builder, codes)
        schema.ModelAddSubgraphs(builder, subgraphs)
        schema.ModelAddDescription(builder, description)
        schema.ModelAddBuffers(builder, buffers)
        schema.ModelAddMetadata(builder, metadata)
        schema.ModelAddSignatureDefs(builder, signatures)
        builder.Finish(schema.ModelEnd(builder), file_identifier=TFLITE_IDENTIFIER)

    def _empty_buffer(self, has_data: bool) -> int:
        """With a reference to data that is set once it is known where they lie."""
        builder = self._builder
        builder.StartObject(3)
        if has_data:
            builder.PrependUint32Slot(0, 0xFFFFFFFF, 0)
        return int(builder.EndObject())

    def _pieces(self, front: bytes) -> list[Piece]:
        """``front``, then the data of each kept buffer, aligned, behind its length."""
        head = bytearray(front)
        head += bytes(-len(head) % _ALIGNMENT)
        pieces: list[Piece] = [b""]
        end = len(head)
        view = memoryview(self._data)
        places = [table.field(0) for table in Source(bytes(front)).root().tables(4)]
        for old, position in zip(self._kept_buffers, places, strict=True):
            if not old:
                continue
            start, count = self._stored(old)
            length_at = end + (-(end + 4)) % _ALIGNMENT
            struct.pack_into("<I", head, position, length_at - position)
            pieces.append(bytes(length_at - end) + struct.pack("<I", count))
            pieces.append(view[start : start + count])
            end = length_at + 4 + count
        pieces[0] = bytes(head)
        if end >= 2**31:
            raise ModelError("model-external-buffers")
        return pieces

    def _stored(self, buffer: int) -> tuple[int, int]:
        """(position, bytes) of a buffer's data: inside of the flatbuffer, or behind it."""
        table = self._buffers[buffer]
        offset, size = table.number(1, "Q"), table.number(2, "Q")
        if offset <= 1:
            return table.vector(0, 1)
        table.source.require(offset, size)
        return offset, size

    def _kept(self, buffer: int) -> int:
        if not buffer or not self._parsed.buffers[buffer]:
            return 0
        return self._kept_buffers.setdefault(buffer, len(self._kept_buffers))

    def _numbers(self, tensors: Sequence[int], place: dict[int, int]) -> np.ndarray:
        return np.array([place[tensor] for tensor in tensors], np.int32)

    def _packed(self, item: Any) -> int:
        pack_into: Callable[[Any], int] = item.Pack
        offset = pack_into(self._builder)
        if self._builder.Offset() > self._limit:
            raise DamagedError("more options than the file can hold")
        return int(offset)

    def _tables(self, offsets: Sequence[int]) -> int:
        builder = self._builder
        builder.StartVector(4, len(offsets), 4)
        for offset in reversed(offsets):
            builder.PrependUOffsetTRelative(offset)
        return int(builder.EndVector())
