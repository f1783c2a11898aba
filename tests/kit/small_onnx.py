"""Tiny .onnx files, written as protocol buffers by hand: the onnx package is not needed.

Field numbers are those of onnx.proto.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

FLOAT, INT8, STRING = 1, 3, 8
Dims = Sequence[int | str]


def relu(
    path: Path,
    dims: Dims = (1, 4),
    *,
    dtype: int = FLOAT,
    op: str = "Relu",
    domain: str = "",
    inputs: Sequence[str] = ("x",),
) -> Path:
    """``inputs`` of shape ``dims`` -> ``op`` -> "y" of the same shape; names in ``dims`` are open
    dimensions."""
    node = b"".join(
        (
            *(_text(1, name) for name in inputs),
            _text(2, "y"),
            _text(4, op),
            _text(7, domain) if domain else b"",
        )
    )
    graph = b"".join(
        (
            _bytes(1, node),
            _text(2, "small"),
            *(_bytes(11, _value(name, dims, dtype)) for name in inputs),
            _bytes(12, _value("y", dims, dtype)),
        )
    )
    imported = [_text(1, "") + _number(2, 13)] + ([_text(1, domain) + _number(2, 1)] * bool(domain))
    model = b"".join(
        (_number(1, 8), _text(2, "tests"), _bytes(7, graph), *(_bytes(8, one) for one in imported))
    )
    path.write_bytes(model)
    return path


def _value(name: str, dims: Dims, dtype: int) -> bytes:
    shape = b"".join(
        _bytes(1, _text(2, dim) if isinstance(dim, str) else _number(1, dim)) for dim in dims
    )
    tensor = _number(1, dtype) + _bytes(2, shape)
    return _text(1, name) + _bytes(2, _bytes(1, tensor))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
