"""The loaded library: calls whose status is always checked, and handles that are always freed."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import cffi

from studio.core.errors import RunError
from studio.runtimes.litert_c.declarations import (
    ANY_INT,
    ANY_TEXT,
    C_LIBRARY_DECLARATIONS,
    DECLARATIONS,
    LIBRARIES,
    OPTION_ACCELERATORS,
    OPTION_LOG_SEVERITY,
    OPTION_RUNTIME_FOLDER,
    STATUS_NAMES,
)

PACKAGE = "ai-edge-litert"
Handle = Any
"""An opaque pointer of the library."""


class StatusError(Exception):
    """A call that did not return "ok"; its text is for the details of an error."""

    def __init__(self, name: str, status: int) -> None:
        super().__init__(f"{name}: {STATUS_NAMES.get(status, 'error')} (status {status})")
        self.status = status


class Library:
    """The C functions of one LiteRT. Methods raise StatusError where a call fails."""

    def __init__(self, ffi: cffi.FFI, functions: Any, c_library: Any, folder: str) -> None:
        self.ffi = ffi
        self.functions = functions
        self._c = c_library
        self._folder = ffi.new("char[]", folder.encode())
        self._free = ffi.cast("void(*)(void*)", ffi.addressof(c_library, "free"))

    def call(self, name: str, *arguments: Any) -> None:
        status = getattr(self.functions, name)(*arguments)
        if status:
            raise StatusError(name, status)

    def out(self, kind: str, name: str, *arguments: Any) -> Any:
        """What the function ``name`` writes through its last parameter, a ``kind*``."""
        place = self.ffi.new(f"{kind}*")
        self.call(name, *arguments, place)
        return place[0]

    def text(self, name: str, *arguments: Any) -> str:
        found = self.out("const char*", name, *arguments)
        return str(self.ffi.string(found).decode(errors="replace"))

    def owned(
        self, stack: ExitStack, destroy: Callable[[Handle], None], name: str, *arguments: Any
    ) -> Handle:
        """A new handle that ``stack`` destroys."""
        handle = self.out("Handle", name, *arguments)
        stack.callback(destroy, handle)
        return handle

    def environment(self, stack: ExitStack, accelerators: int, severity: int) -> Handle:
        options = self.ffi.new("EnvironmentOption[3]")
        options[0].tag, options[0].value.type = OPTION_RUNTIME_FOLDER, ANY_TEXT
        options[0].value.as_text = self._folder
        for index, (tag, value) in enumerate(
            ((OPTION_ACCELERATORS, accelerators), (OPTION_LOG_SEVERITY, severity)), 1
        ):
            options[index].tag, options[index].value.type = tag, ANY_INT
            options[index].value.as_int = value
        destroy = self.functions.LiteRtDestroyEnvironment
        return self.owned(stack, destroy, "LiteRtCreateEnvironment", len(options), options)

    def parsed(self, stack: ExitStack, environment: Handle, path: str) -> Handle:
        """The model in a file, which ``stack`` keeps mapped.

        The library maps files itself, but checks only those that are handed to it in memory: a
        file that was cut off would end the process. Raises StatusError; ValueError where the file
        is empty.
        """
        with ExitStack() as made:
            with Path(path).open("rb") as stream:
                mapped = made.enter_context(mmap(stream.fileno(), 0, access=ACCESS_READ))
            data = self.ffi.from_buffer(mapped)
            made.callback(self.ffi.release, data)
            destroy, name = self.functions.LiteRtDestroyModel, "LiteRtCreateModelFromBuffer"
            model = self.owned(made, destroy, name, environment, data, len(mapped))
            stack.enter_context(made.pop_all())
        return model

    def options(self, stack: ExitStack, accelerators: int, texts: dict[str, str]) -> Handle:
        """Options of a compilation. ``texts``: id -> TOML of each group of options."""
        options = self.owned(stack, self.functions.LiteRtDestroyOptions, "LiteRtCreateOptions")
        self.call("LiteRtSetOptionsHardwareAccelerators", options, accelerators)
        for id, text in texts.items():
            opaque = self._opaque(id, text)
            try:
                self.call("LiteRtAddOpaqueOptions", options, opaque)
            except StatusError:
                self.functions.LiteRtDestroyOpaqueOptions(opaque)
                raise
        return options

    def errors(self, compiled: Handle) -> str:
        """What went wrong in ``compiled`` since the last time; "" = it does not say."""
        place = self.ffi.new("char**")
        if self.functions.LiteRtCompiledModelGetErrorMessages(compiled, place):
            return ""
        try:
            words = self.ffi.string(place[0]).decode(errors="replace")
        finally:
            self._c.free(place[0])
        self.functions.LiteRtCompiledModelClearErrors(compiled)
        return str(words).strip()

    def _opaque(self, id: str, text: str) -> Handle:
        """The library frees the payload itself, with the C library's ``free`` that we hand it."""
        data = text.encode() + b"\0"
        payload = self._c.malloc(len(data))
        if not payload:
            raise MemoryError(id)
        self.ffi.memmove(payload, data, len(data))
        try:
            return self.out("Handle", "LiteRtCreateOpaqueOptions", id.encode(), payload, self._free)
        except StatusError:
            self._c.free(payload)
            raise


def package_version() -> str:
    """Raises RunError ``runtime-missing``."""
    try:
        return version(PACKAGE)
    except PackageNotFoundError as error:
        raise RunError("runtime-missing", str(error), id=PACKAGE) from error


@cache
def open_library() -> Library:
    """The library of the installed package, opened once in a process.

    Raises RunError: ``runtime-unproven`` where the declarations may not hold for it,
    ``runtime-missing`` where it is not there or cannot be loaded.
    """
    found, system, machine = package_version(), sys.platform, platform.machine().lower()
    name = LIBRARIES.get((found, system, machine))
    if name is None:
        raise RunError(
            "runtime-unproven", package=PACKAGE, version=found, system=f"{system} {machine}"
        )
    spec = find_spec("ai_edge_litert")
    if spec is None or spec.origin is None:
        raise RunError("runtime-missing", id=PACKAGE)
    folder = Path(spec.origin).parent
    ffi = cffi.FFI()
    ffi.cdef(DECLARATIONS)
    ffi.cdef(C_LIBRARY_DECLARATIONS)
    try:
        c_library = ffi.dlopen("ucrtbase" if system == "win32" else None)
        return Library(ffi, ffi.dlopen(str(folder / name)), c_library, str(folder))
    except OSError as error:
        raise RunError("runtime-missing", str(error), id=f"{PACKAGE} ({name})") from error
