"""Small .tflite files whose pictures may have any size."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from tests.kit.small_tflite import Op, Type, _Model

Middle = Literal["none", "resize", "values", "reshape"]


def any_size(path: Path, middle: Middle = "none") -> Path:
    """float32 x (?, ?, ?, 2) -> CONV_2D 3x3 (stride 2, to 4) -> middle -> CONV_2D 1x1 -> y (3).

    Middle "resize": back to the size of x, computed by the model (SHAPE, STRIDED_SLICE).
    "values": to a size that a second input says; "reshape": to a shape that it says.
    """
    model = _Model()
    x = model.tensor("x", (1, 1, 1, 2), wanted=(-1, -1, -1, 2))
    inputs = [x]
    last = _conv(model, "first", x, np.ones((4, 3, 3, 2), np.float32), stride=2)
    if middle == "reshape":
        shape = model.tensor("size", (4,), type=Type.INT32)
        inputs.append(shape)
        reshaped = _open(model, "reshaped", 4)
        model.operator(Op.RESHAPE, [last, shape], [reshaped])
        last = reshaped
    elif middle != "none":
        if middle == "values":
            size = model.tensor("size", (2,), type=Type.INT32)
            inputs.append(size)
        else:
            size = _size_of(model, x)
        resized = _open(model, "resized", 4)
        options = schema.ResizeBilinearOptionsT()
        model.operator(
            Op.RESIZE_BILINEAR, [last, size], [resized], options=("ResizeBilinearOptions", options)
        )
        last = resized
    y = _conv(model, "y", last, np.ones((3, 1, 1, 4), np.float32))
    model.main(inputs=inputs, outputs=[y])
    return model.write(path)


def _open(model: _Model, name: str, channels: int) -> int:
    return model.tensor(name, (1, 1, 1, channels), wanted=(-1, -1, -1, channels))


def _conv(model: _Model, name: str, x: int, weights: np.ndarray, stride: int = 1) -> int:
    channels = len(weights)
    w = model.tensor(f"{name}/w", weights.shape, data=weights)
    b = model.tensor(f"{name}/b", (channels,), data=np.zeros(channels, np.float32))
    y = _open(model, name, channels)
    options = schema.Conv2DOptionsT()
    options.padding = schema.Padding.SAME
    options.strideW = options.strideH = stride
    model.operator(Op.CONV_2D, [x, w, b], [y], options=("Conv2DOptions", options))
    return y


def _size_of(model: _Model, x: int) -> int:
    shape = model.tensor("shape", (4,), type=Type.INT32)
    options = schema.ShapeOptionsT()
    options.outType = Type.INT32
    model.operator(Op.SHAPE, [x], [shape], options=("ShapeOptions", options))
    size = model.tensor("size", (2,), type=Type.INT32)
    ends = [
        model.tensor(name, (1,), type=Type.INT32, data=np.array([value], np.int32))
        for name, value in (("begin", 1), ("end", 3), ("step", 1))
    ]
    slicing = ("StridedSliceOptions", schema.StridedSliceOptionsT())
    model.operator(Op.STRIDED_SLICE, [shape, *ends], [size], options=slicing)
    return size
