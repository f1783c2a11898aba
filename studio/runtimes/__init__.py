"""Runtimes: one file or folder each behind the ``Runtime`` protocol; the same words for all.

May import core and numpy; the library of a runtime is imported inside its own module only, and a
module only when its runtime is asked for. Never Qt, TensorFlow, data or what lies above: the
runtimes of TensorFlow and PyTorch live in the engine and are named here as strings.
A new runtime: a file here and a line in ``RUNTIMES``.
"""

from __future__ import annotations

from importlib import import_module

from studio.core.errors import RunError, UsageError
from studio.runtimes.protocol import PLAIN, LoadedModel, Loading, Runtime

__all__ = ["PLAIN", "RUNTIMES", "LoadedModel", "Loading", "Runtime", "get_runtime"]

RUNTIMES: dict[str, str] = {
    "litert-c": "studio.runtimes.litert_c:LiteRtC",
    "litert-c-gpu": "studio.runtimes.litert_c:LiteRtCGpu",
    "litert-interpreter": "studio.runtimes.litert_interpreter:LiteRtInterpreter",
    "onnxruntime-cpu": "studio.runtimes.onnxruntime_cpu:OnnxRuntimeCpu",
    "tensorflow-cpu": "studio.engine.tensorflow_runtime:TensorFlowCpu",
    "tensorflow-gpu": "studio.engine.tensorflow_runtime:TensorFlowGpu",
    "torch-cpu": "studio.engine.torch_runtime:TorchCpu",
}


def get_runtime(id: str) -> Runtime:
    """The runtime called ``id``, its library imported.

    Raises UsageError ``runtime-unknown``, or RunError ``runtime-missing`` where its library cannot
    be loaded on this machine.
    """
    dotted = RUNTIMES.get(id)
    if dotted is None:
        raise UsageError("runtime-unknown", id=id, known=", ".join(RUNTIMES))
    module, name = dotted.split(":")
    try:
        runtime: Runtime = getattr(import_module(module), name)()
    except ImportError as error:
        raise RunError("runtime-missing", str(error), id=id) from error
    return runtime
