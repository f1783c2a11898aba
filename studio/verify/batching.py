"""Runs a small .tflite several samples at a time, where that is proven to change nothing.

A file's batch is usually 1. Its inputs are resized, and the first samples run both ways: where the
outputs are not the same, where the file cannot be resized, or where it is so large that several at
once cost no less (MobileNetV2 in float32: 8.1 ms of CPU time a sample alone, 9.6 of eight at once),
all samples are run one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from studio.core.errors import RunError, StudioError
from studio.core.formats import sniff
from studio.core.messages import title_of
from studio.data.batches import differing
from studio.data.layout import fixed_batch
from studio.graph.tflite import keeps_state, macs_of_run
from studio.runtimes.litert_interpreter import LiteRtInterpreter
from studio.verify.running import TARGET, Output, Progress, Runner

BATCH = 32
WORTHWHILE_MACS = 20_000_000
"""Of a sample: the handling of samples that batching saves is about 0.1 ms of each."""
LEAST_BATCHES = 4


class BatchedRunner:
    """As ``runner``, which stays the one that decides what is right. Close it before ``runner``.

    ``said``: why samples are run one by one; "" = they are not, or it is not known yet.
    """

    def __init__(
        self, path: str, runner: Runner, samples: int, begins: Callable[[], None] = lambda: None
    ) -> None:
        """``samples``: how many there are in all. ``begins`` is called before several are run at
        once, which the file may be the first to die of."""
        self._runner, self.said = runner, ""
        self._batched: Runner | None = None
        self._is_proven = False
        if sniff(Path(path)).id != "tflite" or samples < LEAST_BATCHES * BATCH:
            return
        if keeps_state(path) or fixed_batch(runner.signature) > 1:
            return
        macs = macs_of_run(path)
        if macs is None or macs > WORTHWHILE_MACS:
            return
        model = LiteRtInterpreter().load(path, TARGET)
        begins()
        try:
            model.set_batch(BATCH)
            self._batched = Runner(path, model, BATCH)
        except StudioError as error:
            model.close()
            self.said = title_of(error)

    def close(self) -> None:
        if self._batched is not None:
            self._batched.close()
            self._batched = None

    def run(
        self, inputs: Mapping[str, np.ndarray], progress: Progress | None = None
    ) -> dict[str, Output]:
        """See Runner.run."""
        if self._batched is not None and not self._is_proven:
            self._prove(inputs)
        return (self._batched or self._runner).run(inputs, progress)

    def _prove(self, inputs: Mapping[str, np.ndarray]) -> None:
        """Decide by the first samples, a batch of them where there are as many: run both ways, they
        must come out the same."""
        first = {name: array[:BATCH] for name, array in inputs.items()}
        assert self._batched is not None
        try:
            together, alone = self._batched.run(first), self._runner.run(first)
        except RunError as error:
            self.said = title_of(error)
        else:
            exact = [name for name, output in alone.items() if output.step]
            name = differing(_values(together), _values(alone), exact)
            self.said = f"“{name}” is another one in a batch of {BATCH}" if name else ""
        self._is_proven = not self.said
        if self.said:
            self.close()


def _values(outputs: Mapping[str, Output]) -> dict[str, np.ndarray]:
    return {name: output.values for name, output in outputs.items()}
