"""Writes a SavedModel to argv[1]: a network quantized while training, one range of it infinite.

TensorFlow's converter dies of such a range.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import tensorflow as tf

_LAYERS = 4


class Network(tf.Module):
    """Convolutions whose outputs are rounded as a device would; the third one's range overflowed,
    as that of a diverged training does."""

    def __init__(self) -> None:
        super().__init__()
        rng = np.random.default_rng(0)
        kernels = [rng.normal(0, 0.3, (3, 3, 4, 4)).astype(np.float32) for _ in range(_LAYERS)]
        self.kernels = [tf.Variable(kernel) for kernel in kernels]
        self.biases = [tf.Variable(np.zeros(4, np.float32)) for _ in range(_LAYERS)]
        self.ranges = [tf.Variable(6.0) for _ in range(_LAYERS)]
        self.ranges[2].assign(float("inf"))

    @tf.function(input_signature=[tf.TensorSpec([1, 8, 8, 4], tf.float32, name="image")])
    def __call__(self, image: Any) -> dict[str, Any]:
        x = image
        for kernel, bias, high in zip(self.kernels, self.biases, self.ranges, strict=True):
            x = tf.nn.relu(tf.nn.bias_add(tf.nn.conv2d(x, kernel, 1, "SAME"), bias))
            x = tf.quantization.fake_quant_with_min_max_vars(x, -high, high)
        return {"scores": tf.nn.softmax(tf.reduce_mean(x, [1, 2]))}


if __name__ == "__main__":
    network = Network()
    tf.saved_model.save(network, sys.argv[1], signatures=network.__call__)
