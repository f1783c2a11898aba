"""Raw latency samples on disk: one compressed record per (process, block).

Append-only and self-delimiting, so that a file stays readable when its writer dies in the middle of
a record, and so that files of several processes are joined by concatenation. Where processes take
turns within a block, :func:`merge_blocks` puts together what each wrote of it. Standard library
only: the history and the reports read samples without numpy.

A record, little-endian: magic ``SBLK``, process, block, rows, payload length, CRC-32 of the payload
(five uint32), then the payload: zlib-compressed int64 rows of (variant, position, wall_ns, cpu_ns).
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from studio.core.errors import RunError

COLUMNS = ("variant", "position", "wall_ns", "cpu_ns")
CPU_UNKNOWN = -1
"""In place of cpu_ns where the system's clock of CPU time is too coarse."""
_ROW_BYTES = 8 * len(COLUMNS)
_MAGIC = b"SBLK"
_LEVEL = 6
_HEADER = struct.Struct("<4sIIIII")


@dataclass(frozen=True, slots=True)
class BlockRecord:
    """One block as it is stored; ``payload`` is still compressed (see :func:`decode`)."""

    process: int
    block: int
    count: int
    payload: bytes


def little_endian(rows: array[int]) -> bytes:
    """The bytes of ``rows`` (type code "q"), as they are written on every machine."""
    if sys.byteorder == "big":
        rows = array("q", rows)
        rows.byteswap()
    return rows.tobytes()


def write_block(stream: BinaryIO, process: int, block: int, rows: bytes) -> None:
    """Append one record. ``rows``: little-endian int64 (n, 4), C order, see ``COLUMNS``."""
    count, rest = divmod(len(rows), _ROW_BYTES)
    if rest:
        raise ValueError(f"{len(rows)} bytes are no whole number of rows")
    stream.write(encode_record(BlockRecord(process, block, count, zlib.compress(rows, _LEVEL))))


def encode_record(record: BlockRecord) -> bytes:
    """The bytes of a record; writing them one after another makes a sample file."""
    payload = record.payload
    header = _HEADER.pack(
        _MAGIC, record.process, record.block, record.count, len(payload), zlib.crc32(payload)
    )
    return header + payload


def read_blocks(path: str | PathLike[str]) -> Iterator[BlockRecord]:
    """The whole records of a file, in the order written; a last record cut short is left out.

    Raises RunError ``samples-damaged`` where something other than a cut end is wrong.
    """
    with Path(path).open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
        while len(header := stream.read(_HEADER.size)) == _HEADER.size:
            magic, process, block, count, length, checksum = _HEADER.unpack(header)
            if magic != _MAGIC:
                raise RunError("samples-damaged", path=str(path))
            if length > size - stream.tell():
                return
            payload = stream.read(length)
            if zlib.crc32(payload) != checksum:
                if stream.tell() == size:
                    return
                raise RunError("samples-damaged", path=str(path))
            yield BlockRecord(process, block, count, payload)


def merge_blocks(records: Iterable[BlockRecord]) -> list[BlockRecord]:
    """One record for each (process, block), in the order in which these first came.

    Parts of one block follow each other by their first position. The same part twice counts once.
    Raises RunError ``samples-damaged`` where two different parts claim the same place.
    """
    blocks: dict[tuple[int, int], dict[BlockRecord, None]] = {}
    for record in records:
        blocks.setdefault((record.process, record.block), {})[record] = None
    return [_merged(list(parts)) for parts in blocks.values()]


def _merged(parts: list[BlockRecord]) -> BlockRecord:
    if len(parts) == 1:
        return parts[0]
    tables = [decode(part.payload, part.count) for part in parts]
    places: set[tuple[int, int]] = set()
    for table in tables:
        claimed = set(zip(table[0::4], table[1::4], strict=True))
        if claimed & places:
            process, block = parts[0].process, parts[0].block
            raise RunError("samples-damaged", f"process {process}, block {block}", path="")
        places |= claimed
    tables.sort(key=lambda table: table[1] if table else 0)
    rows = array("q", (value for table in tables for value in table))
    payload = zlib.compress(little_endian(rows), _LEVEL)
    return BlockRecord(parts[0].process, parts[0].block, len(rows) // len(COLUMNS), payload)


def decode(payload: bytes, count: int | None = None) -> array[int]:
    """The int64 values of a payload, row after row (4 a row, see ``COLUMNS``).

    ``count``: the rows that the record promises; more is refused before it fills the memory.
    Raises RunError ``samples-damaged``.
    """
    try:
        if count is None:
            raw = zlib.decompress(payload)
        else:
            unpack = zlib.decompressobj()
            raw = unpack.decompress(payload, count * _ROW_BYTES + 1)
            if len(raw) != count * _ROW_BYTES:
                raise RunError("samples-damaged", path="")
    except zlib.error as error:
        raise RunError("samples-damaged", str(error), path="") from error
    if len(raw) % _ROW_BYTES:
        raise RunError("samples-damaged", path="")
    values = array("q")
    values.frombytes(raw)
    if sys.byteorder == "big":
        values.byteswap()
    return values
