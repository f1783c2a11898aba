"""What a .tflite IS: which part of it computes in int8 and which in float, counted in the file.

An op is judged by the tensors that carry values; indices, shapes and flags (integers without a
scale) carry none:

- int8: every activation, in and out, and every weight is quantized to 8 bits (biases: int32);
- hybrid: float activations with quantized weights that go straight into the op (dynamic range:
  the runtime quantizes activations while running);
- float: float activations, and weights that are float or were dequantized before;
- other: activations of 16 bits, mixtures.

QUANTIZE and DEQUANTIZE only translate and are not counted, nor are ops without values, ops that
start variables (CALL_ONCE and what it calls), or control flow (what it calls is counted).
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

from studio.core.results import Audit
from studio.graph.flatbuffer import DamagedError
from studio.graph.macs import MacCounter
from studio.graph.parsing import Op, Parsed, Subgraph, Tensor
from studio.graph.tflite import mapped, parse_model, signatures_of, weight_bytes

Kind = Literal["int8", "hybrid", "float", "other"]
_TRANSLATION = ("QUANTIZE", "DEQUANTIZE", "DENSIFY")
_CONTROL = ("WHILE", "IF", "CALL", "CALL_ONCE", "STABLEHLO_COMPOSITE")
_FLOAT = ("float32", "float16", "bfloat16", "float64")
_BYTE = ("int8", "uint8")


def audit(path: str | Path) -> Audit:
    """Count ``path``. Raises ModelError as ``tflite.mapped``."""
    with mapped(Path(path)) as data:
        parsed = parse_model(data)
        return _count(parsed, len(data))


def _count(parsed: Parsed, size_bytes: int) -> Audit:
    ops: Counter[Kind] = Counter()
    macs: Counter[Kind] = Counter()
    is_known = True
    counter = MacCounter(parsed)
    initializing = _initializing(parsed)
    for which, subgraph in enumerate(parsed.subgraphs):
        if which in initializing:
            continue
        for op in subgraph.ops:
            kind = _kind(op, subgraph)
            count = counter.op(op, which)
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


def _kind(op: Op, subgraph: Subgraph) -> Kind | None:
    if op.name in _TRANSLATION or op.name in _CONTROL:
        return None
    inputs = [subgraph.tensors[index] for index in op.inputs if index >= 0]
    outputs = [subgraph.tensors[index] for index in op.outputs if index >= 0]
    activations = [t for t in (*inputs, *outputs) if not t.is_constant and _has_values(t)]
    weights = [t for t in inputs if t.is_constant and _has_values(t)]
    if not activations:
        return None
    if all(tensor.dtype in _BYTE for tensor in activations):
        integers = (*_BYTE, "int4", "int32")
        return "int8" if all(tensor.dtype in integers for tensor in weights) else "other"
    if all(tensor.dtype in _FLOAT for tensor in activations):
        return "hybrid" if any(tensor.is_quantized for tensor in weights) else "float"
    return "other"


def _has_values(tensor: Tensor) -> bool:
    return tensor.dtype in _FLOAT or tensor.is_quantized


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
