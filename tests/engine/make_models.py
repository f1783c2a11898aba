"""Makes the tests' source models in the folder given; run in a process of its own (TensorFlow).

Also writes ``contract.json``: what of TensorFlow's internals studio.engine.tf_internals relies on.
"""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import h5py
import keras
import numpy as np
import tensorflow as tf

layers = keras.layers


def two_inputs_two_outputs(as_dict: bool = False) -> keras.Model:
    """Names sort the other way round than Keras orders them."""
    names = ("zeta", "alpha")
    zeta = keras.Input((3,), name=names[0])
    alpha = keras.Input((4,), name=names[1], dtype="int32")
    first = layers.Dense(2, name="last_made")(keras.ops.cast(alpha, "float32"))
    total = layers.Add(name="summed")([layers.Dense(4)(zeta), layers.Dense(4)(first)])
    if as_dict:
        return keras.Model({"zeta": zeta, "alpha": alpha}, {"q": total, "b": first})
    return keras.Model([zeta, alpha], [total, first])


def small_cnn() -> keras.Model:
    image = keras.Input((8, 8, 1), name="image")
    x = layers.Conv2D(8, 3, padding="same", activation="relu")(image)
    x = layers.DepthwiseConv2D(3, name="depthwise")(x)
    x = layers.Flatten()(x)
    x = layers.Dense(64, activation="relu")(x)
    return keras.Model(image, layers.Dense(10, activation="softmax", name="digit")(x))


def nested() -> keras.Model:
    """One inner model called twice; a layer whose name looks like a repeated call of another."""
    image = keras.Input((8, 8, 3), name="image")
    inner = keras.Sequential(
        [keras.Input((8, 8, 4)), layers.Conv2D(4, 3, padding="same", name="conv")], name="inner"
    )
    x = layers.Conv2D(4, 3, padding="same", name="conv")(image)
    x = inner(inner(x))
    return keras.Model(image, layers.Dense(5, name="conv_1")(x), name="net")


def recurrent(unroll: bool = False) -> keras.Model:
    ids = keras.Input((6,), dtype="int32", name="ids")
    x = layers.Embedding(200, 8, name="table")(ids)
    x = layers.LSTM(4, unroll=unroll)(x)
    return keras.Model(ids, layers.Dense(3, name="scores")(x))


def transformer() -> keras.Model:
    ids = keras.Input((6,), dtype="int32", name="ids")
    x = layers.Embedding(200, 16, name="table")(ids)
    x = layers.LayerNormalization()(x + layers.MultiHeadAttention(2, 8)(x, x))
    x = layers.GlobalAveragePooling1D()(layers.Dense(32, activation="gelu")(x))
    return keras.Model(ids, layers.Dense(3, name="scores")(x))


def stateful() -> keras.Model:
    steps = keras.Input(batch_shape=(1, 5, 2), name="steps")
    return keras.Model(steps, layers.LSTM(3, stateful=True, name="memory")(steps))


def mixed_precision() -> keras.Model:
    keras.mixed_precision.set_global_policy("mixed_float16")
    try:
        return keras.Sequential(
            [keras.Input((6, 6, 3)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(2)]
        )
    finally:
        keras.mixed_precision.set_global_policy("float32")


def not_finite() -> keras.Model:
    model = small_cnn()
    weights = model.get_weights()
    weights[0][0, 0, 0, 0] = np.nan
    model.set_weights(weights)
    return model


@keras.saving.register_keras_serializable(package="Elsewhere")
def scaled_to_zero() -> keras.Model:
    """No kernel holds a zero; folding the normalization in makes 40 of its 64 channels zero."""
    image = keras.Input((8, 8, 16), batch_size=1, name="image")
    x = layers.Conv2D(64, 3, use_bias=False)(image)
    scaled = layers.BatchNormalization()
    model = keras.Model(image, layers.ReLU()(scaled(x)))
    scaled.gamma.assign(np.where(np.arange(64) < 40, 0.0, 1.0))
    return model


class Scaled(keras.layers.Layer):  # type: ignore[misc]
    def call(self, x: Any) -> Any:
        return x * 2.0


class Subclassed(keras.Model):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.conv = layers.Conv2D(4, 3)
        self.dense = layers.Dense(5)

    def call(self, x: Any, training: bool = False) -> Any:
        means = keras.ops.mean(self.conv(x), axis=(1, 2))
        return {"z": self.dense(means), "a": x[:, 0, 0, :]}


class Counter(tf.Module):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.count = tf.Variable(0.0)

    @tf.function(input_signature=[tf.TensorSpec([None, 4], name="x")])  # type: ignore[untyped-decorator]
    def __call__(self, x: Any) -> dict[str, Any]:
        self.count.assign_add(1.0)
        return {"y": x + self.count}


class Text(tf.Module):  # type: ignore[misc]
    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="text")])  # type: ignore[untyped-decorator]
    def __call__(self, text: Any) -> dict[str, Any]:
        return {"length": tf.strings.length(text)}


