"""CPU seconds of diagnosing MobileNetV2 in int8 over 20 samples, beside those of making it.

Counted is the whole job, in all of its processes, with its float stage in the cache (as after any
conversion). The weights are random, which does not matter to the time.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from support import Bench, keras_application, tree_cpu_seconds

from studio.core.diagnosis import DiagnoseResult
from studio.core.input_selection import InputSelection
from studio.core.recipe import DatasetRef, make_recipe, make_step
from studio.core.requests import DiagnoseRequest

GOAL_S = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = keras_application("MobileNetV2", folder)
        data = folder / "data.npz"
        shape = (options.samples, 224, 224, 3)
        np.savez(data, x=np.random.default_rng(0).random(shape, np.float32))
        bench = Bench(folder)
        recipe = make_recipe([make_step("int8", {"samples": 8})], calibration=DatasetRef())
        before = tree_cpu_seconds()
        made = bench.convert(source, recipe, data)
        print(f"converting and checking it: {tree_cpu_seconds() - before:.1f} s CPU", flush=True)
        request = DiagnoseRequest(
            artifact=made.artifact,
            against=str(source),
            inputs=InputSelection(evaluation=str(data), limit=options.samples),
            recipe=recipe,
        )
        for _ in range(options.rounds):
            before = tree_cpu_seconds()
            found = bench.run(request)
            used = tree_cpu_seconds() - before
            assert isinstance(found, DiagnoseResult)
            print(
                f"diagnosing {len(found.tensors)} tensors over {found.samples} samples: "
                f"{used:.1f} s CPU; goal < {GOAL_S:g} s",
                flush=True,
            )
        bench.queue.close()


if __name__ == "__main__":
    main()
