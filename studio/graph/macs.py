"""Multiply-accumulates of ops, counted from shapes; ``None`` where they cannot be.

Convention: a MAC is one multiplication whose result is added to a sum (convolutions, matrix
products, recurrent cells); elementwise arithmetic, pooling and look-ups count 0.
Layouts of weights are those of the .tflite ops: CONV_2D [out, h, w, in / groups],
DEPTHWISE_CONV_2D [1, h, w, out], TRANSPOSE_CONV [out, h, w, in], CONV_3D [d, h, w, in, out],
FULLY_CONNECTED [out, in].
"""

from __future__ import annotations

from collections.abc import Callable

from studio.graph.flatbuffer import DamagedError
from studio.graph.parsing import Op, Parsed, Tensor, product

_MAX_DEPTH = 64
_UNKNOWN = (
    "RFFT2D",
    "STABLEHLO_DOT_GENERAL",
    "STABLEHLO_CONVOLUTION",
    "STABLEHLO_CUSTOM_CALL",
    "STABLEHLO_REDUCE",
    "STABLEHLO_REDUCE_WINDOW",
    "STABLEHLO_SCATTER",
    "STABLEHLO_SORT",
    "STABLEHLO_WHILE",
    "STABLEHLO_CASE",
    "DELEGATE",
)


class MacCounter:
    """Counts in one model. ``batch``: the value of dynamic first dimensions (None: as stored)."""

    def __init__(self, parsed: Parsed, batch: int | None = None, is_known: bool = True) -> None:
        self._parsed = parsed
        self._batch = batch
        self._is_known = is_known and not _has_unreliable_shapes(parsed)
        self._totals: dict[int, int | None] = {}
        self._open: set[int] = set()

    def subgraph(self, index: int) -> int | None:
        """MACs of one run of a subgraph, with those that it calls. Raises DamagedError."""
        if not 0 <= index < len(self._parsed.subgraphs):
            raise DamagedError(f"a call of subgraph {index}")
        if index in self._open or len(self._open) > _MAX_DEPTH:
            raise DamagedError("subgraphs that call each other")
        if index not in self._totals:
            self._open.add(index)
            subgraph = self._parsed.subgraphs[index]
            counts = [self.op(op, index) for op in subgraph.ops]
            self._open.discard(index)
            known = [count for count in counts if count is not None]
            self._totals[index] = sum(known) if len(known) == len(counts) else None
        return self._totals[index]

    def op(self, op: Op, which: int) -> int | None:
        """MACs of one run of ``op`` in subgraph ``which``; those of called subgraphs are in it.

        Raises DamagedError.
        """
        subgraph = self._parsed.subgraphs[which]
        called = _CALLS.get(op.name)
        if called is not None:
            return self._call(op, *called)
        if op.name in _UNKNOWN or (op.is_custom and op.name not in _COUNTED):
            return None
        count = _COUNTED.get(op.name)
        if count is None:
            return 0
        inputs = [subgraph.tensors[index] if index >= 0 else None for index in op.inputs]
        outputs = [subgraph.tensors[index] for index in op.outputs if index >= 0]
        if not self._is_known or any(
            any(tensor.dynamic[1:]) or not tensor.has_shape
            for tensor in (*inputs, *outputs)
            if tensor is not None
        ):
            return None
        try:
            macs = count(op, inputs, outputs[0])
        except (IndexError, AttributeError, ZeroDivisionError) as error:
            raise DamagedError(f"{op.name} lacks an input or a dimension") from error
        is_batched = self._batch is not None and outputs[0].dynamic[:1] == (True,)
        return product((macs, self._batch or 1)) if is_batched else product((macs,))

    def _call(self, op: Op, fields: tuple[int, ...], is_sum: bool) -> int | None:
        if op.options is None:
            return None
        macs = [self.subgraph(op.options.number(field, "i")) for field in fields]
        if is_sum:
            return macs[0]
        return 0 if all(count == 0 for count in macs) else None