class Gamma(tf.Module):  # type: ignore[misc]
    @tf.function(input_signature=[tf.TensorSpec([None, 4], name="x")])  # type: ignore[untyped-decorator]
    def __call__(self, x: Any) -> dict[str, Any]:
        return {"y": tf.math.igamma(x + 1.0, x + 2.0)}


class Determinant(tf.Module):  # type: ignore[misc]
    """With an op that LiteRT lacks and the Flex delegate has."""

    @tf.function(input_signature=[tf.TensorSpec([1, 3, 3], name="x")])  # type: ignore[untyped-decorator]
    def __call__(self, x: Any) -> dict[str, Any]:
        return {"y": tf.linalg.det(x) + 1.0}


class Ranker(tf.Module):  # type: ignore[misc]
    """Two signatures of equal shapes and names that rank classes the opposite way."""

    spec = tf.TensorSpec([None, None], tf.float32, name="x")

    @tf.function(input_signature=[spec])  # type: ignore[untyped-decorator]
    def upwards(self, x: Any) -> dict[str, Any]:
        return {"y": tf.nn.softmax(x)}

    @tf.function(input_signature=[spec])  # type: ignore[untyped-decorator]
    def downwards(self, x: Any) -> dict[str, Any]:
        return {"y": tf.nn.softmax(-x)}


class Reader(tf.Module):  # type: ignore[misc]
    @tf.function(input_signature=[tf.TensorSpec([], tf.float32, name="x")])  # type: ignore[untyped-decorator]
    def __call__(self, x: Any) -> dict[str, Any]:
        return {"y": x + tf.cast(tf.strings.length(tf.io.read_file("/etc/hostname")), tf.float32)}


def keras_2_h5(path: Path) -> None:
    """As Keras 2 wrote it: class names without modules."""
    own = {"class_name": "FromElsewhere", "config": {"name": "own"}}
    config = {"class_name": "Sequential", "config": {"name": "s", "layers": [own]}}
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(config)
        file.attrs["keras_version"] = "2.4.0"
        file.create_group("model_weights")


def two_graphs(folder: Path) -> None:
    """Two graphs over one variable, as TensorFlow 1 wrote them: for serving, and with more tags."""
    v1 = tf.compat.v1
    builder = v1.saved_model.Builder(str(folder))
    for tags, factor in ((["serve"], 2.0), (["serve", "fast"], 5.0)):
        with v1.Session(graph=tf.Graph()) as session:
            x = v1.placeholder(tf.float32, [None, 3], name="x")
            weight = v1.get_variable("weight", initializer=tf.constant([1.0, 2.0, 3.0]))
            session.run(v1.global_variables_initializer())
            entry = v1.saved_model.predict_signature_def({"x": x}, {"y": x * weight * factor})
            signatures = {"serving_default": entry}
            if len(tags) == 1:
                builder.add_meta_graph_and_variables(session, tags, signatures)
            else:
                builder.add_meta_graph(tags, signatures)
    builder.save()


def frozen_graphs(folder: Path) -> None:
    """Graphs as files: one with open dimensions and two ends, one that says its shape, an op that
    LiteRT lacks."""
    v1 = tf.compat.v1

    def write(name: str, build: Callable[[], None]) -> None:
        with tf.Graph().as_default() as graph:
            build()
        (folder / f"{name}.pb").write_bytes(graph.as_graph_def().SerializeToString())

    def open_ends() -> None:
        image = v1.placeholder(tf.float32, [None, None, None, 3], name="image")
        kernel = tf.constant(np.full((3, 3, 3, 2), 0.1, np.float32), name="kernel")
        found = tf.nn.relu(tf.nn.conv2d(image, kernel, 1, "SAME", name="conv"), name="act")
        tf.reduce_mean(found, [1, 2], name="mean")
        tf.reduce_max(found, [1, 2], name="peak")

    def known() -> None:
        x = v1.placeholder(tf.float32, [1, 4], name="x")
        tf.matmul(x, tf.constant(np.eye(4, 2, dtype=np.float32)), name="y")

    def unsupported() -> None:
        x = v1.placeholder(tf.float32, [1, 4], name="x")
        tf.math.igamma(tf.abs(x, name="block/abs") + 1.0, x, name="block/gamma")

    def not_frozen() -> None:
        x = v1.placeholder(tf.float32, [1, 4], name="x")
        tf.multiply(x, v1.get_variable("weight", initializer=1.0, use_resource=False), name="y")

    def half() -> None:
        x = v1.placeholder(tf.float32, [1, 8, 8, 3], name="x")
        kernel = tf.constant(np.full((3, 3, 3, 2), 0.1, np.float16), name="kernel")
        tf.nn.conv2d(tf.cast(x, tf.float16), kernel, 1, "SAME", name="stem/conv")

    write("half", half)
    write("not_frozen", not_frozen)
    write("open_ends", open_ends)
    write("known", known)
    write("igamma", unsupported)


