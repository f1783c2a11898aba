"""What the source computes, kept in a .npz for the comparison and the score."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import numpy as np

from studio.core.child import Reporter
from studio.core.errors import ModelError
from studio.core.formats import sniff
from studio.core.model import Signature
from studio.core.verify_protocol import ReferenceRequest, ReferenceResult
from studio.data import LoadedDataset, load_dataset, select
from studio.data.computed import Reference, write_reference
from studio.data.fitting import dequantize
from studio.data.layout import fixed_batch, with_shapes
from studio.graph.tflite import macs_of_run
from studio.verify.batching import BatchedRunner
from studio.verify.running import Runner


def reference(request: ReferenceRequest, reporter: Reporter) -> ReferenceResult:
    """Run a .tflite or .onnx source. Raises ModelError: signature-unknown; DataError, RunError."""
    reporter.phase("reference")
    with Runner(request.model) as runner:
        _require_signature(request, runner.signature)
        if request.all_of:
            return _run_all(request, runner, reporter)
        is_onnx = sniff(Path(request.model)).id == "onnx"
        macs = None if is_onnx else macs_of_run(request.model, request.shapes)
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
        notes=selected.notes,
    )


def run_dataset(
    path: str, dataset: LoadedDataset, reporter: Reporter, phase: str, *, batched: bool
) -> dict[str, np.ndarray]:
    """Outputs for every sample of a data set, its inputs bound a chunk at a time.

    ``batched``: several at once where that is proven to change nothing, and is said; see
    ``verify.batching``.
    """
    with Runner(path) as runner:
        return _run_parts(path, runner, dataset, reporter, phase, batched=batched)


def _run_parts(
    path: str,
    runner: Runner,
    dataset: LoadedDataset,
    reporter: Reporter,
    phase: str,
    *,
    batched: bool,
) -> dict[str, np.ndarray]:
    total, done = dataset.count(runner.signature), 0
    parts: dict[str, list[np.ndarray]] = {}

    def tell(of_part: int, _: int) -> None:
        reporter.phase(phase, (done + of_part) / total, done + of_part, total)

    with closing(BatchedRunner(path, runner, total if batched else 0, reporter.batched)) as faster:
        for inputs in dataset.parts(runner.signature):
            for name, output in faster.run(inputs, tell).items():
                parts.setdefault(name, []).append(output.values)
            done += len(next(iter(inputs.values())))
            tell(0, total)
        if faster.said:
            reporter.note(f"samples were run one at a time: {faster.said}")
    return {name: np.concatenate(arrays) for name, arrays in parts.items()}


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
    outputs = _run_parts(
        request.model, runner, dataset, reporter, "reference", batched=request.batched
    )
    write_reference(request.output, Reference({}, outputs))
    samples = len(next(iter(outputs.values())))
    return ReferenceResult(path=request.output, inputs_from="given", samples=samples)


def _require_signature(request: ReferenceRequest, signature: Signature) -> None:
    if request.signature is not None and request.signature != signature.name:
        raise ModelError("signature-unknown", name=request.signature, known=signature.name or "–")
