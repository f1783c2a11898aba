"""Checks before native code that would crash, or quietly make nonsense, on what they refuse."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from studio.core.errors import MOST_PLACES, ConversionError, DataError, ErrorPlace
from studio.core.model import Signature
from studio.data.layout import sample_shape
from studio.engine.file_facts import (
    float_constants,
    op_names,
    parse_bytes,
    unbounded_outputs,
)
from studio.graph.parsing import Parsed

MAX_MAGNITUDE = 1e30
"""Ranges beyond this overflow float32 while being widened: the calibrator then crashes."""


def require_finite_weights(data: bytes, parsed: Parsed) -> None:
    """Raises ConversionError weights-not-finite naming the first such tensors."""
    broken = [
        name for name, values in float_constants(data, parsed) if not np.isfinite(values).all()
    ]
    if broken:
        raise ConversionError("weights-not-finite", names=", ".join(broken[:5]), count=len(broken))


def require_no_loop(parsed: Parsed) -> None:
    """Raises ConversionError int8-needs-unrolled-loop: calibrating a WHILE graph crashes."""
    if "WHILE" not in op_names(parsed):
        return
    main = parsed.subgraphs[0]
    error = ConversionError("int8-needs-unrolled-loop")
    error.places = tuple(
        ErrorPlace(op=op.name, name=main.tensors[op.outputs[0]].name)
        for op in main.ops
        if op.name == "WHILE" and op.outputs and op.outputs[0] >= 0
    )[:MOST_PLACES]
    error.fixes = ("fix-dynamic-range", "fix-unroll")
    raise error


def require_finite_ranges(measured: bytes) -> None:
    """Raises ConversionError activations-not-finite: the quantizer crashes on an infinite range,
    which finite samples give where an op overflows. ``measured``: as the calibrator gave it."""
    _require_none(list(unbounded_outputs(measured, parse_bytes(measured))))


def require_finite_statistics(
    statistics: Mapping[str, Mapping[str, object]], parsed: Parsed
) -> None:
    """The same of what ai-edge-quantizer measured: tensor name -> "min", "max" and others.

    It goes on with such a range, and gives a file whose scales are no numbers.
    """
    main = parsed.subgraphs[0]
    found: list[tuple[str, str]] = []
    for op in main.ops:
        for name in (main.tensors[at].name for at in op.outputs if at >= 0):
            bounds = [statistics.get(name, {}).get(key) for key in ("min", "max")]
            if not all(
                np.isfinite(np.asarray(one, np.float64)).all() for one in bounds if one is not None
            ):
                found.append((op.name, name))
    _require_none(found)


def _require_none(found: list[tuple[str, str]]) -> None:
    """``found``: (op, tensor) whose values are infinite or no numbers."""
    if not found:
        return
    ops = ", ".join(dict.fromkeys(op for op, _ in found))
    error = ConversionError("activations-not-finite", ops=ops, count=len(found))
    error.places = tuple(ErrorPlace(op=op, name=name) for op, name in found)[:MOST_PLACES]
    error.fixes = ("fix-calibration-data", "fix-dynamic-range")
    raise error


def require_samples(inputs: Mapping[str, np.ndarray], signature: Signature) -> int:
    """How many samples there are, all fit to be fed.

    Raises ConversionError: calibration-empty, calibration-not-finite, calibration-too-large;
    DataError: data-shape-mismatch, data-dtype-mismatch.
    """
    counts = {len(array) for array in inputs.values()}
    if not counts or min(counts) == 0:
        raise ConversionError("calibration-empty")
    for spec in signature.inputs:
        array = inputs[spec.name]
        wanted = sample_shape(spec, signature)
        fits = len(array.shape) == len(wanted) + 1 and all(
            dim in (None, given) for dim, given in zip(wanted, array.shape[1:], strict=True)
        )
        if not fits:
            raise DataError(
                "data-shape-mismatch", key=spec.name, given=array.shape, wanted=(None, *wanted)
            )
        if array.dtype != np.dtype(spec.dtype):
            raise DataError(
                "data-dtype-mismatch", str(array.dtype), key=spec.name, name=spec.name,
                dtype=spec.dtype,
            )  # fmt: skip
        if array.dtype.kind == "f":
            if not np.isfinite(array).all():
                raise ConversionError("calibration-not-finite", name=spec.name)
            if array.size and max(float(array.max()), -float(array.min())) > MAX_MAGNITUDE:
                raise ConversionError("calibration-too-large", name=spec.name, limit=MAX_MAGNITUDE)
    return min(counts)
