"""What is stored in the constant tensors of a .tflite: ranges, zeros, histograms, scales.

Weights are read out of the mapped file a piece at a time, so memory stays bounded whatever their
size. Mean and variance of the pieces are joined after Chan, Golub and LeVeque ("Updating formulae
and a pairwise algorithm for computing sample variances", 1979).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from mmap import mmap
from pathlib import Path

import numpy as np
from msgspec.structs import replace

from studio.core.child import Reporter
from studio.core.graph_requests import ConstantFacts, ConstantsRequest, ConstantsResult
from studio.graph.flatbuffer import DamagedError, Source, Table
from studio.graph.parsing import Tensor
from studio.graph.tflite import hash_of, mapped, parse_model

BINS = 64
LEVELS_MOST = 256
"""Quantized values of at most so many levels have a bin for each level."""
CHANNELS_TOLD = 512
_PIECE = 1 << 20

_PLAIN = {
    "float32": "<f4", "float16": "<f2", "float64": "<f8", "int8": "i1", "uint8": "u1",
    "int16": "<i2", "uint16": "<u2", "int32": "<i4", "uint32": "<u4", "int64": "<i8",
    "uint64": "<u8", "bool": "u1",
}  # fmt: skip
_PACKED = {"int4": (4, True), "uint4": (4, False), "int2": (2, True)}


def read_constants(request: ConstantsRequest, reporter: Reporter) -> ConstantsResult:
    """Facts of the tensors asked for; of all constants, and without histograms, if none is named.

    Raises ModelError: model-missing, -unreadable, -empty, -damaged (also where less is stored than
    a shape says, and for a tensor that the file does not have).
    """
    reporter.phase("reading-weights")
    with mapped(Path(request.path)) as data:
        parsed = parse_model(data)
        tensors = [tensor for subgraph in parsed.subgraphs for tensor in subgraph.tensors]
        wanted = request.tensors or [i for i, tensor in enumerate(tensors) if tensor.is_constant]
        if any(not 0 <= index < len(tensors) for index in wanted):
            raise DamagedError("a tensor that the file does not have")
        source = Source(data)
        places = [_place(table) for table in source.root().tables(4)]
        facts = []
        for number, index in enumerate(wanted):
            reporter.phase("reading-weights", number / len(wanted))
            tensor = tensors[index]
            stored = places[tensor.buffer] if tensor.buffer else (0, 0)
            facts.append(_facts(source, index, tensor, stored, with_bins=bool(request.tensors)))
        sha256 = hash_of(request.path)
    return ConstantsResult(path=request.path, constants=tuple(facts), sha256=sha256)


def float_pieces(data: mmap) -> Iterator[tuple[int, Iterator[np.ndarray]]]:
    """(tensor, its values a piece at a time) of the plainly stored floating-point constants.

    Raises ModelError as ``parse_model``; DamagedError.
    """
    parsed = parse_model(data)
    source = Source(data)
    places = [_place(table) for table in source.root().tables(4)]
    tensors = [tensor for subgraph in parsed.subgraphs for tensor in subgraph.tensors]
    for index, tensor in enumerate(tensors):
        is_plain = tensor.dtype.startswith("float") and not tensor.is_sparse
        if tensor.is_constant and is_plain and tensor.buffer and places[tensor.buffer][1]:
            position, size = places[tensor.buffer]
            yield index, _Values(source, tensor, position, size).pieces()


def _place(table: Table) -> tuple[int, int]:
    """(position, bytes) of a buffer, inline or behind the flatbuffer."""
    offset, size = table.number(1, "Q"), table.number(2, "Q")
    if offset > 1:
        table.source.require(offset, size)
        return offset, size
    return table.vector(0, 1)


def _facts(
    source: Source, index: int, tensor: Tensor, stored: tuple[int, int], *, with_bins: bool
) -> ConstantFacts:
    quantization = tensor.quantization if tensor.is_quantized else None
    scales = quantization.scales if quantization else ()
    zero_points = quantization.zero_points if quantization else ()
    known = ConstantFacts(
        tensor=index,
        elements=tensor.elements,
        channels=len(scales),
        axis=quantization.axis if quantization else 0,
        scales=scales[:CHANNELS_TOLD],
        zero_points=zero_points[:CHANNELS_TOLD],
        is_sparse=tensor.is_sparse,
    )
    is_number = tensor.dtype in _PLAIN or tensor.dtype in _PACKED
    # which channel a stored value is of stands in the sparse index, which is not read
    is_mixed = tensor.is_sparse and len(scales) > 1
    if not is_number or not stored[1] or tensor.is_external or is_mixed:
        return known
    values = _Values(source, tensor, *stored)
    summary = _Summary()
    with np.errstate(all="ignore"):  # the values are the file's own
        for piece in values.pieces():
            summary.add(piece)
        if values.implied_zeros:
            summary.add_zeros(values.implied_zeros)
        histogram = _histogram(values, summary) if with_bins and summary.count else ()
    has_any = summary.count > 0
    return replace(
        known,
        zeros=summary.zeros,
        least=summary.least if has_any else None,
        greatest=summary.greatest if has_any else None,
        mean=summary.mean if has_any else None,
        std=math.sqrt(summary.squares / summary.count) if has_any else None,
        not_finite=summary.not_finite,
        histogram=histogram,
    )


class _Values:
    """The real values of a stored tensor, piece by piece.

    ``implied_zeros``: of a sparse tensor, the elements that are not stored. ``level``: distance of
    two neighboring values where all have one scale (1 for plain integers), else None.
    """

    def __init__(self, source: Source, tensor: Tensor, position: int, size: int) -> None:
        self._source, self._tensor, self._position = source, tensor, position
        bits = 8 * np.dtype(_PLAIN[tensor.dtype]).itemsize if tensor.dtype in _PLAIN else 0
        self._bits = bits or _PACKED[tensor.dtype][0]
        holds = size * 8 // self._bits
        if tensor.is_sparse:
            self.stored = min(holds, tensor.elements)
        elif holds < tensor.elements:
            raise DamagedError(f"{size} bytes for {tensor.elements} elements of {tensor.dtype}")
        else:
            self.stored = tensor.elements
        self.implied_zeros = tensor.elements - self.stored
        quantization = tensor.quantization if tensor.is_quantized else None
        self._scales = np.asarray(quantization.scales if quantization else (1.0,), np.float64)
        self._zeros = np.asarray(quantization.zero_points if quantization else (0,), np.float64)
        self._inner = 1
        if len(self._scales) > 1:
            self._inner = self._check_channels(quantization.axis if quantization else 0)
        is_integer = not tensor.dtype.startswith("float")
        self.level = float(self._scales[0]) if is_integer and len(self._scales) == 1 else None

    def pieces(self) -> Iterator[np.ndarray]:
        """float64 arrays of at most a million elements."""
        for first in range(0, self.stored, _PIECE):
            count = min(_PIECE, self.stored - first)
            raw = self._raw(first, count).astype(np.float64)
            if len(self._scales) == 1 and len(self._zeros) == 1:
                yield (raw - self._zeros[0]) * self._scales[0]
                continue
            channel = (np.arange(first, first + count) // self._inner) % len(self._scales)
            zeros = self._zeros[channel] if len(self._zeros) > 1 else self._zeros[0]
            yield (raw - zeros) * self._scales[channel]

    def _raw(self, first: int, count: int) -> np.ndarray:
        data, dtype = self._source.data, self._tensor.dtype
        start = self._position + first * self._bits // 8
        if dtype in _PLAIN:
            return np.frombuffer(data, _PLAIN[dtype], count, start)
        bits, is_signed = _PACKED[dtype]
        per_byte = 8 // bits
        packed = np.frombuffer(data, np.uint8, -(-count // per_byte), start)
        shifts = np.arange(per_byte, dtype=np.uint8) * bits  # the lowest bits come first
        values = ((packed[:, None] >> shifts) & ((1 << bits) - 1)).reshape(-1)[:count]
        if is_signed:
            values = values.astype(np.int8)
            values[values >= 1 << (bits - 1)] -= 1 << bits
        return values

    def _check_channels(self, axis: int) -> int:
        """Elements of one channel in a row."""
        shape = self._tensor.shape
        if not 0 <= axis < len(shape) or shape[axis] != len(self._scales):
            raise DamagedError("scales do not fit the channels")
        return math.prod(shape[axis + 1 :])


@dataclass
class _Summary:
    """Over the finite values. ``squares``: sum of squared distances from the mean."""

    count: int = 0
    zeros: int = 0
    not_finite: int = 0
    least: float = math.inf
    greatest: float = -math.inf
    mean: float = 0.0
    squares: float = field(default=0.0)

    def add(self, piece: np.ndarray) -> None:
        finite = piece[np.isfinite(piece)]
        self.not_finite += piece.size - finite.size
        if not finite.size:
            return
        self.zeros += int(np.count_nonzero(finite == 0))
        self.least = min(self.least, float(finite.min()))
        self.greatest = max(self.greatest, float(finite.max()))
        mean = float(finite.mean())
        self._join(finite.size, mean, float(((finite - mean) ** 2).sum()))

    def add_zeros(self, count: int) -> None:
        self.zeros += count
        self.least, self.greatest = min(self.least, 0.0), max(self.greatest, 0.0)
        self._join(count, 0.0, 0.0)

    def _join(self, count: int, mean: float, squares: float) -> None:
        total = self.count + count
        gap = mean - self.mean
        self.squares += squares + gap * gap * self.count * count / total
        self.mean += gap * count / total
        self.count = total


def _histogram(values: _Values, summary: _Summary) -> tuple[int, ...]:
    """Counts in equal bins from the least to the greatest value; see LEVELS_MOST."""
    low, high, bins = summary.least, summary.greatest, BINS
    if low == high:
        return (summary.count,)
    if values.level:
        levels = round((high - low) / abs(values.level)) + 1
        if levels <= LEVELS_MOST:
            half = abs(values.level) / 2
            low, high, bins = low - half, high + half, levels
    if not math.isfinite(high - low):
        return ()
    counts = np.zeros(bins, np.int64)
    for piece in values.pieces():
        counts += np.histogram(piece[np.isfinite(piece)], bins, (low, high))[0]
    if values.implied_zeros:
        counts[min(int((0.0 - low) / (high - low) * bins), bins - 1)] += values.implied_zeros
    return tuple(counts.tolist())
