"""The parts of a .tflite as plain records, every index checked; weights are never read.

Tensors and ops are thousands: records of the kind that is made fastest.

Schema ids are those of the .tflite schema (tensorflow/lite schema version 3).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from ai_edge_litert import schema_py_generated as schema

from studio.core.few_values import FEW_VALUES
from studio.core.model import Quantization
from studio.graph.flatbuffer import DamagedError, Data, Source, Table
from studio.graph.signature import SignatureDef, signature_defs_of

_MAX_COUNT = 2**62
_MAX_RANK = 64
_FEW_BYTES = 8 * FEW_VALUES
_Stored = tuple[int, bytes]
"""Bytes of a buffer, and what they are where they are few."""


def _names(enumeration: type) -> dict[int, str]:
    return {value: name for name, value in vars(enumeration).items() if isinstance(value, int)}


OP_NAMES = _names(schema.BuiltinOperator)
TYPE_NAMES = {value: name.lower() for value, name in _names(schema.TensorType).items()}
OPTION_NAMES = _names(schema.BuiltinOptions) | {0: ""}
OPTION2_NAMES = _names(schema.BuiltinOptions2) | {0: ""}
_CUSTOM = schema.BuiltinOperator.CUSTOM
_BLOCKWISE = schema.QuantizationDetails.BlockwiseQuantization


class Tensor(msgspec.Struct, frozen=True, gc=False):
    """``shape``: as stored, a dynamic dimension usually as 1. ``dynamic``: which are dynamic.

    ``has_shape``: False where the shape is a place holder of what only a run would tell.
    ``is_blockwise``: its scales are a tensor of their own, one for each block of values.
    ``few``: what is stored, where that is no more than _FEW_BYTES.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    dynamic: tuple[bool, ...]
    has_rank: bool
    buffer: int
    stored_bytes: int
    is_external: bool
    is_variable: bool
    is_sparse: bool
    quantization: Quantization | None
    has_shape: bool = True
    is_blockwise: bool = False
    few: bytes = b""

    @property
    def is_constant(self) -> bool:
        return self.stored_bytes > 0 or self.is_external

    @property
    def elements(self) -> int:
        return product(self.shape)

    @property
    def is_quantized(self) -> bool:
        is_scaled = self.quantization is not None or self.is_blockwise
        return is_scaled and self.dtype not in ("float32", "float16")

    @property
    def is_weight(self) -> bool:
        """Constant numbers that were learned, as far as the file tells: not indices and shapes."""
        if not self.is_constant:
            return False
        is_plain_integer = self.dtype in ("int32", "int64", "uint32", "uint64", "bool", "string")
        return self.quantization is not None or not is_plain_integer


class Op(msgspec.Struct, frozen=True, gc=False):
    """``name``: the builtin's, or a custom op's own. Tensor indices are within the subgraph."""

    name: str
    is_custom: bool
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    option_type: str
    options: Table | None


@dataclass(frozen=True, slots=True)
class Subgraph:
    name: str
    tensors: tuple[Tensor, ...]
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    ops: tuple[Op, ...]


@dataclass(frozen=True, slots=True)
class Parsed:
    """``buffers``: bytes of each. ``metadata``: name -> buffer index."""

    version: int
    description: str
    subgraphs: tuple[Subgraph, ...]
    signatures: tuple[SignatureDef, ...]
    buffers: tuple[int, ...]
    metadata: dict[str, int]
    min_runtime_version: str
    has_external_buffers: bool = field(default=False)


def parse(data: Data) -> Parsed:
    """Read every part but the weights. Raises DamagedError."""
    root = Source(data).root()
    stored = [_buffer(table) for table in root.tables(4)]
    buffers = tuple([size for size, _ in stored])
    codes = [_op_code(table) for table in root.tables(1)]
    subgraphs = tuple(_subgraph(table, codes, stored) for table in root.tables(2))
    if not subgraphs or (not codes and any(subgraph.ops for subgraph in subgraphs)):
        raise DamagedError("no subgraph or no ops")
    signatures = signature_defs_of(root)
    for entry in signatures:
        _require(entry.subgraph < len(subgraphs), "signature of no subgraph")
        count = len(subgraphs[entry.subgraph].tensors)
        _require_indices((*entry.inputs.values(), *entry.outputs.values()), count, low=0)
    metadata = {table.text(0): table.number(1, "I") for table in root.tables(6)}
    return Parsed(
        version=root.number(0, "I"),
        description=root.text(3),
        subgraphs=subgraphs,
        signatures=signatures,
        buffers=buffers,
        metadata=metadata,
        min_runtime_version=_metadata_text(root, metadata.get("min_runtime_version")),
        has_external_buffers=any(
            tensor.is_external for subgraph in subgraphs for tensor in subgraph.tensors
        ),
    )


