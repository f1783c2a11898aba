"""What one sample is: an input or output without its batch dimension."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from studio.core.errors import DataError
from studio.core.model import Shape, Signature, TensorSpec


def fixed_batch(signature: Signature) -> int:
    """The batch size > 1 that every input and output shares as first dimension, else 1.

    One tensor that disagrees, or has a single dimension, makes the leading dimension a part of
    the sample: nothing in a file says which dimension is the batch.
    """
    leading = {
        spec.shape[0] if len(spec.shape) >= 2 else None
        for spec in (*signature.inputs, *signature.outputs)
    }
    (first, *others) = leading or {None}
    return first if not others and first is not None and first > 1 else 1


def has_batch(spec: TensorSpec, signature: Signature) -> bool:
    """Whether the first dimension of ``spec`` counts samples: dynamic, 1, or the fixed batch."""
    return bool(spec.shape) and (
        spec.shape[0] in (None, 1)
        or (len(spec.shape) >= 2 and spec.shape[0] == fixed_batch(signature))
    )


def sample_shape(spec: TensorSpec, signature: Signature) -> Shape:
    """The shape of one sample of ``spec``; ``None`` where it is dynamic."""
    return spec.shape[1:] if has_batch(spec, signature) else spec.shape


def with_shapes(signature: Signature, shapes: Mapping[str, tuple[int, ...]]) -> Signature:
    """``signature`` with the dimensions of the inputs in ``shapes`` fixed.

    Names that are no input are left alone (they belong to another signature).
    Raises DataError: shape-does-not-fit.
    """
    return msgspec.structs.replace(
        signature, inputs=tuple(_fix(spec, shapes.get(spec.name)) for spec in signature.inputs)
    )


def show(shape: Shape) -> str:
    """ "1x28x28x1", "?x3" with a dynamic dimension, "scalar"."""
    return "x".join("?" if dim is None else str(dim) for dim in shape) or "scalar"


def _fix(spec: TensorSpec, shape: tuple[int, ...] | None) -> TensorSpec:
    if shape is None:
        return spec
    fits = not spec.rank_known or (
        len(shape) == len(spec.shape)
        and all(
            dim in (None, given) or index == 0
            for index, (dim, given) in enumerate(zip(spec.shape, shape, strict=True))
        )
    )
    if not fits or any(dim < 1 for dim in shape):
        raise DataError(
            "shape-does-not-fit", name=spec.name, given=show(shape), wanted=show(spec.shape)
        )
    return msgspec.structs.replace(spec, shape=tuple(shape), rank_known=True)
