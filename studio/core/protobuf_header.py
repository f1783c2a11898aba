"""Tells ONNX files and TensorFlow's GraphDefs by their content. They have no magic number: each is
a bare protocol buffer.

The top level is walked, field by field, without reading what the fields hold. Field numbers and
types are those of ``ModelProto`` in onnx.proto (onnx 1.17) and of ``GraphDef`` and ``NodeDef`` in
TensorFlow's framework/graph.proto and node_def.proto. A file that has what its kind needs, nothing
unknown beside it, and ends where its last field ends, is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

_VARINT, _BYTES = 0, 2
_IR_VERSION, _GRAPH = 1, 7
_ONNX = {
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
_NODE, _NAME, _OP = 1, 1, 2
_GRAPH_DEF = {
    _NODE: _BYTES,
    2: _BYTES,  # library
    3: _VARINT,  # version
    4: _BYTES,  # versions
    5: _BYTES,  # debug_info
}
_NODE_DEF = {
    _NAME: _BYTES,
    _OP: _BYTES,
    3: _BYTES,  # input
    4: _BYTES,  # device
    5: _BYTES,  # attr
    6: _BYTES,  # experimental_debug_info
    7: _BYTES,  # experimental_type
}
_OP_NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_>.]{0,199}")
_MOST_FIELDS = 1_000_000
_MOST_VARINT_BYTES = 10
_NODES_LOOKED_AT = 20

Field = tuple[int, int, int]
"""Number; position of the content and its bytes, both 0 of a number."""


def is_onnx(path: Path) -> bool:
    """Whether ``path`` holds a ``ModelProto``. False where it cannot be read."""
    try:
        with path.open("rb") as stream:
            found = {number for number, _, _ in _fields(stream, path.stat().st_size, _ONNX)}
            return {_IR_VERSION, _GRAPH} <= found
    except (OSError, ValueError):
        return False


def is_graph_def(path: Path) -> bool:
    """Whether ``path`` holds a ``GraphDef`` with nodes. False where it cannot be read."""
    try:
        with path.open("rb") as stream:
            nodes = [
                (start, size)
                for number, start, size in _fields(stream, path.stat().st_size, _GRAPH_DEF)
                if number == _NODE
            ]
            return bool(nodes) and all(_is_node(stream, *node) for node in nodes[:_NODES_LOOKED_AT])
    except (OSError, ValueError):
        return False


def _is_node(stream: BinaryIO, start: int, size: int) -> bool:
    """Raises ValueError where it is none."""
    stream.seek(start)
    parts = {number: (at, count) for number, at, count in _fields(stream, start + size, _NODE_DEF)}
    if not {_NAME, _OP} <= set(parts):
        return False
    at, count = parts[_OP]
    stream.seek(at)
    return count <= 200 and _OP_NAME.fullmatch(stream.read(count)) is not None


def _fields(stream: BinaryIO, end: int, known: Mapping[int, int]) -> Iterator[Field]:
    """From where ``stream`` stands to ``end``. Raises ValueError where a field is not of ``known``
    (number -> type), or reaches beyond."""
    for _ in range(_MOST_FIELDS):
        if stream.tell() == end:
            return
        number, wire = divmod(_varint(stream), 8)
        if known.get(number) != wire:
            raise ValueError(number)
        value = _varint(stream)
        start = stream.tell()
        if wire != _BYTES:
            yield number, 0, 0
        elif start + value > end:
            raise ValueError("cut")
        else:
            yield number, start, value
            stream.seek(start + value)
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
