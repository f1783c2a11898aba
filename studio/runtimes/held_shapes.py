"""What models have in common whose library takes each shape as it comes: shapes are only held."""

from __future__ import annotations

import numpy as np

from studio.core.errors import RunError
from studio.core.model import Quantization, Signature
from studio.runtimes.refusals import require_inputs, require_shape


class HeldShapes:
    """The part of ``LoadedModel`` that asks the library nothing; it runs on the CPU alone, and its
    inputs and outputs are plain numbers."""

    placement: None = None

    def __init__(self, path: str, signature: Signature) -> None:
        self._path = path
        self._signature = signature
        self._shapes = {
            spec.name: tuple(1 if dim is None else dim for dim in spec.shape)
            for spec in signature.inputs
        }

    @property
    def signature(self) -> Signature:
        return self._signature

    def shape(self, name: str) -> tuple[int, ...]:
        self._require_input(name)
        return self._shapes[name]

    def resize(self, name: str, shape: tuple[int, ...]) -> None:
        """Holds until the inputs are set; whether the model runs at it, the run says."""
        self._require_input(name)
        require_shape(self._path, self._signature, name, tuple(shape))
        self._shapes[name] = tuple(shape)

    def quantization(self, name: str) -> Quantization | None:
        del name
        return None

    def _copies(self, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        """Contiguous copies of ``inputs`` in the signature's order, their shapes held.

        Raises RunError, what ``require_inputs`` and ``require_shape`` do.
        """
        arrays = {name: np.asarray(value) for name, value in inputs.items()}
        require_inputs(self._path, self._signature, arrays)
        for name, value in arrays.items():
            self.resize(name, value.shape)
        return [np.array(arrays[spec.name], order="C") for spec in self._signature.inputs]

    def _require_input(self, name: str) -> None:
        if name not in self._shapes:
            raise RunError("run-input-unknown", name=name, known=", ".join(self._shapes))
