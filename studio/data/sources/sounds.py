"""A folder of .wav: "x" (n, frames) or (n, frames, channels) float32 in -1..1; "y" the class.

The chunks are read here: Python's own module knows integers alone, and models take floats.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

from studio.core.errors import DataError
from studio.core.recipe import Preprocessing
from studio.data.rows import Header
from studio.data.sources.folder import Listing

_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE


@dataclass(frozen=True)
class _Wav:
    """``start``, ``size``: where the samples are, bytes."""

    kind: int
    channels: int
    rate: int
    bits: int
    start: int
    size: int

    @property
    def frames(self) -> int:
        return self.size // (self.channels * self.bits // 8)


class SoundFolder:
    """Decoded one by one: 8-, 16- and 32-bit integers over their range, 32-bit floats as they are.

    All must have the sample rate that is declared, else that of the first, and as many channels.
    They are cut or filled with silence to the declared number of frames; without one all must have
    as many as the first.
    """

    def __init__(self, listing: Listing, declared: Preprocessing) -> None:
        """Raises DataError: sound-unreadable, sound-rate-differs."""
        self._listing = listing
        first = read_header(listing.files[0])
        self._rate = declared.rate or first.rate
        self._channels = first.channels
        self._is_fixed = declared.frames is not None
        self._frames = declared.frames or first.frames
        self._check(listing.files[0], first)
        sample = (self._frames,) if self._channels == 1 else (self._frames, self._channels)
        shape = (len(listing.files), *sample)
        self.headers = {"x": Header(shape, np.dtype(np.float32)), **listing.label_headers()}

    def rows(self, key: str, start: int, stop: int) -> np.ndarray:
        if key == "y":
            assert self._listing.labels is not None
            return self._listing.labels[start:stop]
        made = np.zeros((stop - start, self._frames, self._channels), np.float32)
        for place, file in enumerate(self._listing.files[start:stop]):
            header = read_header(file)
            self._check(file, header)
            sound = _read(file, header, self._frames)
            made[place, : len(sound)] = sound
        return made.reshape(stop - start, *self.headers["x"].shape[1:])

    def _check(self, file: Path, header: _Wav) -> None:
        if header.rate != self._rate:
            raise DataError("sound-rate-differs", path=file, given=header.rate, wanted=self._rate)
        if header.channels != self._channels:
            raise DataError(
                "sound-channels-differ", path=file, given=header.channels, wanted=self._channels
            )
        if not self._is_fixed and header.frames != self._frames:
            raise DataError(
                "sound-length-differs", path=file, given=header.frames, wanted=self._frames
            )


def read_header(file: Path) -> _Wav:
    """Raises DataError: sound-unreadable."""
    try:
        with file.open("rb") as stream:
            found = _parse(stream, file.stat().st_size)
    except (OSError, struct.error) as error:
        raise DataError("sound-unreadable", str(error), path=file) from error
    if isinstance(found, str):
        raise DataError("sound-unreadable", found, path=file)
    return found


def _parse(stream: IO[bytes], size: int) -> _Wav | str:
    """The header, or what is wrong with it."""
    riff, _, wave = struct.unpack("<4sI4s", stream.read(12))
    if riff != b"RIFF" or wave != b"WAVE":
        return "no RIFF/WAVE header"
    form: tuple[int, ...] | None = None
    while True:
        head = stream.read(8)
        if len(head) < 8:
            return "no samples in it"
        name, length = struct.unpack("<4sI", head)
        if name == b"data":
            break
        content = stream.read(length + length % 2)
        if name == b"fmt ":
            form = struct.unpack("<HHIIHH", content[:16])
            if form[0] == _EXTENSIBLE and len(content) >= 26:
                form = (struct.unpack("<H", content[24:26])[0], *form[1:])
    if form is None:
        return "the samples come before their format"
    kind, channels, rate, _, _, bits = form
    if (kind, bits) not in ((_PCM, 8), (_PCM, 16), (_PCM, 32), (_FLOAT, 32)) or not channels:
        return f"format {kind} with {bits} bits and {channels} channels"
    start = stream.tell()
    if length > size - start:
        return f"{length} bytes are announced, {size - start} are there"
    return _Wav(kind, channels, rate, bits, start, length)


def _read(file: Path, header: _Wav, most: int) -> np.ndarray:
    """(frames, channels) float32, the first ``most`` frames at most."""
    dtype = "<f4" if header.kind == _FLOAT else {8: "u1", 16: "<i2", 32: "<i4"}[header.bits]
    count = min(header.frames, most) * header.channels
    try:
        values = np.fromfile(file, dtype, count, offset=header.start)
    except OSError as error:
        raise DataError("sound-unreadable", str(error), path=file) from error
    if header.kind == _PCM:
        zero, full = (128, 128) if header.bits == 8 else (0, 2 ** (header.bits - 1))
        values = (values.astype(np.float64) - zero) / full
    return np.asarray(values, np.float32).reshape(-1, header.channels)
