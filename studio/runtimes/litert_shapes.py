"""What shapes LiteRT gives the tensors of a .tflite for certain input shapes; nothing is run."""

from __future__ import annotations

from collections.abc import Mapping

from ai_edge_litert.interpreter import Interpreter, OpResolverType

from studio.core.errors import RunError
from studio.runtimes.litert_interpreter import load_error


def allocated_shapes(
    path: str, inputs: Mapping[int, tuple[int, ...]]
) -> dict[int, tuple[int, ...]]:
    """Tensor index in the first subgraph -> shape, where it follows from the input shapes.

    ``inputs``: tensor index -> shape. Every op's own kernel says what comes out of it (a delegate
    would hide that). From the first op on whose output depends on computed values, LiteRT leaves
    all to the run: those tensors have no memory yet, and are left out.
    Raises RunError as ``LiteRtInterpreter.load``; run-resize-failed.
    """
    resolver = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
    try:
        interpreter = Interpreter(model_path=path, experimental_op_resolver_type=resolver)
    except (RuntimeError, ValueError, MemoryError) as error:
        raise load_error(path, str(error)) from error
    try:
        for index, shape in inputs.items():
            interpreter.resize_tensor_input(index, list(shape))
        interpreter.allocate_tensors()
    except (RuntimeError, ValueError, MemoryError) as error:
        shown = ", ".join("x".join(map(str, shape)) for shape in inputs.values())
        raise RunError(
            "run-resize-failed", str(error), path=path, name=str(list(inputs)), shape=shown
        ) from error
    return {
        details["index"]: tuple(int(dim) for dim in details["shape"])
        for details in interpreter.get_tensor_details()
        if _has_memory(interpreter, details["index"])
    }


def _has_memory(interpreter: Interpreter, index: int) -> bool:
    try:
        interpreter.tensor(index)()
    except (RuntimeError, ValueError):
        return False
    return True