# op -> (fields with subgraph indices, whether each runs exactly once)
_CALLS: dict[str, tuple[tuple[int, ...], bool]] = {
    "WHILE": ((0, 1), False),
    "IF": ((0, 1), False),
    "CALL": ((0,), True),
    "STABLEHLO_COMPOSITE": ((1,), True),
}

_Inputs = list[Tensor | None]


def _shape(tensor: Tensor | None) -> tuple[int, ...]:
    if tensor is None:
        raise IndexError
    return tensor.shape


def _conv_2d(_op: Op, inputs: _Inputs, output: Tensor) -> int:
    return output.elements * product(_shape(inputs[1])[1:4])


def _depthwise(_op: Op, inputs: _Inputs, output: Tensor) -> int:
    return output.elements * product(_shape(inputs[1])[1:3])


def _transpose_conv(_op: Op, inputs: _Inputs, _output: Tensor) -> int:
    return product(_shape(inputs[2])) * product(_shape(inputs[1])[:3])


def _transpose_conv_bias(_op: Op, inputs: _Inputs, _output: Tensor) -> int:
    return product(_shape(inputs[0])) * product(_shape(inputs[1])[:3])


def _conv_3d(_op: Op, inputs: _Inputs, output: Tensor) -> int:
    return output.elements * product(_shape(inputs[1])[:4])


def _conv_3d_transpose(_op: Op, inputs: _Inputs, _output: Tensor) -> int:
    return product(_shape(inputs[2])) * product(_shape(inputs[1])[:4])


def _fully_connected(_op: Op, inputs: _Inputs, output: Tensor) -> int:
    return output.elements * _shape(inputs[1])[-1]


def _batch_matmul(op: Op, inputs: _Inputs, output: Tensor) -> int:
    is_transposed = op.options is not None and op.options.number(0, "?")
    return output.elements * _shape(inputs[0])[-2 if is_transposed else -1]


def _recurrent(_op: Op, inputs: _Inputs, _output: Tensor) -> int:
    """Each step multiplies the input and the state with every weight matrix once."""
    steps = product(_shape(inputs[0])[:-1])
    matrices = [tensor for tensor in inputs[1:] if tensor is not None and tensor.is_constant]
    return steps * sum(tensor.elements for tensor in matrices if len(tensor.shape) == 2)


_COUNTED: dict[str, Callable[[Op, _Inputs, Tensor], int]] = {
    "CONV_2D": _conv_2d,
    "DEPTHWISE_CONV_2D": _depthwise,
    "TRANSPOSE_CONV": _transpose_conv,
    "Convolution2DTransposeBias": _transpose_conv_bias,
    "CONV_3D": _conv_3d,
    "CONV_3D_TRANSPOSE": _conv_3d_transpose,
    "FULLY_CONNECTED": _fully_connected,
    "BATCH_MATMUL": _batch_matmul,
    "LSTM": _recurrent,
    "UNIDIRECTIONAL_SEQUENCE_LSTM": _recurrent,
    "BIDIRECTIONAL_SEQUENCE_LSTM": _recurrent,
    "RNN": _recurrent,
    "UNIDIRECTIONAL_SEQUENCE_RNN": _recurrent,
    "BIDIRECTIONAL_SEQUENCE_RNN": _recurrent,
    "SVDF": _recurrent,
}


def _has_unreliable_shapes(parsed: Parsed) -> bool:
    """Whether a RESHAPE changes the number of elements: stored shapes are then place holders."""
    for subgraph in parsed.subgraphs:
        for op in subgraph.ops:
            if op.name == "RESHAPE" and op.inputs[:1] and op.outputs[:1]:
                source, target = op.inputs[0], op.outputs[0]
                if min(source, target) >= 0 and _changes_elements(
                    subgraph.tensors[source], subgraph.tensors[target]
                ):
                    return True
    return False


def _changes_elements(source: Tensor, target: Tensor) -> bool:
    return source.has_shape and target.has_shape and source.elements != target.elements
