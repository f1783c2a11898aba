"""Studio's median against the plainest loop over the same library; goal: within 1 % of CPU time.

The peer is ``c_loop.c``, compiled here, over the ``libLiteRt`` of the installed package: the same
file, inputs, options (one thread, XNNPACK) and clocks. Without a compiler it is LiteRT's own
``ai_edge_litert.tools.benchmark_litert_model``, which knows wall time only. Studio's side is its
measuring child, which holds the file on both CPU targets. Each round has fresh processes on both
sides; within a round they take turns of a fraction of a second, in an order and its reverse.

    python tests/benchmarks/fidelity.py [--rounds 10] [--seconds 3] [--output raw.json]
"""

from __future__ import annotations

import argparse
import json
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import msgspec
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from studio.core.child_protocol import ChildMessage, ChildRequest, Done, Failed
from studio.core.measure_protocol import (
    BurstsRequest,
    BurstsResult,
    CloseSamplingRequest,
    OpenSamplingRequest,
    SampleRequest,
)
from studio.core.targets import Arm, make_target
from studio.measure.loading import fill_inputs
from studio.measure.summarize import read_rows
from studio.runtimes import get_runtime
from studio.runtimes.litert_c.declarations import LIBRARIES
from studio.stats.compare import CPU, WALL
from tests.benchmarks.support import mobilenet, report_within

SOURCE = Path(__file__).with_name("c_loop.c")
ARMS = (("litert-cpu", "litert-c"), ("litert-interpreter", "litert-interpreter"))
GOAL = 0.01
SEED = 0
TURN_S = 0.15

Clocks = dict[str, list[float]]
"""Clock ("cpu", "wall") -> ns of each run; the tool gives its median alone."""


class Held(Protocol):
    """A peer with the file loaded and warm."""

    def take(self, seconds: float) -> Clocks: ...


class CLoop:
    """The loop in C. Raises KeyError where the package's library is not known here."""

    name, turn_s = "C loop", TURN_S

    def __init__(self, folder: Path, compiler: str) -> None:
        key = (version("ai-edge-litert"), sys.platform, platform.machine().lower())
        package = find_spec("ai_edge_litert")
        assert package is not None
        assert package.origin is not None
        self._home = Path(package.origin).parent
        self._library = self._home / LIBRARIES[key]
        self._program, self._inputs = folder / "c_loop", folder / "inputs"
        command = [compiler, "-O2", "-o", str(self._program), str(SOURCE), "-ldl"]
        subprocess.run(command, check=True)

    @contextmanager
    def hold(self, file: Path) -> Iterator[Held]:
        self._inputs.write_bytes(_inputs_of(file))
        command = [self._program, self._library, self._home, file, self._inputs, "1"]
        with subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            yield _HeldLoop(process)


class _HeldLoop:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def take(self, seconds: float) -> Clocks:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{seconds}\n")
        self._process.stdin.flush()
        found = json.loads(self._process.stdout.readline())
        return {clock: found[f"{clock}_ns"] for clock in ("cpu", "wall")}


class LiteRtTool:
    """LiteRT's own tool: a process each time, for as many runs as take about the seconds."""

    name = "benchmark_litert_model"

    def __init__(self, folder: Path, turn_s: float) -> None:
        self._result, self.turn_s = folder / "tool.json", turn_s

    @contextmanager
    def hold(self, file: Path) -> Iterator[Held]:
        self._file, self._run_ms = file, 0.0
        self._run_ms = self._median_ms(20)
        yield self

    def take(self, seconds: float) -> Clocks:
        return {"wall": [1e6 * self._median_ms(max(20, int(1000 * seconds / self._run_ms)))]}

    def _median_ms(self, runs: int) -> float:
        """To 0.01 ms, as the tool states it."""
        module = "ai_edge_litert.tools.benchmark_litert_model"
        options = [f"--model={self._file}", "--num_threads=1", "--warmup_runs=50"]
        options += [f"--num_runs={runs}", f"--result_json={self._result}"]
        subprocess.run([sys.executable, "-m", module, *options], check=True, capture_output=True)
        return float(json.loads(self._result.read_text())["latency"]["median_ms"])


