"""Inputs for a part of a model: few samples, and what the ops before it make of them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from studio.core.bisecting import InputsMade
from studio.core.child import Reporter
from studio.core.errors import RunError
from studio.core.model import Signature
from studio.core.verify_protocol import FeedRequest, FeedResult, GatherRequest, GatherResult
from studio.data import load_dataset, random_inputs, seeded_order, select
from studio.data.computed import Reference, read_reference, write_arrays, write_reference
from studio.data.layout import fixed_batch, sample_shape, with_shapes
from studio.data.random import CALIBRATION_STREAM
from studio.graph.parsing import Parsed
from studio.graph.taking import before, part_of, write_part
from studio.graph.tflite import macs_of_run, mapped, parse_model, read_model
from studio.verify.reference import as_real
from studio.verify.running import Runner


def gather(request: GatherRequest, reporter: Reporter) -> GatherResult:
    """Raises ModelError as ``tflite.mapped``, DataError; StorageError: reference-unwritable."""
    reporter.phase("reading-data")
    signature = with_shapes(read_model(request.model)[0].signatures[0], request.shapes)
    chosen = request.selection
    if request.calibrates is None:
        macs = macs_of_run(request.model, request.shapes)
        of_sample = None if macs is None else macs // fixed_batch(signature)
        selected = select(chosen, signature, of_sample)
        inputs, rows = selected.inputs, selected.rows
        data = (chosen.given or chosen.evaluation or chosen.calibration) if rows else ""
    elif chosen.calibration:
        dataset = load_dataset(chosen.calibration, chosen.calibration_ref)
        order = seeded_order(dataset.count(signature), chosen.seed)[: request.calibrates]
        inputs, rows = dataset.bind(signature, order), tuple(map(int, order))
        data = chosen.calibration
    else:
        seed = chosen.seed + CALIBRATION_STREAM
        inputs, rows, data = random_inputs(signature, request.calibrates, seed), (), ""
    inputs = as_real(inputs, signature)
    write_reference(request.output, Reference(inputs, {}))
    return GatherResult(samples=len(next(iter(inputs.values()))), data=data, rows=rows)


def feed(request: FeedRequest, reporter: Reporter) -> FeedResult:
    """The .npz has the part's input names as keys, real values.

    Raises ModelError as ``tflite.mapped``; RunError: part-unfed, and the runtime's, where what
    comes before the part cannot be run; StorageError: reference-unwritable.
    """
    reporter.phase("reading-data")
    signature = read_model(request.part)[0].signatures[0]
    if request.is_random:
        made: InputsMade = "random"
        values = as_real(random_inputs(signature, len(request.rows), request.seed), signature)
    else:
        given = read_reference(request.inputs).inputs
        samples = {name: array[list(request.rows)] for name, array in given.items()}
        made, by_tensor = _computed(request, samples)
        values = _shaped(request, signature, by_tensor)
    write_arrays(request.output, values)
    return FeedResult(made=made)


def _computed(
    request: FeedRequest, samples: dict[str, np.ndarray]
) -> tuple[InputsMade, list[np.ndarray]]:
    """What the part reads, in the order of its inputs, (samples, ...)."""
    with mapped(Path(request.model)) as data:
        parsed = parse_model(data)
        content = data[:]
    wanted = part_of(parsed, request.ops).inputs
    names = _names(parsed, request.model)
    found = {at: samples[names[at]] for at in wanted if names.get(at) in samples}
    missing = [at for at in wanted if at not in found]
    if not missing:
        return "given", [found[at] for at in wanted]
    maker = before(parsed, missing)
    if maker is None or len(maker.outputs) < len(missing):
        raise RunError("part-unfed", path=request.model)
    with tempfile.TemporaryDirectory(prefix="studio-feed-") as folder:
        path = Path(folder) / "before.tflite"
        write_part(content, parsed, maker, path)
        with Runner(str(path)) as runner:
            outputs = runner.run(samples)
        order = [spec.name for spec in read_model(path)[0].signatures[0].outputs]
    found |= {at: outputs[name].values for at, name in zip(maker.outputs, order, strict=True)}
    return "computed", [found[at] for at in wanted]


def _names(parsed: Parsed, path: str) -> dict[int, str]:
    """Input tensor -> its name for a caller."""
    signature = read_model(path)[0].signatures[0]
    for entry in parsed.signatures:
        if entry.subgraph == 0 and entry.name == signature.name:
            return {at: name for name, at in entry.inputs.items()}
    inputs = parsed.subgraphs[0].inputs
    return {at: spec.name for at, spec in zip(inputs, signature.inputs, strict=True)}


def _shaped(
    request: FeedRequest, signature: Signature, values: list[np.ndarray]
) -> dict[str, np.ndarray]:
    """By the part's input names; what a sample is differs where the part has another batch."""
    shaped: dict[str, np.ndarray] = {}
    for spec, array in zip(signature.inputs, values, strict=True):
        wanted = tuple(dim or -1 for dim in sample_shape(spec, signature))
        try:
            shaped[spec.name] = array.reshape(len(request.rows), *wanted)
        except ValueError as error:
            raise RunError("part-unfed", str(error), path=request.model) from error
    return shaped
