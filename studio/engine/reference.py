"""ReferenceRequest: the source's outputs on the inputs that a check or an evaluation uses."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from studio.core.child import Reporter
from studio.core.errors import StorageError
from studio.core.protocol import ReferenceRequest, ReferenceResult
from studio.data import load_dataset, select
from studio.data.layout import fixed_batch
from studio.engine.fingerprint import source_sha256
from studio.engine.macs import count_macs
from studio.engine.running import SampleRunner
from studio.engine.shapes import choose_signature, resolve
from studio.engine.source import PROCESS_CACHE, SourceCache
from studio.engine.traced import Traced

InputsFrom = Literal["evaluation", "calibration-unused", "calibration", "random", "given"]


_CHUNK_BYTES = 128 << 20


def reference(
    request: ReferenceRequest, reporter: Reporter, sources: SourceCache = PROCESS_CACHE
) -> ReferenceResult:
    """Run the source and write "in:NAME" and "out:NAME" arrays, (samples, ...) each.

    Also "labels" where the data have them. Of a whole data set only the outputs are written.
    Raises ModelError (opening), UsageError (shapes), DataError (data), RunError (running),
    StorageError (artifact-unwritable).
    """
    path = Path(request.model)
    source = sources.open(path, request.allow_code, reporter)
    chosen = choose_signature(source.signatures, request.signature)
    resolved = resolve(chosen, request.shapes)
    traced = sources.traced(source, resolved, reporter)
    identity = f"{source_sha256(path)} {msgspec.json.encode(resolved).decode()}"
    runner = SampleRunner(traced, identity)
    arrays: dict[str, np.ndarray]
    inputs_from: InputsFrom
    if request.all_of:
        outputs, inputs_from = _run_all(request, runner, reporter), "given"
        arrays = {}
    else:
        selected = select(request.selection, traced.signature, _macs_of_sample(traced))
        inputs_from = selected.inputs_from
        outputs = runner.run(selected.inputs, reporter)
        arrays = {f"in:{name}": array for name, array in selected.inputs.items()}
        if selected.labels is not None:
            arrays["labels"] = selected.labels
    arrays |= {f"out:{name}": array for name, array in outputs.items()}
    try:
        with Path(request.output).open("wb") as stream:
            np.savez(stream, allow_pickle=False, **arrays)
    except OSError as error:
        raise StorageError("artifact-unwritable", str(error), path=request.output) from error
    samples = len(next(iter(outputs.values())))
    return ReferenceResult(path=request.output, inputs_from=inputs_from, samples=samples)


def _macs_of_sample(traced: Traced) -> int | None:
    total = count_macs(traced.graph).total
    return None if total is None else total // fixed_batch(traced.signature)


def _run_all(
    request: ReferenceRequest, runner: SampleRunner, reporter: Reporter
) -> dict[str, np.ndarray]:
    """Outputs for every sample of the data set, its inputs bound a part at a time."""
    dataset = load_dataset(request.all_of, request.all_ref)
    signature = runner.traced.signature
    total = dataset.count(signature)
    first = dataset.bind(signature, np.arange(min(1, total)))
    step = max(1, _CHUNK_BYTES // max(1, sum(array.nbytes for array in first.values())))
    parts: dict[str, list[np.ndarray]] = {}
    for start in range(0, total, step):
        rows = np.arange(start, min(total, start + step))
        inputs = dataset.bind(signature, rows)
        for name, array in runner.run(inputs, reporter, start, total).items():
            parts.setdefault(name, []).append(array)
    return {name: np.concatenate(arrays) for name, arrays in parts.items()}
