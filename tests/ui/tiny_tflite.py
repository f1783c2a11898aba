"""Writes a small valid .tflite (three operators) without TensorFlow, for tests of the window."""

from __future__ import annotations

from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

OPS = ("FULLY_CONNECTED", "RELU", "SOFTMAX")


def write_tiny_tflite(path: Path) -> Path:
    """Input float32 (1, 4) -> fully connected to (1, 3) -> RELU -> SOFTMAX -> output."""
    model = schema.ModelT()
    model.version = 3
    model.description = "tiny"
    weights = np.linspace(-1, 1, 12, dtype=np.float32)
    model.buffers = [_buffer(b""), _buffer(weights.tobytes())]
    graph = schema.SubGraphT()
    graph.name = b"main"
    graph.tensors = [
        _tensor("x", (1, 4)),
        _tensor("w", (3, 4), buffer=1),
        _tensor("dense", (1, 3)),
        _tensor("relu", (1, 3)),
        _tensor("y", (1, 3)),
    ]
    graph.inputs, graph.outputs = [0], [4]
    builtin = schema.BuiltinOperator
    model.operatorCodes = [_code(getattr(builtin, name)) for name in OPS]
    graph.operators = [
        _operator(0, [0, 1, -1], [2], schema.BuiltinOptions.FullyConnectedOptions,
                  schema.FullyConnectedOptionsT()),
        _operator(1, [2], [3]),
        _operator(2, [3], [4], schema.BuiltinOptions.SoftmaxOptions, _softmax()),
    ]  # fmt: skip
    model.subgraphs = [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    path.write_bytes(bytes(builder.Output()))
    return path


def _buffer(data: bytes) -> schema.BufferT:
    buffer = schema.BufferT()
    buffer.data = np.frombuffer(data, np.uint8) if data else None
    return buffer


def _tensor(name: str, shape: tuple[int, ...], buffer: int = 0) -> schema.TensorT:
    tensor = schema.TensorT()
    tensor.name, tensor.shape, tensor.buffer = name, list(shape), buffer
    tensor.type = schema.TensorType.FLOAT32
    return tensor


def _code(code: int) -> schema.OperatorCodeT:
    entry = schema.OperatorCodeT()
    entry.builtinCode, entry.deprecatedBuiltinCode, entry.version = code, code, 1
    return entry


def _operator(
    code: int, inputs: list[int], outputs: list[int], kind: int = 0, options: object = None
) -> schema.OperatorT:
    operator = schema.OperatorT()
    operator.opcodeIndex, operator.inputs, operator.outputs = code, inputs, outputs
    operator.builtinOptionsType, operator.builtinOptions = kind, options
    return operator


def _softmax() -> schema.SoftmaxOptionsT:
    options = schema.SoftmaxOptionsT()
    options.beta = 1.0
    return options
