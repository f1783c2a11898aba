"""What a .tflite IS: which part of it computes in int8 and which in float, counted in the file.

Ops are judged as :mod:`studio.graph.precision` says. Not counted are those that compute in nothing,
and those that start variables (CALL_ONCE and what it calls). 4-bit weights with 8-bit activations
count as int8: their sums are made in 8 bits.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

from studio.core.model import Precision
from studio.core.results import Audit
from studio.graph.flatbuffer import DamagedError
from studio.graph.macs import MacCounter
from studio.graph.op_kinds import BORDERS
from studio.graph.parsing import Parsed
from studio.graph.precision import precision_of
from studio.graph.tflite import mapped, parse_model, signatures_of, weight_bytes

Kind = Literal["int8", "int16", "hybrid", "float", "other"]
_KINDS: dict[Precision, Kind] = {
    "int8": "int8",
    "int4": "int8",
    "hybrid": "hybrid",
    "float32": "float",
    "float16": "float",
    "int16": "int16",
    "mixed": "other",
}


def audit(path: str | Path) -> Audit:
    """Count ``path``. Raises ModelError as ``tflite.mapped``."""
    with mapped(Path(path)) as data:
        parsed = parse_model(data)
        return _count(parsed, len(data))


def _count(parsed: Parsed, size_bytes: int) -> Audit:
    ops: Counter[Kind] = Counter()
    macs: Counter[Kind] = Counter()
    is_known, translations = True, 0
    counter = MacCounter(parsed)
    initializing = _initializing(parsed)
    for which, subgraph in enumerate(parsed.subgraphs):
        if which in initializing:
            continue
        for op in subgraph.ops:
            kind = _KINDS.get(precision_of(op, subgraph))
            count = counter.op(op, which)
            translations += op.name in BORDERS
            is_known &= count is not None
            if kind is not None:
                ops[kind] += 1
                macs[kind] += count or 0
    total = sum(macs.values()) if is_known else 0
    signature = signatures_of(parsed)[0]
    return Audit(
        int8_op_share=_share(ops["int8"], ops.total()) or 0.0,
        int8_mac_share=_share(macs["int8"], total),
        float_op_share=_share(ops["float"], ops.total()) or 0.0,
        float_mac_share=_share(macs["float"], total),
        hybrid_op_share=_share(ops["hybrid"], ops.total()) or 0.0,
        hybrid_mac_share=_share(macs["hybrid"], total),
        int16_op_share=_share(ops["int16"], ops.total()) or 0.0,
        int16_mac_share=_share(macs["int16"], total),
        sparse_weights=sum(
            tensor.is_sparse for subgraph in parsed.subgraphs for tensor in subgraph.tensors
        ),
        translations=translations,
        min_runtime_version=parsed.min_runtime_version,
        input_dtypes=tuple(spec.dtype for spec in signature.inputs),
        output_dtypes=tuple(spec.dtype for spec in signature.outputs),
        size_bytes=size_bytes,
        weights_by_dtype=weight_bytes(parsed),
    )


def has_int8(result: Audit) -> bool:
    """Whether the int8 thresholds of the check apply: 8-bit weights or ops are in the file."""
    return bool(
        result.int8_op_share
        or result.hybrid_op_share
        or any(dtype in result.weights_by_dtype for dtype in ("int8", "uint8", "int4", "int2"))
    )


def _initializing(parsed: Parsed) -> set[int]:
    found: set[int] = set()
    for subgraph in parsed.subgraphs:
        for op in subgraph.ops:
            if op.name == "CALL_ONCE" and op.options is not None:
                index = op.options.number(0, "i")
                if not 0 < index < len(parsed.subgraphs):
                    raise DamagedError(f"a call of subgraph {index}")
                found.add(index)
    return found


def _share(part: int, total: int) -> float | None:
    return part / total if total else None
