"""A file made ready to be timed: loaded at its shapes, its inputs filled once with seeded random
values.

Latency hardly depends on the values, but they must be legal: inside the signature, never NaN.
"""

from __future__ import annotations

import numpy as np

from studio.core.targets import Arm
from studio.data import random_inputs
from studio.data.layout import fixed_batch, with_shapes
from studio.runtimes import LoadedModel, Loading, Runtime


def load_model(runtime: Runtime, arm: Arm) -> LoadedModel:
    """At the arm's shapes; what it leaves open is 1. Raises RunError and what loaders raise."""
    how = Loading(arm.allow_code, arm.opening, arm.signature)
    model = runtime.load(arm.file, arm.target, how)
    try:
        for name, shape in arm.shapes.items():
            model.resize(name, shape)
    except BaseException:
        model.close()
        raise
    return model


def fill_inputs(model: LoadedModel, seed: int) -> dict[str, np.ndarray]:
    """Give every input seeded random values of the shape it has; dynamic dimensions are 1.

    Returns what was given. Raises RunError, DataError where an input takes no numbers.
    """
    signature = model.signature
    shapes = {spec.name: model.shape(spec.name) for spec in signature.inputs}
    samples = fixed_batch(with_shapes(signature, shapes))
    values = random_inputs(signature, samples, seed, shapes)
    inputs = {name: value.reshape(shapes[name]) for name, value in values.items()}
    model.set_inputs(inputs)
    return inputs
