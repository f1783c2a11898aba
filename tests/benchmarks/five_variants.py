"""CPU of five checked variants of MobileNetV2 against five ``from_keras_model`` conversions.

Both sides load one .keras file and make float32, float16, dynamic range, int8 and weight-only int8
(the converter has no weight-only int8: its fifth conversion is a second dynamic range). Both
calibrate int8 with the same samples, 20 unless told otherwise; random ones, since the network's
weights are random too. Studio's file holds HELD_OUT more, which no side calibrates with: every
variant is checked against the source on as many of them as core/thresholds.py wants.

TensorFlow's import is excluded on both sides; all else that Studio does is counted, in all of its
processes: the check of each variant included.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from support import Bench, keras_application, report_ratio, run_script, tree_cpu_seconds

from studio.core.recipe import DatasetRef, make_recipe, make_step
from studio.core.requests import InspectRequest

HELD_OUT = 40

CONVERTER = """
import json, sys, time
import numpy as np
import tensorflow as tf, keras
samples = np.load(sys.argv[2])["x"][: int(sys.argv[3])]
start = time.process_time()
model = keras.models.load_model(sys.argv[1], compile=False)
def convert(kind):
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    if kind != "float32":
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
    if kind == "float16":
        converter.target_spec.supported_types = [tf.float16]
    if kind == "int8":
        converter.representative_dataset = lambda: ([sample[None]] for sample in samples)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    return len(converter.convert())
for kind in ("float32", "float16", "dynamic-range", "int8", "dynamic-range"):
    convert(kind)
print(json.dumps({"cpu": time.process_time() - start}))
"""


def studio_cpu(source: Path, calibration: Path, samples: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        # opening a small model first: TensorFlow's import is excluded, as on the other side
        warm = Path(__file__).resolve().parents[2] / "resources" / "samples" / "mnist_cnn.keras"
        bench.run(InspectRequest(path=str(warm)))
        before = tree_cpu_seconds()
        for steps in (
            [],
            [make_step("float16")],
            [make_step("dynamic-range")],
            [make_step("int8", {"samples": samples})],
            [make_step("weight-only-int8")],
        ):
            needs_data = any(step.optimization == "int8" for step in steps)
            recipe = make_recipe(steps, calibration=DatasetRef() if needs_data else None)
            start = tree_cpu_seconds()
            check = bench.convert(source, recipe, calibration).check
            print(
                f"  {recipe.label}: {tree_cpu_seconds() - start:.1f} s CPU; {check.status} "
                f"on {check.samples} samples ({check.inputs_from})"
            )
        used = tree_cpu_seconds() - before
        bench.queue.close()
    return used


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2)
    parser.add_argument("--samples", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = keras_application("MobileNetV2", Path(folder))
        calibration = Path(folder) / "calibration.npz"
        shape = (options.samples + HELD_OUT, 224, 224, 3)
        np.savez(calibration, x=np.random.default_rng(0).random(shape, np.float32))
        ratios = []
        for _ in range(options.pairs):
            converter = run_script(CONVERTER, str(source), str(calibration), str(options.samples))[
                "cpu"
            ]
            studio = studio_cpu(source, calibration, options.samples)
            print(f"  from_keras_model x5 {converter:.1f} s CPU, Studio {studio:.1f} s CPU")
            ratios.append(converter / studio)
        report_ratio("five variants of MobileNetV2: converter / Studio, CPU", ratios, ">= 5")


if __name__ == "__main__":
    main()
