"""Writes a checkpoint of a small network under training into the folder named: "model.ckpt-7".

x (n, 8) -> "hidden" -> "logits" -> "probabilities" (n, 3); "io.npz" has what it computes. In the
folder "weights" beside it lies one without a graph, as TensorFlow 2 writes them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import tensorflow as tf

v1 = tf.compat.v1


def main(folder: Path) -> None:
    numbers = np.random.default_rng(0)
    with tf.Graph().as_default(), v1.Session() as session:
        v1.set_random_seed(1)
        x = v1.placeholder(tf.float32, (None, 8), name="x")
        labels = v1.placeholder(tf.int64, (None,), name="labels")
        kernel = v1.get_variable("kernel", (8, 6), use_resource=False)
        bias = v1.get_variable("bias", (6,), use_resource=True)
        hidden = tf.nn.relu(tf.matmul(x, kernel) + bias, name="hidden")
        logits = tf.matmul(hidden, v1.get_variable("head", (6, 3)), name="logits")
        probabilities = tf.nn.softmax(logits, name="probabilities")
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
        loss = tf.reduce_mean(losses, name="loss")
        v1.summary.scalar("loss", loss)
        train = v1.train.AdamOptimizer(0.01).minimize(loss)
        session.run(v1.global_variables_initializer())
        given = numbers.random((5, 8), np.float32)
        session.run(train, {x: given, labels: [0, 1, 2, 0, 1]})
        v1.train.Saver().save(session, str(folder / "model.ckpt"), global_step=7)
        found, inside = session.run([probabilities, hidden], {x: given})
    np.savez(folder / "io.npz", x=given, probabilities=found, hidden=inside)
    tf.train.Checkpoint(weight=tf.Variable(1.0)).write(str(folder / "weights" / "net"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
