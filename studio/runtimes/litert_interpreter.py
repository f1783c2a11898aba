"""LiteRT through its classic ``Interpreter``: XNNPACK as default delegate on the CPU.

``Interpreter.invoke`` releases the GIL and costs less than a microsecond itself, which makes it the
way to time; models run that only XNNPACK resolves (mediapipe's custom ops), because the default
delegates take their nodes before the interpreter looks for a kernel.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import version
from mmap import ACCESS_READ, mmap
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from studio.core.errors import RunError
from studio.core.measure_protocol import ProbeResult
from studio.core.measurements import Placement
from studio.core.model import Quantization, Signature
from studio.core.targets import Target
from studio.runtimes.litert_details import name_tensors, tensor_spec
from studio.runtimes.protocol import PLAIN, Loading
from studio.runtimes.refusals import load_error, require_inputs, require_shape, shape_text

_RESOLVERS = {
    "xnnpack": OpResolverType.AUTO,
    "builtin": OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES,
    "reference": OpResolverType.BUILTIN_REF,
}


class LiteRtInterpreter:
    """The runtime ``litert-interpreter``."""

    id = "litert-interpreter"
    title = "LiteRT Interpreter"

    def versions(self) -> dict[str, str]:
        return {"ai-edge-litert": version("ai-edge-litert")}

    def probe(self) -> ProbeResult:
        return ProbeResult(versions=self.versions())

    def load(
        self, path: str | PathLike[str], target: Target, how: Loading = PLAIN
    ) -> InterpreterModel:
        """Create the interpreter and allocate its tensors. No .tflite holds code of its own.

        Raises RunError: ``run-file-missing``, ``run-select-tf-ops``, ``run-custom-op``,
        ``run-load-failed``.
        """
        del how  # such a file leaves no choices, and brings no code along
        return InterpreterModel(_existing(path), target)


def load_watched(path: str | PathLike[str], target: Target) -> WatchedModel:
    """A model all of whose tensors can be read after a run; raises as :meth:`load`.

    A delegate keeps its tensors to itself, so ``target`` should ask for other kernels.
    """
    return WatchedModel(_existing(path), target)


def load_fed(path: str | PathLike[str], target: Target) -> FedModel:
    """A model fed by the places of its inputs; raises as :meth:`load`."""
    return FedModel(_existing(path), target)


class InterpreterModel:
    """One loaded ``.tflite``; a file without a signature gets one named "" of its tensor names."""

    _keeps_all = False

    def __init__(self, path: str, target: Target) -> None:
        self._path = path
        self._target = target
        self._interpreter = _create(path, target, self._keeps_all)
        self._inputs: dict[str, dict[str, Any]] = {}
        self._outputs: dict[str, dict[str, Any]] = {}
        self._signature: Signature | None = None

    @property
    def signature(self) -> Signature:
        return self._described()

    @property
    def placement(self) -> Placement | None:
        return None

    def shape(self, name: str) -> tuple[int, ...]:
        index = self._input(name)["index"]
        for details in self._interpreter.get_input_details():
            if details["index"] == index:
                return tuple(int(dim) for dim in details["shape"])
        raise RunError("run-input-unknown", name=name, known=", ".join(self._inputs))

    def resize(self, name: str, shape: tuple[int, ...]) -> None:
        details = self._input(name)
        if self.shape(name) == tuple(shape):
            return
        require_shape(self._path, self.signature, name, tuple(shape))
        try:
            self._interpreter.resize_tensor_input(details["index"], list(shape))
            self._interpreter.allocate_tensors()
        except (RuntimeError, ValueError) as error:
            raise RunError(
                "run-resize-failed", str(error), path=self._path, name=name, shape=shape_text(shape)
            ) from error

    def set_batch(self, count: int) -> None:
        """Make a file of single samples take ``count`` at once, whatever its signature says.

        Nothing in a file tells whether it then computes the same for each of them: compare.
        Raises RunError: run-batch-fixed, run-resize-failed.
        """
        specs = (*self.signature.inputs, *self.signature.outputs)
        if any(spec.shape[:1] not in ((1,), (None,)) for spec in specs):
            shapes = ", ".join(f"{spec.name} {spec.shape}" for spec in specs)
            raise RunError("run-batch-fixed", path=self._path, batch=count, shapes=shapes)
        try:
            for spec in self.signature.inputs:
                shape = [count, *self.shape(spec.name)[1:]]
                self._interpreter.resize_tensor_input(self._input(spec.name)["index"], shape)
            self._interpreter.allocate_tensors()
        except (RuntimeError, ValueError) as error:
            raise RunError(
                "run-resize-failed",
                str(error),
                path=self._path,
                name=self.signature.inputs[0].name,
                shape=shape_text((count,)),
            ) from error

    def set_inputs(self, inputs: dict[str, np.ndarray]) -> None:
        arrays = {name: np.asarray(value) for name, value in inputs.items()}
        require_inputs(self._path, self.signature, arrays)
        for name, value in arrays.items():
            self._set_input(name, value)

    def invoke(self) -> None:
        try:
            self._interpreter.invoke()
        except (RuntimeError, ValueError) as error:
            raise RunError("run-failed", str(error), path=self._path) from error

    def outputs(self) -> dict[str, np.ndarray]:
        self._described()
        try:
            return {
                name: self._interpreter.get_tensor(details["index"])
                for name, details in self._outputs.items()
            }
        except (RuntimeError, ValueError) as error:
            raise RunError("run-failed", str(error), path=self._path) from error

    def quantization(self, name: str) -> Quantization | None:
        signature = self._described()
        specs = {spec.name: spec for spec in (*signature.outputs, *signature.inputs)}
        return specs[name].quantization

    def reset(self) -> None:
        """As in the protocol. The interpreter's own reset leaves resource variables as they are
        (VAR_HANDLE; seen on a streaming model), so a file that has them is loaded anew.
        """
        if not self._has_resource_variables:
            self._interpreter.reset_all_variables()
            return
        shapes = {name: self.shape(name) for name in self._inputs}
        self._interpreter = _create(self._path, self._target, self._keeps_all)
        for name, shape in shapes.items():
            self.resize(name, shape)

    def close(self) -> None:
        self.__dict__.pop("_interpreter", None)

    @cached_property
    def _has_resource_variables(self) -> bool:
        return _has_resource_variables(self._path)

    def _set_input(self, name: str, value: np.ndarray) -> None:
        details = self._input(name)
        self.resize(name, value.shape)
        try:
            self._interpreter.set_tensor(details["index"], _in_order(value))
        except (RuntimeError, ValueError) as error:
            raise RunError("run-failed", str(error), path=self._path) from error

    def _input(self, name: str) -> dict[str, Any]:
        self._described()
        if name not in self._inputs:
            raise RunError("run-input-unknown", name=name, known=", ".join(self._inputs))
        return self._inputs[name]

    def _described(self) -> Signature:
        """Read names and tensors on first use: it is no part of the init time."""
        if self._signature is None:
            name, self._inputs, self._outputs = name_tensors(self._interpreter)
            self._signature = Signature(
                name=name,
                inputs=tuple(tensor_spec(key, details) for key, details in self._inputs.items()),
                outputs=tuple(tensor_spec(key, details) for key, details in self._outputs.items()),
            )
        return self._signature


class FedModel(InterpreterModel):
    """Takes inputs by their place, and gives the outputs in their order."""

    def feed(self, values: Sequence[np.ndarray]) -> None:
        """One array for each input of the main subgraph, in its order; shapes are adapted.

        Raises RunError: run-failed.
        """
        details = self._interpreter.get_input_details()
        try:
            changed = [
                (one["index"], value.shape)
                for one, value in zip(details, values, strict=True)
                if tuple(one["shape"]) != value.shape
            ]
            for index, shape in changed:
                self._interpreter.resize_tensor_input(index, list(shape))
            if changed:
                self._interpreter.allocate_tensors()
            for one, value in zip(details, values, strict=True):
                self._interpreter.set_tensor(one["index"], _in_order(value))
        except (RuntimeError, ValueError) as error:
            raise RunError("run-failed", str(error), path=self._path) from error

    def made(self) -> list[np.ndarray]:
        """The outputs of the main subgraph in its order. Raises RunError: run-failed."""
        return [self._tensor(one["index"]) for one in self._interpreter.get_output_details()]

    def _tensor(self, index: int) -> np.ndarray:
        try:
            return np.asarray(self._interpreter.get_tensor(index))
        except (RuntimeError, ValueError) as error:
            raise RunError("run-failed", str(error), path=self._path) from error


class WatchedModel(FedModel):
    """All tensors of the main subgraph can be read after :meth:`invoke`."""

    _keeps_all = True

    def tensor(self, index: int) -> np.ndarray:
        """As stored, a copy. Raises RunError: run-failed."""
        return self._tensor(index)


def _in_order(value: np.ndarray) -> np.ndarray:
    """In C order; a scalar stays one, which ``np.ascontiguousarray`` makes a vector of."""
    return np.require(value, requirements="C")


def _existing(path: str | PathLike[str]) -> str:
    file = fspath(path)
    if not Path(file).is_file():
        raise RunError("run-file-missing", path=file)
    return file


def _create(path: str, target: Target, keeps_all: bool = False) -> Interpreter:
    try:
        interpreter = Interpreter(
            model_path=path,
            num_threads=target.threads,
            experimental_op_resolver_type=_RESOLVERS[str(target.params["kernels"])],
            experimental_preserve_all_tensors=keeps_all,
        )
        interpreter.allocate_tensors()
    except (RuntimeError, ValueError, MemoryError) as error:
        raise load_error(path, str(error)) from error
    return interpreter


def _has_resource_variables(path: str) -> bool:
    from ai_edge_litert import schema_py_generated as schema

    with Path(path).open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        model = schema.Model.GetRootAs(data, 0)
        codes = [model.OperatorCodes(index) for index in range(model.OperatorCodesLength())]
        return any(code.BuiltinCode() == schema.BuiltinOperator.VAR_HANDLE for code in codes)
