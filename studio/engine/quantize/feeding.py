"""Calibration samples in the forms that the two quantizers take."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from studio.core.model import Signature
from studio.core.recipe import Step
from studio.data.layout import fixed_batch
from studio.engine.calibration import Calibration, load_calibration
from studio.engine.file_facts import main_signature
from studio.engine.quantize.calibrations import fingerprint
from studio.engine.quantize.job import Job
from studio.graph.tflite import signatures_of


class Feed:
    """The samples of a job, loaded once; every pass over them reports its progress."""

    def __init__(self, job: Job, step: Step) -> None:
        """Raises those of ``load_calibration``."""
        self._job = job
        self.signature = self._main()
        self.calibration: Calibration = load_calibration(
            job.calibration, job.recipe, int(step.params["samples"]), self.signature
        )

    def ordered(self) -> Iterator[list[np.ndarray]]:
        """Arrays in the order in which subgraph 0 takes them, a call at a time."""
        total = self.calibration.samples
        batches = self.calibration.batches(self.signature, self.order)
        for number, arrays in enumerate(batches, start=1):
            current = min(number, total)
            self._job.reporter.phase("calibrating", current / total, current, total)
            yield arrays

    @cached_property
    def fingerprint(self) -> str:
        """Of the float stage and of the samples."""
        return fingerprint(self._job.data, self.calibration.inputs)

    @property
    def named(self) -> _Named:
        """Arrays by the signature's input names, a call at a time; can be gone over repeatedly."""
        return _Named(self)

    def _main(self) -> Signature:
        """The signature that covers subgraph 0, else its tensors' own names."""
        parsed = self._job.parsed
        entry = main_signature(parsed)
        signatures = signatures_of(parsed)
        if entry is None:
            return signatures[0]
        return next(signature for signature in signatures if signature.name == entry.name)

    @cached_property
    def order(self) -> list[str]:
        parsed = self._job.parsed
        entry = main_signature(parsed)
        if entry is None:
            return [spec.name for spec in self.signature.inputs]
        names = {index: name for name, index in entry.inputs.items()}
        return [names[index] for index in parsed.subgraphs[0].inputs]


class _Named:
    """ai-edge-quantizer goes over the samples twice: it counts them before it feeds them."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed

    def __len__(self) -> int:
        return len(range(0, self._feed.calibration.samples, fixed_batch(self._feed.signature)))

    def __iter__(self) -> Iterator[dict[str, np.ndarray]]:
        for arrays in self._feed.ordered():
            yield dict(zip(self._feed.order, arrays, strict=True))
