"""The window as a real process with a home of its own: driven, watched, killed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import psutil

from tests.kit.cli import studio_environment

DRIVEN = Path(__file__).with_name("driven_window.py")
WAIT_S = 90.0

News = dict[str, Any]


class WindowProcess:
    """Starts ``driven_window.py`` (or ``script``); returns when its session is loaded."""

    def __init__(
        self,
        home: Path,
        *arguments: str | Path,
        script: Path = DRIVEN,
        env: Mapping[str, str] | None = None,
        wait_s: float = WAIT_S,
    ) -> None:
        self._home, self._wait_s = home, wait_s
        home.mkdir(parents=True, exist_ok=True)
        self._log = home / f"window-{time.monotonic_ns()}.log"
        environment = studio_environment() | {"STUDIO_HOME": str(home)} | dict(env or {})
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(script), *map(str, arguments)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
            )
        self._lines: SimpleQueue[News | None] = SimpleQueue()
        self.jobs: dict[str, News] = {}
        threading.Thread(target=self._read, daemon=True).start()
        self._next(lambda message: message.get("news") == "ready", wait_s)

    def __enter__(self) -> WindowProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()

    # --- doing ----------------------------------------------------------------------------------

    def ask(self, **request: Any) -> Any:
        """Send a request; returns its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        return self._next(lambda message: "answer" in message, self._wait_s)["answer"]

    def run(self, command: str, **arguments: Any) -> Any:
        """Run a command of the window; returns what it returns, where that is text."""
        return self.ask(run=command, arguments=arguments)

    def tick(self, *steps: str) -> None:
        """Tick only ``steps`` (none = float32) for the model opened last, by importing a recipe."""
        recipe = self._home / "ticked.json"
        recipe.write_text(json.dumps({"steps": [{"optimization": step} for step in steps]}))
        self.run("import-recipe", path=str(recipe))
        deadline = time.monotonic() + self._wait_s
        while self._ticked() != [list(steps)]:
            assert time.monotonic() < deadline

    def _ticked(self) -> list[list[str]]:
        recipes = self.session["models"][-1]["draft"]["recipes"]
        return [[step["optimization"] for step in recipe["steps"]] for recipe in recipes]

    def wait_for(self, condition: Callable[[News], bool]) -> News:
        """The latest news of a job that ``condition`` holds for, now or later."""
        for job in self.jobs.values():
            if condition(job):
                return job
        return self._next(
            lambda message: message.get("news") == "job" and condition(message), self._wait_s
        )

    def wait_done(self, job_ids: str | Sequence[str]) -> None:
        """Wait until the jobs have succeeded."""
        for job_id in [job_ids] if isinstance(job_ids, str) else job_ids:
            end = self._end_of(job_id)
            assert end["state"] == "succeeded", end

    def _end_of(self, job_id: str) -> News:
        return self.wait_for(
            lambda job: job["id"] == job_id and job["state"] in ("succeeded", "failed", "cancelled")
        )

    def kill(self) -> None:
        """SIGKILL, or what the system has instead: no code of the window runs any more."""
        self._process.kill()
        self._process.wait()

    def close(self) -> int:
        """Close the window; returns the exit code."""
        self.ask(close=True)
        return self._process.wait(self._wait_s)

    @contextmanager
    def suspended(self) -> Iterator[None]:
        """Within the block neither the window nor what it started gets any processor time."""
        held = [psutil.Process(self._process.pid), *self.children()]
        for process in held:
            process.suspend()
        try:
            yield
        finally:
            for process in reversed(held):
                process.resume()

    # --- looking --------------------------------------------------------------------------------

    @property
    def session(self) -> Any:
        return self.ask(look="session")

    def children(self) -> list[psutil.Process]:
        """All processes that the window has started and that live."""
        found: list[psutil.Process] = psutil.Process(self._process.pid).children(recursive=True)
        return found

    def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            for line in self._process.stdout:
                self._lines.put(json.loads(line))
        finally:
            self._lines.put(None)

    def _next(self, condition: Callable[[News], bool], seconds: float) -> News:
        deadline = time.monotonic() + seconds
        while True:
            try:
                message = self._lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                raise AssertionError(f"nothing came: {self.jobs}\n{self._tail()}") from None
            if message is None:
                raise AssertionError(f"the window has ended\n{self._tail()}")
            if message.get("news") == "job":
                self.jobs[message["id"]] = message
            if condition(message):
                return message

    def _tail(self) -> str:
        return self._log.read_text(errors="replace")[-4000:]


def gone_within(processes: Sequence[psutil.Process], seconds: float) -> float | None:
    """Seconds until none of ``processes`` lives; None where some still do after ``seconds``."""
    started = time.monotonic()
    _, alive = psutil.wait_procs(processes, timeout=seconds)
    left = [process for process in alive if _lives(process)]
    return None if left else time.monotonic() - started


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
