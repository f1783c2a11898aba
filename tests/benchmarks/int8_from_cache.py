"""int8 out of the cached float stage against ``from_keras_model``: CPU of MobileNetV2, and errors.

CPU: the float stage of MobileNetV2 lies in the cache; what is counted is quantizing it, audit and
artifact included, against loading the file and converting it with the same samples. TensorFlow's
import is excluded on both sides. Studio's check and its look at the calibration data are no part of
what the converter does; a whole job with them stands beside it, without a goal.

Errors: RMSE over the range of what Keras computes, on held-out inputs, both sides calibrated with
the same samples: the sample, and small transformers with random weights. Studio converts with an
open batch, as the converter does, and with its own default, a batch of 1, which is another graph:
its roundings fall otherwise, for better or worse by chance.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter
from support import (
    REPOSITORY,
    Bench,
    interleave,
    keras_application,
    report_ratio,
    run_script,
    tree_cpu_seconds,
)

from studio.core.recipe import DatasetRef, Recipe, make_recipe, make_step

CONVERTER = """
import json, sys, time
import numpy as np
import tensorflow as tf, keras
samples = np.load(sys.argv[2])["x"].astype(sys.argv[4])
start = time.process_time()
model = keras.models.load_model(sys.argv[1], compile=False)
converter = tf.lite.TFLiteConverter.from_keras_model(model)
converter.optimizations = [tf.lite.Optimize.DEFAULT]
converter.representative_dataset = lambda: ([sample[None]] for sample in samples)
converter.target_spec.supported_ops = [
    tf.lite.OpsSet.TFLITE_BUILTINS_INT8, tf.lite.OpsSet.TFLITE_BUILTINS
]
data = converter.convert()
used = time.process_time() - start
open(sys.argv[3], "wb").write(data)
print(json.dumps({"cpu": used}))
"""

STUDIO = """
import json, sys, tempfile, time
import tensorflow as tf, keras
from studio.core.child import Reporter
from studio.core.build_protocol import BuildRequest
from studio.core.recipe import DatasetRef, make_recipe, make_step
from studio.engine.build import build
folder = tempfile.mkdtemp()
reporter = Reporter(lambda message: None)
def make(recipe):
    return build(
        BuildRequest(
            source=sys.argv[1], artifact=folder + "/out.tflite", recipe=recipe,
            calibration=sys.argv[2], cache=folder,
        ),
        reporter,
    )
make(make_recipe())
step = make_step("int8", {"samples": int(sys.argv[3])})
start = time.process_time()
result = make(make_recipe([step], calibration=DatasetRef()))
assert result.stages[0].cached, result.stages
print(json.dumps({"cpu": time.process_time() - start}))
"""

KERAS_OUTPUTS = """
import json, sys
import numpy as np
import keras
model = keras.models.load_model(sys.argv[1], compile=False)
x = np.load(sys.argv[2])["x"].astype(sys.argv[4])
np.save(sys.argv[3], np.concatenate([np.asarray(model(x[i : i + 1])) for i in range(len(x))]))
print(json.dumps({}))
"""

TRANSFORMER = """
import json, sys
import keras
from keras import layers
keras.utils.set_random_seed(int(sys.argv[2]))
tokens = keras.Input((32,), dtype="int32", name="tokens")
x = layers.Embedding(1000, 128)(tokens)
for _ in range(2):
    y = layers.LayerNormalization()(x)
    x = x + layers.MultiHeadAttention(4, 32)(y, y)
    y = layers.LayerNormalization()(x)
    x = x + layers.Dense(128)(layers.Dense(256, activation="gelu")(y))
