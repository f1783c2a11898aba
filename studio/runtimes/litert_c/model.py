"""A file compiled by the library and ready to run, with its buffers."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from studio.core.errors import RunError
from studio.core.model import Quantization, Signature
from studio.core.results import Placement
from studio.runtimes.litert_c.declarations import DTYPES, LOCK_READ, LOCK_WRITE
from studio.runtimes.litert_c.description import Port, choose_entry, describe, dimensions
from studio.runtimes.litert_c.library import Handle, Library, StatusError
from studio.runtimes.refusals import load_error, require_inputs, require_shape, shape_text


@dataclass(frozen=True)
class Setup:
    """``accelerators``: a bit set; ``texts``: id -> TOML of the options of a compilation."""

    accelerators: int
    texts: dict[str, str]
    severity: int


class CompiledModel:
    """One ``.tflite`` in the library. A file without a signature gets one named ""."""

    placement: Placement | None = None

    def __init__(self, library: Library, path: str, setup: Setup) -> None:
        """Parse, compile, allocate.

        Raises RunError: ``run-load-failed``, ``run-select-tf-ops``, ``run-custom-op``,
        ``run-compile-failed`` (the classic interpreter may still run it).
        """
        self._library = library
        self._path = path
        self._setup = setup
        self._signature: Signature | None = None
        self._file = ExitStack()
        self._compilation = ExitStack()
        self._buffers = ExitStack()
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    @property
    def signature(self) -> Signature:
        if self._signature is None:
            self._signature = describe(self._library, self._path, self._entry)
        return self._signature

    def shape(self, name: str) -> tuple[int, ...]:
        return self._input_shapes[self._input(name)]

    def resize(self, name: str, shape: tuple[int, ...]) -> None:
        index, shape = self._input(name), tuple(shape)
        if self._input_shapes[index] == shape:
            return
        require_shape(self._path, self.signature, name, shape)
        try:
            self._resize(index, shape)
            self._allocate()
        except StatusError as error:
            raise RunError(
                "run-resize-failed",
                self._words(error),
                path=self._path,
                name=name,
                shape=shape_text(shape),
            ) from error

    def set_inputs(self, inputs: dict[str, np.ndarray]) -> None:
        arrays = {name: np.asarray(value) for name, value in inputs.items()}
        require_inputs(self._path, self.signature, arrays)
        for name, value in arrays.items():
            self.resize(name, value.shape)
        with self._running():
            for name, value in arrays.items():
                self._write(self._input(name), value)

    def invoke(self) -> None:
        status = self._run(*self._arguments)
        if status:
            raise self._run_error(StatusError("LiteRtRunCompiledModel", status))

    def outputs(self) -> dict[str, np.ndarray]:
        with self._running():
            return {
                port.name: self._read(index, port) for index, port in enumerate(self._entry.outputs)
            }

    def quantization(self, name: str) -> Quantization | None:
        specs = {spec.name: spec for spec in (*self.signature.outputs, *self.signature.inputs)}
        return specs[name].quantization

    def reset(self) -> None:
        """As in the protocol: the library has no reset, so the file is compiled anew."""
        shapes = self._input_shapes
        with self._running():
            self._compile(shapes)

    def close(self) -> None:
        self._buffers.close()
        self._compilation.close()
        self._file.close()

    # --- making it -------------------------------------------------------------------------------

    def _open(self) -> None:
        library, functions = self._library, self._library.functions
        setup = self._setup
        self._compiled: Handle = None
        try:
            self._environment = library.environment(self._file, setup.accelerators, setup.severity)
            self._model = library.owned(
                self._file,
                functions.LiteRtDestroyModel,
                "LiteRtCreateModelFromFile",
                self._environment,
                os.fsencode(self._path),
            )
        except StatusError as error:
            raise RunError("run-load-failed", str(error), path=self._path) from error
        try:
            self._entry = choose_entry(library, self._model)
            self._compile()
        except StatusError as error:
            words = self._words(error)
            raise load_error(self._path, words, "run-compile-failed") from error

    def _compile(self, shapes: Sequence[tuple[int, ...]] | None = None) -> None:
        """``shapes``: of the inputs; None = as in the file, dynamic dimensions 1."""
        library, setup = self._library, self._setup
        self._buffers.close()
        self._compilation.close()
        self._compiled = None
        with ExitStack() as brief:
            options = library.options(brief, setup.accelerators, setup.texts)
            self._compiled = library.owned(
                self._compilation,
                library.functions.LiteRtDestroyCompiledModel,
                "LiteRtCreateCompiledModel",
                self._environment,
                self._model,
                options,
            )
        for index, _ in enumerate(self._entry.inputs):
            wanted = shapes[index] if shapes is not None else self._first_shape(index)
            if self._input_shape(index) != wanted:
                self._resize(index, wanted)
        self._allocate()

    def _first_shape(self, index: int) -> tuple[int, ...]:
        return tuple(max(1, dim) if dim < 0 else dim for dim in self._input_shape(index))

    def _input_shape(self, index: int) -> tuple[int, ...]:
        name = "LiteRtGetCompiledModelInputTensorLayout"
        return dimensions(
            self._library.out("Layout", name, self._compiled, self._entry.index, index)
        )

    def _resize(self, index: int, shape: tuple[int, ...]) -> None:
        self._library.call(
            "LiteRtCompiledModelResizeInputTensor",
            self._compiled,
            self._entry.index,
            index,
            shape,
            len(shape),
        )

    def _allocate(self) -> None:
        """Have the library allocate its tensors, and make buffers of their sizes."""
        library, ffi, entry = self._library, self._library.ffi, self._entry
        self._buffers.close()
        layouts = ffi.new("Layout[]", max(1, len(entry.outputs)))
        library.call(
            "LiteRtGetCompiledModelOutputTensorLayouts",
            self._compiled,
            entry.index,
            len(entry.outputs),
            layouts,
            True,
        )
        self._input_shapes = [self._input_shape(index) for index in range(len(entry.inputs))]
        self._output_shapes = [dimensions(layouts[at]) for at in range(len(entry.outputs))]
        self._in = self._make_buffers("Input", entry.inputs, self._input_shapes)
        self._out = self._make_buffers("Output", entry.outputs, self._output_shapes)
        self._run = library.functions.LiteRtRunCompiledModel
        self._arguments = (
            self._compiled,
            entry.index,
            len(entry.inputs),
            self._in,
            len(entry.outputs),
            self._out,
        )

    def _make_buffers(
        self, side: str, ports: Sequence[Port], shapes: Sequence[tuple[int, ...]]
    ) -> Any:
        library = self._library
        buffers = library.ffi.new("Handle[]", max(1, len(ports)))
        for index, (port, shape) in enumerate(zip(ports, shapes, strict=True)):
            if side == "Input" and port.dtype == "string":
                continue  # nothing can be set, so nothing is ever run
            self._require_numbers(port)
            kind = library.ffi.new("RankedType*")
            kind.element_type = port.type.element_type
            kind.layout.rank_and_flags = len(shape)
            kind.layout.dimensions[0 : len(shape)] = shape
            requirements = library.out(
                "Handle",
                f"LiteRtGetCompiledModel{side}BufferRequirements",
                self._compiled,
                self._entry.index,
                index,
            )
            buffers[index] = library.owned(
                self._buffers,
                library.functions.LiteRtDestroyTensorBuffer,
                "LiteRtCreateManagedTensorBufferFromRequirements",
                self._environment,
                kind,
                requirements,
            )
        return buffers

    def _require_numbers(self, port: Port) -> None:
        if port.type.element_type not in DTYPES or port.dtype == "string":
            text = f"{port.name}: {port.dtype}"
            raise RunError("run-compile-failed", text, path=self._path)

    # --- using it --------------------------------------------------------------------------------

    def _write(self, index: int, value: np.ndarray) -> None:
        data = np.ascontiguousarray(value)
        memory = self._locked(self._in[index], LOCK_WRITE)
        try:
            if data.nbytes:
                self._library.ffi.memmove(memory, self._library.ffi.from_buffer(data), data.nbytes)
        finally:
            self._library.call("LiteRtUnlockTensorBuffer", self._in[index])

    def _read(self, index: int, port: Port) -> np.ndarray:
        shape, dtype = self._output_shapes[index], np.dtype(port.dtype)
        values = np.empty(shape, dtype)
        memory = self._locked(self._out[index], LOCK_READ)
        try:
            if values.nbytes:
                self._library.ffi.memmove(
                    self._library.ffi.from_buffer(values, require_writable=True),
                    memory,
                    values.nbytes,
                )
        finally:
            self._library.call("LiteRtUnlockTensorBuffer", self._out[index])
        return values

    def _locked(self, buffer: Handle, mode: int) -> Handle:
        place = self._library.ffi.new("void**")
        self._library.call("LiteRtLockTensorBuffer", buffer, place, mode)
        return place[0]

    def _input(self, name: str) -> int:
        names = [port.name for port in self._entry.inputs]
        if name not in names:
            raise RunError("run-input-unknown", name=name, known=", ".join(names))
        return names.index(name)

    @contextmanager
    def _running(self) -> Iterator[None]:
        try:
            yield
        except StatusError as error:
            raise self._run_error(error) from error

    def _run_error(self, error: StatusError) -> RunError:
        return RunError("run-failed", self._words(error), path=self._path)

    def _words(self, error: StatusError) -> str:
        """The call that failed, and what the library said about it."""
        said = self._library.errors(self._compiled) if self._compiled else ""
        return "\n".join(filter(None, (said, str(error))))
