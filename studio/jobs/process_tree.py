"""A process with all its descendants: started apart, looked at, killed together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psutil

_POLL_S = 0.02
_CGROUP_LIMITS = (
    Path("/sys/fs/cgroup/memory.max"),
    Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"),
)


@dataclass(frozen=True)
class TreeUsage:
    """CPU seconds and resident bytes, summed over the tree."""

    cpu_seconds: float
    rss_bytes: int


def memory_total() -> int:
    """Bytes this process may hope for: the machine's, or its container's if that is less."""
    total = int(psutil.virtual_memory().total)
    for path in _CGROUP_LIMITS:
        with contextlib.suppress(OSError, ValueError):
            total = min(total, int(path.read_text()))
    return total


def memory_is_short() -> bool:
    """Whether less than a twentieth of the machine's memory is available just now."""
    memory = psutil.virtual_memory()
    return bool(memory.available < memory.total / 20)


class ProcessTree:
    """A child process that leads a session of its own (POSIX) or a job object (Windows).

    On Linux its parent-death signal follows the thread that made this object: make it on a thread
    that outlives the child.
    """

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Raises OSError where the command cannot be started."""
        options: dict[str, Any] = {}
        if sys.platform == "win32":
            options["creationflags"] = (
                subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW
            )
        else:
            options["start_new_session"] = True
        self._process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(env),
            **options,
        )
        self._windows_job: object = None
        if sys.platform == "win32":
            from studio.jobs.windows_job import WindowsJob

            self._windows_job = WindowsJob(int(self._process._handle))  # type: ignore[attr-defined]
        self.pid = self._process.pid
        self._reaped: int | None = None

    @property
    def stdin(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    @property
    def stdout(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    @property
    def stderr(self) -> IO[bytes]:
        assert self._process.stderr is not None
        return self._process.stderr

    def has_exited(self) -> bool:
        """Whether the root has ended. Does not reap: the id stays ours until :meth:`kill`."""
        if self._reaped is not None:
            return True
        if sys.platform == "win32":
            return self._process.poll() is not None
        try:
            return bool(psutil.Process(self.pid).status() == psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return True

    def wait_exit(self, timeout_s: float) -> bool:
        """Wait until the root has ended, at most so long."""
        deadline = time.monotonic() + timeout_s
        while not self.has_exited():
            if time.monotonic() >= deadline:
                return False
            time.sleep(_POLL_S)
        return True

    def usage(self) -> TreeUsage:
        """What the tree has used and holds; zeros where it is gone."""
        cpu, rss = 0.0, 0
        for process in self._members():
            with contextlib.suppress(psutil.Error), process.oneshot():
                times = process.cpu_times()
                cpu += times.user + times.system
                cpu += getattr(times, "children_user", 0.0)
                cpu += getattr(times, "children_system", 0.0)
                rss += process.memory_info().rss
        return TreeUsage(cpu, rss)

    def kill(self, grace_s: float = 0.0) -> int:
        """End the whole tree and return the root's exit code.

        With ``grace_s`` the root is asked first (SIGTERM) and given that long. The group is killed
        before the root is reaped, so that its id cannot have become another's.
        """
        if self._reaped is not None:
            return self._reaped
        members = self._members()
        if grace_s > 0 and not self.has_exited():
            with contextlib.suppress(OSError):
                self._process.terminate()
            self.wait_exit(grace_s)
        members = [*members, *self._members()]
        if sys.platform != "win32":
            with contextlib.suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)
        for process in members:
            with contextlib.suppress(psutil.Error):
                process.kill()
        self._reaped = self._process.wait()
        return self._reaped

    def _members(self) -> list[psutil.Process]:
        try:
            root = psutil.Process(self.pid)
            return [root, *root.children(recursive=True)]
        except psutil.Error:
            return []
