"""Peak resident memory of converting MobileNetV2 against ``from_keras_model`` in a script.

Both are fresh processes that import TensorFlow and load the same file; the peak is the kernel's
VmHWM, which begins anew with each program (``ru_maxrss`` of a child would hold its parent's).
Studio's figure is the sum of the peaks of its children, which is more than there ever was at once.
Linux only.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import psutil
from support import Bench, interleave, keras_application, report_ratio, run_script

from studio.core.recipe import DatasetRef, make_recipe, make_step

PEAK = """
def peak():
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
"""

CONVERTER = (
    PEAK
    + """
import json, sys
import numpy as np
import tensorflow as tf, keras
model = keras.models.load_model(sys.argv[1], compile=False)
before = peak()
converter = tf.lite.TFLiteConverter.from_keras_model(model)
if sys.argv[2] == "int8":
    samples = np.load(sys.argv[3])["x"]
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([sample[None]] for sample in samples)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
open(sys.argv[4], "wb").write(converter.convert())
print(json.dumps({"loaded": before, "peak": peak()}))
"""
)


def child_peaks() -> dict[str, float]:
    """MB by the name of each child of this process that is alive."""
    peaks = {}
    for child in psutil.Process().children(recursive=True):
        line = child.cmdline()
        if "--child" in line:
            status = Path(f"/proc/{child.pid}/status").read_text("utf-8")
            (high,) = [row for row in status.splitlines() if row.startswith("VmHWM")]
            peaks[line[line.index("--child") + 1]] = int(high.split()[1]) / 1024
    return peaks


def studio_peak(kind: str, source: Path, data: Path) -> float:
    steps = [make_step("int8", {"samples": 8})] if kind == "int8" else []
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        recipe = make_recipe(steps, calibration=DatasetRef() if steps else None)
        bench.convert(source, recipe, data if steps else None)
        peaks = child_peaks()
        bench.queue.close()
    print("  Studio: " + ", ".join(f"{name} {peak:,.0f} MB" for name, peak in peaks.items()))
    return sum(peaks.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2)
    parser.add_argument("--model", default="MobileNetV2", help="of keras.applications")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, data = keras_application(options.model, folder), folder / "data.npz"
        np.savez(data, x=np.random.default_rng(0).random((8, 224, 224, 3), np.float32))

        def converter(kind: str) -> float:
            artifact = str(folder / "theirs.tflite")
            found = run_script(CONVERTER, str(source), kind, str(data), artifact)
            print(f"  converter: {found['loaded']:,.0f} MB loaded, {found['peak']:,.0f} MB at most")
            return found["peak"]

        for kind in ("float32", "int8"):
            ratios = [
                ours / theirs
                for ours, theirs in interleave(
                    options.pairs,
                    lambda kind=kind: studio_peak(kind, source, data),
                    lambda kind=kind: converter(kind),
                )
            ]
            title = f"{options.model} to {kind}: peak memory, Studio / converter"
            report_ratio(title, ratios, "<= 1.3")


if __name__ == "__main__":
    main()
