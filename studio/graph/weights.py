"""Counts zeros and values that are no numbers in weights, those of a .tflite by its ops."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from studio.core.weight_facts import LEAST_SHARE, WeightFacts
from studio.graph.flatbuffer import Data, Source
from studio.graph.parsing import Parsed

_BUFFERS, _BUFFER_DATA = 4, 0
_WEIGHT = 1
"""Which input of the ops below it is."""
_CONVOLVING = frozenset({"CONV_2D", "DEPTHWISE_CONV_2D", "TRANSPOSE_CONV"})
_CONNECTED = "FULLY_CONNECTED"
_NEVER = frozenset({"CONV_3D", "GATHER", "BATCH_MATMUL", "ADD", "MUL", "WHILE"})
"""Ops whose constants TensorFlow's tool was seen to leave as they are, full of zeros too."""
_BLOCK = 4
_NAMED = 5


@dataclass(frozen=True)
class Weight:
    """``values``: float, laid as a .tflite stores them (outputs first); a view.

    ``use``: "connected" = of a fully connected op, "convolving", "unknown" = it is not known
    whether it could be encoded; "other" = it cannot, and is only looked at for finite values.
    """

    name: str
    values: np.ndarray
    use: str


def weight_facts(weights: Iterable[Weight], is_complete: bool = True) -> WeightFacts:
    """One pass over each of ``weights``."""
    tensors = elements = zeros = encoded = saved = 0
    most, most_name = 0.0, ""
    broken: list[str] = []
    for weight in weights:
        values = weight.values
        if not np.isfinite(values.sum(dtype=np.float64)) and not np.isfinite(values).all():
            broken.append(weight.name)
        if weight.use == "other" or not values.size:
            continue
        found = values.size - int(np.count_nonzero(values))
        tensors, elements, zeros = tensors + 1, elements + values.size, zeros + found
        if found / values.size > most:
            most, most_name = found / values.size, weight.name
        if found / values.size >= LEAST_SHARE:
            encoded += 1
            saved += _most_saved(weight)
            is_complete = is_complete and weight.use != "unknown"
    return WeightFacts(
        tensors=tensors,
        elements=elements,
        zeros=zeros,
        most=most,
        most_name=most_name,
        encoded=encoded,
        saved_bytes=saved,
        is_complete=is_complete,
        not_finite=len(broken),
        not_finite_names=tuple(broken[:_NAMED]),
    )


def facts_of_file(data: Data, parsed: Parsed) -> WeightFacts:
    """Of the float weights of a .tflite; nothing is copied. Raises DamagedError."""
    spans = [table.vector(_BUFFER_DATA, 1) for table in Source(data).root().tables(_BUFFERS)]
    return weight_facts(_weights_of(data, parsed, spans))


def _weights_of(data: Data, parsed: Parsed, spans: list[tuple[int, int]]) -> Iterator[Weight]:
    uses: dict[int, tuple[int, int, str]] = {}
    for which, subgraph in enumerate(parsed.subgraphs):
        for op in subgraph.ops:
            for place, at in enumerate(op.inputs):
                tensor = subgraph.tensors[at] if at >= 0 else None
                if tensor is None or tensor.dtype != "float32" or not tensor.stored_bytes:
                    continue
                use = _use(op.name, place, len(tensor.shape))
                known = uses.get(tensor.buffer)
                if not tensor.is_sparse and (known is None or known[2] == "other"):
                    uses[tensor.buffer] = which, at, use
    for buffer, (which, at, use) in uses.items():
        tensor = parsed.subgraphs[which].tensors[at]
        start, count = spans[buffer]
        values = np.frombuffer(data, "<f4", count // 4, start)
        if values.size == tensor.elements:
            yield Weight(tensor.name, values.reshape(tensor.shape), use)


def _use(op: str, place: int, rank: int) -> str:
    if op in _NEVER or rank < 2:
        return "other"
    if op in _CONVOLVING:
        return "convolving" if place == _WEIGHT else "other"
    if op == _CONNECTED:
        return "connected" if place == _WEIGHT else "other"
    return "unknown"


def _most_saved(weight: Weight) -> int:
    """Bytes: what is stored dense, less what TensorFlow stores of it instead (values, where they
    stand in each row, where each row begins), without what the file needs to describe that."""
    rows = weight.values.reshape(-1, weight.values.shape[-1])
    found = _saved(rows.shape, int(np.count_nonzero(rows)), 1)
    if weight.use != "connected":
        return found
    missing = -rows.shape[1] % _BLOCK
    whole = np.pad(rows, ((0, 0), (0, missing))) if missing else rows
    blocks = whole.reshape(len(rows), -1, _BLOCK).any(axis=2)
    return max(found, _saved(rows.shape, int(np.count_nonzero(blocks)), _BLOCK))


def _saved(shape: tuple[int, ...], kept: int, block: int) -> int:
    rows, columns = shape
    stored = kept * (4 * block + _width(-(-columns // block) - 1)) + _width(kept) * (rows + 1)
    return 4 * rows * columns - stored


def _width(largest: int) -> int:
    """Bytes of the integers that TensorFlow stores numbers up to ``largest`` in."""
    return 1 if largest <= 255 else 2 if largest <= 65535 else 4
