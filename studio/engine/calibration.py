"""The samples that measure activation ranges: which they are, and that they may be fed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from studio.core.errors import ConversionError
from studio.core.model import Signature
from studio.core.recipe import Recipe
from studio.data import load_dataset, random_inputs, seeded_order
from studio.data.layout import fixed_batch, has_batch
from studio.data.random import CALIBRATION_STREAM
from studio.engine.preflight import require_samples


@dataclass(frozen=True)
class Calibration:
    """``inputs``: name -> (samples, *sample shape), verified. ``sha256``: "" of random ones."""

    inputs: dict[str, np.ndarray]
    samples: int
    sha256: str = ""

    def batches(self, signature: Signature, order: list[str]) -> Iterator[list[np.ndarray]]:
        """One call's arrays at a time, in ``order`` (input names as the subgraph has them).

        A model with a fixed batch takes that many samples at once; the last call is filled up.
        """
        batch = fixed_batch(signature)
        specs = {spec.name: spec for spec in signature.inputs}
        for start in range(0, self.samples, batch):
            rows = np.minimum(np.arange(start, start + batch), self.samples - 1)
            yield [
                self.inputs[name][rows]
                if has_batch(specs[name], signature)
                else self.inputs[name][start]
                for name in order
            ]


def load_calibration(path: str, recipe: Recipe, samples: int, signature: Signature) -> Calibration:
    """The first ``samples`` of the set's seeded order, bound to ``signature``.

    Random inputs only where the recipe's reference says so. Raises ConversionError:
    calibration-missing and those of ``preflight``; DataError: those of ``load_dataset``.
    """
    reference = recipe.calibration
    if reference is not None and reference.kind == "random":
        inputs = random_inputs(signature, samples, recipe.seed + CALIBRATION_STREAM)
        return Calibration(inputs, require_samples(inputs, signature))
    if not path:
        raise ConversionError("calibration-missing")
    dataset = load_dataset(path, reference)
    rows = seeded_order(dataset.count(signature), recipe.seed)[:samples]
    inputs = dataset.bind(signature, rows)
    return Calibration(inputs, require_samples(inputs, signature), dataset.sha256)
