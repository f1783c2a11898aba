"""Times stages of a conversion apart from the imports that the first one happens to pay for."""

from __future__ import annotations

import time

from studio.core.results import LOADING, Stage
from studio.engine.tensorflow_import import loading_seconds


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._start, self._loaded = time.perf_counter(), loading_seconds()

    @property
    def seconds(self) -> float:
        """Without what went into importing TensorFlow and Keras."""
        return time.perf_counter() - self._start - self.loading_seconds

    @property
    def loading_seconds(self) -> float:
        return loading_seconds() - self._loaded

    def loading(self) -> tuple[Stage, ...]:
        """The imports as a stage of their own; () where all was loaded before."""
        seconds = self.loading_seconds
        return (Stage(name=LOADING, route="", cached=False, seconds=seconds),) if seconds else ()
