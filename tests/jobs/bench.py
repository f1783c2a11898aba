"""What the tests of jobs share: a queue over fake children, its events gathered."""

from __future__ import annotations

import json
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import psutil

from studio.core.events import TERMINAL, Event, EventBody
from studio.core.requests import Request
from studio.jobs.config import QueueConfig
from studio.jobs.queue import JobQueue

FAKE_CHILD = Path(__file__).with_name("fake_child.py")
MAGIC = {"tflite": b"\x1c\0\0\0TFL3", "h5": b"\x89HDF\r\n\x1a\n"}
WAIT_S = 30.0


class Recorder:
    """Gathers events; ``wait`` blocks until a condition over them holds."""

    def __init__(self, wait_s: float | None = None) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()
        self._wait_s = WAIT_S if wait_s is None else wait_s  # as it is now, not at import

    def __call__(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def bodies(self, job_id: str) -> list[EventBody]:
        with self._changed:
            return [event.body for event in self.events if event.job_id == job_id]

    def wait(self, is_met: Callable[[], bool]) -> None:
        deadline = time.monotonic() + self._wait_s
        with self._changed:
            while not is_met():
                if not self._changed.wait(deadline - time.monotonic()):
                    raise AssertionError(f"not met; events: {self.events}")

    def wait_for(self, job_id: str, *kinds: type) -> EventBody:
        """The first event of one of ``kinds``."""
        self.wait(lambda: any(isinstance(body, kinds) for body in self.bodies(job_id)))
        return next(body for body in self.bodies(job_id) if isinstance(body, kinds))

    def end(self, job_id: str) -> EventBody:
        """The terminal event, which is the last and the only one."""
        terminal = self.wait_for(job_id, *TERMINAL)
        assert [body for body in self.bodies(job_id) if isinstance(body, TERMINAL)] == [terminal]
        assert self.bodies(job_id)[-1] is terminal
        return terminal


def write_model(folder: Path, name: str, kind: str = "tflite", **behaviors: str) -> str:
    """A file of that format by its magic; its words tell the fake child how to behave."""
    path = folder / name
    words = {tag.replace("_", "-"): word for tag, word in behaviors.items()}
    if kind == "pt2":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("m/models/model.json", json.dumps(words))
        return str(path)
    path.write_bytes(MAGIC[kind] + json.dumps(words).encode())
    return str(path)


class Bench:
    """What the tests of the queue share."""

    def __init__(self, folder: Path, config: QueueConfig, wait_s: float | None = None) -> None:
        self.folder = folder
        self.config = config
        self.recorder = Recorder(wait_s)
        self.queue = JobQueue(config, self.recorder)

    def model(self, name: str, kind: str = "tflite", **behaviors: str) -> str:
        return write_model(self.folder, name, kind, **behaviors)

    def run(self, request: Request) -> EventBody:
        return self.recorder.end(self.queue.submit(request))

    def trace(self) -> list[tuple[str, int, str]]:
        """(child, pid, request tag) of each request that a child got."""
        path = self.folder / "trace"
        lines = path.read_text().splitlines() if path.exists() else []
        return [(name, int(pid), tag) for name, pid, tag in (line.split() for line in lines)]


def make_config(folder: Path, **changes: object) -> QueueConfig:
    values: dict[str, object] = {
        "work": folder / "work",
        "logs": folder / "logs",
        "float_cache": folder / "float",
        "cache_limit_bytes": 1_000_000,
        "measure_lock": folder / "measure.lock",
        "hang_seconds": 30.0,
        "child_command": (sys.executable, str(FAKE_CHILD)),
        "cancel_grace_s": 0.3,
        **changes,
    }
    return QueueConfig(**values)  # type: ignore[arg-type]


def is_alive(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_gone(pid: int) -> None:
    deadline = time.monotonic() + WAIT_S
    while is_alive(pid):
        assert time.monotonic() < deadline, f"process {pid} lives on"
        time.sleep(0.02)
