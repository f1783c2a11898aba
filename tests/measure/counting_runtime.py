"""A runtime that computes nothing, and keeps a record of every run."""

from __future__ import annotations

import gc
from collections.abc import Callable
from os import PathLike
from time import perf_counter_ns, sleep

import numpy as np

from studio.core.measure_protocol import ProbeResult
from studio.core.model import Quantization, Signature, TensorSpec
from studio.core.targets import Target
from studio.runtimes.protocol import PLAIN, Loading


def spin(ms: float) -> None:
    """Busy for ``ms``: sleeping would end when the system likes."""
    end = perf_counter_ns() + int(ms * 1e6)
    while perf_counter_ns() < end:
        pass


def rest(ms: float) -> None:
    """At least ``ms``, off the processor. On a machine with more work than processors a run that
    spins takes ten times as long as it should; one that sleeps hardly longer."""
    sleep(ms / 1e3)


class CountingModel:
    """``took_ms(n)``: how long run number n takes. ``collected``: was the collector on, by run."""

    placement = None
    signature = Signature(
        name="s",
        inputs=(TensorSpec(name="x", dtype="float32", shape=(1, 2)),),
        outputs=(TensorSpec(name="y", dtype="float32", shape=(1, 2)),),
    )

    def __init__(
        self, took_ms: Callable[[int], float], passing: Callable[[float], None] = spin
    ) -> None:
        self._took_ms, self._passing = took_ms, passing
        self.collected: list[bool] = []
        self.filled = 0

    @property
    def runs(self) -> int:
        return len(self.collected)

    def shape(self, name: str) -> tuple[int, ...]:
        return (1, 2)

    def resize(self, name: str, shape: tuple[int, ...]) -> None:
        raise AssertionError("nothing is dynamic")

    def set_inputs(self, inputs: dict[str, np.ndarray]) -> None:
        self.filled += 1

    def invoke(self) -> None:
        self.collected.append(gc.isenabled())
        self._passing(self._took_ms(self.runs - 1))

    def outputs(self) -> dict[str, np.ndarray]:
        return {}

    def quantization(self, name: str) -> Quantization | None:
        return None

    def reset(self) -> None:
        raise AssertionError("nothing has state")

    def close(self) -> None:
        pass


class CountingRuntime:
    id, title = "counting", "Counting"

    """``passing``: how the time of a run passes."""

    def __init__(
        self,
        took_ms: Callable[[int], float],
        load_ms: float = 0.0,
        passing: Callable[[float], None] = spin,
    ) -> None:
        self._took_ms, self._load_ms, self._passing = took_ms, load_ms, passing
        self.models: list[CountingModel] = []

    def versions(self) -> dict[str, str]:
        return {}

    def probe(self) -> ProbeResult:
        return ProbeResult()

    def load(
        self, path: str | PathLike[str], target: Target, how: Loading = PLAIN
    ) -> CountingModel:
        spin(self._load_ms)
        self.models.append(CountingModel(self._took_ms, self._passing))
        return self.models[-1]
