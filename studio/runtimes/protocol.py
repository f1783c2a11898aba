"""What every runtime can do: load a file, take inputs by name, run, give outputs."""

from __future__ import annotations

from os import PathLike
from typing import NamedTuple, Protocol

import numpy as np

from studio.core.measure_protocol import ProbeResult
from studio.core.measurements import Placement
from studio.core.model import Quantization, Signature
from studio.core.opening import AS_FOUND, Opening
from studio.core.targets import Target


class Loading(NamedTuple):
    """``allow_code``: a person's yes to files that run Python code of their own when loaded.
    ``opening``, ``signature`` (None: the main one): of a source that leaves choices."""

    allow_code: bool = False
    opening: Opening = AS_FOUND
    signature: str | None = None


PLAIN = Loading()


class LoadedModel(Protocol):
    """A file that is ready to run. Inputs and outputs go by the names of ``signature``.

    Arrays are in the tensor's stored dtype (quantized values stay quantized) with the batch
    dimension. Every method raises RunError where the library refuses.
    """

    @property
    def signature(self) -> Signature:
        """Names, dtypes and shapes; ``None`` dimensions are dynamic."""
        ...

    @property
    def placement(self) -> Placement | None:
        """Which part of it runs on an accelerator; ``None`` where it was made for the CPU."""
        ...

    def shape(self, name: str) -> tuple[int, ...]:
        """The shape that input ``name`` has now; dynamic dimensions are 1 until resized."""
        ...

    def resize(self, name: str, shape: tuple[int, ...]) -> None:
        """Give input ``name`` another shape; allowed where the signature's dimension is dynamic."""
        ...

    def set_inputs(self, inputs: dict[str, np.ndarray]) -> None:
        """Copy in all inputs; one with dynamic dimensions is resized to its array's shape."""
        ...

    def invoke(self) -> None:
        """Run once with the inputs set before. Nothing but the run: this is what is timed."""
        ...

    def outputs(self) -> dict[str, np.ndarray]:
        """Copies of the outputs of the last run."""
        ...

    def quantization(self, name: str) -> Quantization | None:
        """How an input or output is quantized; ``None`` where it is not."""
        ...

    def reset(self) -> None:
        """Set the state of a stateful model back to its beginning; then set the inputs again."""
        ...

    def close(self) -> None:
        """Give the memory back; the model cannot be used afterwards."""
        ...


class Runtime(Protocol):
    """Something that runs artifacts on this machine. ``title`` is a name, not translated."""

    id: str
    title: str

    def versions(self) -> dict[str, str]:
        """Package name -> version of what this runtime consists of."""
        ...

    def probe(self) -> ProbeResult:
        """Find out whether this runtime works on this machine; in a process of its own, since a
        library that does not fit may take it along. Raises RunError with the reason where not.
        """
        ...

    def load(self, path: str | PathLike[str], target: Target, how: Loading = PLAIN) -> LoadedModel:
        """Load and prepare ``path``, dynamic dimensions 1. Raises RunError.

        ``how``: only sources leave choices, and run code.
        """
        ...


class OpEvent(NamedTuple):
    """What a runtime's profiler recorded: an op, or a stretch of its own bookkeeping.

    ``type`` and the metadata mean what the runtime makes of them. LiteRT: type 8 is an op inside a
    delegate (whose ``start_us`` is 0), 2 an op of the file, 1 and 16 bookkeeping; from 32 on,
    ``elapsed_us`` is no time. ``metadata1`` is the index of the node.
    """

    tag: str
    type: int
    start_us: int
    elapsed_us: int
    metadata1: int
    metadata2: int


class ProfiledModel(LoadedModel, Protocol):
    """A file loaded with profiling on, for nothing else: the records cost time."""

    def profile(self, runs: int) -> list[list[OpEvent]]:
        """The events of each of ``runs`` runs with the inputs set before, as they were recorded.

        Raises RunError.
        """
        ...


class ProfilingRuntime(Runtime, Protocol):
    """A runtime that can say what single ops take."""

    def load_profiled(self, path: str | PathLike[str], target: Target) -> ProfiledModel:
        """As :meth:`load`, with profiling on."""
        ...
