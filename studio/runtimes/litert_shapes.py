"""What shapes LiteRT gives the tensors of a .tflite for certain input shapes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from ai_edge_litert.interpreter import Interpreter, OpResolverType

from studio.core.errors import RunError
from studio.runtimes.refusals import load_error

InputShapes = Mapping[int, tuple[int, ...]]
"""Tensor index -> shape, of the inputs of the first subgraph."""


def allocated_shapes(path: str, inputs: InputShapes) -> dict[int, tuple[int, ...]]:
    """Tensor index in the first subgraph -> shape, of the tensors that have memory before a run.

    Every op's own kernel says what comes out of it (a delegate would hide that). At the first op
    whose output depends on computed values LiteRT stops and leaves the rest to the run: what comes
    after has no memory yet, and is left out. That op's own output may have some (a RESHAPE shares
    its input's) and still the stored shape. Raises RunError as ``LiteRtInterpreter.load``;
    run-resize-failed.
    """
    interpreter = _allocated(path, inputs)
    return {
        details["index"]: _shape(details)
        for details in interpreter.get_tensor_details()
        if _has_memory(interpreter, details)
    }


def shapes_of_run(path: str, inputs: InputShapes) -> dict[int, tuple[int, ...]]:
    """Tensor index in the first subgraph -> its shape after one run on zeros.

    Raises RunError as :func:`allocated_shapes`; run-failed.
    """
    interpreter = _allocated(path, inputs)
    try:
        for details in interpreter.get_input_details():
            interpreter.set_tensor(details["index"], np.zeros(_shape(details), details["dtype"]))
        interpreter.invoke()
    except (RuntimeError, ValueError, MemoryError) as error:
        raise RunError("run-failed", str(error), path=path) from error
    return {details["index"]: _shape(details) for details in interpreter.get_tensor_details()}


def _allocated(path: str, inputs: InputShapes) -> Interpreter:
    resolver = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    try:
        interpreter = Interpreter(model_path=path, experimental_op_resolver_type=resolver)
    except (RuntimeError, ValueError, MemoryError) as error:
        raise load_error(path, str(error)) from error
    names = {details["index"]: details["name"] for details in interpreter.get_input_details()}
    try:
        for index, shape in inputs.items():
            interpreter.resize_tensor_input(index, list(shape))
        interpreter.allocate_tensors()
    except (RuntimeError, ValueError, MemoryError) as error:
        raise RunError(
            "run-resize-failed",
            str(error),
            path=path,
            name=", ".join(str(names.get(index, index)) for index in inputs),
            shape=", ".join("x".join(map(str, shape)) for shape in inputs.values()),
        ) from error
    return interpreter


def _has_memory(interpreter: Interpreter, details: dict[str, Any]) -> bool:
    """Numbers only: looking at a resource's memory crashes LiteRT 2.3.0."""
    if np.dtype(details["dtype"]).kind not in "biufc":
        return False
    try:
        interpreter.tensor(details["index"])()
    except (RuntimeError, ValueError):
        return False
    return True


def _shape(details: dict[str, Any]) -> tuple[int, ...]:
    return tuple(int(dim) for dim in details["shape"])
