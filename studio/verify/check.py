"""Audits an artifact and decides whether it still computes what its source computes."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.core.child import Reporter
from studio.core.errors import ErrorInfo, RunError
from studio.core.optimizations import CATALOG
from studio.core.optimizations.declaration import Evidence
from studio.core.recipe import Recipe
from studio.core.results import Audit, Check, OutputCheck
from studio.core.thresholds import (
    FAILED_REASONS,
    FLOAT_THRESHOLDS,
    INT8_THRESHOLDS,
    CheckThresholds,
    judge_output,
    status_of,
)
from studio.core.verify_protocol import VerifyRequest, VerifyResult
from studio.data.computed import Reference, read_reference
from studio.graph.audit import audit, has_int8
from studio.verify.comparison import compare
from studio.verify.running import Output, Runner, match

CANNOT_RUN = ("run-load-failed", "run-custom-op", "run-select-tf-ops", "run-failed")
"""Codes of what the runtime refuses of the file itself, not of the inputs."""


def verify(request: VerifyRequest, reporter: Reporter) -> VerifyResult:
    """Run the artifact on the reference's inputs and compare. Raises RunError, ModelError."""
    reporter.phase("checking")
    counted = audit(request.artifact)
    if request.ended is not None:
        return VerifyResult(
            audit=counted, check=_not_run(request, counted, "unchecked", request.ended)
        )
    expected = read_reference(request.reference)
    try:
        with Runner(request.artifact) as runner:
            outputs = runner.run(
                expected.inputs,
                lambda done, total: reporter.phase("checking", done / total, done, total),
            )
    except RunError as error:
        if error.code not in CANNOT_RUN or request.recipe is None:
            raise
        return VerifyResult(
            audit=counted, check=_not_run(request, counted, "cannot-run", error.info())
        )
    thresholds = thresholds_for(request.recipe, counted)
    checks = judge(expected, outputs, thresholds)
    found = [
        *(reason for check in checks for reason in check.reasons),
        *unkept(request.recipe, counted),
    ]
    reasons = sorted(dict.fromkeys(found), key=_severity)
    check = Check(
        status=status_of(tuple(reasons)),
        inputs_from=request.inputs_from,
        samples=len(next(iter(expected.inputs.values()))),
        outputs=checks,
        reasons=tuple(reasons),
        notes=request.notes,
        signature=request.signature,
        signatures=request.signatures,
    )
    return VerifyResult(audit=counted, check=check)


def _not_run(
    request: VerifyRequest,
    counted: Audit,
    status: Literal["cannot-run", "unchecked"],
    why: ErrorInfo,
) -> Check:
    return Check(
        status=status,
        inputs_from=request.inputs_from,
        samples=0,
        outputs=(),
        reasons=(f"artifact-{status}", *unkept(request.recipe, counted)),
        notes=request.notes,
        signature=request.signature,
        signatures=request.signatures,
        refusal=why,
    )


def judge(
    expected: Reference, outputs: dict[str, Output], thresholds: CheckThresholds
) -> tuple[OutputCheck, ...]:
    """One OutputCheck for each of the source's outputs, matched by signature name.

    Where no name is shared (a file without a signature), the only output or a shape that occurs
    once stands for it, and a note says so.
    """
    named = match(
        {name: output.values.shape[1:] for name, output in outputs.items()},
        {name: values.shape[1:] for name, values in expected.outputs.items()},
    )
    return tuple(
        _judge_one(name, expected, outputs.get(named.get(name, "")), named, thresholds)
        for name in expected.outputs
    )


def unkept(recipe: Recipe | None, counted: Audit) -> tuple[str, ...]:
    """What the recipe promised and the file does not hold: a quantizer may change nothing at all
    and call it a success.
    """
    steps = recipe.steps if recipe is not None else ()
    is_missing = any(not _shows(counted, CATALOG[step.optimization].evidence) for step in steps)
    return ("optimization-without-effect",) if is_missing else ()


def _shows(counted: Audit, evidence: Evidence) -> bool:
    """Whether the file holds what the optimization is there for."""
    match evidence:
        case "":
            return True
        case "int8":
            return has_int8(counted)
        case "int16":
            return counted.int16_op_share > 0
        case "sparse":
            return counted.sparse_weights > 0
        case "int4" | "float16":
            return evidence in counted.weights_by_dtype


def thresholds_for(recipe: Recipe | None, counted: Audit) -> CheckThresholds:
    """By what the recipe asked for; without a recipe, by what the file is."""
    if recipe is None:
        return INT8_THRESHOLDS if has_int8(counted) else FLOAT_THRESHOLDS
    is_int8 = any(CATALOG[step.optimization].is_int8 for step in recipe.steps)
    return INT8_THRESHOLDS if is_int8 or has_int8(counted) else FLOAT_THRESHOLDS


def _judge_one(
    name: str,
    expected: Reference,
    output: Output | None,
    named: dict[str, str],
    thresholds: CheckThresholds,
) -> OutputCheck:
    if output is None:
        return OutputCheck(
            name=name,
            max_abs_error=None,
            rmse_over_range=None,
            cosine=None,
            argmax_agreement=None,
            reasons=("output-missing",),
        )
    found = compare(name, expected.outputs[name], output, expected.labels)
    notes = found.notes if named[name] == name else (*found.notes, "output-matched-by-shape")
    return msgspec.structs.replace(found, reasons=judge_output(found, thresholds), notes=notes)


def _severity(reason: str) -> int:
    return FAILED_REASONS.index(reason) if reason in FAILED_REASONS else len(FAILED_REASONS)
