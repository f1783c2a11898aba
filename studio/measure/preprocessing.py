"""A pre-processing stage before each run: in the same thread, or one run ahead in another.

Where data were given, :mod:`studio.measure.given` does what was declared of them. Else the work is
that of a usual image pipeline, on seeded random 8-bit data of the inputs' shapes: scaled to
[-1, 1], converted to the input's dtype, copied in. Inputs of other integers (indices,
tokens) have no such stage and are only copied in. Whether to overlap it with the runs pays off
depends on the model, the data and the free cores: so both are measured.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from queue import SimpleQueue

import numpy as np

from studio.core.model import TensorSpec
from studio.core.recipe import Preprocessing
from studio.data.fitting import convert
from studio.runtimes import LoadedModel

_SCALED = Preprocessing(scale=1 / 255, mean=(0.5,), std=(0.5,))
_SAMPLES = 8
"""Different ones in turn, so that none stays in the caches because it is always the same."""

Inputs = dict[str, np.ndarray]


class Preparation:
    """Call to get the next inputs, freshly pre-processed. ``filled``: what fits the inputs."""

    def __init__(self, model: LoadedModel, filled: Inputs, seed: int) -> None:
        generator = np.random.default_rng(seed)
        self._specs = model.signature.inputs
        self._raw = cycle(
            [
                {
                    spec.name: generator.integers(0, 256, filled[spec.name].shape, np.uint8)
                    if _is_real(spec)
                    else filled[spec.name]
                    for spec in self._specs
                }
                for _ in range(_SAMPLES)
            ]
        )

    def __call__(self) -> Inputs:
        raw = next(self._raw)
        return {
            spec.name: convert(raw[spec.name], spec, _SCALED, spec.name)
            if _is_real(spec)
            else raw[spec.name].copy()
            for spec in self._specs
        }


class Pipelined:
    """``run`` takes the inputs that a thread has prepared meanwhile, and has it prepare the next.

    Only within a :meth:`burst`: nothing is prepared while others run. Call :meth:`close` when done.
    An error of the preparation is raised by the run that needs it.
    """

    def __init__(self, model: LoadedModel, prepare: Callable[[], Inputs]) -> None:
        self._model, self._prepare = model, prepare
        self._wanted = SimpleQueue[bool]()
        self._ready = SimpleQueue[Inputs | Exception]()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @contextmanager
    def burst(self) -> Iterator[None]:
        """The first inputs are ready when it begins, and the thread is idle when it has ended."""
        self._wanted.put(True)
        self._ready.put(self._ready.get())
        try:
            yield
        finally:
            self._ready.get()

    def run(self) -> None:
        inputs = self._ready.get()
        self._wanted.put(True)
        if isinstance(inputs, Exception):
            raise inputs
        self._model.set_inputs(inputs)
        self._model.invoke()

    def close(self) -> None:
        self._wanted.put(False)
        self._thread.join()

    def _serve(self) -> None:
        while self._wanted.get():
            try:
                self._ready.put(self._prepare())
            except Exception as error:
                self._ready.put(error)


def in_series(model: LoadedModel, prepare: Callable[[], Inputs]) -> Callable[[], None]:
    """A run that prepares its own inputs first."""

    def run() -> None:
        model.set_inputs(prepare())
        model.invoke()

    return run


def _is_real(spec: TensorSpec) -> bool:
    return spec.dtype.startswith("float") or spec.quantization is not None
