"""A file made ready to be timed: loaded, its inputs filled once with seeded random values.

Latency hardly depends on the values, but they must be legal: inside the signature, never NaN.
"""

from __future__ import annotations

from studio.data import random_inputs
from studio.data.layout import fixed_batch, with_shapes
from studio.runtimes import LoadedModel


def fill_inputs(model: LoadedModel, seed: int) -> None:
    """Give every input seeded random values of the shape it has; dynamic dimensions are 1.

    Raises RunError, DataError where an input takes no numbers.
    """
    signature = model.signature
    shapes = {spec.name: model.shape(spec.name) for spec in signature.inputs}
    samples = fixed_batch(with_shapes(signature, shapes))
    values = random_inputs(signature, samples, seed, shapes)
    model.set_inputs({name: value.reshape(shapes[name]) for name, value in values.items()})
