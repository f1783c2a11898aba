"""Tiny .onnx files, written as protocol buffers by hand: the onnx package is not needed.

Field numbers are those of onnx.proto.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.kit.protobuf import field_bytes, field_number, field_text

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
            *(field_text(1, name) for name in inputs),
            field_text(2, "y"),
            field_text(4, op),
            field_text(7, domain) if domain else b"",
        )
    )
    graph = b"".join(
        (
            field_bytes(1, node),
            field_text(2, "small"),
            *(field_bytes(11, _value(name, dims, dtype)) for name in inputs),
            field_bytes(12, _value("y", dims, dtype)),
        )
    )
    imported = [field_text(1, "") + field_number(2, 13)] + (
        [field_text(1, domain) + field_number(2, 1)] * bool(domain)
    )
    model = b"".join(
        (
            field_number(1, 8),
            field_text(2, "tests"),
            field_bytes(7, graph),
            *(field_bytes(8, one) for one in imported),
        )
    )
    path.write_bytes(model)
    return path


def _value(name: str, dims: Dims, dtype: int) -> bytes:
    shape = b"".join(
        field_bytes(1, field_text(2, dim) if isinstance(dim, str) else field_number(1, dim))
        for dim in dims
    )
    tensor = field_number(1, dtype) + field_bytes(2, shape)
    return field_text(1, name) + field_bytes(2, field_bytes(1, tensor))
