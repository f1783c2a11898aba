"""The runtimes ``litert-c`` and ``litert-c-gpu``: what is asked of the library for each target."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path

from studio.core.errors import RunError
from studio.core.measure_protocol import ProbeResult
from studio.core.targets import Target
from studio.runtimes.litert_c.declarations import (
    CPU,
    CPU_OPTIONS,
    ERRORS_KEPT,
    GPU,
    GPU_OPTIONS,
    LOG_INFO,
    LOG_WARNING,
    RUNTIME_OPTIONS,
)
from studio.runtimes.litert_c.gpu import GpuModel
from studio.runtimes.litert_c.library import PACKAGE, open_library, package_version
from studio.runtimes.litert_c.model import CompiledModel, Setup
from studio.runtimes.litert_c.profiler import ProfiledModel
from studio.runtimes.litert_c.self_test import test_cpu, test_gpu
from studio.runtimes.protocol import PLAIN, Loading

_KERNEL_MODES = {"xnnpack": "delegate", "builtin": "builtin"}
_PRECISIONS = {"float16": 1, "float32": 2}


class LiteRtC:
    """The runtime ``litert-c``: the CPU."""

    id = "litert-c"
    title = "LiteRT compiled model"

    def __init__(self) -> None:
        """Raises RunError: ``runtime-unproven``, ``runtime-missing``."""
        self._library = open_library()

    def versions(self) -> dict[str, str]:
        return {PACKAGE: package_version()}

    def probe(self) -> ProbeResult:
        test_cpu(self)
        return ProbeResult(versions=self.versions())

    def load(
        self, path: str | PathLike[str], target: Target, how: Loading = PLAIN
    ) -> CompiledModel:
        """Raises RunError: ``run-file-missing``, ``run-threads-without-effect``, and what
        :class:`CompiledModel` does.
        """
        del how  # such a file leaves no choices, and brings no code along
        return CompiledModel(self._library, _existing(path), _cpu_setup(target))

    def load_profiled(self, path: str | PathLike[str], target: Target) -> ProfiledModel:
        """As :meth:`load`, with profiling on."""
        return ProfiledModel(self._library, _existing(path), _cpu_setup(target, profiling=True))


class LiteRtCGpu:
    """The runtime ``litert-c-gpu``: WebGPU on Linux and Windows, Metal on macOS; what it cannot
    run there goes to the CPU, and the placement says so."""

    id = "litert-c-gpu"
    title = "LiteRT compiled model, GPU"

    def __init__(self) -> None:
        """Raises RunError: ``runtime-unproven``, ``runtime-missing``."""
        self._library = open_library()

    def versions(self) -> dict[str, str]:
        return {PACKAGE: package_version()}

    def probe(self) -> ProbeResult:
        placement = test_gpu(self)
        return ProbeResult(
            versions=self.versions(), device=placement.device, is_software=placement.is_software
        )

    def load(self, path: str | PathLike[str], target: Target, how: Loading = PLAIN) -> GpuModel:
        """Raises RunError: ``run-file-missing``, and what :class:`GpuModel` does."""
        del how  # such a file leaves no choices, and brings no code along
        precision = _PRECISIONS[str(target.params["precision"])]
        texts = _texts(kernels="xnnpack", threads=target.threads)
        texts[GPU_OPTIONS] = f"precision = {precision}\n"
        return GpuModel(self._library, _existing(path), Setup(CPU | GPU, texts, LOG_INFO))


def _cpu_setup(target: Target, *, profiling: bool = False) -> Setup:
    kernels = str(target.params["kernels"])
    if kernels != "xnnpack" and target.threads > 1:
        raise RunError("run-threads-without-effect", target=target.text)
    return Setup(CPU, _texts(kernels, target.threads, profiling=profiling), LOG_WARNING)


def _texts(kernels: str, threads: int, *, profiling: bool = False) -> dict[str, str]:
    return {
        CPU_OPTIONS: f'kernel_mode = "{_KERNEL_MODES[kernels]}"\nnum_threads = {threads}\n',
        RUNTIME_OPTIONS: f"enable_profiling = {str(profiling).lower()}\n"
        f"error_reporter_mode = {ERRORS_KEPT}\n",
    }


def _existing(path: str | PathLike[str]) -> str:
    file = fspath(path)
    if not Path(file).is_file():
        raise RunError("run-file-missing", path=file)
    return file
