"""ReferenceRequest: the source's outputs on the inputs that a check or an evaluation uses."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import numpy as np

from studio.core.child import Reporter
from studio.core.errors import StorageError
from studio.core.model import Signature
from studio.core.protocol import ReferenceRequest, ReferenceResult
from studio.data import load_dataset, select_inputs
from studio.engine.fingerprint import source_sha256
from studio.engine.running import run_samples
from studio.engine.shapes import choose_signature, resolve
from studio.engine.source import PROCESS_CACHE, SourceCache

InputsFrom = Literal["evaluation", "calibration-unused", "calibration", "random", "given"]


def reference(
    request: ReferenceRequest, reporter: Reporter, sources: SourceCache = PROCESS_CACHE
) -> ReferenceResult:
    """Run the source and write "in:NAME" and "out:NAME" arrays, (samples, ...) each.

    Raises ModelError (opening), UsageError (shapes), DataError (data), RunError (running),
    StorageError (artifact-unwritable).
    """
    path = Path(request.model)
    source = sources.open(path, request.allow_code, reporter)
    chosen = choose_signature(source.signatures, request.signature)
    resolved = resolve(chosen, request.shapes)
    traced = sources.traced(source, resolved, reporter)
    inputs, inputs_from = _inputs(request, traced.signature)
    identity = f"{source_sha256(path)} {msgspec.json.encode(resolved).decode()}"
    outputs = run_samples(traced, identity, inputs, reporter)
    arrays = {f"in:{name}": array for name, array in inputs.items()}
    arrays |= {f"out:{name}": array for name, array in outputs.items()}
    try:
        with Path(request.output).open("wb") as stream:
            np.savez(stream, allow_pickle=False, **arrays)
    except OSError as error:
        raise StorageError("artifact-unwritable", str(error), path=request.output) from error
    samples = len(next(iter(inputs.values())))
    return ReferenceResult(path=request.output, inputs_from=inputs_from, samples=samples)


def _inputs(
    request: ReferenceRequest, signature: Signature
) -> tuple[dict[str, np.ndarray], InputsFrom]:
    if request.all_of:
        return load_dataset(request.all_of, request.all_ref).bind(signature), "given"
    return select_inputs(request.selection, signature)