def main(folder: Path) -> None:
    keras.utils.set_random_seed(3)
    two_inputs_two_outputs().save(folder / "two.keras")
    two_inputs_two_outputs(as_dict=True).save(folder / "two_dict.keras")
    small_cnn().save(folder / "cnn.keras")
    small_cnn().save(folder / "cnn.h5")
    nested().save(folder / "nested.keras")
    recurrent().save(folder / "lstm.keras")
    recurrent(unroll=True).save(folder / "lstm_unrolled.keras")
    transformer().save(folder / "transformer.keras")
    stateful().save(folder / "stateful.keras")
    mixed_precision().save(folder / "mixed.keras")
    not_finite().save(folder / "nan.keras")
    scaled_to_zero().save(folder / "scaled_to_zero.keras")
    image = keras.Input((None, None, 3), name="image")
    pooled = layers.GlobalAveragePooling2D(name="pooled")(layers.Conv2D(4, 3)(image))
    any_size = keras.Model(image, pooled)
    any_size.save(folder / "any_size.keras")
    (folder / "any_size.tflite").write_bytes(converted_open(any_size))
    x = keras.Input((4,), name="x")
    keras.Model(x, Scaled()(x)).save(folder / "custom.keras")
    code = keras.Model(x, layers.Lambda(lambda v: v + 1.0, name="plus_one")(x))
    code.save(folder / "lambda.keras")
    code.save(folder / "lambda.h5")
    text = keras.Input((1,), dtype="string", name="sentence")
    words = layers.TextVectorization(20, output_sequence_length=4, name="words")
    words.adapt(["a b c", "d e"])
    keras.Model(text, layers.Embedding(20, 4)(words(text))).save(folder / "words.keras")
    fixed = keras.Input(batch_shape=(4, 5), name="rows")
    keras.Model(fixed, layers.Dense(2, name="out")(fixed)).save(folder / "batch4.keras")
    small_cnn().save_weights(folder / "only.weights.h5")
    same = [keras.Input((4,), name=name) for name in ("an input", "an_input", "AN_INPUT")]
    keras.Model(same, same[0] + same[1] * 2.0 - same[2] * 3.0).save(folder / "names.keras")
    subclassed = Subclassed()
    subclassed(np.zeros((1, 9, 9, 3), np.float32))
    subclassed.export(folder / "subclassed", verbose=False)
    keras_2_h5(folder / "custom.h5")
    modules: dict[str, Any] = {
        "counter": Counter(),
        "text": Text(),
        "gamma": Gamma(),
        "determinant": Determinant(),
        "reader": Reader(),
    }
    for name, module in modules.items():
        tf.saved_model.save(
            module, str(folder / name), signatures={"serving_default": module.__call__}
        )
    ranker = Ranker()
    both = {"serving_default": ranker.upwards, "downwards": ranker.downwards}
    tf.saved_model.save(ranker, str(folder / "ranker"), signatures=both)
    (folder / "loop.pb").write_bytes(frozen_loop())
    two_graphs(folder / "two_graphs")
    frozen_graphs(folder)
    (folder / "contract.json").write_text(json.dumps(contract()))


def converted_open(model: keras.Model) -> bytes:
    """As others convert: with dimensions left open, which this program makes one fix."""
    spec = tf.TensorSpec([None, None, None, 3], tf.float32, name="image")
    function = tf.function(model).get_concrete_function(spec)
    return tf.lite.TFLiteConverter.from_concrete_functions([function], model).convert()


def frozen_loop() -> bytes:
    """A loop as TensorFlow 1 wrote it: an edge of the graph leads back."""
    v1 = tf.compat.v1
    v1.disable_control_flow_v2()
    graph = tf.Graph()
    with graph.as_default():
        rows = v1.placeholder(tf.float32, [4, 4], name="rows")
        weights = tf.fill([4, 4], 0.1)

        def body(step: Any, value: Any) -> tuple[Any, Any]:
            product = tf.matmul(tf.ensure_shape(value, [4, 4]), weights)
            return step + 1, tf.nn.relu(product)

        _, out = v1.while_loop(lambda step, _: step < 5, body, [tf.constant(0), rows])
        tf.identity(out, name="out")
    v1.enable_control_flow_v2()
    return bytes(graph.as_graph_def().SerializeToString())


def contract() -> dict[str, list[str]]:
    from tensorflow.lite.python.convert import mlir_quantize
    from tensorflow.lite.python.optimize.calibrator import Calibrator

    return {
        "calibrator": list(inspect.signature(Calibrator).parameters),
        "calibrate": list(inspect.signature(Calibrator.calibrate).parameters),
        "mlir_quantize": list(inspect.signature(mlir_quantize).parameters),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
