"""Seeded random inputs inside a signature: what is left when nobody gave data."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from studio.core.errors import DataError
from studio.core.model import Signature, TensorSpec
from studio.data.fitting import require_numeric
from studio.data.layout import sample_shape, show, with_shapes

CALIBRATION_STREAM = 7919
"""Added to the seed, so that random calibration and random check inputs are not the same."""


def random_inputs(
    signature: Signature,
    count: int,
    seed: int = 0,
    shapes: Mapping[str, tuple[int, ...]] | None = None,
) -> dict[str, np.ndarray]:
    """Input name -> (count, *sample shape) in the input's dtype.

    Float: uniform in [0, 1), which roots and logarithms bear. Quantized integers: uniform over the
    dtype. Other integers: 0 or 1, valid as index of any table with two rows. The stream is that
    of numpy's frozen RandomState, so a seed gives the same data with every numpy.
    Raises DataError: input-shape-unknown, input-dtype-unsupported, shape-does-not-fit.
    """
    fixed = with_shapes(signature, shapes or {})
    result: dict[str, np.ndarray] = {}
    for index, spec in enumerate(fixed.inputs):
        require_numeric(spec)
        shape = sample_shape(spec, fixed)
        if not spec.rank_known or any(dim is None for dim in shape):
            raise DataError("input-shape-unknown", name=spec.name, shape=show(spec.shape))
        generator = np.random.RandomState((seed * 1_000_003 + index) % 2**32)
        result[spec.name] = _draw(generator, spec, (count, *(dim or 0 for dim in shape)))
    return result


def _draw(generator: np.random.RandomState, spec: TensorSpec, shape: tuple[int, ...]) -> np.ndarray:
    dtype = np.dtype(spec.dtype)
    if dtype.kind == "f":
        # float16 would round 0.9999 up to 1
        return np.minimum(generator.random_sample(shape), 0.999).astype(dtype)
    if spec.quantization is not None:
        limits = np.iinfo(dtype)
        return generator.randint(limits.min, int(limits.max) + 1, size=shape, dtype=dtype)
    return generator.randint(0, 2, size=shape).astype(dtype)
