"""What the engine must know of a .tflite in memory before it hands it to native code."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from studio.core.errors import ConversionError, ModelError
from studio.graph.facts import FLEX_PREFIX, unfrozen_variables
from studio.graph.flatbuffer import DamagedError, Source
from studio.graph.op_kinds import STATEFUL
from studio.graph.parsing import Parsed, parse
from studio.graph.signature import SignatureDef

_MODEL_SUBGRAPHS, _SUBGRAPH_TENSORS, _TENSOR_QUANTIZATION = 2, 0, 4
_MODEL_BUFFERS = 4
_BUFFER_DATA = 0
_FLOATS: dict[str, np.dtype[np.floating]] = {
    "float32": np.dtype("<f4"),
    "float16": np.dtype("<f2"),
    "float64": np.dtype("<f8"),
}


def parse_bytes(data: bytes, path: str = "") -> Parsed:
    """The parts of the file. Raises ModelError: model-damaged."""
    try:
        return parse(data)
    except DamagedError as error:
        raise ModelError("model-damaged", str(error), path=path, suffix=".tflite") from error


def op_names(parsed: Parsed) -> frozenset[str]:
    return frozenset(op.name for subgraph in parsed.subgraphs for op in subgraph.ops)


def require_runnable(parsed: Parsed, is_stateful: bool, allows_flex: bool = False) -> None:
    """The audit after converting: the file must compute with the weights that the source has.

    Raises ConversionError: converted-variables-unfrozen (variables are left in a model that keeps
    no state, or are read and never written), conversion-unsupported-ops (ops that LiteRT lacks,
    unless ``allows_flex``).
    """
    names = op_names(parsed)
    unfrozen = unfrozen_variables(parsed)
    left = sorted(names & STATEFUL) if not is_stateful else []
    if unfrozen or left:
        raise ConversionError(
            "converted-variables-unfrozen", names=", ".join((*unfrozen[:8], *left)) or "?"
        )
    flex = sorted(name for name in names if name.startswith(FLEX_PREFIX))
    if flex and not allows_flex:
        raise ConversionError("conversion-unsupported-ops", ops=", ".join(flex))


def float_constants(data: bytes, parsed: Parsed) -> Iterator[tuple[str, np.ndarray]]:
    """(tensor name, values as a flat view) of every constant of a float dtype; none is copied."""
    spans = [table.vector(_BUFFER_DATA, 1) for table in Source(data).root().tables(_MODEL_BUFFERS)]
    for subgraph in parsed.subgraphs:
        for tensor in subgraph.tensors:
            dtype = _FLOATS.get(tensor.dtype)
            if dtype is None or not tensor.stored_bytes or tensor.is_sparse:
                continue
            start, count = spans[tensor.buffer]
            yield (
                tensor.name,
                np.frombuffer(data, dtype, count // dtype.itemsize, start),
            )


def unbounded_outputs(data: bytes, parsed: Parsed) -> Iterator[tuple[str, str]]:
    """(op, tensor name) of what ops of the main subgraph make whose measured range is infinite or
    no number. ``data``: as the calibrator gave it, with a range in each tensor."""
    subgraph = next(Source(data).root().tables(_MODEL_SUBGRAPHS))
    tables = list(subgraph.tables(_SUBGRAPH_TENSORS))
    main = parsed.subgraphs[0]
    for op in main.ops:
        for at in op.outputs:
            ranges = tables[at].table(_TENSOR_QUANTIZATION) if 0 <= at < len(tables) else None
            if ranges is not None and not np.isfinite([*ranges.floats(0), *ranges.floats(1)]).all():
                yield op.name, main.tensors[at].name


def embedding_tables(parsed: Parsed) -> tuple[str, ...]:
    """Names of constant float tables that a GATHER or EMBEDDING_LOOKUP reads.

    Only those of at least 1,024 elements, which the converter's dynamic range would shrink.
    """
    found: dict[str, None] = {}
    for subgraph in parsed.subgraphs:
        for op in subgraph.ops:
            position = {"GATHER": 0, "EMBEDDING_LOOKUP": 1}.get(op.name)
            if position is None or len(op.inputs) <= position or op.inputs[position] < 0:
                continue
            tensor = subgraph.tensors[op.inputs[position]]
            if tensor.is_constant and tensor.dtype == "float32" and tensor.elements >= 1024:
                found[tensor.name] = None
    return tuple(found)


def main_signature(parsed: Parsed) -> SignatureDef | None:
    """The signature on subgraph 0, ``serving_default`` where there are several."""
    candidates = [entry for entry in parsed.signatures if entry.subgraph == 0]
    named = [entry for entry in candidates if entry.name == "serving_default"]
    return next(iter(named or candidates), None)
