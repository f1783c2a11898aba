"""CPU seconds of the float stage against ``TFLiteConverter.from_keras_model`` on the same file.

Both sides load the same .keras file first; TensorFlow's import is excluded on both. Studio's side
also writes the signature, the cache and the artifact, inside what is counted; its check is not
part of a float conversion by the converter and is left out (see five_variants.py, which has it).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from support import interleave, keras_application, report_ratio, run_script

CONVERTER = """
import json, sys, time
import tensorflow as tf, keras
model = keras.models.load_model(sys.argv[1], compile=False)
start = time.process_time()
data = tf.lite.TFLiteConverter.from_keras_model(model).convert()
print(json.dumps({"cpu": time.process_time() - start, "bytes": len(data)}))
"""

STUDIO = """
import json, sys, tempfile, time
import tensorflow as tf, keras
from studio.core.child import Reporter
from studio.core.build_protocol import BuildRequest
from studio.core.requests import InspectRequest
from studio.core.recipe import make_recipe
from studio.engine.build import build
from studio.engine.inspect import inspect
folder = tempfile.mkdtemp()
reporter = Reporter(lambda message: None)
inspect(InspectRequest(path=sys.argv[1]), reporter)
start = time.process_time()
result = build(
    BuildRequest(
        source=sys.argv[1], artifact=folder + "/out.tflite", recipe=make_recipe(), cache=folder
    ),
    reporter,
)
assert result.stages[0].route == "concrete-function", result.stages
print(json.dumps({"cpu": time.process_time() - start, "bytes": result.size_bytes}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, goal in (("MobileNetV2", ">= 4"), ("ResNet50", ">= 2")):
            path = str(keras_application(name, Path(folder)))
            ratios = [
                converter / studio
                for converter, studio in interleave(
                    options.pairs,
                    lambda path=path: run_script(CONVERTER, path)["cpu"],
                    lambda path=path: run_script(STUDIO, path)["cpu"],
                )
            ]
            report_ratio(f"{name}: from_keras_model / Studio's float stage, CPU", ratios, goal)


if __name__ == "__main__":
    main()
