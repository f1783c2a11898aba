"""One child process and the conversation with it: a request out, messages in, one answer.

The thread that calls :meth:`Child.request` does all the deciding; two small threads only carry
what the child writes, and cancelling or a breach of limits is a note into the same inbox.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO

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
)
from studio.core.errors import ErrorInfo, ProcessError, from_info
from studio.core.measure_protocol import Footprint, Samples
from studio.jobs.config import QueueConfig, child_environment
from studio.jobs.logs import JobLog
from studio.jobs.outcome import death_error
from studio.jobs.process_tree import ProcessTree
from studio.jobs.watchdog import Limits, Watchdog

MAX_LINE_BYTES = 512_000_000
_MESSAGE_START = b'{"type":"'
_JOIN_S = 1.0
_DECODER: msgspec.json.Decoder[ChildMessage] = msgspec.json.Decoder(ChildMessage)

Progress = Phase | Note | Batched | Samples | Footprint


class Cancelled(Exception):
    """The job was cancelled; not an error."""


class _Wake:
    """In the inbox: look whether the request was interrupted."""


class _End:
    """In the inbox: nothing more will come."""


class Child:
    """A running ``--child NAME``. Make, use and kill it on one thread; ``interrupt`` from any."""

    def __init__(self, name: str, config: QueueConfig, temp: Path, log: JobLog) -> None:
        """Start it. Raises ProcessError: child-not-started."""
        self.name = name
        self._config = config
        self._log = log
        self._inbox: queue.SimpleQueue[ChildMessage | _Wake | _End] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._interruption: Exception | None = None
        command = (*config.child_command, "--child", name)
        try:
            self._tree = ProcessTree(command, child_environment(temp))
        except OSError as error:
            raise ProcessError("child-not-started", str(error), child=name) from error
        self._threads = [
            threading.Thread(target=target, args=(stream,), name=f"{name}-{kind}", daemon=True)
            for kind, target, stream in (
                ("messages", self._read_messages, self._tree.stdout),
                ("log", self._read_log, self._tree.stderr),
            )
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        return self._tree.pid

    def has_exited(self) -> bool:
        return self._tree.has_exited()

    def rss_bytes(self) -> int:
        """Resident memory of the whole tree."""
        return self._tree.usage().rss_bytes

    def begin(self, log: JobLog) -> None:
        """Forget what an earlier request left behind; its interruption must not hit the next.

        The end of the child is not forgotten: nothing else would answer the next request.
        """
        with self._lock:
            self._interruption = None
        self._log = log
        has_ended = False
        with contextlib.suppress(queue.Empty):
            while True:
                has_ended |= isinstance(self._inbox.get_nowait(), _End)
        if has_ended:
            self._inbox.put(_End())

    def interrupt(self, reason: Exception) -> None:
        """Make the running request raise ``reason`` at once (the first reason wins)."""
        with self._lock:
            if self._interruption is None:
                self._interruption = reason
        self._inbox.put(_Wake())

    def request(
        self, request: ChildRequest, limits: Limits, on_progress: Callable[[Progress], None]
    ) -> ChildResult:
        """Send one request (after :meth:`begin`) and return its result.

        Raises what the child reports; ProcessError child-* where it dies, hangs or breaks limits;
        Cancelled. After a ProcessError of that kind or Cancelled the child is dead.
        """
        watchdog = Watchdog(
            self.name, self._tree, limits, self.interrupt, lambda: self._inbox.put(_End())
        )
        with watchdog:
            with contextlib.suppress(OSError):  # a dead child shows as end of stream below
                self._tree.stdin.write(msgspec.json.encode(request) + b"\n")
                self._tree.stdin.flush()
            while True:
                message = self._inbox.get()
                if self._interruption is not None:
                    break
                watchdog.heard()
                if isinstance(message, Done):
                    return message.result
                if isinstance(message, Failed):
                    raise from_info(message.error)
                if isinstance(message, _End):
                    break
                if not isinstance(message, _Wake):
                    on_progress(message)
        raise self._ended(watchdog.memory_was_short)

    def _ended(self, memory_was_short: bool) -> Exception:
        """Kill what is left and say why the request has no answer."""
        reason = self._interruption
        is_cancel = isinstance(reason, Cancelled)
        returncode = self.kill(self._config.cancel_grace_s if is_cancel else 0.0)
        if reason is None:
            return death_error(self.name, returncode, self._log.tail(), memory_was_short)
        if isinstance(reason, ProcessError):
            reason.detail = f"{reason.detail}\n{self._log.tail()}".strip()
        return reason

    def kill(self, grace_s: float = 0.0) -> int:
        """End it with all its descendants; returns the exit code. May be called again."""
        returncode = self._tree.kill(grace_s)
        for thread in self._threads:
            thread.join(_JOIN_S)
        with contextlib.suppress(OSError):
            self._tree.stdin.close()
        if not any(thread.is_alive() for thread in self._threads):
            self._tree.stdout.close()
            self._tree.stderr.close()
        return returncode

    def _read_messages(self, stream: IO[bytes]) -> None:
        while line := stream.readline(MAX_LINE_BYTES):
            if not line.endswith(b"\n"):
                self._log.line(f"{self.name}: the last message is cut off ({len(line)} bytes)")
                break
            message = _parse(line)
            if message is not None:
                self._inbox.put(message)
            elif line.strip():
                self._log.write(line.decode(errors="replace"))
        self._inbox.put(_End())

    def _read_log(self, stream: IO[bytes]) -> None:
        while data := os.read(stream.fileno(), 65536):
            self._log.write(data.decode(errors="replace"))


def _parse(line: bytes) -> ChildMessage | None:
    """The message in ``line``, also behind babble without a line end; None where there is none.

    An answer that does not decode becomes a failure: nobody must wait for another one.
    """
    start = line.find(_MESSAGE_START)
    if start < 0:
        return None
    text = line[start:]
    try:
        return _DECODER.decode(text)
    except msgspec.MsgspecError as error:
        if text.startswith((b'{"type":"done"', b'{"type":"failed"')):
            info = ErrorInfo(
                code="child-protocol",
                params={"child": "child"},
                detail=str(error),
                family=ProcessError.__name__,
            )
            return Failed(error=info)
        return None
