"""Runs a .tflite or .onnx sample by sample; values go in and come out as real numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np

from studio.core.errors import RunError
from studio.core.formats import sniff
from studio.core.model import Signature, TensorSpec
from studio.core.recipe import Preprocessing
from studio.core.targets import make_target
from studio.data.fitting import convert, dequantize
from studio.data.layout import fixed_batch, has_batch, show
from studio.graph.tflite import keeps_state
from studio.runtimes import LoadedModel, get_runtime

TARGET = make_target("litert-interpreter")
ONNX_TARGET = make_target("onnxruntime-cpu")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Output:
    """``values``: (samples, *sample shape), dequantized. ``step``: its scale, 0 = not quantized."""

    values: np.ndarray
    step: float = 0.0


class Runner:
    """A loaded file. Every sample starts with fresh state; a fixed batch is filled up.

    Raises RunError, ModelError where the file cannot be loaded.
    """

    def __init__(self, path: str, model: LoadedModel | None = None, batch: int = 1) -> None:
        """``model``: ``path`` loaded already, resized to ``batch`` samples where the file says 1;
        it is closed with this."""
        self._path = path
        is_onnx = sniff(Path(path)).id == "onnx"
        target = ONNX_TARGET if is_onnx else TARGET
        self._has_state = not is_onnx and keeps_state(path)
        self._model = model or get_runtime(target.id).load(path, target)
        self._has_run = False
        self.signature: Signature = self._model.signature
        self._batch = max(batch, fixed_batch(self.signature))
        if not self.signature.inputs or not self.signature.outputs:
            raise RunError("run-nothing-to-compare", path=path)
        for spec in (*self.signature.inputs, *self.signature.outputs):
            if spec.dtype == "string":
                raise RunError("run-string-input", path=path, name=spec.name)

    def __enter__(self) -> Runner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._model.close()

    def run(
        self, inputs: Mapping[str, np.ndarray], progress: Progress | None = None
    ) -> dict[str, Output]:
        """``inputs``: name -> (samples, *sample shape), real values. Output name -> values.

        Inputs are matched by name, else by being the only one, else by shape.
        Raises RunError: inputs-unmatched, output-shape-varies and the runtime's; DataError where
        values do not suit an input.
        """
        named = match(
            {name: array.shape[1:] for name, array in inputs.items()},
            {spec.name: _sample_dims(spec, self.signature) for spec in self.signature.inputs},
        )
        if len(named) < len(self.signature.inputs):
            raise self._unmatched(inputs)
        converted = {
            spec.name: convert(inputs[named[spec.name]], spec, Preprocessing(), named[spec.name])
            for spec in self.signature.inputs
        }
        total = len(next(iter(converted.values())))
        batch = self._batch
        rows: dict[str, list[np.ndarray]] = {spec.name: [] for spec in self.signature.outputs}
        for start in range(0, total, batch):
            count = min(batch, total - start)
            if self._has_state and self._has_run:
                self._model.reset()
            self._has_run = True
            self._model.set_inputs(
                {
                    spec.name: self._batch_of(converted[spec.name], spec, start, batch)
                    for spec in self.signature.inputs
                }
            )
            self._model.invoke()
            for name, array in self._model.outputs().items():
                rows[name] += self._rows_of(array, name, batch)[:count]
            if progress is not None:
                progress(start + count, total)
        return {name: self._joined(name, arrays) for name, arrays in rows.items()}

    def _batch_of(self, array: np.ndarray, spec: TensorSpec, start: int, batch: int) -> np.ndarray:
        if not has_batch(spec, self.signature):
            return np.asarray(array[start])
        part = array[start : start + batch]
        if len(part) < batch:
            part = np.concatenate([part, np.repeat(part[-1:], batch - len(part), axis=0)])
        return np.asarray(part)

    def _rows_of(self, array: np.ndarray, name: str, batch: int) -> list[np.ndarray]:
        """One array for each sample; an output without batch dimension is one sample's."""
        spec = self._output(name)
        if has_batch(spec, self.signature) and array.ndim and array.shape[0] == batch:
            return list(array)
        return [array] * batch

    def _joined(self, name: str, arrays: list[np.ndarray]) -> Output:
        if len({array.shape for array in arrays}) > 1:
            raise RunError("output-shape-varies", path=self._path, name=name)
        stacked = np.stack(arrays)
        quantization = self._output(name).quantization
        if quantization is None or stacked.dtype.kind not in "iu":
            return Output(stacked)
        real = dequantize(stacked, quantization).astype(np.float32)
        return Output(real, float(max(quantization.scales)))

    def _output(self, name: str) -> TensorSpec:
        return next(spec for spec in self.signature.outputs if spec.name == name)

    def _unmatched(self, inputs: Mapping[str, np.ndarray]) -> RunError:
        return RunError(
            "inputs-unmatched",
            path=self._path,
            given=_list({name: array.shape[1:] for name, array in inputs.items()}),
            wanted=_list({spec.name: spec.shape for spec in self.signature.inputs}),
        )


def match(
    given: Mapping[str, tuple[int | None, ...]], wanted: Mapping[str, tuple[int | None, ...]]
) -> dict[str, str]:
    """Wanted name -> given name. By name where all are there; the only one of each; else by shape
    where every shape occurs once on both sides. A name that cannot be matched is left out.
    """
    common = {name: name for name in wanted if name in given}
    if common or not given or not wanted:
        return common
    if len(given) == len(wanted) == 1:
        return {next(iter(wanted)): next(iter(given))}
    result: dict[str, str] = {}
    for name, shape in wanted.items():
        alike = [other for other, its in given.items() if _alike(its, shape)]
        rivals = [other for other, its in wanted.items() if _alike(its, shape)]
        if len(alike) == 1 and len(rivals) == 1:
            result[name] = alike[0]
    return result


def _alike(first: tuple[int | None, ...], second: tuple[int | None, ...]) -> bool:
    return len(first) == len(second) and all(
        None in (a, b) or a == b for a, b in zip(first, second, strict=True)
    )


def _sample_dims(spec: TensorSpec, signature: Signature) -> tuple[int | None, ...]:
    return spec.shape[1:] if has_batch(spec, signature) else spec.shape


def _list(shapes: Mapping[str, tuple[int | None, ...]]) -> str:
    return ", ".join(f"{name}: {show(shape)}" for name, shape in shapes.items())
