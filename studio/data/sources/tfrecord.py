"""A TFRecord of tf.train.Example: each feature an array, encoded pictures decoded.

Read without TensorFlow: a record is its length and a check sum of that, the content and a check
sum of the content; an Example is a protobuf of three nested messages. So the light process reads
it, and what is damaged is named by its record. Check sums of contents are not verified (CRC-32C in
Python takes minutes); a content that is no Example is found by its structure.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from studio.core.errors import DataError
from studio.core.recipe import Preprocessing
from studio.data.geometry import resize
from studio.data.rows import Header
from studio.data.sources.pictures import decode_picture, is_gray

_MOST_RECORD = 256 << 20
_LABELS = ("label", "labels", "y", "class", "image/class/label", "image/label")
_PICTURES = ("image/encoded", "image", "image_raw", "x")
_POLYNOMIAL = 0x82F63B78


def is_tfrecord(path: Path) -> bool:
    """By content: the first eight bytes are a length, and the next four its check sum."""
    try:
        with path.open("rb") as stream:
            head = stream.read(12)
    except OSError:
        return False
    return len(head) == 12 and _is_length(head)


class TfRecord:
    """Where the records begin is noted at first; the first one says what features there are.

    int64 and float features are arrays of their length. A bytes feature must be an encoded picture
    and is decoded as the pictures of a folder are.
    """

    def __init__(self, path: Path, declared: Preprocessing) -> None:
        """Raises DataError: data-damaged, tfrecord-invalid, image-unreadable."""
        self._path, self._declared = path, declared
        self._starts = _scan(path)
        self._features: dict[str, str] = {}
        self.headers: dict[str, Header] = {}
        self._gray: dict[str, bool] = {}
        count = len(self._starts)
        for name, value in self._example(0).items():
            key = _key(name)
            self._features[key] = name
            if isinstance(value, bytes):
                self._gray[key] = is_gray(io.BytesIO(value), f"{path}: {name}")
            array = self._decode(key, value, 0)
            shape = () if key == "y" and array.size == 1 else array.shape
            self.headers[key] = Header((count, *shape), array.dtype)

    def rows(self, key: str, start: int, stop: int) -> np.ndarray:
        header = self.headers[key]
        made = np.empty((stop - start, *header.shape[1:]), header.dtype)
        for place in range(stop - start):
            record = start + place
            value = self._example(record).get(self._features[key])
            if value is None:
                raise self._invalid(record, f"no feature “{self._features[key]}”")
            array = self._decode(key, value, record)
            if array.size != made[place].size:
                raise self._invalid(
                    record, f"“{self._features[key]}” is {array.shape}, not {header.shape[1:]}"
                )
            made[place] = array.reshape(header.shape[1:])
        return made

    def _decode(self, key: str, value: bytes | np.ndarray, record: int) -> np.ndarray:
        if not isinstance(value, bytes):
            return value
        name = f"{self._path}, record {record + 1}"
        picture = decode_picture(io.BytesIO(value), 1 if self._gray[key] else 3, name)
        return resize(picture, self._declared)

    def _example(self, record: int) -> dict[str, bytes | np.ndarray]:
        try:
            with self._path.open("rb") as stream:
                stream.seek(int(self._starts[record]))
                (length,) = struct.unpack("<Q", stream.read(12)[:8])
                content = stream.read(length)
        except (OSError, struct.error) as error:
            raise DataError("data-unreadable", str(error), path=self._path) from error
        try:
            return parse_example(content)
        except (ValueError, IndexError, struct.error) as error:
            raise self._invalid(record, str(error) or "no tf.train.Example") from error

    def _invalid(self, record: int, what: str) -> DataError:
        return DataError("tfrecord-invalid", path=self._path, record=record + 1, what=what)


def parse_example(content: bytes) -> dict[str, bytes | np.ndarray]:
    """Feature name -> its one byte string, or its numbers (float32 or int64).

    Raises ValueError, IndexError, struct.error where it is no such message.
    """
    found: dict[str, bytes | np.ndarray] = {}
    for features in _messages(content, 1):
        for entry in _messages(features, 1):
            fields = dict(_fields(entry))
            name, feature = fields.get(1, b""), fields.get(2, b"")
            if not isinstance(name, bytes) or not isinstance(feature, bytes):
                raise ValueError("no feature")
            value = _feature(feature)
            if value is not None:
                found[name.decode("utf-8")] = value
    if not found:
        raise ValueError("no features")
    return dict(sorted(found.items()))


def _feature(content: bytes) -> bytes | np.ndarray | None:
    for number, value in _fields(content):
        if not isinstance(value, bytes):
            raise ValueError("no list of values")
        if number == 1:
            strings = list(_messages(value, 1))
            if len(strings) != 1:
                raise ValueError(f"{len(strings)} byte strings in a feature")
            return strings[0]
        if number == 2:
            return np.concatenate(
                [_floats(part) for _, part in _fields(value)] or [np.zeros(0, np.float32)]
            )
        if number == 3:
            return np.asarray(
                [one for part in _fields(value) for one in _integers(part[1])], np.int64
            )
    return None


def _floats(part: bytes | int) -> np.ndarray:
    if isinstance(part, int) or len(part) % 4:
        raise ValueError("no floats")
    return np.frombuffer(part, "<f4").astype(np.float32)


def _integers(part: bytes | int) -> Iterator[int]:
    if isinstance(part, int):
        yield _signed(part)
        return
    at = 0
    while at < len(part):
        value, at = _varint(part, at)
        yield _signed(value)


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def _messages(content: bytes, wanted: int) -> Iterator[bytes]:
    for number, value in _fields(content):
        if number == wanted and isinstance(value, bytes):
            yield value


def _fields(content: bytes) -> Iterator[tuple[int, bytes | int]]:
    """(field number, varint or bytes) of a protobuf message."""
    at = 0
    while at < len(content):
        tag, at = _varint(content, at)
        number, kind = tag >> 3, tag & 7
        if kind == 0:
            value, at = _varint(content, at)
            yield number, value
            continue
        if kind == 2:
            size, at = _varint(content, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise ValueError(f"wire type {kind}")
        if at + size > len(content):
            raise ValueError("a field goes beyond the record")
        yield number, content[at : at + size]
        at += size


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = content[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("a number is too long")


def _scan(path: Path) -> np.ndarray:
    """Where each record begins. Raises DataError: tfrecord-invalid, data-unreadable."""
    starts: list[int] = []
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            at = 0
            while at < size:
                stream.seek(at)
                head = stream.read(12)
                length = struct.unpack("<Q", head[:8])[0] if len(head) == 12 else _MOST_RECORD + 1
                is_there = length <= _MOST_RECORD and at + 16 + length <= size
                if not is_there or not _is_length(head):
                    raise DataError(
                        "tfrecord-invalid", path=path, record=len(starts) + 1, what="damaged"
                    )
                starts.append(at)
                at += 16 + length
    except OSError as error:
        raise DataError("data-unreadable", str(error), path=path) from error
    return np.asarray(starts, np.int64)


def _is_length(head: bytes) -> bool:
    return head[8:12] == struct.pack("<I", masked_crc(head[:8]))


def masked_crc(content: bytes) -> int:
    """CRC-32C, turned by 15 bits and added to a constant, as the format wants it."""
    crc = 0xFFFFFFFF
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (_POLYNOMIAL if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def _key(name: str) -> str:
    """The label's array is "y", the picture's "x"; others keep their names."""
    if name.lower() in _LABELS:
        return "y"
    return "x" if name.lower() in _PICTURES else name
