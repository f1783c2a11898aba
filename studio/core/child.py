"""The child's end of the pipe: requests in, messages out, one JSON line each.

``open_channel`` must run before anything heavy is imported: it moves the protocol to private file
descriptors and points fd 1 at fd 2, so whatever a native library prints lands in the job's log
and cannot corrupt the stream. Standard library and msgspec only, since every child pays for it.
"""

from __future__ import annotations

import faulthandler
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import msgspec

from studio.core.child_protocol import (
    Batched,
    ChildMessage,
    ChildRequest,
    ChildResult,
    Done,
    Failed,
    Note,
    Phase,
    WarmUpRequest,
    WarmUpResult,
)
from studio.core.disk import disk_error
from studio.core.errors import ErrorInfo, ProcessError, StudioError

PARENT_ENV = "STUDIO_PARENT_PID"
"""Environment variable with the parent's process id: a child whose parent is another one ends."""

_PHASE_INTERVAL_S = 0.05
_PR_SET_PDEATHSIG = 1
_ORPHAN_EXIT_CODE = 75


class Channel:
    """A pair of file descriptors that carry lines. Requests are read by a thread of its own.

    The thread makes end-of-file noticed while a request is being worked on: the parent is gone (or
    has given up on this child), so the child ends itself at once, with all that it started.
    """

    def __init__(self, read_fd: int, write_fd: int) -> None:
        self._write_fd = write_fd
        self._write_lock = threading.Lock()
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._busy = threading.Event()
        self._reader = threading.Thread(
            target=self._read, args=(read_fd,), name="requests", daemon=True
        )
        self._reader.start()

    def requests(self) -> Iterator[bytes]:
        """Each request line in turn, until the parent closes its end."""
        while True:
            self._busy.clear()
            line = self._lines.get()
            if line is None:
                return
            self._busy.set()
            yield line

    def send(self, message: ChildMessage) -> None:
        """Write one message whole. Thread-safe. Ends the process where nobody listens any more."""
        data = memoryview(msgspec.json.encode(message) + b"\n")
        with self._write_lock:
            try:
                while data:
                    data = data[os.write(self._write_fd, data) :]
            except OSError:
                _end_with_descendants()

    def _read(self, fd: int) -> None:
        rest = b""
        while True:
            try:
                chunk = os.read(fd, 65536)
            except OSError:
                chunk = b""
            if not chunk:
                break
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._busy.set()
                self._lines.put(line)
        if self._busy.is_set():
            _end_with_descendants()
        self._lines.put(None)


class Reporter:
    """What a handler says while it works; each call is one message to the parent."""

    def __init__(self, send: Callable[[ChildMessage], None]) -> None:
        self.send = send
        self._last_phase = ""
        self._last_at = 0.0

    def phase(
        self,
        name: str,
        fraction: float | None = None,
        current: int | None = None,
        total: int | None = None,
    ) -> None:
        """State the phase (a key of PHASES). Repeats of one phase are thinned to 20 a second."""
        now = time.monotonic()
        is_repeat = name == self._last_phase and now - self._last_at < _PHASE_INTERVAL_S
        is_last = total is not None and current == total
        if is_repeat and not is_last:
            return
        self._last_phase, self._last_at = name, now
        self.send(Phase(name=name, fraction=fraction, current=current, total=total))

    def batched(self) -> None:
        """Several samples are run at once from now on."""
        self.send(Batched())

    def note(self, text: str) -> None:
        """A line for the job's log."""
        self.send(Note(text=text))


Handlers = Mapping[type[Any], Callable[[Any, Reporter], ChildResult]]


def open_channel() -> Channel:
    """Take over stdin and stdout as the private channel; to be called first of all."""
    _die_with_parent()
    faulthandler.enable()
    read_fd, write_fd = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    if sys.platform == "win32":
        _point_standard_handles()
    return Channel(read_fd, write_fd)


def run_loop(
    channel: Channel,
    handlers: Handlers,
    around: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> None:
    """Serve requests one at a time until the parent closes the channel.

    Each request ends in exactly one Done or Failed, whatever the handler raises. ``around`` is
    entered for each, until its answer is sent.
    """
    decoder = msgspec.json.Decoder(ChildRequest)
    for line in channel.requests():
        with around():
            channel.send(_answer(line, decoder, handlers, Reporter(channel.send)))


def _answer(
    line: bytes, decoder: msgspec.json.Decoder[ChildRequest], handlers: Handlers, reporter: Reporter
) -> Done | Failed:
    try:
        request = decoder.decode(line)
        handler = handlers.get(type(request))
        if handler is not None:
            return Done(result=handler(request, reporter))
        if isinstance(request, WarmUpRequest):
            return Done(result=WarmUpResult())
        return Failed(error=_internal_error("UnsupportedRequest", type(request).__name__))
    except StudioError as error:
        return Failed(error=error.info())
    except OSError as error:
        full = disk_error(error)
        if full is not None:
            return Failed(error=full.info())
        return Failed(error=_internal_error(type(error).__name__, traceback.format_exc()))
    except MemoryError as error:
        return Failed(error=ProcessError("child-out-of-memory", str(error)).info())
    except Exception as error:
        return Failed(error=_internal_error(type(error).__name__, traceback.format_exc()))


def _internal_error(kind: str, detail: str) -> ErrorInfo:
    return ErrorInfo(code="internal-error", params={"type": kind}, detail=detail)


def _die_with_parent() -> None:
    """Ask the kernel to kill this process with its parent (Linux); end if it is gone already.

    Elsewhere, and for parents that die between our start and this call, the id in the environment
    and the end-of-file of the channel tell.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    expected = os.environ.pop(PARENT_ENV, "")
    if sys.platform != "win32" and expected and os.getppid() != int(expected):
        os._exit(_ORPHAN_EXIT_CODE)


def _end_with_descendants() -> None:
    """End at once. As leader of its own process group, the child takes the group along."""
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)
    os._exit(_ORPHAN_EXIT_CODE)


def _point_standard_handles() -> None:
    """Windows keeps standard handles beside the C runtime's descriptors: move these as well."""
    if sys.platform == "win32":
        import ctypes
        import msvcrt

        kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel32.SetStdHandle.argtypes = [ctypes.c_ulong, ctypes.c_void_p]
        for standard, fd in ((-10, 0), (-11, 1)):
            kernel32.SetStdHandle(standard & 0xFFFFFFFF, msvcrt.get_osfhandle(fd))
