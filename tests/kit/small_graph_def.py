"""Tiny frozen GraphDefs, written as protocol buffers by hand.

Field numbers are those of TensorFlow's graph.proto, node_def.proto and attr_value.proto.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tests.kit.protobuf import field_bytes, field_number, field_text

_FLOAT = 1
_OPEN = 2**64 - 1


def chain(
    path: Path, ops: Sequence[str] = ("Relu", "Abs"), dims: Sequence[int | None] = (None, 4)
) -> Path:
    """A placeholder "x" of shape ``dims`` (None: open), then ``ops`` in a row: "n0", "n1"..."""
    sizes = b"".join(field_bytes(2, field_number(1, _OPEN if dim is None else dim)) for dim in dims)
    shape = _attribute("shape", field_bytes(7, sizes))
    nodes = [_node("x", "Placeholder", (), _attribute("dtype", field_number(6, _FLOAT)), shape)]
    for at, op in enumerate(ops):
        before = f"n{at - 1}" if at else "x"
        nodes.append(_node(f"n{at}", op, (before,), _attribute("T", field_number(6, _FLOAT))))
    path.write_bytes(b"".join(field_bytes(1, node) for node in nodes))
    return path


def kinds_of_chain(path: Path) -> list[str]:
    """Of the ops of a :func:`chain`, which stand behind their names."""
    found = re.findall(rb"\x0a.n\d+\x12.([A-Za-z]+)\x1a", path.read_bytes(), re.DOTALL)
    return [kind.decode() for kind in found]


def _node(name: str, op: str, inputs: Sequence[str], *attributes: bytes) -> bytes:
    read = b"".join(field_text(3, one) for one in inputs)
    return field_text(1, name) + field_text(2, op) + read + b"".join(attributes)


def _attribute(name: str, value: bytes) -> bytes:
    return field_bytes(5, field_text(1, name) + field_bytes(2, value))
