"""What the benchmarks share: CPU accounting of a process tree, interleaving, printing of ratios."""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from math import exp, sqrt
from pathlib import Path
from typing import Literal, TypeVar

import numpy as np
import psutil

from studio.core.events import TERMINAL, Event, JobSucceeded
from studio.core.recipe import DatasetRef, Recipe, make_recipe, make_step
from studio.core.requests import ConvertRequest, Request, Result
from studio.jobs.config import QueueConfig
from studio.jobs.queue import JobQueue
from tests.realmodels import cache_folder

_T = TypeVar("_T")
REPOSITORY = Path(__file__).resolve().parents[2]
CALIBRATION_SAMPLES = 8
Interval = tuple[float, float]


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


def mean_ratio(ratios: Sequence[float]) -> tuple[float, Interval]:
    """The geometric mean with Student's 95 % interval over the logarithms; two ratios at least."""
    from scipy.stats import t

    logs = np.log(ratios)
    center, error = float(logs.mean()), float(logs.std(ddof=1)) / sqrt(len(logs))
    reach = float(t.ppf(0.975, len(logs) - 1)) * error
    return exp(center), (exp(center - reach), exp(center + reach))


def report_within(title: str, ratios: Sequence[float], within: float) -> bool:
    """Print the mean ratio with its interval; returns whether the whole interval is within."""
    ratio, (low, high) = mean_ratio(ratios)
    is_met = 1 / (1 + within) <= low and high <= 1 + within
    print(
        f"{title}: {ratio:.4f} (95 % {low:.4f} to {high:.4f}, n = {len(ratios)}); "
        f"goal: within {within:.0%}: {'met' if is_met else 'not shown'}",
        flush=True,
    )
    return is_met


def mobilenet(kind: Literal["float32", "int8"]) -> Path:
    """MobileNetV2 with random weights as .tflite, converted once into the test cache."""
    cached = cache_folder() / f"mobilenet_v2_{kind}.tflite"
    if cached.exists():
        return cached
    cached.parent.mkdir(parents=True, exist_ok=True)
    print(f"making {cached}", flush=True)
    recipe = make_recipe()
    if kind == "int8":
        step = make_step("int8", {"io": "int8", "samples": CALIBRATION_SAMPLES})
        recipe = make_recipe([step], calibration=DatasetRef(kind="random"))
    with tempfile.TemporaryDirectory() as folder:
        source = keras_application("MobileNetV2", Path(folder))
        bench = Bench(Path(folder))
        made = bench.convert(source, recipe)
        bench.queue.close()
        shutil.move(made.artifact, cached)
    return cached


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
