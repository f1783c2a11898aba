"""Small .tflite files that multiply: classifiers, convolutions, matrix products."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from ai_edge_litert import schema_py_generated as schema

from tests.kit.small_tflite import Op, Signed, Type, _Model


def classifier(
    path: Path,
    weights: np.ndarray,
    *,
    softmax: bool = True,
    dynamic: bool = False,
    batch: int = 1,
    signed: Signed | None = None,
) -> Path:
    """float32 (batch, inputs) -> FULLY_CONNECTED with ``weights`` (classes, inputs) -> SOFTMAX."""
    model = _Model()
    classes, inputs = weights.shape
    x = model.tensor("x", (batch, inputs), dynamic=dynamic)
    w = model.tensor("w", weights.shape, data=weights.astype(np.float32))
    logits = model.tensor("logits", (batch, classes), dynamic=dynamic)
    dense = schema.FullyConnectedOptionsT()
    model.operator(
        Op.FULLY_CONNECTED, [x, w, -1], [logits], options=("FullyConnectedOptions", dense)
    )
    result = logits
    if softmax:
        result = model.tensor("y", (batch, classes), dynamic=dynamic)
        options = schema.SoftmaxOptionsT()
        options.beta = 1.0
        model.operator(Op.SOFTMAX, [logits], [result], options=("SoftmaxOptions", options))
    model.main(inputs=[x], outputs=[result], signed=signed)
    return model.write(path)


def int8_dense(path: Path, weights: np.ndarray) -> Path:
    """int8 in and out around an int8 FULLY_CONNECTED; scales 1/32 (x), 1/64 (w), 1/8 (y)."""
    model = _Model()
    classes, inputs = weights.shape
    stored = np.clip(np.rint(weights * 64), -127, 127).astype(np.int8)
    x = model.tensor("x", (1, inputs), type=Type.INT8, scale=1 / 32)
    w = model.tensor("w", weights.shape, type=Type.INT8, data=stored, scale=1 / 64)
    b = model.tensor(
        "b", (classes,), type=Type.INT32, data=np.zeros(classes, np.int32), scale=1 / 2048
    )
    y = model.tensor("y", (1, classes), type=Type.INT8, scale=1 / 8)
    dense = schema.FullyConnectedOptionsT()
    model.operator(Op.FULLY_CONNECTED, [x, w, b], [y], options=("FullyConnectedOptions", dense))
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def hybrid_dense(path: Path, weights: np.ndarray) -> Path:
    """float in and out, int8 weights: dynamic range."""
    model = _Model()
    classes, inputs = weights.shape
    stored = np.clip(np.rint(weights * 64), -127, 127).astype(np.int8)
    x = model.tensor("x", (1, inputs))
    w = model.tensor("w", weights.shape, type=Type.INT8, data=stored, scale=1 / 64)
    y = model.tensor("y", (1, classes))
    dense = schema.FullyConnectedOptionsT()
    model.operator(Op.FULLY_CONNECTED, [x, w, -1], [y], options=("FullyConnectedOptions", dense))
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def multiplying_op(
    path: Path,
    code: int,
    inputs: list[tuple[tuple[int, ...], bool]],
    output: tuple[int, ...],
    options: tuple[str, object] | None = None,
) -> Path:
    """One op; ``inputs``: (shape, is constant) in the op's order; the first that is none is fed."""
    model = _Model()
    tensors = [
        model.tensor(f"t{index}", shape, data=np.ones(shape, np.float32) if is_constant else None)
        for index, (shape, is_constant) in enumerate(inputs)
    ]
    y = model.tensor("y", output)
    model.operator(code, tensors, [y], options=options)
    fed = [t for t, (_, is_constant) in zip(tensors, inputs, strict=True) if not is_constant]
    model.main(inputs=fed, outputs=[y])
    return model.write(path)


def unfrozen(path: Path) -> Path:
    """Reads a variable that nothing writes, as a failed conversion leaves it."""
    model = _Model()
    handle = model.tensor("handle", (), type=Type.RESOURCE)
    x, w, y = model.tensor("x", (1, 4)), model.tensor("w", (1, 4)), model.tensor("y", (1, 4))
    options = schema.VarHandleOptionsT()
    options.container, options.sharedName = "", "kernel"
    model.operator(Op.VAR_HANDLE, [], [handle], options=("VarHandleOptions", options))
    model.operator(Op.READ_VARIABLE, [handle], [w])
    model.operator(Op.ADD, [x, w], [y], options=("AddOptions", schema.AddOptionsT()))
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def two_in_two_out(path: Path) -> Path:
    """float32 a (1, 4), b (1, 3) -> RELU each -> p (1, 4), q (1, 3)."""
    model = _Model()
    a, b = model.tensor("a", (1, 4)), model.tensor("b", (1, 3))
    p, q = model.tensor("p", (1, 4)), model.tensor("q", (1, 3))
    model.operator(Op.RELU, [a], [p])
    model.operator(Op.RELU, [b], [q])
    model.main(inputs=[a, b], outputs=[p, q])
    return model.write(path)


def picture_model(path: Path, shape: tuple[int, ...] = (1, 8, 8, 3)) -> Path:
    """float32 picture -> RELU -> the same."""
    model = _Model()
    x, y = model.tensor("x", shape), model.tensor("y", shape)
    model.operator(Op.RELU, [x], [y])
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def convolutions(path: Path, *, size: int, channels: int, depth: int) -> Path:
    """float32 (1, size, size, channels) -> ``depth`` times CONV_2D 3x3, same size."""
    model = _Model()
    random = np.random.default_rng(0)
    shape = (1, size, size, channels)
    first = before = model.tensor("x", shape)
    for index in range(depth):
        weights = random.normal(0, 0.1, (channels, 3, 3, channels)).astype(np.float32)
        w = model.tensor(f"w{index}", weights.shape, data=weights)
        b = model.tensor(f"b{index}", (channels,), data=np.zeros(channels, np.float32))
        after = model.tensor(f"y{index}", shape)
        options = schema.Conv2DOptionsT()
        options.strideH = options.strideW = 1
        options.dilationHFactor = options.dilationWFactor = 1
        model.operator(Op.CONV_2D, [before, w, b], [after], options=("Conv2DOptions", options))
        before = after
    model.main(inputs=[first], outputs=[before])
    return model.write(path)


def beside_custom(path: Path) -> Path:
    """FULLY_CONNECTED of 16 multiply-accumulates, then a custom op that nobody knows."""
    model = _Model()
    x, y, z = (model.tensor(name, (1, 4)) for name in "xyz")
    w = model.tensor("w", (4, 4), data=np.eye(4, dtype=np.float32))
    options = ("FullyConnectedOptions", schema.FullyConnectedOptionsT())
    model.operator(Op.FULLY_CONNECTED, [x, w, -1], [y], options=options)
    model.operator(Op.CUSTOM, [y], [z], custom="Unheard")
    model.main(inputs=[x], outputs=[z])
    return model.write(path)
