"""Small .tflite files made with the flatbuffer schema, without TensorFlow."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema

Op = schema.BuiltinOperator
Type = schema.TensorType


@dataclass(frozen=True)
class Signed:
    """Names of a SignatureDef: input and output of the main subgraph."""

    name: str = "serving_default"
    input: str = "image"
    output: str = "score"


def relu_chain(
    path: Path,
    *,
    size: int = 4,
    depth: int = 1,
    dynamic: bool = False,
    signed: Signed | None = None,
    inside: str = "h{}",
) -> Path:
    """float32 (1, size) -> ``depth`` times RELU -> the same shape; tensors "x" and "y", and
    between them those called ``inside``, with their places."""
    model = _Model()
    names = ["x", *(inside.format(index) for index in range(depth - 1)), "y"]
    tensors = [model.tensor(name, (1, size), dynamic=dynamic) for name in names]
    for before, after in pairwise(tensors):
        model.operator(Op.RELU, [before], [after])
    model.main(inputs=[tensors[0]], outputs=[tensors[-1]], signed=signed)
    return model.write(path)


def custom_op(path: Path, name: str) -> Path:
    """One custom op called ``name``, which no runtime knows."""
    model = _Model()
    x, y = model.tensor("x", (1, 4)), model.tensor("y", (1, 4))
    model.operator(Op.CUSTOM, [x], [y], custom=name)
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def string_input(path: Path) -> Path:
    """A text input beside a float one."""
    model = _Model()
    text = model.tensor("text", (1,), type=Type.STRING)
    x, y = model.tensor("x", (1, 4)), model.tensor("y", (1, 4))
    model.operator(Op.RELU, [x], [y])
    model.main(inputs=[text, x], outputs=[y])
    return model.write(path)


def int8_identity(path: Path) -> Path:
    """int8 (1, 4), scale 0.5, zero point -3 -> RESHAPE -> the same."""
    model = _Model()
    x = model.tensor("x", (1, 4), type=Type.INT8, scale=0.5, zero_point=-3)
    y = model.tensor("y", (1, 4), type=Type.INT8, scale=0.5, zero_point=-3)
    shape = model.tensor("shape", (2,), type=Type.INT32, data=np.array([1, 4], np.int32))
    model.operator(Op.RESHAPE, [x, shape], [y])
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def int64_sum(path: Path) -> Path:
    """int64 (1, 4) -> x + x: a type that no GPU delegate takes."""
    model = _Model()
    x, y = (model.tensor(name, (1, 4), type=Type.INT64) for name in ("x", "y"))
    model.operator(Op.ADD, [x, x], [y], options=("AddOptions", schema.AddOptionsT()))
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def half_named(path: Path) -> Path:
    """float32 a - b -> y, (1, 4) each; the signature names only one of the inputs."""
    model = _Model()
    a, b, y = (model.tensor(name, (1, 4)) for name in ("a", "b", "y"))
    model.operator(Op.SUB, [a, b], [y], options=("SubOptions", schema.SubOptionsT()))
    model.main(inputs=[a, b], outputs=[y])
    model.sign("serving_default", [("first", a)], [("difference", y)])
    return model.write(path)


def fixed_inside(path: Path) -> Path:
    """float32 (?, 4) -> RESHAPE to (1, 4): the dynamic dimension is none."""
    model = _Model()
    x, y = model.tensor("x", (1, 4), dynamic=True), model.tensor("y", (1, 4))
    shape = model.tensor("shape", (2,), type=Type.INT32, data=np.array([1, 4], np.int32))
    model.operator(Op.RESHAPE, [x, shape], [y])
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def joined_rows(path: Path) -> Path:
    """float32 a, b (?, 4) -> CONCATENATION (?, 8): both must have as many rows."""
    model = _Model()
    a, b = (model.tensor(name, (1, 4), dynamic=True) for name in ("a", "b"))
    y = model.tensor("y", (1, 8), dynamic=True)
    options = schema.ConcatenationOptionsT()
    options.axis = 1
    model.operator(Op.CONCATENATION, [a, b], [y], options=("ConcatenationOptions", options))
    model.main(inputs=[a, b], outputs=[y])
    return model.write(path)


def places_of_nonzero(path: Path) -> Path:
    """float32 (4,) -> WHERE -> int64 (count, 1): only the run tells how many."""
    model = _Model()
    x, y = model.tensor("x", (4,)), model.tensor("y", (1, 1), type=Type.INT64)
    model.operator(Op.WHERE, [x], [y], options=("WhereOptions", schema.WhereOptionsT()))
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def sine_of_bitcast(path: Path) -> Path:
    """float32 (1, 4) -> RELU -> BITCAST -> SIN: LiteRT 2.3.0 makes a GPU program of it that is
    none, and reports no error."""
    model = _Model()
    x, a, b, y = (model.tensor(name, (1, 4)) for name in ("x", "a", "b", "y"))
    model.operator(Op.RELU, [x], [a])
    model.operator(Op.BITCAST, [a], [b], options=("BitcastOptions", schema.BitcastOptionsT()))
    model.operator(Op.SIN, [b], [y])
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def square_root_of_negative(path: Path) -> Path:
    """float32 (1, 4) -> NEG -> SQRT: NaN for all inputs above zero."""
    model = _Model()
    x, a, y = (model.tensor(name, (1, 4)) for name in ("x", "a", "y"))
    model.operator(Op.NEG, [x], [a], options=("NegOptions", schema.NegOptionsT()))
    model.operator(Op.SQRT, [a], [y])
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def overflowing_remainder(path: Path) -> Path:
    """int32 x * -2**31, then its remainder by -1: at 1 the division overflows, which ends the
    process on x86 (LiteRT 2.3.0)."""
    model = _Model()
    x, a, y = (model.tensor(name, (1, 4), type=Type.INT32) for name in ("x", "a", "y"))
    least, one = (
        model.tensor(name, (1, 4), type=Type.INT32, data=np.full((1, 4), value, np.int32))
        for name, value in (("least", -(2**31)), ("minus-one", -1))
    )
    model.operator(Op.MUL, [x, least], [a], options=("MulOptions", schema.MulOptionsT()))
    model.operator(Op.FLOOR_MOD, [a, one], [y])
    model.main(inputs=[x], outputs=[y])
    return model.write(path)


def endless_loop(path: Path) -> Path:
    """float32 (1, 4) -> WHILE any element is above -1: RELU, which never ends."""
    model = _Model()
    loop = schema.WhileOptionsT()
    loop.condSubgraphIndex, loop.bodySubgraphIndex = 1, 2
    x, y = model.tensor("x", (1, 4)), model.tensor("y", (1, 4))
    model.operator(Op.WHILE, [x], [y], options=("WhileOptions", loop))
    model.main(inputs=[x], outputs=[y])
    x = model.tensor("x", (1, 4))
    least = model.tensor("least", (1, 4), data=np.full((1, 4), -1, np.float32))
    axes = model.tensor("axes", (2,), type=Type.INT32, data=np.array([0, 1], np.int32))
    above = model.tensor("above", (1, 4), type=Type.BOOL)
    goes_on = model.tensor("goes-on", (), type=Type.BOOL)
    greater = ("GreaterOptions", schema.GreaterOptionsT())
    model.operator(Op.GREATER, [x, least], [above], options=greater)
    reducer = ("ReducerOptions", schema.ReducerOptionsT())
    model.operator(Op.REDUCE_ANY, [above, axes], [goes_on], options=reducer)
    model.subgraph("condition", inputs=[x], outputs=[goes_on])
    x, y = model.tensor("x", (1, 4)), model.tensor("y", (1, 4))
    model.operator(Op.RELU, [x], [y])
    model.subgraph("body", inputs=[x], outputs=[y])
    return model.write(path)


def named_in_another_order(path: Path) -> Path:
    """y0 = a - b, y1 = b: float32 (1, 4) each; the signature names them the other way round."""
    model = _Model()
    a, b = model.tensor("a", (1, 4)), model.tensor("b", (1, 4))
    y0, y1 = model.tensor("y0", (1, 4)), model.tensor("y1", (1, 4))
    model.operator(Op.SUB, [a, b], [y0], options=("SubOptions", schema.SubOptionsT()))
    model.operator(Op.RELU, [b], [y1])
    model.main(inputs=[a, b], outputs=[y0, y1])
    model.sign("other", [("second", b), ("first", a)], [("kept", y1), ("difference", y0)])
    model.sign("serving_default", [("second", b), ("first", a)], [("kept", y1), ("difference", y0)])
    return model.write(path)


def accumulator(path: Path) -> Path:
    """y = total = total + x: float32 (1, 4), with a resource variable that starts at zero."""
    model = _Model()
    x, y = model.tensor("x", (1, 4)), model.tensor("y", (1, 4))
    handle = model.tensor("handle", (), type=Type.RESOURCE)
    total = model.tensor("total", (1, 4))
    once = schema.CallOnceOptionsT()
    once.initSubgraphIndex = 1
    model.operator(Op.CALL_ONCE, [], [], options=("CallOnceOptions", once))
    model.operator(Op.VAR_HANDLE, [], [handle], options=("VarHandleOptions", _total_handle()))
    model.operator(Op.READ_VARIABLE, [handle], [total])
    model.operator(Op.ADD, [total, x], [y], options=("AddOptions", schema.AddOptionsT()))
    model.operator(Op.ASSIGN_VARIABLE, [handle, y], [])
    model.main(inputs=[x], outputs=[y])
    zeros = model.tensor("zeros", (1, 4), data=np.zeros((1, 4), np.float32))
    handle = model.tensor("handle", (), type=Type.RESOURCE)
    model.operator(Op.VAR_HANDLE, [], [handle], options=("VarHandleOptions", _total_handle()))
    model.operator(Op.ASSIGN_VARIABLE, [handle, zeros], [])
    model.subgraph("init", inputs=[], outputs=[])
    return model.write(path)


def _total_handle() -> schema.VarHandleOptionsT:
    options = schema.VarHandleOptionsT()
    options.container, options.sharedName = "", "total"
    return options


class _Model:
    """Collects tensors and operators; ``main``/``subgraph`` make a subgraph of what is there."""

    def __init__(self) -> None:
        self._model = schema.ModelT()
        self._model.version = 3
        self._model.buffers = [schema.BufferT()]
        self._model.operatorCodes = []
        self._model.subgraphs = []
        self._model.signatureDefs = []
        self._tensors: list[schema.TensorT] = []
        self._operators: list[schema.OperatorT] = []

    def tensor(
        self,
        name: str,
        shape: tuple[int, ...],
        *,
        type: int = Type.FLOAT32,
        data: np.ndarray | None = None,
        dynamic: bool = False,
        wanted: tuple[int, ...] = (),
        scale: float | None = None,
        zero_point: int = 0,
    ) -> int:
        """``dynamic``: the first dimension is. ``wanted``: the shape, -1 where dynamic."""
        tensor = schema.TensorT()
        tensor.name, tensor.type, tensor.shape, tensor.buffer = name, type, list(shape), 0
        if dynamic:
            tensor.shapeSignature = [-1, *shape[1:]]
        if wanted:
            tensor.shapeSignature = list(wanted)
        if data is not None:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(data.tobytes(), np.uint8)
            tensor.buffer = len(self._model.buffers)
            self._model.buffers.append(buffer)
        if scale is not None:
            tensor.quantization = schema.QuantizationParametersT()
            tensor.quantization.scale = np.array([scale], np.float32)
            tensor.quantization.zeroPoint = np.array([zero_point], np.int64)
        self._tensors.append(tensor)
        return len(self._tensors) - 1

    def operator(
        self,
        code: int,
        inputs: list[int],
        outputs: list[int],
        *,
        custom: str = "",
        options: tuple[str, object] | None = None,
    ) -> None:
        entry = schema.OperatorCodeT()
        entry.builtinCode, entry.deprecatedBuiltinCode, entry.version = code, min(code, 127), 1
        if custom:
            entry.customCode = custom
        operator = schema.OperatorT()
        operator.opcodeIndex = len(self._model.operatorCodes)
        operator.inputs, operator.outputs = inputs, outputs
        if options is not None:
            operator.builtinOptionsType = getattr(schema.BuiltinOptions, options[0])
            operator.builtinOptions = options[1]
        self._model.operatorCodes.append(entry)
        self._operators.append(operator)

    def subgraph(self, name: str, inputs: list[int], outputs: list[int]) -> None:
        graph = schema.SubGraphT()
        graph.name, graph.inputs, graph.outputs = name, inputs, outputs
        graph.tensors, graph.operators = self._tensors, self._operators
        self._tensors, self._operators = [], []
        self._model.subgraphs.append(graph)

    def main(self, inputs: list[int], outputs: list[int], signed: Signed | None = None) -> None:
        self.subgraph("main", inputs, outputs)
        if signed is not None:
            self.sign(signed.name, [(signed.input, inputs[0])], [(signed.output, outputs[0])])

    def sign(self, key: str, inputs: list[tuple[str, int]], outputs: list[tuple[str, int]]) -> None:
        definition = schema.SignatureDefT()
        definition.signatureKey, definition.subgraphIndex = key, 0
        definition.inputs = [_named(*one) for one in inputs]
        definition.outputs = [_named(*one) for one in outputs]
        self._model.signatureDefs.append(definition)

    def write(self, path: Path) -> Path:
        builder = flatbuffers.Builder(1024)
        builder.Finish(self._model.Pack(builder), b"TFL3")
        path.write_bytes(bytes(builder.Output()))
        return path


def _named(name: str, index: int) -> schema.TensorMapT:
    entry = schema.TensorMapT()
    entry.name, entry.tensorIndex = name, index
    return entry


def as_old(data: bytes) -> bytes:
    """The file as a converter of 2019 would have written it: op codes in the old field only."""
    model = schema.ModelT.InitFromPackedBuf(data)
    for code in model.operatorCodes:
        code.builtinCode = 0
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())
