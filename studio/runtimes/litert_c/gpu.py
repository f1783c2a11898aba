"""Models on the GPU: where their ops were placed, on which device, and runs that are finished.

Where ops went and which device it is, the library says only in its log, so that is read while a
file is compiled. What it does not say is not claimed: without a sign that ops are on the GPU, the
file is not loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from studio.core.errors import RunError
from studio.core.measurements import Placement
from studio.runtimes.litert_c.library import Library
from studio.runtimes.litert_c.model import CompiledModel, Setup
from studio.runtimes.litert_c.stderr import overhear_stderr

_ADAPTER = re.compile(r"Selected adapter: (?P<name>.+?), arch=.*?adapterType=(?P<type>.+)")
_SPLIT = re.compile(
    r"(?P<gpu>\d+|No) operations will run on the GPU, "
    r"and (?:the remaining|all) (?P<cpu>\d+) operations will run on the CPU"
)
_BROKEN = re.compile(r"^ - While (?:calling|validating|encoding|finishing) .*", re.MULTILINE)
_NO_DEVICE = re.compile(r"No adapters found|No supported adapters|Failed to initialize \w+ env")


class GpuModel(CompiledModel):
    """A run ends when all outputs have been read: the library itself returns before the GPU has
    done its work."""

    def __init__(self, library: Library, path: str, setup: Setup) -> None:
        """As CompiledModel; and RunError: ``run-gpu-missing`` (no device), ``run-gpu-unused``
        (nothing would run there), ``run-gpu-broken`` (the device refuses the library's programs,
        whose results would be wrong without any status that says so).
        """
        try:
            with overhear_stderr() as said:
                super().__init__(library, path, setup)
        except RunError as error:
            if _NO_DEVICE.search(said.text):
                raise RunError("run-gpu-missing", said.text, id="litert-c-gpu") from error
            raise
        try:
            self.placement = self._read_placement(said.text + library.errors(self._compiled))
        except BaseException:
            self.close()
            raise

    def invoke(self) -> None:
        super().invoke()
        with self._running():
            self._out.wait()

    def _compile(self, shapes: Sequence[tuple[int, ...]] | None = None) -> None:
        with self._watched():
            super()._compile(shapes)

    def _allocate(self) -> None:
        """After a resize, the programs for the GPU are made anew here."""
        with self._watched():
            super()._allocate()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        with overhear_stderr() as said:
            yield
        if _BROKEN.search(said.text):
            raise RunError("run-gpu-broken", said.text, path=self._path)

    def _read_placement(self, said: str) -> Placement:
        library = self._library
        name = "LiteRtCompiledModelIsNonCpuFullyAccelerated"
        is_full = bool(library.out("bool", name, self._compiled))
        splits = [
            (0 if split["gpu"] == "No" else int(split["gpu"]), int(split["cpu"]))
            for split in _SPLIT.finditer(said)
        ]
        on_gpu, on_cpu = sum(gpu for gpu, _ in splits), sum(cpu for _, cpu in splits)
        if not is_full and not on_gpu:
            raise RunError("run-gpu-unused", said, path=self._path)
        adapter = _ADAPTER.search(said)
        return Placement(
            kind="full" if is_full else "partial",
            share=1.0 if is_full else self._share(len(splits), on_gpu, on_cpu),
            device=adapter["name"] if adapter else "",
            is_software=is_software(adapter["type"]) if adapter else None,
        )

    def _share(self, said_of: int, on_gpu: int, on_cpu: int) -> float | None:
        """Known only where the library spoke of every subgraph (it is silent about whole ones)."""
        count = self._library.out("size_t", "LiteRtGetNumModelSubgraphs", self._model)
        return on_gpu / (on_gpu + on_cpu) if said_of == count else None


def is_software(adapter_type: str) -> bool:
    """Whether WebGPU's word for the kind of adapter means that a CPU plays its part."""
    return "software" in adapter_type.lower() or "cpu" in adapter_type.lower().split()
