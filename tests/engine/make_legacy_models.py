"""Makes the Keras 2 files of these tests; run in a process of its own: ``FOLDER``.

Each is one that Keras 3 refuses, but for plain.h5.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path

os.environ["TF_USE_LEGACY_KERAS"] = "1"

import numpy as np
import tensorflow as tf
import tf_keras as keras


def with_slashes() -> keras.Model:
    """Names with "/" and operators on tensors (TFOpLambda)."""
    image = keras.Input((8, 8, 3), name="image")
    x = keras.layers.Conv2D(4, 3, name="block/conv", activation="relu")(image)
    x = tf.nn.relu6(x * 2.0 + 1.0)
    x = keras.layers.Flatten()(x)
    return keras.Model(image, keras.layers.Dense(5, name="head/dense")(x), name="old")


def recurrent() -> keras.Model:
    steps = keras.Input((5, 4), name="steps")
    return keras.Model(steps, keras.layers.LSTM(3, name="last")(steps))


def local() -> keras.Model:
    image = keras.Input((6, 6, 2))
    return keras.Model(image, keras.layers.LocallyConnected2D(3, 3)(image))


class Scale(keras.layers.Layer):
    def __init__(self, factor: float = 2.0, **rest: object) -> None:
        super().__init__(**rest)
        self.factor = factor

    def call(self, x: tf.Tensor) -> tf.Tensor:
        return x * self.factor

    def get_config(self) -> dict[str, object]:
        return super().get_config() | {"factor": self.factor}


def custom() -> keras.Model:
    values = keras.Input((4,), name="values")
    return keras.Model(values, Scale(3.0, name="scaled")(values))


def main(folder: Path) -> None:
    keras.utils.set_random_seed(5)
    warnings.simplefilter("ignore")
    model = with_slashes()
    model.save(folder / "slashes.h5")
    model.save(folder / "slashes.keras")
    model.save_weights(folder / "weights_only.h5")
    x = np.random.default_rng(0).random((3, 8, 8, 3), np.float32)
    np.savez(folder / "slashes.npz", x=x, y=model(x).numpy())
    recurrent().save(folder / "recurrent.h5")
    local().save(folder / "local.h5")
    custom().save(folder / "custom.h5")
    plain = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(3)])
    plain.save(folder / "plain.h5")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
