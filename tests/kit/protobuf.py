"""Fields of protocol buffers, written by hand."""

from __future__ import annotations


def field_number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def field_bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def field_text(field: int, value: str) -> bytes:
    return field_bytes(field, value.encode())


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
