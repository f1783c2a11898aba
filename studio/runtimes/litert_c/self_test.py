"""Prove, in a process that may die of it, that the library is what the declarations say.

A small network is made, run here and by the classic ``Interpreter``, and compared: its outputs,
what one call costs, and whether the profiler's records make sense.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from time import perf_counter_ns

import numpy as np

from studio.core.errors import RunError
from studio.core.measurements import Placement
from studio.core.targets import make_target
from studio.runtimes.protocol import LoadedModel, OpEvent, ProfilingRuntime, Runtime

_SIZE, _OPS = 32, 2
_OP_EVENTS = (2, 8)
_ROUNDS, _RUNS_A_ROUND = 20, 50
_CPU_TOLERANCE, _GPU_TOLERANCE = 1e-5, 1e-2
_MOST_TIMES, _MOST_MORE_US = 3.0, 20.0
"""A call may take so many times the interpreter's, and so much more; broken ones take far more."""


def test_cpu(runtime: ProfilingRuntime) -> None:
    """Raises RunError: ``runtime-self-test`` (with what differs), and what loading raises."""
    target = make_target("litert-cpu")
    with _small_model() as (path, x), _interpreted(path, x) as reference:
        with closing(runtime.load(path, target)) as model:
            _require_equal(runtime.id, model, x, reference, _CPU_TOLERANCE)
            _require_quick(runtime.id, model, reference)
        with closing(runtime.load_profiled(path, target)) as profiled:
            profiled.set_inputs({"x": x})
            started = perf_counter_ns()
            events = profiled.profile(1)[0]
            _require_sane(runtime.id, events, (perf_counter_ns() - started) / 1000)


def test_gpu(runtime: Runtime) -> Placement:
    """Raises RunError: ``runtime-self-test``, and what loading raises: ``run-gpu-missing``."""
    with (
        _small_model() as (path, x),
        _interpreted(path, x) as reference,
        closing(runtime.load(path, make_target("litert-gpu"))) as model,
    ):
        _require_equal(runtime.id, model, x, reference, _GPU_TOLERANCE)
        placement = model.placement
    if placement is None:
        raise _failed(runtime.id, "the library does not say where the model runs")
    return placement


def _require_equal(
    id: str, model: LoadedModel, x: np.ndarray, reference: LoadedModel, tolerance: float
) -> None:
    model.set_inputs({"x": x})
    model.invoke()
    found, expected = model.outputs()["y"], reference.outputs()["y"]
    if found.shape != expected.shape or found.dtype != expected.dtype:
        raise _failed(id, f"output {found.dtype} {found.shape}, not {expected.dtype}")
    error = float(np.abs(found - expected).max())
    if not error <= tolerance:
        raise _failed(id, f"outputs differ from the interpreter's by {error:.2g}")


def _require_quick(id: str, model: LoadedModel, reference: LoadedModel) -> None:
    """The quickest rounds are compared, so that a busy machine does not decide."""
    taken, usual = [], []
    for _ in range(_ROUNDS):
        taken.append(_time_us(model.invoke))
        usual.append(_time_us(reference.invoke))
    if min(taken) > _MOST_TIMES * min(usual) + _MOST_MORE_US:
        raise _failed(id, f"a run takes {min(taken):.0f} us, the interpreter's {min(usual):.0f} us")


def _require_sane(id: str, events: list[OpEvent], took_us: float) -> None:
    if not events or not all(event.tag for event in events):
        raise _failed(id, "the profiler keeps no records")
    ops = [event.elapsed_us for event in events if event.type in _OP_EVENTS]
    if len(ops) < _OPS:
        raise _failed(id, f"the profiler has records of {len(ops)} ops out of {_OPS}")
    longest = max(ops)
    if longest > took_us:
        raise _failed(id, f"the profiler says {longest} us of a run that took {took_us:.0f} us")


def _time_us(invoke: Callable[[], None]) -> float:
    started = perf_counter_ns()
    for _ in range(_RUNS_A_ROUND):
        invoke()
    return (perf_counter_ns() - started) / _RUNS_A_ROUND / 1000


def _failed(id: str, reason: str) -> RunError:
    return RunError("runtime-self-test", id=id, reason=reason)


@contextmanager
def _interpreted(path: str, x: np.ndarray) -> Iterator[LoadedModel]:
    from studio.runtimes.litert_interpreter import LiteRtInterpreter

    model = LiteRtInterpreter().load(path, make_target("litert-interpreter"))
    with closing(model):
        model.set_inputs({"x": x})
        model.invoke()
        yield model


@contextmanager
def _small_model() -> Iterator[tuple[str, np.ndarray]]:
    """A file: float32 "x" (1, 32) -> FULLY_CONNECTED -> TANH -> "y" of that shape; and an input."""
    random = np.random.default_rng(0)
    weights = random.normal(0, _SIZE**-0.5, (_SIZE, _SIZE)).astype(np.float32)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "self-test.tflite"
        path.write_bytes(_pack(weights))
        yield str(path), random.normal(size=(1, _SIZE)).astype(np.float32)


def _pack(weights: np.ndarray) -> bytes:
    from ai_edge_litert import schema_py_generated as schema

    model, graph = schema.ModelT(), schema.SubGraphT()
    model.version, model.subgraphs = 3, [graph]
    model.buffers = [schema.BufferT(), schema.BufferT()]
    model.buffers[1].data = np.frombuffer(weights.tobytes(), np.uint8)
    graph.tensors, graph.operators, model.operatorCodes = [], [], []
    for name, shape, buffer in (
        ("x", [1, _SIZE], 0),
        ("weights", [_SIZE, _SIZE], 1),
        ("between", [1, _SIZE], 0),
        ("y", [1, _SIZE], 0),
    ):
        tensor = schema.TensorT()
        tensor.name, tensor.shape, tensor.buffer = name, shape, buffer
        tensor.type = schema.TensorType.FLOAT32
        graph.tensors.append(tensor)
    dense = schema.FullyConnectedOptionsT()
    for code, inputs, outputs, options in (
        (schema.BuiltinOperator.FULLY_CONNECTED, [0, 1, -1], [2], dense),
        (schema.BuiltinOperator.TANH, [2], [3], None),
    ):
        entry, operator = schema.OperatorCodeT(), schema.OperatorT()
        entry.builtinCode = entry.deprecatedBuiltinCode = code
        entry.version = 1
        operator.opcodeIndex, operator.inputs, operator.outputs = (
            len(graph.operators),
            inputs,
            outputs,
        )
        if options is not None:
            operator.builtinOptionsType = schema.BuiltinOptions.FullyConnectedOptions
            operator.builtinOptions = options
        model.operatorCodes.append(entry)
        graph.operators.append(operator)
    graph.inputs, graph.outputs = [0], [3]
    builder = schema.flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())
