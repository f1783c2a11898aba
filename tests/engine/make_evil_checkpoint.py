"""Writes checkpoints whose graphs would write files if they were run, into the folder named.

Of each kind one, "KIND/model.ckpt" with x (n, 2) -> "y" (n, 2), which writes "KIND/ran": when it is
restored by a function ("function"), an op that prints ("print") or one that saves ("save"), and
when "y" is computed ("output"). "plain" writes nothing; its kernel lies in two parts.
"""

from __future__ import annotations

import sys
from pathlib import Path

import tensorflow as tf

v1 = tf.compat.v1


def main(folder: Path) -> None:
    for kind in ("function", "print", "save", "output", "plain"):
        (folder / kind).mkdir()
        _write(folder / kind, kind)


def _write(folder: Path, kind: str) -> None:
    ran = str(folder / "ran")
    with tf.Graph().as_default() as graph, v1.Session() as session:
        x = v1.placeholder(tf.float32, (None, 2), name="x")
        parts = v1.fixed_size_partitioner(2) if kind == "plain" else None
        kernel = v1.get_variable("kernel", (2, 2), use_resource=True, partitioner=parts)
        with tf.control_dependencies([tf.io.write_file(ran, "y")] if kind == "output" else []):
            tf.matmul(x, tf.convert_to_tensor(kernel), name="y")
        session.run(v1.assign(kernel, [[1.0, 2.0], [3.0, 4.0]]) if kind != "plain" else [])
        if kind == "plain":
            for place, part in enumerate(kernel):
                session.run(part.assign([[2.0 * place + 1, 2.0 * place + 2]]))
        saver = v1.train.Saver()
        session_saved = saver.save(session, str(folder / "model.ckpt"), write_meta_graph=False)
        restoring = graph.get_operation_by_name(saver.saver_def.restore_op_name)
        if kind == "function":

            @tf.function
            def evil() -> tf.Tensor:
                tf.io.write_file(ran, "y")
                return tf.constant(1.0)

            restoring._add_control_input(evil().op)
        if kind == "print":
            restoring._add_control_input(tf.print("y", output_stream=f"file://{ran}"))
        if kind == "save":
            saved = tf.raw_ops.SaveV2(
                prefix=ran, tensor_names=["y"], shape_and_slices=[""], tensors=[tf.constant(1.0)]
            )
            restoring._add_control_input(saved)
        saver.export_meta_graph(session_saved + ".meta")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
