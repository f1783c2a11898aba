"""Makes a signature's shapes concrete: what the recipe fixes, batch 1, a question for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from studio.core.errors import UsageError
from studio.core.model import Shape, Signature, TensorSpec

Batch = Literal["fixed", "dynamic"]


def resolve(
    signature: Signature, shapes: Mapping[str, tuple[int, ...]], batch: Batch = "fixed"
) -> Signature:
    """``signature`` with every input dimension known, except a batch that shall stay dynamic.

    A dynamic first dimension becomes 1; another dynamic one must be given in ``shapes`` (name ->
    whole shape). Raises UsageError: shape-input-unknown, shape-invalid, shape-needed.
    """
    names = [spec.name for spec in signature.inputs]
    for name in shapes:
        if name not in names:
            raise UsageError("shape-input-unknown", name=name, known=", ".join(names))
    inputs = tuple(_resolve_input(spec, shapes.get(spec.name), batch) for spec in signature.inputs)
    unknown = [spec for spec in inputs if unknown_dimensions(spec, batch)]
    if unknown:
        raise UsageError(
            "shape-needed",
            inputs="; ".join(f"{spec.name} {format_shape(spec)}" for spec in unknown),
            example=f"--shape {unknown[0].name}={unknown[0].example}",
        )
    return msgspec.structs.replace(signature, inputs=inputs)


def unknown_dimensions(spec: TensorSpec, batch: Batch = "fixed") -> bool:
    """Whether ``spec`` still has a dimension that must be given."""
    dims = spec.shape[1:] if batch == "dynamic" else spec.shape
    return not spec.rank_known or any(dim is None for dim in dims)


def format_shape(spec: TensorSpec) -> str:
    """``(?, 224, 224, 3)``; ``(unknown rank)``."""
    if not spec.rank_known:
        return "(unknown rank)"
    return "(" + ", ".join("?" if dim is None else str(dim) for dim in spec.shape) + ")"


def _resolve_input(spec: TensorSpec, given: tuple[int, ...] | None, batch: Batch) -> TensorSpec:
    if given is not None and not fits(spec, given):
        raise UsageError(
            "shape-invalid",
            name=spec.name,
            value=",".join(map(str, given)),
            expected=format_shape(spec),
        )
    shape: Shape = given if given is not None else spec.shape
    if not spec.rank_known and given is None:
        return spec
    if spec.rank_known and shape and spec.shape[0] is None:
        first = None if batch == "dynamic" else (given[0] if given else 1)
        shape = (first, *shape[1:])
    return msgspec.structs.replace(spec, shape=shape, rank_known=True)


def fits(spec: TensorSpec, given: tuple[int, ...]) -> bool:
    """Whether ``spec`` can have the shape ``given``."""
    if any(dim < 1 for dim in given):
        return False
    if not spec.rank_known:
        return True
    return len(given) == len(spec.shape) and all(
        own is None or own == dim for own, dim in zip(spec.shape, given, strict=True)
    )
