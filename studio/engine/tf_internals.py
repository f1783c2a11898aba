"""The one file that uses internals of TensorFlow; tests/engine/test_tf_internals.py pins them.

The converter's own calibrator and quantizer, run over a float .tflite that exists already, give
the quality of a whole conversion with a representative dataset at an eighth of its CPU. There is
no public way to call them.
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


def quantize_int8(calibrated: bytes, io: str) -> bytes:
    """Weights and activations in int8; float inputs and outputs become ``io`` (float32 or int8)."""
    tf = load_tensorflow()
    from tensorflow.lite.python.convert import mlir_quantize

    dtype: Any = tf.int8 if io == "int8" else tf.float32
    return bytes(mlir_quantize(calibrated, input_data_type=dtype, output_data_type=dtype))