class StudioChild:
    """The measuring child with the file on ``ARMS``, asked burst by burst."""

    def __init__(self, process: subprocess.Popen[bytes], folder: Path, file: Path) -> None:
        self._process = process
        self._samples = folder / "samples"
        self._samples.unlink(missing_ok=True)
        self._blocks = 0
        arms = tuple(
            Arm(file=str(file), target=make_target(target, threads=1), implementation=runtime)
            for target, runtime in ARMS
        )
        sample = SampleRequest(
            arms=arms,
            indices=tuple(range(len(arms))),
            process=0,
            seconds=0.0,
            warmup_runs=5,
            seed=SEED,
            output=str(self._samples),
            progress=str(folder / "progress"),
            stop=str(folder / "stop"),
        )
        self._ask(OpenSamplingRequest(sample=sample, variants=1))

    def take(self, arm: int, seconds: float) -> None:
        while seconds > 0:
            request = BurstsRequest(indices=(arm,), block=self._blocks, first_position=0)
            result = self._ask(request)
            assert isinstance(result, BurstsResult)
            seconds -= result.seconds
            self._blocks += 1

    def end(self) -> dict[int, np.ndarray]:
        """Arm -> rows of process, block, wall_ns, cpu_ns."""
        self._ask(CloseSamplingRequest())
        return read_rows([str(self._samples)])

    def _ask(self, request: ChildRequest) -> object:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(request) + b"\n")
        self._process.stdin.flush()
        for line in self._process.stdout:
            message = msgspec.json.decode(line, type=ChildMessage)
            if isinstance(message, Failed):
                raise RuntimeError(message.error)
            if isinstance(message, Done):
                return message.result
        raise RuntimeError("the measuring child has ended")


@contextmanager
def measuring_child(folder: Path, file: Path) -> Iterator[StudioChild]:
    with subprocess.Popen(
        [sys.executable, "-m", "studio", "--child", "measure"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        yield StudioChild(process, folder, file)


def _inputs_of(file: Path) -> bytes:
    """The values that Studio's child fills the inputs with."""
    with closing(get_runtime("litert-c").load(file, make_target("litert-cpu"))) as model:
        values = fill_inputs(model, SEED)
        return b"".join(values[spec.name].tobytes() for spec in model.signature.inputs)


def one_round(
    peer: CLoop | LiteRtTool, file: Path, seconds: float, folder: Path
) -> dict[str, dict[str, float]]:
    """Side -> clock -> median in ms, each side having run for ``seconds``."""
    theirs: Clocks = {}
    with peer.hold(file) as held, measuring_child(folder, file) as child:
        for turn in range(max(1, round(seconds / peer.turn_s))):
            sides = (-1, *range(len(ARMS)))
            for side in sides if turn % 2 else reversed(sides):
                if side >= 0:
                    child.take(side, peer.turn_s)
                    continue
                for clock, values in held.take(peer.turn_s).items():
                    theirs.setdefault(clock, []).extend(values)
        rows = child.end()
    found = {peer.name: theirs} | {
        target: {"cpu": rows[arm][:, CPU].tolist(), "wall": rows[arm][:, WALL].tolist()}
        for arm, (target, _) in enumerate(ARMS)
    }
    return {
        side: {clock: statistics.median(values) / 1e6 for clock, values in clocks.items()}
        for side, clocks in found.items()
    }


def report(kind: str, peer: str, rounds: list[dict[str, dict[str, float]]]) -> bool:
    """Print the ratios of medians; returns whether that of ``litert-cpu`` is within the goal, on
    the peer's first clock. The interpreter is another runtime, and stands beside it.
    """
    is_met = True
    clocks = list(rounds[0][peer])
    for clock in clocks:
        median = statistics.median(one[peer][clock] for one in rounds)
        print(f"{kind}: {peer}: median {median:.4f} ms of {clock} time")
        for target, _ in ARMS:
            ratios = [one[target][clock] / one[peer][clock] for one in rounds]
            met = report_within(f"{kind}: {target} / {peer}, {clock} time", ratios, GOAL)
            is_met &= met or (target, clock) != (ARMS[0][0], clocks[0])
    return is_met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=3.0, help="of running, a side and round")
    parser.add_argument("--output", type=Path, help="where all medians go, as JSON")
    options = parser.parse_args()
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    raw, is_met = {}, True
    with tempfile.TemporaryDirectory(prefix="studio-fidelity-") as name:
        folder = Path(name)
        peer = CLoop(folder, compiler) if compiler else LiteRtTool(folder, options.seconds)
        for kind in ("float32", "int8"):
            file = mobilenet("float32" if kind == "float32" else "int8")
            raw[kind] = []
            for _ in range(options.rounds):
                raw[kind].append(one_round(peer, file, options.seconds, folder))
                print(".", end="", flush=True, file=sys.stderr)
            print(file=sys.stderr)
            is_met &= report(f"MobileNetV2 {kind}", peer.name, raw[kind])
    if options.output:
        options.output.write_text(json.dumps(raw, indent=1))
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
