"""What an op computes in, judged by the tensors that carry values.

Indices, shapes and flags (integers without a scale) carry none. QUANTIZE and DEQUANTIZE only
translate, control flow only calls: they compute in nothing themselves.
"""

from __future__ import annotations

from studio.core.model import Precision
from studio.graph.op_kinds import CALLS, TRANSLATIONS
from studio.graph.parsing import Op, Subgraph, Tensor

_FLOAT = frozenset({"float32", "float16", "bfloat16", "float64"})
_BYTE = ("int8", "uint8")
_SMALL = ("int4", "uint4", "int2")


def precision_of(op: Op, subgraph: Subgraph) -> Precision:
    """- int8 / int4 / int16: activations, in and out, are quantized to 8, 8, 16 bits, and every
      weight to 8, 4, 8 bits (biases: int32 or int64);
    - hybrid: float activations with quantized weights that go straight into the op (dynamic range:
      the runtime quantizes activations while running);
    - float32, float16: float activations, and weights that are float or were dequantized before;
    - mixed: activations of several types.
    """
    if op.name in TRANSLATIONS or op.name in CALLS:
        return ""
    dtypes: set[str] = set()
    weights: list[Tensor] = []
    for index in (*op.inputs, *op.outputs):
        if index < 0 or not _has_values(tensor := subgraph.tensors[index]):
            continue
        if not tensor.is_constant:
            dtypes.add(tensor.dtype)
        elif index in op.inputs:
            weights.append(tensor)
    if not dtypes:
        return ""
    if dtypes <= _FLOAT:
        if any(tensor.is_quantized for tensor in weights):
            return "hybrid"
        return "float16" if dtypes <= {"float16", "bfloat16"} else "float32"
    whole = all(tensor.dtype in (*_BYTE, *_SMALL, "int32", "int64", "int16") for tensor in weights)
    if dtypes <= set(_BYTE) and whole:
        return "int4" if any(tensor.dtype in _SMALL for tensor in weights) else "int8"
    return "int16" if dtypes == {"int16"} and whole else "mixed"


def weight_dtypes(op: Op, subgraph: Subgraph) -> frozenset[str]:
    """How the file stores the weights of ``op``: constants that go into it straight or through an
    op that widens them. Biases in int32 and int64 are left out."""
    made_by = {
        index: other
        for other in subgraph.ops
        if other.name in TRANSLATIONS
        for index in other.outputs
    }
    found = set()
    for index in op.inputs:
        if index < 0:
            continue
        tensor = subgraph.tensors[index]
        while not tensor.is_constant and index in made_by and made_by[index].inputs:
            index = made_by[index].inputs[0]
            tensor = subgraph.tensors[index]
        if tensor.is_constant and _has_values(tensor) and tensor.dtype not in ("int32", "int64"):
            found.add(tensor.dtype)
    return frozenset(found)


def _has_values(tensor: Tensor) -> bool:
    return tensor.dtype in _FLOAT or tensor.is_quantized
