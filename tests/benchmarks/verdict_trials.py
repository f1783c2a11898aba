"""What the benchmarks of verdicts share: trials in this process, raw data kept, shares printed."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from time import thread_time_ns

import numpy as np
from msgspec.structs import asdict

from studio.core.child import Reporter
from studio.core.measure_protocol import ProbeResult, SampleRequest
from studio.core.targets import Arm, Target, make_target
from studio.measure.sample import sample
from studio.measure.summarize import read_rows
from studio.runtimes import PLAIN, LoadedModel, Loading, Runtime, get_runtime
from studio.stats.compare import compare
from studio.stats.proportions import wilson
from tests.benchmarks.support import mobilenet

SITTINGS = 4
TARGET = make_target("litert-interpreter")
IMPLEMENTATION = "litert-interpreter"


def parser(description: str | None, trials: int, seconds: float) -> argparse.ArgumentParser:
    """Options that all of these benchmarks have."""
    made = argparse.ArgumentParser(description=description)
    made.add_argument("--trials", type=int, default=trials)
    made.add_argument("--seconds", type=float, default=seconds, help="of measuring, a trial")
    made.add_argument("--threshold", type=float, default=0.03)
    made.add_argument("--model", type=Path, help="a .tflite; default: MobileNetV2 int8, made once")
    made.add_argument(
        "--output", type=Path, help="folder for raw samples and trials.jsonl; a second run goes on"
    )
    return made


def model_file(chosen: Path | None) -> str:
    """``chosen``, or MobileNetV2 (random weights) in int8."""
    return str(mobilenet("int8") if chosen is None else chosen.absolute())


class Trials:
    """The trials of one benchmark: those of an earlier run in ``output`` are not made again."""

    def __init__(self, output: Path | None) -> None:
        self._kept = output
        self._folder = output or Path(tempfile.mkdtemp(prefix="studio-trials-"))
        self._folder.mkdir(parents=True, exist_ok=True)
        self._journal = self._folder / "trials.jsonl"

    def run(self, count: int, trial: Callable[[int, Path], dict]) -> list[dict]:
        """``trial(number, file for its samples)`` for each number that is not in the journal."""
        done = {}
        if self._journal.exists():
            lines = map(json.loads, self._journal.read_text().splitlines())
            done = {line["number"]: line for line in lines}
        for number in range(count):
            if number in done:
                continue
            path = self._folder / f"{number:04}.samples"
            path.unlink(missing_ok=True)
            done[number] = {"number": number, "at": time.time(), **trial(number, path)}
            with self._journal.open("a") as stream:
                stream.write(json.dumps(done[number]) + "\n")
            if self._kept is None:
                for file in self._folder.glob(f"{number:04}*"):
                    file.unlink()
            print(".", end="", flush=True, file=sys.stderr)
        print(file=sys.stderr)
        return [done[number] for number in range(count)]


def arm(file: str) -> Arm:
    return Arm(file=file, target=TARGET, implementation=IMPLEMENTATION)


def measure(
    arms: tuple[Arm, ...],
    seconds: float,
    seed: int,
    path: Path,
    runtime: Runtime | None = None,
    sittings: int = SITTINGS,
) -> dict[int, np.ndarray]:
    """Sample in this process; arm -> rows of process, block, wall_ns, cpu_ns."""
    request = SampleRequest(
        arms=arms,
        indices=tuple(range(len(arms))),
        process=0,
        seconds=seconds,
        warmup_runs=5,
        seed=seed,
        output=str(path),
        progress=f"{path}.progress",
        stop=f"{path}.stop",
        sittings=sittings,
    )
    sample(request, Reporter(lambda message: None), runtime)
    return read_rows([str(path)])


def compare_two(
    file: str, options: argparse.Namespace, seed: int, path: Path, runtime: Runtime | None = None
) -> dict:
    """``file`` against itself, the second arm slowed by ``runtime`` where there is one.

    A Comparison as a dictionary.
    """
    arms = (arm(file), arm(file))
    rows = measure(arms, options.seconds, seed, path, runtime)
    (found,) = compare(arms, rows, 0, options.threshold, options.seconds, seed)
    return asdict(found)


class PlantedRuntime:
    """Loads the real runtime's models; the second arm of a pair gets busy work beside its runs.

    The loading order turns with each sitting (see ``measure.arms``), so the second arm is known by
    the number of loads so far.
    """

    id, title = "planted", "Planted"

    def __init__(self, share: float) -> None:
        self._share = share
        self._inner = get_runtime(IMPLEMENTATION)
        self._loads = 0

    def versions(self) -> dict[str, str]:
        return self._inner.versions()

    def probe(self) -> ProbeResult:
        return ProbeResult()

    def load(self, path: str | PathLike[str], target: Target, how: Loading = PLAIN) -> LoadedModel:
        sitting, place = divmod(self._loads, 2)
        self._loads += 1
        model = self._inner.load(path, target, how)
        is_second = place == 1 - sitting % 2
        return _Planted(model, self._share) if is_second else model


class _Planted:
    """A loaded model whose runs take ``share`` longer, on one thread; all else is the model's.

    Each run is followed by busy work of that share of the CPU time that this run took itself: work
    measured out beforehand is another share whenever the machine is disturbed in another way.
    """

    def __init__(self, model: LoadedModel, share: float) -> None:
        self._model, self._factor = model, 1 + share

    def __getattr__(self, name: str) -> object:
        return getattr(self._model, name)

    def invoke(self) -> None:
        started = thread_time_ns()
        self._model.invoke()
        end = started + int(self._factor * (thread_time_ns() - started))
        while thread_time_ns() < end:
            pass


def planted_trials(options: argparse.Namespace, file: str, percent: float, name: str) -> list[dict]:
    """Trials of ``file`` against itself with ``percent`` of busy work in the second arm."""
    folder = options.output / name if options.output else None
    return Trials(folder).run(
        options.trials,
        lambda number, path: compare_two(
            file, options, number, path, PlantedRuntime(percent / 100)
        ),
    )


def report_share(title: str, hits: int, total: int, goal: str) -> None:
    low, high = wilson(hits, total)
    print(
        f"{title}: {hits} of {total} = {100 * hits / max(1, total):.1f} % "
        f"(95 % {100 * low:.1f} to {100 * high:.1f}); goal {goal}"
    )


def report_comparisons(found: list[dict]) -> None:
    """What the intervals were like, by the clock that decided."""
    for clock in ("wall", "cpu"):
        chosen = [item for item in found if item["clock"] == clock]
        halves = [50 * (item["ci95"][1] - item["ci95"][0]) for item in chosen if item["ci95"]]
        if not halves:
            continue
        ratios = [item["ratio"] for item in chosen]
        verdicts = {
            verdict: count
            for verdict in ("equivalent", "faster", "slower", "cannot-tell")
            if (count := sum(item["verdict"] == verdict for item in chosen))
        }
        print(
            f"  {clock} time decided {len(chosen)}: {verdicts}; "
            f"half width median {np.median(halves):.2f} %, largest {max(halves):.2f} %; "
            f"ratio median {np.median(ratios):.4f}, "
            f"quadruples median {np.median([item['quadruples'] for item in chosen]):.0f}"
        )
