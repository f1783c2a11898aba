"""Wall time until the sample's .tflite lies on disk: warm convert lane against a fresh script.

The script's side includes the start of Python and the import of TensorFlow: that is what a person
waits for who runs a converter script. Studio's side includes the queue, the check and the audit;
each conversion starts with an empty cache of float stages.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from support import REPOSITORY, Bench, interleave, report_ratio, run_script

from studio.core.recipe import make_recipe

SCRIPT = """
import json, sys
import tensorflow as tf, keras
model = keras.models.load_model(sys.argv[1], compile=False)
data = tf.lite.TFLiteConverter.from_keras_model(model).convert()
open(sys.argv[2], "wb").write(data)
print(json.dumps({"bytes": len(data)}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    sample = REPOSITORY / "resources" / "samples" / "mnist_cnn.keras"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bench = Bench(folder)
        bench.convert(sample, make_recipe())

        def script() -> float:
            start = time.perf_counter()
            run_script(SCRIPT, str(sample), str(folder / "script.tflite"))
            return time.perf_counter() - start

        def studio() -> float:
            shutil.rmtree(folder / "float")
            start = time.perf_counter()
            bench.convert(sample, make_recipe())
            return time.perf_counter() - start

        ratios = [a / b for a, b in interleave(options.pairs, script, studio)]
        bench.queue.close()
    report_ratio("sample to .tflite: fresh script / warm lane, wall", ratios, ">= 3")


if __name__ == "__main__":
    main()