def product(shape: Iterable[int]) -> int:
    """Elements of ``shape``. Raises DamagedError where no memory could hold them."""
    result = math.prod(shape)
    _require(0 <= result < _MAX_COUNT, "a tensor beyond all bounds")
    return result


def _subgraph(table: Table, codes: list[tuple[str, bool]], buffers: list[_Stored]) -> Subgraph:
    tensors = tuple(_tensor(entry, buffers) for entry in table.tables(0))
    ops = tuple(_op(entry, codes, len(tensors)) for entry in table.tables(3))
    inputs, outputs = table.numbers(1, "i"), table.numbers(2, "i")
    _require_indices((*inputs, *outputs), len(tensors), low=0)
    return Subgraph(table.text(4), tensors, inputs, outputs, ops)


def _tensor(table: Table, buffers: list[_Stored]) -> Tensor:
    shape = table.numbers(0, "i")
    wanted = table.numbers(7, "i")
    _require(len(shape) <= _MAX_RANK, "a tensor of too many dimensions")
    if len(wanted) != len(shape):
        wanted = shape
    dtype = table.number(1, "b")
    _require(dtype in TYPE_NAMES, f"tensor type {dtype}")
    buffer = table.number(2, "I")
    _require(buffer < len(buffers) or buffer == 0, "a tensor without its buffer")
    quantization = table.table(4)
    is_open = min((*wanted, *shape), default=0) < 0
    return Tensor(
        name=table.text(3),
        dtype=TYPE_NAMES[dtype],
        shape=tuple([1 if dim < 0 else dim for dim in shape]) if is_open else shape,
        dynamic=tuple([dim < 0 or stored < 0 for dim, stored in zip(wanted, shape, strict=True)])
        if is_open
        else (False,) * len(shape),
        has_rank=bool(table.number(8, "?")),
        buffer=buffer,
        stored_bytes=buffers[buffer][0] if buffer else 0,
        few=buffers[buffer][1] if buffer else b"",
        is_external=table.number(10, "I") > 0,
        is_variable=bool(table.number(5, "?")),
        is_sparse=table.field(6) > 0,
        quantization=_quantization(quantization),
        is_blockwise=quantization is not None and quantization.number(4, "B") == _BLOCKWISE,
    )


def _quantization(table: Table | None) -> Quantization | None:
    scales = table.floats(2) if table is not None else ()
    if table is None or not scales:
        return None
    zero_points = table.numbers(3, "q") or (0,) * len(scales)
    _require(all(map(math.isfinite, scales)), "a quantization scale that is no number")
    _require(len(zero_points) in (1, len(scales)), "zero points do not fit the scales")
    return Quantization(scales=scales, zero_points=zero_points, axis=table.number(6, "i"))


def _op(table: Table, codes: list[tuple[str, bool]], tensors: int) -> Op:
    code = table.number(0, "I")
    _require(code < len(codes), "an op without its code")
    name, is_custom = codes[code]
    inputs, outputs = table.numbers(1, "i"), table.numbers(2, "i")
    _require_indices((*inputs, *outputs), tensors, low=-1)
    option_type, options = OPTION_NAMES.get(table.number(3, "B"), ""), table.table(4)
    if not option_type:
        option_type, options = OPTION2_NAMES.get(table.number(11, "B"), ""), table.table(12)
    return Op(name, is_custom, inputs, outputs, option_type, options)


def _op_code(table: Table) -> tuple[str, bool]:
    """(name, is custom). Codes beyond 127 live in a second field."""
    code = max(table.number(0, "b"), table.number(3, "i"))
    if code == _CUSTOM:
        return table.text(1) or "CUSTOM", True
    _require(code >= 0, f"op code {code}")
    return OP_NAMES.get(code, f"BUILTIN_{code}"), False


def _buffer(table: Table) -> _Stored:
    """Of a buffer, inline or behind the flatbuffer (files beyond 2 GB)."""
    start, size = table.number(1, "Q"), table.number(2, "Q")
    if start > 1:
        table.source.require(start, size)
    else:
        start, size = table.vector(0, 1)
    few = bytes(table.source.data[start : start + size]) if size <= _FEW_BYTES else b""
    return size, few


def _metadata_text(root: Table, buffer: int | None) -> str:
    if buffer is None:
        return ""
    for index, table in enumerate(root.tables(4)):
        if index == buffer:
            return table.blob(0, 64).rstrip(b"\0").decode("utf-8", "replace")
    return ""


def _require_indices(indices: tuple[int, ...], count: int, low: int) -> None:
    if indices and not (low <= min(indices) and max(indices) < count):
        raise DamagedError("an index beyond the tensors")


def _require(condition: bool, problem: str) -> None:
    if not condition:
        raise DamagedError(problem)
