"""ONNX Runtime on the CPU: an .onnx file through its CPU provider, one op after the other.

Inputs are bound once and outputs stay where the library puts them, so that a run is the run alone,
as with the other runtimes; reading the outputs copies them.
"""

from __future__ import annotations

from importlib.metadata import version
from os import PathLike, fspath
from pathlib import Path

import numpy as np
import onnxruntime as ort

from studio.core.errors import RunError
from studio.core.measure_protocol import ProbeResult
from studio.core.model import Shape, Signature, TensorSpec
from studio.core.targets import Target
from studio.runtimes.held_shapes import HeldShapes
from studio.runtimes.protocol import PLAIN, Loading

_PROVIDER = "CPUExecutionProvider"
_DTYPES = {
    "tensor(float)": "float32",
    "tensor(double)": "float64",
    "tensor(float16)": "float16",
    "tensor(bool)": "bool",
    "tensor(string)": "string",
    **{
        f"tensor({sign}int{bits})": f"{sign}int{bits}"
        for sign in ("", "u")
        for bits in (8, 16, 32, 64)
    },
}
"""ONNX Runtime's name of a type -> numpy's; others (sequences, maps) cannot be fed arrays."""


class OnnxRuntimeCpu:
    """The runtime ``onnxruntime-cpu``."""

    id = "onnxruntime-cpu"
    title = "ONNX Runtime"

    def versions(self) -> dict[str, str]:
        return {"onnxruntime": version("onnxruntime")}

    def probe(self) -> ProbeResult:
        return ProbeResult(versions=self.versions())

    def load(self, path: str | PathLike[str], target: Target, how: Loading = PLAIN) -> OnnxModel:
        """Create the session. No .onnx holds code of its own.

        Raises RunError: run-file-missing, run-onnx-load-failed, run-onnx-type.
        """
        del how  # such a file leaves no choices, and brings no code along
        file = fspath(path)
        if not Path(file).is_file():
            raise RunError("run-file-missing", path=file)
        return OnnxModel(file, target)


class OnnxModel(HeldShapes):
    """One session; the signature has no name, ONNX knows none, and writes quantization as ops of
    the graph, not as a property of a tensor."""

    def __init__(self, path: str, target: Target) -> None:
        options = ort.SessionOptions()
        options.intra_op_num_threads = target.threads
        options.inter_op_num_threads = 1
        options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
        try:
            self._session = ort.InferenceSession(path, options, providers=[_PROVIDER])
        except Exception as error:  # the library has a class of its own for each status
            raise RunError("run-onnx-load-failed", str(error), path=path) from error
        signature = Signature(
            name="",
            inputs=tuple(_spec(path, entry) for entry in self._session.get_inputs()),
            outputs=tuple(_spec(path, entry) for entry in self._session.get_outputs()),
        )
        super().__init__(path, signature)
        self._bound = self._session.io_binding()
        self._inputs: list[ort.OrtValue] = []

    def set_inputs(self, inputs: dict[str, np.ndarray]) -> None:
        arrays = self._copies(inputs)
        self._bound = self._session.io_binding()
        # the binding reads the arrays' memory without keeping them alive
        self._inputs = [ort.OrtValue.ortvalue_from_numpy(value) for value in arrays]
        for spec, value in zip(self._signature.inputs, self._inputs, strict=True):
            self._bound.bind_ortvalue_input(spec.name, value)
        for spec in self._signature.outputs:
            self._bound.bind_output(spec.name)

    def invoke(self) -> None:
        try:
            self._session.run_with_iobinding(self._bound)
        except Exception as error:  # as above
            raise RunError("run-failed", str(error), path=self._path) from error

    def outputs(self) -> dict[str, np.ndarray]:
        values = self._bound.copy_outputs_to_cpu()
        names = [spec.name for spec in self._signature.outputs]
        return {name: np.array(value) for name, value in zip(names, values, strict=True)}

    def reset(self) -> None:
        """State goes in and out as inputs and outputs: a session has none."""

    def close(self) -> None:
        for attribute in ("_bound", "_inputs", "_session"):
            self.__dict__.pop(attribute, None)


def _spec(path: str, entry: ort.NodeArg) -> TensorSpec:
    dtype = _DTYPES.get(entry.type)
    if dtype is None:
        raise RunError("run-onnx-type", path=path, name=entry.name, type=entry.type)
    shape: Shape = tuple(dim if isinstance(dim, int) else None for dim in entry.shape or ())
    return TensorSpec(name=entry.name, dtype=dtype, shape=shape)
