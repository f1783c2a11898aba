"""ReferenceRequest: the source's outputs on the inputs that a check or an evaluation uses."""

from __future__ import annotations

from pathlib import Path

import msgspec

from studio.core.child import Reporter
from studio.core.results import InputsFrom
from studio.core.signatures import choose_signature
from studio.core.verify_protocol import ReferenceRequest, ReferenceResult
from studio.data import load_dataset, select
from studio.data.computed import Reference, write_reference
from studio.data.layout import fixed_batch
from studio.engine.batching import Opened, run_all
from studio.engine.fingerprint import source_sha256
from studio.engine.running import SampleRunner
from studio.engine.shapes import resolve
from studio.engine.source import PROCESS_CACHE, Function, Sources


def reference(
    request: ReferenceRequest, reporter: Reporter, sources: Sources = PROCESS_CACHE
) -> ReferenceResult:
    """Run the source and write "in:NAME" and "out:NAME" arrays, (samples, ...) each.

    Also "labels" where the data have them. Of a whole data set only the outputs are written.
    Raises ModelError (opening), UsageError (shapes), DataError (data), RunError (running),
    StorageError (reference-unwritable).
    """
    path = Path(request.model)
    source = sources.open(path, request.allow_code, reporter, request.opening)
    chosen = choose_signature(source.signatures, request.signature)
    resolved = resolve(chosen, request.shapes)
    traced = sources.traced(source, resolved, reporter)
    reporter.phase("reference")  # what dies from here on dies of being run
    identity = f"{source_sha256(path)} {msgspec.json.encode(resolved).decode()}"
    runner = SampleRunner(traced, identity)
    if request.all_of:
        dataset = load_dataset(request.all_of, request.all_ref)
        opened = Opened(source, sources, chosen)
        outputs = run_all(dataset, runner, opened, reporter, batched=request.batched)
        made = Reference({}, outputs)
        inputs_from: InputsFrom = "given"
        notes: tuple[str, ...] = ()
    else:
        selected = select(
            request.selection, traced.signature, _of_sample(sources.macs(traced), traced)
        )
        inputs_from, notes = selected.inputs_from, selected.notes
        made = Reference(selected.inputs, runner.run(selected.inputs, reporter), selected.labels)
    write_reference(request.output, made)
    samples = len(next(iter(made.outputs.values())))
    return ReferenceResult(
        path=request.output,
        inputs_from=inputs_from,
        samples=samples,
        notes=notes,
        signature=chosen.name if len(source.signatures) > 1 else "",
        signatures=tuple(one.name for one in source.signatures[1:] and source.signatures),
    )


def _of_sample(total: int | None, traced: Function) -> int | None:
    return None if total is None else total // fixed_batch(traced.signature)
