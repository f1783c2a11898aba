"""TensorFlow as a runtime: a source model as a ``tf.function``, as a server would run it.

A run is the call and reading all of its outputs back into numpy, which is what waits for them. The
inputs lie on the device already. Importing this module imports TensorFlow.

Threads and devices belong to the process and are decided before TensorFlow starts: models on
targets that differ in ``Target.process`` cannot be loaded in one process.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from os import PathLike, fspath
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from studio.core.errors import ModelError, RunError
from studio.core.formats import sniff
from studio.core.measure_protocol import ProbeResult
from studio.core.measurements import Placement
from studio.core.model import Quantization, Shape, Signature
from studio.core.opening import LEGACY_KERAS, Opening
from studio.core.signatures import choose_signature
from studio.core.targets import Target
from studio.engine.cuda import require_cuda
from studio.engine.fingerprint import load_agreed
from studio.engine.placing import placement_of
from studio.engine.source import Source
from studio.engine.tensorflow_import import in_legacy, load_tensorflow, versions
from studio.engine.tf_internals import placed_ops
from studio.engine.traced import Traced, trace_flat
from studio.runtimes.protocol import PLAIN, Loading
from studio.runtimes.refusals import require_inputs, require_shape, shape_text

_PACKAGES = ("tensorflow", "keras")
tf = load_tensorflow()


class TensorFlowCpu:
    """The runtime ``tensorflow-cpu``.

    ``threads``: of the pool that ops divide their work in; ops run one after the other.
    """

    id = "tensorflow-cpu"
    title = "TensorFlow"

    def versions(self) -> dict[str, str]:
        return {name: found for name, found in versions().items() if name in _PACKAGES}

    def probe(self) -> ProbeResult:
        return ProbeResult(versions=self.versions())

    def load(
        self, path: str | PathLike[str], target: Target, how: Loading = PLAIN
    ) -> TensorFlowModel:
        """Load the model and trace it at the target's batch size, other dynamic dimensions 1.

        Where this is the first in the process, TensorFlow's own start is part of it; XLA compiles
        at the first run. Raises RunError: run-file-missing, runtime-settled, run-batch-fixed,
        run-rank-unknown, run-trace-failed; ModelError: those of the format's loader, as
        model-needs-code without ``allow_code``, and signature-unknown.
        """
        file = fspath(path)
        if not Path(file).exists():
            raise RunError("run-file-missing", path=file)
        _settle(
            target,
            lambda: tf.config.set_visible_devices([], "GPU"),
            lambda: tf.config.threading.set_inter_op_parallelism_threads(1),
            lambda: tf.config.threading.set_intra_op_parallelism_threads(target.threads),
        )
        return TensorFlowModel(file, target, "/CPU:0", how)


class TensorFlowGpu:
    """The runtime ``tensorflow-gpu``, on the first CUDA device.

    All of a model is put there, and an op that has no kernel for it is an error; but a model may
    say of its own ops that they belong on the CPU, and TensorFlow itself leaves small ones there.
    What ran where is therefore counted in the graph that ran.
    """

    id = "tensorflow-gpu"
    title = "TensorFlow (CUDA)"

    def versions(self) -> dict[str, str]:
        return TensorFlowCpu().versions()

    def probe(self) -> ProbeResult:
        """Raises RunError: cuda-not-built, cuda-no-driver, cuda-no-device."""
        return ProbeResult(versions=self.versions(), device=require_cuda(tf))

    def load(
        self, path: str | PathLike[str], target: Target, how: Loading = PLAIN
    ) -> TensorFlowModel:
        """As :meth:`TensorFlowCpu.load`; raises what :meth:`probe` does too."""
        file = fspath(path)
        if not Path(file).exists():
            raise RunError("run-file-missing", path=file)
        name = require_cuda(tf)
        _settle(target, lambda: tf.config.set_soft_device_placement(False))
        return TensorFlowModel(file, target, "/GPU:0", how, name)


def _loaded(path: Path, allow_code: bool, opening: Opening) -> Source:
    """By Keras 2 where the file asks for it: one that is only run needs no process of its own."""
    loader: Any = importlib.import_module(sniff(path).loader)
    load: Callable[[Path, bool, Opening], Source] = loader.load
    if opening.engine != LEGACY_KERAS:
        try:
            return load_agreed(load, path, allow_code, opening)
        except ModelError as error:
            if error.code != "model-needs-legacy-keras":
                raise
    with in_legacy():
        return load_agreed(load, path, allow_code, opening)


class TensorFlowModel:
    """One signature of a source; the first dimension, where dynamic, is the batch.

    ``gpu``: the name of the GPU that ``device`` is, "" = it is the CPU.
    """

    def __init__(
        self,
        path: str,
        target: Target,
        device: str,
        how: Loading,
        gpu: str = "",
    ) -> None:
        self._path = path
        self._gpu = gpu
        self._device = device
        self._xla = target.params["xla"] == "on"
        self._tensors: list[Any] = []
        self._results: list[np.ndarray] = []
        with tf.device(device):
            self._source = _loaded(Path(path), how.allow_code, how.opening)
        self._signature = choose_signature(self._source.signatures, how.signature)
        self._shapes = _first_shapes(path, self._signature, target.batch)
        self._traced = self._trace()

    @property
    def signature(self) -> Signature:
        return self._signature

    @property
    def placement(self) -> Placement | None:
        """Takes a run of its own, with the inputs set before, of a graph made anew: TensorFlow says
        where ops are placed when a graph is first run, and nothing of what XLA compiles.
        """
        if not self._gpu:
            return None
        traced = self._trace()
        placed = placed_ops(lambda: self._results_of(traced))
        traced.reset()
        return placement_of(placed, self._gpu)

    def shape(self, name: str) -> tuple[int, ...]:
        self._require_input(name)
        return self._shapes[name]

    def resize(self, name: str, shape: tuple[int, ...]) -> None:
        """Traces anew where it is another shape."""
        self._require_input(name)
        if self._shapes[name] != tuple(shape):
            require_shape(self._path, self._signature, name, tuple(shape))
            self._retrace(self._shapes | {name: tuple(shape)})

    def set_inputs(self, inputs: dict[str, np.ndarray]) -> None:
        arrays = {name: np.asarray(value) for name, value in inputs.items()}
        require_inputs(self._path, self._signature, arrays)
        shapes = {name: value.shape for name, value in arrays.items()}
        for name, shape in shapes.items():
            require_shape(self._path, self._signature, name, shape)
        if shapes != self._shapes:
            self._retrace(shapes)
        with tf.device(self._device):
            self._tensors = [tf.constant(arrays[spec.name]) for spec in self._signature.inputs]

    def invoke(self) -> None:
        self._results = self._results_of(self._traced)

    def _results_of(self, traced: Traced) -> list[np.ndarray]:
        try:
            return [value.numpy() for value in traced.function(*self._tensors)]
        except (tf.errors.OpError, ValueError, TypeError) as error:
            raise RunError("run-failed", str(error)[:4000], path=self._path) from error

    def outputs(self) -> dict[str, np.ndarray]:
        names = [spec.name for spec in self._signature.outputs]
        return {name: value.copy() for name, value in zip(names, self._results, strict=True)}

    def quantization(self, name: str) -> Quantization | None:
        del name
        return None

    def reset(self) -> None:
        self._traced.reset()

    def close(self) -> None:
        """The arrays and the function go; what TensorFlow itself holds ends with the process."""
        for attribute in ("_traced", "_source", "_tensors", "_results"):
            self.__dict__.pop(attribute, None)

    def _retrace(self, shapes: dict[str, tuple[int, ...]]) -> None:
        self._shapes = shapes
        self._traced = self._trace()

    def _trace(self) -> Traced:
        fixed = msgspec.structs.replace(
            self._signature,
            inputs=tuple(
                msgspec.structs.replace(spec, shape=self._shapes[spec.name])
                for spec in self._signature.inputs
            ),
        )
        try:
            with tf.device(self._device):
                return trace_flat(self._source.serving(fixed), fixed, xla=self._xla)
        except (tf.errors.OpError, ValueError, TypeError) as error:
            shapes = ", ".join(
                f"{name} {shape_text(shape)}" for name, shape in self._shapes.items()
            )
            raise RunError(
                "run-trace-failed", str(error)[:4000], path=self._path, shapes=shapes
            ) from error

    def _require_input(self, name: str) -> None:
        if name not in self._shapes:
            raise RunError("run-input-unknown", name=name, known=", ".join(self._shapes))


def _settle(target: Target, *settings: Any) -> None:
    """Decide for the whole process; TensorFlow refuses what differs from what it started with."""
    try:
        for setting in settings:
            setting()
    except RuntimeError as error:
        raise RunError("runtime-settled", str(error), target=target.text) from error


def _first_shapes(path: str, signature: Signature, batch: int) -> dict[str, tuple[int, ...]]:
    """Input name -> shape. Raises RunError: run-rank-unknown, run-batch-fixed."""
    for spec in signature.inputs:
        if not spec.rank_known:
            raise RunError("run-rank-unknown", path=path, name=spec.name)
    if batch > 1 and not any(_has_open_batch(spec.shape) for spec in signature.inputs):
        shapes = ", ".join(f"{spec.name} {shape_text(spec.shape)}" for spec in signature.inputs)
        raise RunError("run-batch-fixed", path=path, batch=batch, shapes=shapes)
    return {
        spec.name: tuple(
            (batch if place == 0 else 1) if dim is None else dim
            for place, dim in enumerate(spec.shape)
        )
        for spec in signature.inputs
    }


def _has_open_batch(shape: Shape) -> bool:
    return bool(shape) and shape[0] is None
