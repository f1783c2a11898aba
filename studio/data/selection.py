"""Chooses the inputs of a check, best first, and says which they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from studio.core.input_selection import InputSelection
from studio.core.model import Signature
from studio.core.results import InputsFrom
from studio.core.thresholds import check_samples
from studio.data.dataset import LoadedDataset, load_dataset
from studio.data.layout import with_shapes
from studio.data.random import random_inputs


@dataclass(frozen=True)
class Selected:
    """``inputs``: name -> (samples, *sample shape). ``labels``: (samples,) of labelled data.

    ``rows``: which samples of the data set those are; () = random ones. ``notes``:
    "data-unscaled".
    """

    inputs: dict[str, np.ndarray]
    inputs_from: InputsFrom
    labels: np.ndarray | None = None
    notes: tuple[str, ...] = ()
    rows: tuple[int, ...] = ()


def seeded_order(count: int, seed: int) -> np.ndarray:
    """A permutation of range(count), the same with every numpy (its frozen RandomState)."""
    return np.random.RandomState(seed % 2**32).permutation(count)


def select(
    selection: InputSelection,
    signature: Signature,
    macs: int | None = None,
    shapes: Mapping[str, tuple[int, ...]] | None = None,
) -> Selected:
    """Data given, else held-out evaluation data, else calibration samples (not used), else random.

    ``macs``: what one sample costs the source, None = unknown; the dearer, the fewer samples.

    Raises DataError: those of ``load_dataset``, ``LoadedDataset.bind`` and ``random_inputs``.
    """
    fixed = with_shapes(signature, shapes or {})
    limit = min(selection.limit, check_samples(macs, selection.effort))
    if selection.given:
        dataset = load_dataset(selection.given, selection.given_ref)
        order = seeded_order(dataset.count(fixed), selection.seed)
        return _rows(dataset, order[:limit], fixed, "given")
    if selection.evaluation:
        dataset = load_dataset(selection.evaluation, selection.evaluation_ref)
        order = seeded_order(dataset.count(fixed), selection.seed)
        return _rows(dataset, order[:limit], fixed, "evaluation")
    if selection.calibration:
        dataset = load_dataset(selection.calibration, selection.calibration_ref)
        from_end = seeded_order(dataset.count(fixed), selection.seed)[::-1]
        unused = from_end[: max(0, len(from_end) - selection.calibration_used)]
        if len(unused):
            return _rows(dataset, unused[:limit], fixed, "calibration-unused")
        return _rows(dataset, from_end[:limit], fixed, "calibration")
    inputs = random_inputs(fixed, min(limit, check_samples(macs)), selection.seed)
    return Selected(inputs=inputs, inputs_from="random")


def _rows(
    dataset: LoadedDataset, rows: np.ndarray, signature: Signature, inputs_from: InputsFrom
) -> Selected:
    dataset.require_finite(signature)
    inputs = dataset.bind(signature, rows)
    has_labels = dataset.labels is not None and len(dataset.labels) == dataset.count(signature)
    return Selected(
        inputs=inputs,
        inputs_from=inputs_from,
        labels=dataset.labels[rows] if dataset.labels is not None and has_labels else None,
        notes=("data-unscaled",) if dataset.is_unscaled(signature, inputs) else (),
        rows=tuple(int(row) for row in rows),
    )
