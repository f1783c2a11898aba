"""The one file that uses internals of TensorFlow; tests/engine/test_tf_internals.py pins them.

The converter's own calibrator and quantizer, run over a float .tflite that exists already, give
the quality of a whole conversion with a representative dataset at an eighth of its CPU. The graphs
that TensorFlow really runs, optimized and divided among devices, are recorded only by its own
context. There is no public way to either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from studio.engine.tensorflow_import import load_tensorflow


def calibrate(data: bytes, samples: Callable[[], Iterable[list[np.ndarray]]]) -> bytes:
    """``data`` with the range of every activation; ``samples`` gives inputs in subgraph order.

    Native code reads the arrays unchecked: dtype, shape and finiteness must have been verified.
    """
    load_tensorflow()
    from tensorflow.lite.python.optimize.calibrator import Calibrator

    return bytes(Calibrator(data).calibrate(samples))


def quantize_int8(
    calibrated: bytes, io: str, *, float_nodes: frozenset[str] = frozenset(), per_tensor: bool
) -> bytes:
    """Weights and activations in int8; float inputs and outputs become ``io``.

    ``io``: "float32", "int8" or "uint8". ``float_nodes``: first output names of ops that stay in
    float; an op whose type has no values is not touched by being in it.
    """
    tf = load_tensorflow()
    from tensorflow.lite.python.convert import mlir_quantize

    dtype: Any = getattr(tf, io)
    return bytes(
        mlir_quantize(
            calibrated,
            disable_per_channel=per_tensor,
            input_data_type=dtype,
            output_data_type=dtype,
            denylisted_nodes=set(float_nodes) or None,
        )
    )


def quantize_int16x8(
    data: bytes, samples: Callable[[], Iterable[list[np.ndarray]]], io: str
) -> bytes:
    """Activations in int16, weights in int8, what cannot be so in float; ``io`` float32 or int16.

    Raises RuntimeError naming the op or tensor that this quantizer cannot do.
    """
    tf = load_tensorflow()
    from tensorflow.lite.python.optimize.calibrator import Calibrator, add_intermediate_tensors

    dtype: Any = getattr(tf, io)
    return bytes(
        Calibrator(add_intermediate_tensors(data)).calibrate_and_quantize(
            samples, dtype, dtype, True, tf.int16, tf.int64
        )
    )


def sparsify(data: bytes) -> bytes:
    """``data`` with float weights that are mostly zero encoded without their zeros."""
    load_tensorflow()
    from tensorflow.lite.python.convert import mlir_sparsify

    return bytes(mlir_sparsify(data))


def placed_ops(run: Callable[[], object]) -> list[tuple[str, str]]:
    """(kind of device, op) of each node of the graphs that ``run`` runs, e.g. ("GPU", "Conv2D").

    Only of functions that were never run before: TensorFlow divides a graph among devices once. []
    where it does not say, as of what XLA compiles.
    """
    load_tensorflow()
    from tensorflow.python.eager import context

    found: list[tuple[str, str]] = []
    here = context.context()
    here.enable_graph_collection()
    try:
        run()
        for graph in here.export_run_metadata().partition_graphs:
            found += [(_kind(node.device), str(node.op)) for node in graph.node]
    finally:
        here.disable_graph_collection()
    return found


def _kind(device: str) -> str:
    """ "GPU" of "/job:localhost/replica:0/task:0/device:GPU:0"."""
    name = device.rpartition("/device:")[2]
    return name.partition(":")[0].upper()