out = layers.Dense(10)(layers.GlobalAveragePooling1D()(x))
keras.Model(tokens, out).save(sys.argv[1])
print(json.dumps({}))
"""


def int8_recipe(samples: int, batch: str = "fixed") -> Recipe:
    step = make_step("int8", {"samples": samples})
    return make_recipe([step], calibration=DatasetRef(), batch=batch)


def compare_cpu(folder: Path, pairs: int, samples: int) -> None:
    source = keras_application("MobileNetV2", folder)
    calibration = folder / "calibration.npz"
    values = np.random.default_rng(0).random((samples, 224, 224, 3), np.float32)
    np.savez(calibration, x=values)
    arguments = [str(source), str(calibration)]
    artifact = str(folder / "theirs.tflite")
    ratios = []
    for theirs, ours in interleave(
        pairs,
        lambda: run_script(CONVERTER, *arguments, artifact, "float32")["cpu"],
        lambda: run_script(STUDIO, *arguments, str(samples))["cpu"],
    ):
        print(f"  from_keras_model {theirs:.1f} s CPU, Studio {ours:.1f} s CPU", flush=True)
        ratios.append(theirs / ours)
    report_ratio("MobileNetV2 to int8: converter / Studio from its cache, CPU", ratios, ">= 5")
    bench = Bench(folder / "job")
    bench.convert(source, make_recipe())
    for what in ("the first", "another"):
        before = tree_cpu_seconds()
        bench.convert(source, int8_recipe(samples), calibration)
        used = tree_cpu_seconds() - before
        print(f"  {what} whole job, with check and doctor: {used:.1f} s CPU", flush=True)
    bench.queue.close()


def compare_errors(
    bench: Bench, source: Path, x: np.ndarray, held_out: np.ndarray
) -> tuple[float, float]:
    """Studio's error over the converter's: with an open batch, and with a batch of 1.

    ``x``, ``held_out``: (samples, ...), what calibrates and what all files are judged by.
    """
    folder, dtype = bench.folder, str(x.dtype)
    calibration, inputs = folder / "calibration.npz", folder / "held-out.npz"
    np.savez(calibration, x=x)
    np.savez(inputs, x=held_out)
    theirs, expected = folder / "theirs.tflite", folder / "expected.npy"
    run_script(CONVERTER, str(source), str(calibration), str(theirs), dtype)
    run_script(KERAS_OUTPUTS, str(source), str(inputs), str(expected), dtype)
    error = error_of(theirs, held_out, np.load(expected))
    found = []
    for batch in ("dynamic", "fixed"):
        ours = bench.convert(source, int8_recipe(len(x), batch), calibration).artifact
        found.append(error_of(Path(ours), held_out, np.load(expected)))
    print(
        f"  {source.stem}: RMSE / range {error:.4%} of the converter's file, {found[0]:.4%} of "
        f"Studio's, {found[1]:.4%} with a batch of 1; {len(held_out)} held-out samples",
        flush=True,
    )
    return found[0] / error, found[1] / error


def error_of(path: Path, inputs: np.ndarray, expected: np.ndarray) -> float:
    """RMSE of the file's output over the range of ``expected``."""
    interpreter = Interpreter(str(path))
    (given,), (made,) = interpreter.get_input_details(), interpreter.get_output_details()
    interpreter.resize_tensor_input(given["index"], [1, *inputs.shape[1:]])
    interpreter.allocate_tensors()
    found = []
    for sample in inputs:
        interpreter.set_tensor(given["index"], sample[None])
        interpreter.invoke()
        found.append(interpreter.get_tensor(made["index"])[0])
    return float(np.sqrt(np.mean((np.stack(found) - expected) ** 2)) / np.ptp(expected))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=2)
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--transformers", type=int, default=3, help="with other random weights")
    options = parser.parse_args()
    samples = REPOSITORY / "resources" / "samples"
    with np.load(samples / "mnist_calibration.npz") as calibration:
        x = calibration["x"].astype(np.float32)
    with np.load(samples / "mnist_evaluation.npz") as evaluation:
        held_out = evaluation["x"][:300].astype(np.float32)
    tokens = np.random.default_rng(1).integers(0, 1000, (600, 32)).astype(np.int32)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare_cpu(folder, options.pairs, options.samples)
        bench = Bench(folder / "errors")
        found = compare_errors(bench, samples / "mnist_cnn.keras", x, held_out)
        titles = ("int8 error, Studio / converter", "the same with a batch of 1")
        for title, ratio in zip(titles, found, strict=True):
            report_ratio(f"the sample: {title}", [ratio], "<= 1")
        both = []
        for seed in range(options.transformers):
            source = folder / f"transformer{seed}.keras"
            run_script(TRANSFORMER, str(source), str(seed))
            both.append(compare_errors(bench, source, tokens[:100], tokens[100:]))
        for title, ratios in zip(titles, zip(*both, strict=True), strict=True):
            report_ratio(f"a small transformer: {title}", list(ratios), "<= 1")
        bench.queue.close()


if __name__ == "__main__":
    main()
