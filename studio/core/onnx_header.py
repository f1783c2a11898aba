"""Tells an ONNX file by its content. It has no magic number: it is a bare protocol buffer.

Its top level is walked, field by field, without reading what the fields hold. Field numbers and
types are those of ``ModelProto`` in onnx.proto (onnx 1.17): a file that has a graph and an IR
version, nothing unknown beside them, and ends where its last field ends, is taken for one.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

_VARINT, _BYTES = 0, 2
_IR_VERSION, _GRAPH = 1, 7
_FIELDS = {
    _IR_VERSION: _VARINT,
    2: _BYTES,  # producer_name
    3: _BYTES,  # producer_version
    4: _BYTES,  # domain
    5: _VARINT,  # model_version
    6: _BYTES,  # doc_string
    _GRAPH: _BYTES,
    8: _BYTES,  # opset_import
    14: _BYTES,  # metadata_props
    20: _BYTES,  # training_info
    25: _BYTES,  # functions
    26: _BYTES,  # configuration
}
_MOST_FIELDS = 100_000
_MOST_VARINT_BYTES = 10


def is_onnx(path: Path) -> bool:
    """Whether ``path`` holds a ``ModelProto``. False where it cannot be read."""
    try:
        with path.open("rb") as stream:
            return {_IR_VERSION, _GRAPH} <= _fields(stream, path.stat().st_size)
    except (OSError, ValueError):
        return False


def _fields(stream: BinaryIO, size: int) -> set[int]:
    """The numbers of the fields. Raises ValueError where they are not those of a ModelProto."""
    found: set[int] = set()
    for _ in range(_MOST_FIELDS):
        if stream.tell() == size:
            return found
        number, wire = divmod(_varint(stream), 8)
        if _FIELDS.get(number) != wire:
            raise ValueError(number)
        found.add(number)
        value = _varint(stream)
        if wire == _BYTES and stream.seek(value, 1) > size:
            raise ValueError("cut")
    raise ValueError("too many fields")


def _varint(stream: BinaryIO) -> int:
    value = 0
    for place in range(_MOST_VARINT_BYTES):
        byte = stream.read(1)
        if not byte:
            raise ValueError("cut")
        value |= (byte[0] & 0x7F) << (7 * place)
        if byte[0] < 0x80:
            return value
    raise ValueError("varint")
