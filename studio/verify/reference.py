"""What the source computes, kept in a .npz for the comparison and the score."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from studio.core.child import Reporter
from studio.core.errors import ModelError, RunError, StorageError
from studio.core.model import Signature
from studio.core.protocol import ReferenceRequest, ReferenceResult
from studio.data import LoadedDataset, load_dataset, select
from studio.data.fitting import dequantize
from studio.data.layout import fixed_batch, with_shapes
from studio.graph.tflite import macs_of_run
from studio.verify.running import Runner

_CHUNK_BYTES = 128 * 1024**2


@dataclass(frozen=True)
class Reference:
    """Real values by name, (samples, *sample shape); ``labels``: (samples,) where known."""

    inputs: dict[str, np.ndarray]
    outputs: dict[str, np.ndarray]
    labels: np.ndarray | None = None


def reference(request: ReferenceRequest, reporter: Reporter) -> ReferenceResult:
    """Run a .tflite source. Raises ModelError: signature-unknown; DataError, RunError."""
    reporter.phase("reference")
    with Runner(request.model) as runner:
        _require_signature(request, runner.signature)
        if request.all_of:
            return _run_all(request, runner, reporter)
        macs = macs_of_run(request.model, request.shapes)
        batch = fixed_batch(with_shapes(runner.signature, request.shapes))
        of_sample = None if macs is None else macs // batch
        selected = select(request.selection, runner.signature, of_sample, request.shapes)
        inputs = as_real(selected.inputs, runner.signature)
        outputs = runner.run(
            inputs, lambda done, total: reporter.phase("reference", done / total, done, total)
        )
    values = {name: output.values for name, output in outputs.items()}
    write_reference(request.output, Reference(inputs, values, selected.labels))
    return ReferenceResult(
        path=request.output,
        inputs_from=selected.inputs_from,
        samples=len(next(iter(inputs.values()))),
    )


def run_dataset(
    runner: Runner, dataset: LoadedDataset, reporter: Reporter, phase: str
) -> dict[str, np.ndarray]:
    """Outputs for every sample of a data set, its inputs bound a chunk at a time."""
    total = dataset.count(runner.signature)
    first = dataset.bind(runner.signature, np.arange(min(1, total)))
    sample_bytes = max(1, sum(array.nbytes for array in first.values()))
    step = max(1, _CHUNK_BYTES // sample_bytes)
    parts: dict[str, list[np.ndarray]] = {}
    for start in range(0, total, step):
        rows = np.arange(start, min(total, start + step))
        outputs = runner.run(dataset.bind(runner.signature, rows))
        for name, output in outputs.items():
            parts.setdefault(name, []).append(output.values)
        done = int(rows[-1]) + 1
        reporter.phase(phase, done / total, done, total)
    return {name: np.concatenate(arrays) for name, arrays in parts.items()}


def write_reference(path: str, content: Reference) -> None:
    """Keys "in:NAME", "out:NAME", "labels". Raises StorageError: reference-unwritable."""
    arrays = {f"in:{name}": array for name, array in content.inputs.items()}
    arrays |= {f"out:{name}": array for name, array in content.outputs.items()}
    if content.labels is not None:
        arrays["labels"] = content.labels
    try:
        with Path(path).open("wb") as stream, zipfile.ZipFile(stream, "w") as archive:
            for name, array in arrays.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                    np.lib.format.write_array(member, np.asarray(array), allow_pickle=False)
    except OSError as error:
        raise StorageError("reference-unwritable", str(error), path=path) from error


def read_reference(path: str) -> Reference:
    """Raises RunError: reference-damaged."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, zipfile.BadZipFile, EOFError) as error:
        raise RunError("reference-damaged", str(error), path=path) from error
    return Reference(
        inputs=_prefixed(arrays, "in:"),
        outputs=_prefixed(arrays, "out:"),
        labels=arrays.get("labels"),
    )


def as_real(inputs: Mapping[str, np.ndarray], signature: Signature) -> dict[str, np.ndarray]:
    """Stored values of quantized inputs as real ones, so that any variant can take them."""
    real = dict(inputs)
    for spec in signature.inputs:
        if spec.quantization is not None and real[spec.name].dtype.kind in "iu":
            values = dequantize(real[spec.name], spec.quantization)
            real[spec.name] = values.astype(np.float32)
    return real


def _run_all(request: ReferenceRequest, runner: Runner, reporter: Reporter) -> ReferenceResult:
    dataset = load_dataset(request.all_of, request.all_ref)
    outputs = run_dataset(runner, dataset, reporter, "reference")
    write_reference(request.output, Reference({}, outputs))
    samples = len(next(iter(outputs.values())))
    return ReferenceResult(path=request.output, inputs_from="given", samples=samples)


def _require_signature(request: ReferenceRequest, signature: Signature) -> None:
    if request.signature is not None and request.signature != signature.name:
        raise ModelError("signature-unknown", name=request.signature, known=signature.name or "–")


def _prefixed(arrays: Mapping[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {name[len(prefix) :]: array for name, array in arrays.items() if name.startswith(prefix)}
