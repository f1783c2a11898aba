"""A file compiled by the library and ready to run, with its buffers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace

import numpy as np

from studio.core.errors import RunError
from studio.core.measurements import Placement
from studio.core.model import Quantization, Signature
from studio.runtimes.litert_c.buffers import Buffers, UnfitError
from studio.runtimes.litert_c.declarations import ERRORS_SAID, INVALID_ARGUMENT, RUNTIME_OPTIONS
from studio.runtimes.litert_c.description import Port, choose_entry, describe, dimensions
from studio.runtimes.litert_c.library import Handle, Library, StatusError
from studio.runtimes.litert_c.stderr import overhear_stderr
from studio.runtimes.refusals import load_error, require_inputs, require_shape, shape_text

_UNPLACED = "tensor->allocation_type"
"""In what the library says of an output that gets its memory while the file runs, a RESHAPE by
computed values making it, say: the caller's buffer cannot be its place. Some do so from the second
run on only, the first having been planned with the shape in the file."""


@dataclass(frozen=True)
class Setup:
    """``accelerators``: a bit set; ``texts``: id -> TOML of the options of a compilation."""

    accelerators: int
    texts: dict[str, str]
    severity: int

    def aloud(self) -> Setup:
        """The same, with errors said on standard error instead of kept in the compiled model."""
        texts = self.texts | {RUNTIME_OPTIONS: f"error_reporter_mode = {ERRORS_SAID}\n"}
        return replace(self, texts=texts)


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
        self._compiled: Handle = None
        self._run: Callable[..., int] = _not_ready
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
        return self._in.shapes[self._input(name)]

    def resize(self, name: str, shape: tuple[int, ...]) -> None:
        self._resize_all({name: tuple(shape)})

    def set_inputs(self, inputs: dict[str, np.ndarray]) -> None:
        arrays = {name: np.asarray(value) for name, value in inputs.items()}
        require_inputs(self._path, self.signature, arrays)
        self._resize_all({name: value.shape for name, value in arrays.items()})
        with self._running():
            for name, value in arrays.items():
                self._in.write(self._input(name), value)

    def invoke(self) -> None:
        status = self._run(*self._arguments)
        if status:
            error = self._run_error(StatusError("LiteRtRunCompiledModel", status))
            if _UNPLACED in error.detail:
                raise RunError("run-outputs-unplaced", error.detail, path=self._path)
            raise error

    def outputs(self) -> dict[str, np.ndarray]:
        with self._running():
            return {
                port.name: self._out.read(index) for index, port in enumerate(self._entry.outputs)
            }

    def quantization(self, name: str) -> Quantization | None:
        specs = {spec.name: spec for spec in (*self.signature.outputs, *self.signature.inputs)}
        return specs[name].quantization

    def reset(self) -> None:
        """As in the protocol: the library has no reset, so the file is compiled anew."""
        shapes = self._in.shapes
        with self._running():
            self._compile(shapes)

    def close(self) -> None:
        self._run, self._compiled = _not_ready, None
        self._buffers.close()
        self._compilation.close()
        self._file.close()

    # --- making it -------------------------------------------------------------------------------

    def _open(self) -> None:
        try:
            self._parse()
        except ValueError as error:
            raise RunError("run-load-failed", "the file is empty", path=self._path) from error
        except StatusError as error:
            words = self._hear_again(error, self._parse)
            # a signature that leaves inputs out is none for this library alone
            code = "run-compile-failed" if "ignature" in words else "run-load-failed"
            raise RunError(code, words, path=self._path) from error
        try:
            self._compile()
        except StatusError as error:
            words = self._words(error)
            if self._compiled is None:
                self._setup = self._setup.aloud()
                words = self._hear_again(error, self._compile)
            raise load_error(self._path, words, "run-compile-failed") from error

    def _parse(self) -> None:
        library, setup = self._library, self._setup
        self._environment = library.environment(self._file, setup.accelerators, setup.severity)
        self._model = library.parsed(self._file, self._environment, self._path)
        self._entry = choose_entry(library, self._model)

    def _hear_again(self, error: StatusError, failing: Callable[[], object]) -> str:
        """What was not made keeps no messages: have it fail once more, and listen."""
        with suppress(StatusError), overhear_stderr() as said:
            failing()
        return f"{said.text}\n{error}".strip()

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

    def _resize_all(self, shapes: dict[str, tuple[int, ...]]) -> None:
        """All at once: single inputs may not fit each other on the way. Where it fails, they are
        what they were before.
        """
        before = self._in.shapes
        changed = {
            name: shape for name, shape in shapes.items() if before[self._input(name)] != shape
        }
        for name, shape in changed.items():
            require_shape(self._path, self.signature, name, shape)
        if not changed:
            return
        try:
            for name, shape in changed.items():
                self._resize(self._input(name), shape)
            self._allocate()
        except StatusError as error:
            words = self._words(error)
            with suppress(StatusError):
                for name in changed:
                    self._resize(self._input(name), before[self._input(name)])
                self._allocate()
            raise RunError(
                "run-resize-failed",
                words,
                path=self._path,
                name=", ".join(changed),
                shape=", ".join(map(shape_text, changed.values())),
            ) from error

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
        self._run = _not_ready
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
        self._in = self._make_buffers(
            "Input", entry.inputs, [self._input_shape(at) for at in range(len(entry.inputs))]
        )
        self._out = self._make_buffers(
            "Output", entry.outputs, [dimensions(layouts[at]) for at in range(len(entry.outputs))]
        )
        self._arguments = (
            self._compiled,
            entry.index,
            len(self._in),
            self._in.handles,
            len(self._out),
            self._out.handles,
        )
        if all(port.dtype != "string" for port in entry.inputs):  # else no run can be fed
            self._run = library.functions.LiteRtRunCompiledModel

    def _make_buffers(
        self, side: str, ports: Sequence[Port], shapes: Sequence[tuple[int, ...]]
    ) -> Buffers:
        name = f"LiteRtGetCompiledModel{side}BufferRequirements"

        def requirements(index: int) -> Handle:
            return self._library.out("Handle", name, self._compiled, self._entry.index, index)

        if side == "Output" and any(port.dtype == "string" for port in ports):
            raise RunError("run-compile-failed", "an output is text", path=self._path)
        try:
            buffers = Buffers(self._library, self._environment, ports, shapes, requirements)
        except UnfitError as error:
            raise RunError("run-compile-failed", str(error), path=self._path) from error
        self._buffers.callback(buffers.close)
        return buffers

    # --- using it --------------------------------------------------------------------------------

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
        return RunError("run-compiled-failed", self._words(error), path=self._path)

    def _words(self, error: StatusError) -> str:
        """The call that failed, and what the library said about it."""
        said = self._library.errors(self._compiled) if self._compiled is not None else ""
        return "\n".join(filter(None, (said, str(error))))


def _not_ready(*arguments: object) -> int:
    """Stands in for the run of a model that is closed, or that could not be allocated."""
    del arguments
    return INVALID_ARGUMENT
