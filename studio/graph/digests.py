"""Constants of which two files hold the same numbers, in whatever order their axes are.

A digest is the sum of the mixed bits of all elements, as float16, so neither a transposition nor
storing them in 16 bits changes it (SplitMix64's finalizer: Steele, Lea and Flood, "Fast splittable
pseudorandom number generators", 2014).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from studio.core.formats import sniff
from studio.core.model import Graph
from studio.graph import onnx_model, torch_weights
from studio.graph.constants import float_pieces
from studio.graph.tflite import mapped

_READERS = {"onnx": onnx_model.float_weights, "pt2": torch_weights.float_weights}
Digest = tuple[int, int]
"""(elements, sum of their mixed bits)"""
_LEAST_VALUES = 3
LEAST_ELEMENTS = 16
"""Fewer are too often equal by chance: zeros, ones, powers of two."""


def digests_of(path: str, graph: Graph) -> dict[int, Digest]:
    """Of floating-point constants, by tensor; {} of formats whose weights are not read here."""
    found = ((tensor, digest_of(pieces)) for tensor, pieces in _pieces(path, graph))
    return {tensor: digest for tensor, digest in found if digest is not None}


def digest_of(pieces: Iterable[np.ndarray]) -> Digest | None:
    """Of one tensor's values; None where they are too few or too uniform to tell anything."""
    elements, total, values = 0, 0, set[bytes]()
    for piece in pieces:
        with np.errstate(over="ignore"):
            halves = np.ascontiguousarray(piece).astype(np.float16) + np.float16(0)
        elements += halves.size
        total = (total + int(_mixed(halves.view(np.uint16)).sum(dtype=np.uint64))) % 2**64
        if len(values) < _LEAST_VALUES:
            values |= {one.tobytes() for one in np.unique(halves)[:_LEAST_VALUES]}
    is_telling = elements >= LEAST_ELEMENTS and len(values) >= _LEAST_VALUES
    return (elements, total) if is_telling else None


def of_one_content(first: dict[int, Digest], second: dict[int, Digest]) -> dict[int, int]:
    """Tensors that hold the same numbers, which no other of their file does."""
    counts, others = Counter(first.values()), Counter(second.values())
    places = {digest: tensor for tensor, digest in second.items()}
    return {
        tensor: places[digest]
        for tensor, digest in first.items()
        if counts[digest] == others[digest] == 1
    }


def _pieces(path: str, graph: Graph) -> Iterator[tuple[int, Iterator[np.ndarray]]]:
    kind = sniff(Path(path)).id
    if kind == "tflite":
        with mapped(Path(path)) as data:
            yield from float_pieces(data)
    elif kind in _READERS:
        by_name = {tensor.name: tensor.index for tensor in graph.tensors if tensor.is_constant}
        for name, values in _READERS[kind](Path(path)):
            if name in by_name:
                yield by_name[name], iter((values,))


def _mixed(bits: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        value = bits.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return value ^ (value >> np.uint64(31))
