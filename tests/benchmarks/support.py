"""What the benchmarks share: CPU accounting of a process tree, interleaving, printing of ratios."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import psutil

from studio.core.events import TERMINAL, Event, JobSucceeded
from studio.core.recipe import Recipe
from studio.core.requests import ConvertRequest, Request, Result
from studio.jobs.queue import JobQueue, QueueConfig

_T = TypeVar("_T")
REPOSITORY = Path(__file__).resolve().parents[2]


def tree_cpu_seconds() -> float:
    """CPU seconds of this process and its children: those alive (with theirs) and those reaped."""
    reaped = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = reaped.ru_utime + reaped.ru_stime + time.process_time()
    for child in psutil.Process().children():
        times = child.cpu_times()
        total += times.user + times.system + times.children_user + times.children_system
    return total


class Bench:
    """A job queue of its own, in a temporary folder, for one benchmark."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._done: dict[str, threading.Event] = {}
        self._ends: dict[str, object] = {}
        self.queue = JobQueue(
            QueueConfig(
                work=folder / "work",
                logs=folder / "logs",
                float_cache=folder / "float",
                cache_limit_bytes=10**10,
                measure_lock=folder / "measure.lock",
                memory_limit_bytes=None,
                hang_seconds=300.0,
            ),
            self._on_event,
        )

    def _on_event(self, event: Event) -> None:
        if isinstance(event.body, TERMINAL):
            self._ends[event.job_id] = event.body
            self._done.setdefault(event.job_id, threading.Event()).set()

    def run(self, request: Request) -> Result:
        """Submit and wait; raises RuntimeError where the job did not succeed."""
        job_id = os.urandom(8).hex()
        done = self._done.setdefault(job_id, threading.Event())
        self.queue.submit(request, job_id)
        done.wait()
        end = self._ends[job_id]
        if not isinstance(end, JobSucceeded):
            raise RuntimeError(f"{request} ended with {end}")
        return end.result

    def convert(self, source: Path, recipe: Recipe, calibration: Path | None = None) -> Result:
        artifact = self.folder / f"{source.stem}_{recipe.label}_{os.urandom(3).hex()}.tflite"
        return self.run(
            ConvertRequest(
                source=str(source),
                artifact=str(artifact),
                recipe=recipe,
                calibration=str(calibration or ""),
            )
        )


def run_script(source: str, *arguments: str) -> dict[str, float]:
    """Run Python ``source`` in a fresh process; its last line of output is a JSON object."""
    with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as stream:
        stream.write(source)
    try:
        done = subprocess.run(
            [sys.executable, stream.name, *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=REPOSITORY,
            env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        )
    finally:
        Path(stream.name).unlink()
    if done.returncode:
        raise RuntimeError(f"exit code {done.returncode}: {done.stderr[-3000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def interleave(
    pairs: int, first: Callable[[], _T], second: Callable[[], _T]
) -> Iterable[tuple[_T, _T]]:
    """``pairs`` of figures, the order within a pair alternating."""
    for index in range(pairs):
        if index % 2:
            b = second()
            a = first()
        else:
            a = first()
            b = second()
        yield a, b


def report_ratio(title: str, ratios: list[float], goal: str) -> None:
    print(
        f"{title}: median ratio {statistics.median(ratios):.2f} "
        f"(min {min(ratios):.2f}, max {max(ratios):.2f}, n = {len(ratios)}); goal {goal}"
    )


def keras_application(name: str, folder: Path) -> Path:
    """A ``keras.applications`` network with random weights as a .keras file: for speed only."""
    path = folder / f"{name}.keras"
    run_script(
        "import json, sys, keras\n"
        "keras.utils.set_random_seed(0)\n"
        "getattr(keras.applications, sys.argv[1])(weights=None).save(sys.argv[2])\n"
        "print(json.dumps({}))\n",
        name,
        str(path),
    )
    return path
