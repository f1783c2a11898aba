"""Chooses the inputs of a check, best first, and says which they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from studio.core.model import Signature
from studio.core.protocol import InputSelection
from studio.core.recipe import DatasetRef
from studio.core.results import InputsFrom
from studio.data.dataset import load_dataset
from studio.data.layout import with_shapes
from studio.data.random import random_inputs


@dataclass(frozen=True)
class Selected:
    """``inputs``: name -> (samples, *sample shape). ``labels``: (samples,) of labelled data."""

    inputs: dict[str, np.ndarray]
    inputs_from: InputsFrom
    labels: np.ndarray | None = None


def seeded_order(count: int, seed: int) -> np.ndarray:
    """A permutation of range(count), the same with every numpy (its frozen RandomState)."""
    return np.random.RandomState(seed % 2**32).permutation(count)


def select(
    selection: InputSelection,
    signature: Signature,
    shapes: Mapping[str, tuple[int, ...]] | None = None,
) -> Selected:
    """Held-out evaluation data, else calibration samples not used, else all of those, else random.

    Raises DataError: those of ``load_dataset``, ``LoadedDataset.bind`` and ``random_inputs``.
    """
    fixed = with_shapes(signature, shapes or {})
    if selection.evaluation:
        return _rows(selection.evaluation, selection.evaluation_ref, fixed, selection, "evaluation")
    if selection.calibration:
        return _rows(
            selection.calibration, selection.calibration_ref, fixed, selection, "calibration"
        )
    inputs = random_inputs(fixed, selection.limit, selection.seed)
    return Selected(inputs=inputs, inputs_from="random")


def select_inputs(
    selection: InputSelection,
    signature: Signature,
    shapes: Mapping[str, tuple[int, ...]] | None = None,
) -> tuple[dict[str, np.ndarray], InputsFrom]:
    """As :func:`select`, without the labels."""
    selected = select(selection, signature, shapes)
    return selected.inputs, selected.inputs_from


def _rows(
    path: str,
    ref: DatasetRef | None,
    signature: Signature,
    selection: InputSelection,
    inputs_from: InputsFrom,
) -> Selected:
    dataset = load_dataset(path, ref)
    count = dataset.count(signature)
    order = seeded_order(count, selection.seed)
    if inputs_from == "calibration" and 0 < selection.calibration_used < count:
        order, inputs_from = order[selection.calibration_used :], "calibration-unused"
    rows = order[: selection.limit]
    has_labels = dataset.labels is not None and len(dataset.labels) == count
    return Selected(
        inputs=dataset.bind(signature, rows),
        inputs_from=inputs_from,
        labels=dataset.labels[rows] if dataset.labels is not None and has_labels else None,
    )
