"""A bounds-checked reader of flatbuffer tables, for files that nobody has vouched for.

The generated schema classes trust every offset and length: a damaged file makes them loop for
minutes, copy gigabytes or fail anywhere. Here each read goes through one check, the number of
tables and of vector elements visited is bounded, and everything wrong is one exception.
Nothing is copied but what is asked for, so a memory-mapped file of any size opens at once.

Format: https://flatbuffers.dev/internals/ (little-endian; table -> vtable of field offsets).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from mmap import mmap
from typing import Any

import numpy as np

Data = bytes | bytearray | memoryview | mmap

MAX_TABLES = 4_000_000
MAX_ELEMENTS = 40_000_000
MAX_TEXT_BYTES = 65_536

_FIELDS_KNOWN = 64
"""Of a table, more than any of the schema has: those behind are read one by one."""
_VTABLES_KNOWN = 4096
_FEW = 64
"""Elements that are unpacked at once: an array would cost more than it saves."""

_FORMATS: dict[str, struct.Struct] = {code: struct.Struct("<" + code) for code in "bBhHiIqQfd?"}
_UINT32 = _FORMATS["I"]


class DamagedError(ValueError):
    """The bytes are no valid flatbuffer of this schema."""


class Source:
    """The bytes of one file and how much of them has been visited."""

    __slots__ = ("_elements", "_tables", "_vtables", "data", "size")

    def __init__(self, data: Data) -> None:
        self.data = data
        self.size = len(data)
        self._tables = 0
        self._elements = 0
        self._vtables: dict[int, tuple[int, tuple[int, ...]]] = {}

    def read(self, code: str, position: int) -> int | float:
        form = _FORMATS[code]
        if position < 0 or position + form.size > self.size:
            self.require(position, form.size)
        value: int | float = form.unpack_from(self.data, position)[0]
        return value

    def follow(self, position: int) -> int:
        """The position that the unsigned relative offset stored at ``position`` points to."""
        if position < 0 or position + 4 > self.size:
            self.require(position, 4)
        offset: int = _UINT32.unpack_from(self.data, position)[0]
        return position + offset

    def vtable(self, position: int) -> tuple[int, tuple[int, ...]]:
        """Bytes of a vtable, and the offsets of its first fields. Tables of a kind share theirs."""
        known = self._vtables.get(position)
        if known is None:
            size = int(self.read("H", position))
            count = max(0, min((size - 4) // 2, _FIELDS_KNOWN))
            self.require(position + 4, 2 * count)
            known = size, struct.unpack_from(f"<{count}H", self.data, position + 4)
            if len(self._vtables) < _VTABLES_KNOWN:
                self._vtables[position] = known
        return known

    def require(self, position: int, length: int) -> None:
        if position < 0 or length < 0 or position + length > self.size:
            raise DamagedError(f"{length} bytes at {position} lie outside of {self.size}")

    def visit_table(self) -> None:
        self._tables += 1
        if self._tables > MAX_TABLES:
            raise DamagedError("more tables than any model has")

    def visit_elements(self, count: int) -> None:
        self._elements += count
        if self._elements > MAX_ELEMENTS:
            raise DamagedError("more elements than any model has")

    def root(self) -> Table:
        return Table(self, self.follow(0))


class Table:
    """One table; fields go by their schema ids. A field left out has its default."""

    __slots__ = ("_offsets", "_vtable", "_vtable_size", "position", "source")

    def __init__(self, source: Source, position: int) -> None:
        source.visit_table()
        self.source = source
        self.position = position
        self._vtable = position - int(source.read("i", position))
        self._vtable_size, self._offsets = source.vtable(self._vtable)

    @property
    def field_count(self) -> int:
        return max(0, (self._vtable_size - 4) // 2)

    def field(self, field_id: int) -> int:
        """Position of the field's inline bytes; 0 where it is left out."""
        if field_id < len(self._offsets):
            offset = self._offsets[field_id]
        else:
            slot = 4 + 2 * field_id
            if slot + 2 > self._vtable_size:
                return 0
            offset = int(self.source.read("H", self._vtable + slot))
        return self.position + offset if offset else 0

    def number(self, field_id: int, code: str, default: int = 0) -> int:
        position = self.field(field_id)
        return int(self.source.read(code, position)) if position else default

    def table(self, field_id: int) -> Table | None:
        position = self.field(field_id)
        return Table(self.source, self.source.follow(position)) if position else None

    def vector(self, field_id: int, item_size: int) -> tuple[int, int]:
        """(position of the first item, number of items), proven to lie inside the file."""
        position = self.field(field_id)
        if not position:
            return 0, 0
        source = self.source
        first = source.follow(position) + 4
        if first > source.size:
            source.require(first - 4, 4)
        count: int = _UINT32.unpack_from(source.data, first - 4)[0]
        if first + count * item_size > source.size:
            source.require(first, count * item_size)
        return first, count

    def count(self, field_id: int) -> int:
        return self.vector(field_id, 4)[1]

    def tables(self, field_id: int) -> Iterator[Table]:
        start, count = self.vector(field_id, 4)
        for index in range(count):
            yield Table(self.source, self.source.follow(start + 4 * index))

    def numbers(self, field_id: int, code: str) -> tuple[int, ...]:
        """``code``: as of struct, "i" or "q"."""
        return self._unpacked(field_id, code)

    def floats(self, field_id: int) -> tuple[float, ...]:
        return self._unpacked(field_id, "f")

    def text(self, field_id: int) -> str:
        """A string; bytes that are no UTF-8 are replaced, since a name must not stop opening."""
        start, count = self.vector(field_id, 1)
        if count > MAX_TEXT_BYTES:
            raise DamagedError(f"a name of {count} bytes")
        self.source.visit_elements(count)
        return bytes(self.source.data[start : start + count]).decode("utf-8", "replace")

    def blob(self, field_id: int, limit: int = MAX_TEXT_BYTES) -> bytes:
        """The first ``limit`` bytes of a byte vector."""
        start, count = self.vector(field_id, 1)
        return bytes(self.source.data[start : start + min(count, limit)])

    def _unpacked(self, field_id: int, code: str) -> tuple[Any, ...]:
        start, count = self.vector(field_id, _FORMATS[code].size)
        if not count:
            return ()
        self.source.visit_elements(count)
        data = self.source.data
        if count <= _FEW:
            return struct.unpack_from(f"<{count}{code}", data, start)
        dtype = np.dtype(code).newbyteorder("<")
        return tuple(np.frombuffer(data, dtype=dtype, count=count, offset=start).tolist())
