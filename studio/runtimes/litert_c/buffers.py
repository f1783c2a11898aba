"""The memory that a compiled model reads its inputs from, or writes its outputs to."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np

from studio.runtimes.litert_c.declarations import DTYPES, INVALID_ARGUMENT, LOCK_READ, LOCK_WRITE
from studio.runtimes.litert_c.description import Port
from studio.runtimes.litert_c.library import Handle, Library, StatusError

Shape = tuple[int, ...]


class UnfitError(Exception):
    """An input or output that cannot have a buffer; its text says which and why."""


class Buffers:
    """One buffer for each of ``ports``; ``handles`` is the C array of them."""

    def __init__(
        self,
        library: Library,
        environment: Handle,
        ports: Sequence[Port],
        shapes: Sequence[Shape],
        requirements: Callable[[int], Handle],
    ) -> None:
        """``requirements``: what the compiled model asks of the buffer at a place.

        A text input has no buffer: none can be set, so nothing is ever run. Raises StatusError;
        UnfitError of a dtype that numpy lacks, or a size that only the run would tell.
        """
        self._library = library
        self._ports = ports
        self.shapes = tuple(shapes)
        self.handles = library.ffi.new("Handle[]", max(1, len(ports)))
        self._memory = library.ffi.new("void**")
        self._stack = ExitStack()
        try:
            for index, port in enumerate(ports):
                if port.dtype != "string":
                    self.handles[index] = self._make(environment, index, requirements(index))
        except BaseException:
            self._stack.close()
            raise

    def __len__(self) -> int:
        return len(self._ports)

    def write(self, index: int, value: np.ndarray) -> None:
        """Copy ``value`` in; its dtype and shape are those of the buffer. Raises StatusError."""
        data = np.ascontiguousarray(value)
        with self._locked(index, LOCK_WRITE) as memory:
            self._library.ffi.memmove(memory, self._library.ffi.from_buffer(data), data.nbytes)

    def read(self, index: int) -> np.ndarray:
        """A copy of what is in the buffer. Raises StatusError."""
        values = np.empty(self.shapes[index], np.dtype(self._ports[index].dtype))
        to = self._library.ffi.from_buffer(values, require_writable=True)
        with self._locked(index, LOCK_READ) as memory:
            self._library.ffi.memmove(to, memory, values.nbytes)
        return values

    def wait(self) -> None:
        """Return when what writes to the buffers is done and can be read. Raises StatusError."""
        for index in range(len(self)):
            with self._locked(index, LOCK_READ):
                pass

    def close(self) -> None:
        """Free them; what is used afterwards is refused, not touched."""
        self._stack.close()
        self.handles[0 : len(self._ports)] = [self._library.ffi.NULL] * len(self._ports)

    @contextmanager
    def _locked(self, index: int, mode: int) -> Iterator[Any]:
        library, buffer = self._library, self.handles[index]
        if not buffer:
            raise StatusError("LiteRtLockTensorBuffer", INVALID_ARGUMENT)
        library.call("LiteRtLockTensorBuffer", buffer, self._memory, mode)
        try:
            yield self._memory[0]
        finally:
            library.call("LiteRtUnlockTensorBuffer", buffer)

    def _make(self, environment: Handle, index: int, requirements: Handle) -> Handle:
        library, port, shape = self._library, self._ports[index], self.shapes[index]
        if port.type.element_type not in DTYPES:
            raise UnfitError(f"{port.name}: {port.dtype}")
        kind = library.ffi.new("RankedType*")
        kind.element_type = port.type.element_type
        kind.layout.rank_and_flags = len(shape)
        kind.layout.dimensions[0 : len(shape)] = shape
        buffer = library.owned(
            self._stack,
            library.functions.LiteRtDestroyTensorBuffer,
            "LiteRtCreateManagedTensorBufferFromRequirements",
            environment,
            kind,
            requirements,
        )
        size = library.out("size_t", "LiteRtGetTensorBufferPackedSize", buffer)
        if size != math.prod(shape) * np.dtype(port.dtype).itemsize:
            raise UnfitError(f"{port.name}: a buffer of {size} bytes for {port.dtype} {shape}")
        return buffer
