"""What every runtime can do: load a file, take inputs by name, run, give outputs."""

from __future__ import annotations

from os import PathLike
from typing import Protocol

import numpy as np

from studio.core.child_protocol import ProbeResult
from studio.core.model import Quantization, Signature
from studio.core.targets import Target


class LoadedModel(Protocol):
    """A file that is ready to run. Inputs and outputs go by the names of ``signature``.

    Arrays are in the tensor's stored dtype (quantized values stay quantized) with the batch
    dimension. Every method raises RunError where the library refuses.
    """

    @property
    def signature(self) -> Signature:
        """Names, dtypes and shapes; ``None`` dimensions are dynamic."""
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

    def load(
        self, path: str | PathLike[str], target: Target, *, allow_code: bool = False
    ) -> LoadedModel:
        """Load and prepare ``path``, dynamic dimensions 1. Raises RunError.

        ``allow_code``: a person's yes to files that run Python code of their own when loaded.
        """
        ...
