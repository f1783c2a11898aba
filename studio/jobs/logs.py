"""One log file per job: what its children printed, bounded in size, with the tail at hand."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from pathlib import Path

KEPT_LOGS = 200
_LIMIT_BYTES = 5_000_000
_TAIL_LINES = 160
"""More than the dump of a crash, which would push out the reason that stands above it."""
_TAIL_LINE_LENGTH = 400


class JobLog:
    """Thread-safe. Past ``_LIMIT_BYTES`` only the tail in memory goes on. The file is made lazily:
    a job that says nothing leaves none."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._tail: deque[str] = deque(maxlen=_TAIL_LINES)
        self._partial = ""
        self._written = 0

    def write(self, text: str) -> None:
        """Append text as it came: it may hold several lines or a part of one."""
        with self._lock:
            self._append(text)
            *lines, self._partial = (self._partial + text).split("\n")
            self._tail.extend(line[:_TAIL_LINE_LENGTH] for line in lines)
            self._partial = self._partial[-_TAIL_LINE_LENGTH:]

    def line(self, text: str) -> None:
        """Append one whole line, with the time."""
        self.write(f"[{time.strftime('%H:%M:%S')}] {text}\n")

    def tail(self) -> str:
        """The last lines."""
        with self._lock:
            return self._joined_tail()

    def finish(self) -> None:
        """Write the tail where the middle had to be left out."""
        with self._lock:
            if self._written > _LIMIT_BYTES:
                self._write_bytes((self._joined_tail() + "\n").encode(errors="replace"))

    def _joined_tail(self) -> str:
        return "\n".join((*self._tail, self._partial)).strip("\n")

    def _append(self, text: str) -> None:
        if self._written > _LIMIT_BYTES:
            return
        data = text.encode(errors="replace")
        self._written += len(data)
        if self._written > _LIMIT_BYTES:
            data += b"\n[log too long: the middle is left out]\n"
        self._write_bytes(data)

    def _write_bytes(self, data: bytes) -> None:
        with contextlib.suppress(OSError):  # a full disk must not fail the job through its log
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as stream:
                stream.write(data)


def new_log(folder: Path, job_id: str) -> JobLog:
    """A log named by time and job; the oldest beyond ``KEPT_LOGS`` are removed."""
    with contextlib.suppress(OSError):
        logs = sorted(folder.glob("*.log"))
        for old in logs[: max(0, len(logs) - KEPT_LOGS + 1)]:
            old.unlink(missing_ok=True)
    return JobLog(folder / f"{time.strftime('%Y%m%d-%H%M%S')}-{job_id}.log")
