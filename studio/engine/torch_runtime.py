"""PyTorch as a runtime: an exported program called the way its author would, op by op ("eager").

A run is the call of ``program.module()`` under ``inference_mode``; on the CPU its outputs are there
when it returns. Importing this module imports PyTorch, and no litert-torch.

Threads belong to the process and are decided before anything runs: models on targets that differ in
``Target.process`` cannot be loaded in one process.
"""

from __future__ import annotations

from importlib.metadata import version
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import numpy as np
import torch

from studio.core.errors import RunError
from studio.core.measure_protocol import ProbeResult
from studio.core.targets import Target
from studio.engine.torch_program import RUN_ERRORS, load_program, tensors_of
from studio.runtimes.held_shapes import HeldShapes
from studio.runtimes.protocol import PLAIN, Loading


class TorchCpu:
    """The runtime ``torch-cpu``.

    ``threads``: of the pool that an op divides its work in; ops run one after the other.
    """

    id = "torch-cpu"
    title = "PyTorch"

    def versions(self) -> dict[str, str]:
        return {"torch": version("torch")}

    def probe(self) -> ProbeResult:
        return ProbeResult(versions=self.versions())

    def load(self, path: str | PathLike[str], target: Target, how: Loading = PLAIN) -> TorchModel:
        """Load the program; a .pt2 has one signature, and nothing to choose.

        Raises RunError run-file-missing and what ``load_program`` does.
        """
        file = fspath(path)
        if not Path(file).is_file():
            raise RunError("run-file-missing", path=file)
        torch.set_num_threads(target.threads)
        return TorchModel(file, how)


class TorchModel(HeldShapes):
    """One program, its inputs held as tensors."""

    def __init__(self, path: str, how: Loading) -> None:
        program = load_program(Path(path), how.allow_code, lambda _phase: None, how.opening)
        self._caller = program.caller()
        super().__init__(path, program.model.signature)
        self._arguments: tuple[Any, Any] = ((), {})
        self._results: Any = None

    def set_inputs(self, inputs: dict[str, np.ndarray]) -> None:
        tensors = [torch.from_numpy(value) for value in self._copies(inputs)]
        self._arguments = self._caller.arguments(tensors)

    def invoke(self) -> None:
        try:
            self._results = self._caller.call(*self._arguments)
        except RUN_ERRORS as error:
            raise RunError("run-failed", str(error)[:4000], path=self._path) from error

    def outputs(self) -> dict[str, np.ndarray]:
        names = [spec.name for spec in self._signature.outputs]
        tensors = tensors_of(self._results)
        return {name: value.numpy().copy() for name, value in zip(names, tensors, strict=True)}

    def reset(self) -> None:
        """A program that keeps state is not loaded."""

    def close(self) -> None:
        for attribute in ("_caller", "_arguments", "_results"):
            self.__dict__.pop(attribute, None)
