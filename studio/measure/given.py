"""Samples of a data set as the inputs of what is measured, pre-processed as was declared.

The pipeline is the one that calibrating, checking and evaluating use. Of files that are decoded
sample by sample (folders of pictures and sounds, CSV, TFRecord) decoding is part of it, from a file
that is probably in the page cache; arrays are in memory as they are stored.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from studio.core.recipe import DatasetRef, Preprocessing
from studio.data import load_dataset
from studio.data.layout import has_batch
from studio.data.outline import first_rows, rows_within, set_outline
from studio.data.sources import open_rows
from studio.measure.preprocessing import Inputs
from studio.runtimes import LoadedModel

MOST_SAMPLES = 64
"""Different ones in turn, so that none stays in the caches because it is always the same."""
_MOST_ELEMENTS = 16_000_000


class GivenSamples:
    """The first samples of ``path``, as ``model`` takes them.

    The content hash that ``ref`` may name is not compared: it takes all of the file.
    """

    def __init__(self, model: LoadedModel, path: str, ref: DatasetRef | None) -> None:
        """Raises DataError where the data cannot be read or do not fit the model."""
        declared = ref.preprocessing if ref is not None else Preprocessing()
        signature = model.signature
        shapes = {spec.name: model.shape(spec.name) for spec in signature.inputs}
        self._batched = [spec.name for spec in signature.inputs if has_batch(spec, signature)]
        self._batch = max((shapes[name][0] for name in self._batched), default=1)
        self._signature = signature
        self._outline = set_outline(Path(path), ref)
        within = rows_within(self._outline, signature, _MOST_ELEMENTS)
        self.count = max(1, min(MOST_SAMPLES, within))
        self._rows = open_rows(Path(path), declared)
        self._keys = {key for key, _ in self._outline.arranged(signature).values()}
        if self._rows is None:
            stored = first_rows(self._outline, signature, self.count)
            self._stored = stored or load_dataset(path, DatasetRef(preprocessing=declared))

    def inputs(self, turn: int) -> Inputs:
        """Those of the ``turn``-th run, in the shapes and dtypes of the model, freshly made."""
        places = [(turn * self._batch + place) % self.count for place in range(self._batch)]
        if self._rows is None:
            bound = self._stored.bind(self._signature, np.array(places))
        else:
            decoded = {
                key: np.concatenate([self._rows.rows(key, place, place + 1) for place in places])
                for key in self._keys
            }
            bound = dataclasses.replace(self._outline, arrays=decoded).bind(self._signature)
        return {name: array if name in self._batched else array[0] for name, array in bound.items()}
