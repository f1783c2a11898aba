"""CPU time of running a whole data set: several samples at a time against one by one.

In this process, taking turns; imports and traces are made before.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
from support import REPOSITORY, Bench, interleave, report_ratio

from studio.core.child import Reporter
from studio.core.recipe import DatasetRef, make_recipe, make_step
from studio.core.verify_protocol import ReferenceRequest
from studio.data import load_dataset

SAMPLES = REPOSITORY / "resources" / "samples"
QUIET = Reporter(lambda message: None)
GOAL = 3.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--samples", type=int, default=1000)
    options = parser.parse_args()
    source = SAMPLES / "mnist_cnn.keras"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(folder)
        recipe = make_recipe([make_step("int8")], calibration=DatasetRef())
        made = bench.convert(source, recipe, SAMPLES / "mnist_calibration.npz")
        bench.queue.close()
        x = load_dataset(SAMPLES / "mnist_evaluation.npz").arrays["x"]
        rows = np.arange(options.samples) % len(x)
        noise = np.random.RandomState(0).uniform(0, 0.1, (options.samples, *x.shape[1:]))
        data = folder / "data.npz"  # no sample twice: the outputs of those seen are remembered
        np.savez(data, x=x[rows] + noise.astype(np.float32))
        ratios = _ratios(str(source), data, options.pairs)
        report_ratio("source", ratios, f">= {GOAL}")
        report_ratio("int8", _ratios(made.artifact, data, options.pairs), "none")
    return 0 if median(ratios) >= GOAL else 1


def _ratios(model: str, data: Path, pairs: int) -> list[float]:
    """CPU time one by one over that of several at a time."""

    def run(batched: bool) -> float:
        request = ReferenceRequest(
            model=model, output=str(data.with_name("out.npz")), all_of=str(data), batched=batched
        )
        if model.endswith(".tflite"):
            from studio.verify.reference import reference
        else:
            from studio.engine.reference import reference
            from studio.engine.running import PROCESS_MEMORY

            PROCESS_MEMORY.clear()
        started = time.process_time()
        reference(request, QUIET)
        return time.process_time() - started

    run(True), run(False)
    pairs_of = interleave(pairs, lambda: run(False), lambda: run(True))
    return [alone / together for alone, together in pairs_of]


if __name__ == "__main__":
    sys.exit(main())
