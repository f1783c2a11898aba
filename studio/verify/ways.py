"""One file in several ways: chosen inputs, a run on a target, and how far the runs are apart."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from studio.core.agreement import Difference
from studio.core.agreement_text import is_within
from studio.core.child import Reporter
from studio.core.verify_protocol import (
    CompareRunsRequest,
    CompareRunsResult,
    ReferenceResult,
    RunOnRequest,
    RunOnResult,
    SelectInputsRequest,
)
from studio.data import select
from studio.data.computed import Reference, read_reference, write_reference
from studio.data.layout import fixed_batch
from studio.graph.parsing import Parsed
from studio.graph.tflite import macs_of_run, read_model
from studio.runtimes import get_runtime
from studio.verify.comparison import SOURCE_SAME, is_constant
from studio.verify.counterparts import Side, read_side
from studio.verify.reference import as_real
from studio.verify.running import Runner, match


def select_inputs(request: SelectInputsRequest, reporter: Reporter) -> ReferenceResult:
    """Raises ModelError as ``tflite.mapped``, DataError."""
    reporter.phase("reading-data")
    info, _ = read_model(request.model)
    signature = info.signatures[0]
    macs = macs_of_run(request.model)
    of_sample = None if macs is None else macs // fixed_batch(signature)
    selected = select(request.selection, signature, of_sample)
    inputs = as_real(selected.inputs, signature)
    write_reference(request.output, Reference(inputs, {}, selected.labels))
    return ReferenceResult(
        path=request.output,
        inputs_from=selected.inputs_from,
        samples=len(next(iter(inputs.values()))),
        notes=selected.notes,
    )


def run_on(request: RunOnRequest, reporter: Reporter) -> RunOnResult:
    """Raises RunError, ModelError: what the runtime says, or stumbles upon."""
    reporter.phase("loading-model")
    inputs = read_reference(request.inputs).inputs
    model = get_runtime(request.implementation).load(request.file, request.target)
    with Runner(request.file, model) as runner:
        outputs = runner.run(
            inputs, lambda done, total: reporter.phase("running-ways", done / total, done, total)
        )
        placement = model.placement
    values = {name: output.values for name, output in outputs.items()}
    write_reference(request.output, Reference({}, values))
    return RunOnResult(placement=placement)


@dataclass(frozen=True)
class _Output:
    """One output in all runs that have it. ``step``: 0 = none; ``span``: greatest - least."""

    name: str
    values: dict[int, np.ndarray]
    step: float
    span: float


def compare_runs(request: CompareRunsRequest, reporter: Reporter) -> CompareRunsResult:
    """Raises RunError: reference-damaged; ModelError as ``tflite.mapped``."""
    reporter.phase("comparing-runs")
    side = read_side(request.file)
    runs = {at: read_reference(path).outputs for at, path in enumerate(request.runs) if path}
    outputs = _collected(runs, output_steps(side))
    differences = [
        max((_between(first, second, one) for one in shared), key=_weight)
        for first, second in combinations(runs, 2)
        if (shared := [one for one in outputs if {first, second} <= set(one.values)])
    ]
    first = next(iter(runs), None)
    shown = [(one.values[first], one.step) for one in outputs if first in one.values]
    return CompareRunsResult(
        sha256=side.sha256,
        differences=tuple(differences),
        is_constant=all(
            len(values) > 1 and is_constant(values, SOURCE_SAME, step / 2) for values, step in shown
        ),
        is_quantized=any(
            tensor.is_quantized for part in side.parsed.subgraphs for tensor in part.tensors
        ),
    )


def output_steps(side: Side) -> dict[str, float]:
    """Output name -> quantization step, 0 where it has none.

    Of a float output that a DEQUANTIZE makes, the step of what goes in: such values lie on a grid.
    """
    main = side.parsed.subgraphs[0]
    made_by = {tensor: op for op in main.ops for tensor in op.outputs}
    steps = {}
    for name, tensor in _named_outputs(side.parsed).items():
        origin = tensor
        maker = made_by.get(tensor)
        if maker is not None and maker.name == "DEQUANTIZE":
            origin = maker.inputs[0]
        found = main.tensors[origin]
        is_grid = found.is_quantized and not found.is_constant and found.quantization is not None
        steps[name] = max(found.quantization.scales) if is_grid and found.quantization else 0.0
    return steps


def _named_outputs(parsed: Parsed) -> dict[str, int]:
    main = parsed.subgraphs[0]
    for signature in parsed.signatures:
        if signature.subgraph == 0:
            return dict(signature.outputs)
    return {main.tensors[tensor].name: tensor for tensor in main.outputs}


def _collected(runs: dict[int, dict[str, np.ndarray]], steps: dict[str, float]) -> list[_Output]:
    """By the file's names of its outputs; the range is that of the first run that has it."""
    collected = []
    named = {
        at: match(
            {name: array.shape[1:] for name, array in outputs.items()},
            dict(_shapes(runs, steps)),
        )
        for at, outputs in runs.items()
    }
    for name, step in steps.items():
        values = {at: outputs[named[at][name]] for at, outputs in runs.items() if name in named[at]}
        if not values:
            continue
        first = next(iter(values.values()))
        known = first[np.isfinite(first)] if first.dtype.kind == "f" else first
        span = float(known.max()) - float(known.min()) if known.size else 0.0
        collected.append(_Output(name, values, step, span))
    return collected


def _shapes(
    runs: dict[int, dict[str, np.ndarray]], steps: dict[str, float]
) -> dict[str, tuple[int, ...]]:
    """Of the file's outputs, as the first run that knows their names has them."""
    return {
        name: next((outputs[name].shape[1:] for outputs in runs.values() if name in outputs), ())
        for name in steps
    }


def _between(first: int, second: int, output: _Output) -> Difference:
    ours, theirs = output.values[first], output.values[second]
    largest, sample = largest_difference(ours, theirs)
    steps = share = None
    if np.isfinite(largest):
        if output.step:
            steps = largest / output.step
        else:
            share = largest / output.span if output.span > 0 else (1.0 if largest else 0.0)
    return Difference(
        first=first,
        second=second,
        output=output.name,
        steps=steps,
        share=share,
        sample=sample,
        is_same=is_within(steps, share),
    )


def largest_difference(ours: np.ndarray, theirs: np.ndarray) -> tuple[float, int]:
    """(the largest |ours - theirs|, its place in the first dimension). Equal infinities and NaNs
    are no difference; infinite where only one is such, or the shapes are not the same."""
    if ours.shape != theirs.shape:
        return float("inf"), 0
    if not ours.size:
        return 0.0, 0
    one, other = ours.astype(np.float64), theirs.astype(np.float64)
    same = (one == other) | (np.isnan(one) & np.isnan(other))
    with np.errstate(invalid="ignore"):
        apart = np.where(same, 0.0, np.abs(one - other))
    apart = np.where(np.isnan(apart), np.inf, apart).reshape(len(ours), -1).max(axis=1)
    at = int(apart.argmax())
    return float(apart[at]), at


def _weight(one: Difference) -> tuple[bool, float]:
    known = one.steps if one.steps is not None else one.share
    return not one.is_same, float("inf") if known is None else known
