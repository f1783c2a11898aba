"""Results as the JSON that the command line promises.

The fields are a contract with scripts: they are spelled out here and not taken from the structs,
so that a struct can grow without breaking it.
"""

from __future__ import annotations

from typing import Any

import msgspec

from studio.core.data_findings import DataFinding
from studio.core.errors import ErrorInfo
from studio.core.evaluation_results import Accuracy, EvaluateResult, Evaluation, PairedAccuracy
from studio.core.keep import format_keep
from studio.core.messages import render, render_error
from studio.core.model import ModelInfo, Signature, TensorSpec
from studio.core.results import Audit, Check, DataResult, Stage


def info_json(info: ModelInfo) -> dict[str, Any]:
    return {
        "format": info.format,
        "size_bytes": info.size_bytes,
        "sha256": info.sha256,
        "signatures": [_signature_json(signature) for signature in info.signatures],
        "graphs": [
            {
                "tags": list(graph.tags),
                "signatures": [_signature_json(signature) for signature in graph.signatures],
            }
            for graph in info.graphs
        ],
        "ops": info.ops,
        "parameters": info.parameters,
        "macs": info.macs,
        "warnings": [
            dict(zip(("title", "hint"), render(warning.code, warning.params), strict=True))
            | {"code": warning.code}
            for warning in info.warnings
        ],
    }


def _signature_json(signature: Signature) -> dict[str, Any]:
    return {
        "name": signature.name,
        "inputs": [_tensor_json(tensor) for tensor in signature.inputs],
        "outputs": [_tensor_json(tensor) for tensor in signature.outputs],
    }


def _tensor_json(tensor: TensorSpec) -> dict[str, Any]:
    """``shape`` is null where the rank is unknown; a null in it is a dynamic dimension."""
    shape = list(tensor.shape) if tensor.rank_known else None
    return {"name": tensor.name, "dtype": tensor.dtype, "shape": shape}


def data_json(result: DataResult, model: str) -> dict[str, Any]:
    """``labels_error`` says why the data cannot serve for evaluating; they may fit all the same."""
    return {
        "data": result.data,
        "model": model,
        "fits": result.error is None,
        "samples": result.samples,
        "samples_read": result.samples_read,
        "arrays": [
            {"key": array.key, "dtype": array.dtype, "shape": list(array.shape)}
            for array in result.arrays
        ],
        "inputs": [
            {
                "name": entry.name,
                "key": entry.key,
                "dtype": entry.dtype,
                "shape": list(entry.shape),
                "min": entry.minimum,
                "max": entry.maximum,
                "mean": entry.mean,
            }
            for entry in result.inputs
        ],
        "labels": result.labels,
        "labels_task": result.labels_task if result.labels else None,
        "labels_error": _error_json(result.labels_error),
        "error": _error_json(result.error),
        "notes": list(result.notes),
        "findings": findings_json(result.findings),
    }


def findings_json(findings: tuple[DataFinding, ...]) -> list[dict[str, Any]]:
    """``figures``: what the sentence says in numbers, as text."""
    return [
        {
            "code": finding.code,
            "severity": finding.severity,
            **dict(zip(("title", "hint"), render(finding.code, finding.params), strict=True)),
            "figures": finding.params,
        }
        for finding in findings
    ]


def _error_json(error: ErrorInfo | None) -> dict[str, str] | None:
    return None if error is None else msgspec.to_builtins(render_error(error))


def audit_json(audit: Audit) -> dict[str, Any]:
    """``weights_by_dtype``: bytes of weights in the file, by their dtype. ``translation_ops``: ops
    that only quantize or dequantize. ``keep``: what came of the recipe's per-op precision."""
    return {
        "int8_op_share": audit.int8_op_share,
        "int8_mac_share": audit.int8_mac_share,
        "hybrid_op_share": audit.hybrid_op_share,
        "hybrid_mac_share": audit.hybrid_mac_share,
        "float_op_share": audit.float_op_share,
        "float_mac_share": audit.float_mac_share,
        "int16_op_share": audit.int16_op_share,
        "int16_mac_share": audit.int16_mac_share,
        "weights_by_dtype": audit.weights_by_dtype,
        "translation_ops": audit.translations,
        "sparse_weights": audit.sparse_weights,
        "min_runtime_version": audit.min_runtime_version or None,
        "input_dtypes": list(audit.input_dtypes),
        "output_dtypes": list(audit.output_dtypes),
        "keep": [
            {
                "entry": format_keep(outcome.keep),
                "matched": outcome.matched,
                "held": outcome.held,
                "changed": outcome.changed,
                "unheld": list(outcome.unheld),
                "reason": outcome.reason or None,
            }
            for outcome in audit.kept
        ],
    }


def check_json(check: Check) -> dict[str, Any]:
    """``status``: "nothing" where it would be "ok" and every output is the same for every input.
    ``reasons`` and ``notes`` are codes: what counts against the artifact, and what does not.
    ``refusal``: why the local runtime cannot run it, of status "cannot-run", or what ended the
    check, of "unchecked". ``signature``: null
    where the source has no choice of ``signatures``."""
    return {
        "status": check.shown,
        "inputs_from": check.inputs_from,
        "samples": check.samples,
        "reasons": list(check.reasons),
        "notes": list(check.notes),
        "signature": check.signature or None,
        "signatures": list(check.signatures),
        "refusal": _error_json(check.refusal),
        "outputs": [
            {
                "name": output.name,
                "max_abs_error": output.max_abs_error,
                "rmse_over_range": output.rmse_over_range,
                "cosine": output.cosine,
                "argmax_agreement": output.argmax_agreement,
                "reasons": list(output.reasons),
                "notes": list(output.notes),
            }
            for output in check.outputs
        ],
    }


def stages_json(stages: tuple[Stage, ...]) -> list[dict[str, Any]]:
    return [
        {
            "name": stage.name,
            "route": stage.route,
            "cached": stage.cached,
            "seconds": stage.seconds,
            "added_transposes": stage.added_transposes,
        }
        for stage in stages
    ]


def evaluate_json(result: EvaluateResult, source: Evaluation | None = None) -> dict[str, Any]:
    """``source``: the same of what the files are paired with; null where that is nothing, or one of
    the files. ``flips``, ``classes`` and ``confusion`` are bounded, see Evaluation and Flip."""
    return {
        "data": result.data,
        "data_sha256": result.data_sha256,
        "source": source and _evaluation_json(source),
        "evaluations": [_evaluation_json(item) for item in result.evaluations],
    }


def _evaluation_json(item: Evaluation) -> dict[str, Any]:
    return {
        "file": item.file,
        "sha256": item.sha256,
        "top1": item.top1 and _accuracy_json(item.top1),
        "top5": item.top5 and _accuracy_json(item.top5),
        "paired": item.paired and _paired_json(item.paired),
        "task": item.task,
        "task_from": "declared" if item.is_declared else "inferred",
        "samples": item.samples,
        "metrics": msgspec.to_builtins(item.figures),
        "classes": msgspec.to_builtins(item.classes),
        "confusion": [
            {"label": one.label, "answer": one.answer, "count": one.count} for one in item.confusion
        ],
        "confusion_cells": item.cells,
        "flips": msgspec.to_builtins(item.flips),
        "flip_count": item.flip_count,
    }


def _accuracy_json(accuracy: Accuracy) -> dict[str, Any]:
    return {
        "correct": accuracy.correct,
        "total": accuracy.total,
        "value": accuracy.value,
        "ci95": list(accuracy.ci95),
    }


def _paired_json(paired: PairedAccuracy) -> dict[str, Any]:
    """``difference``: the file's top-1 minus the source's."""
    return {
        "difference": paired.difference,
        "ci95": list(paired.ci95),
        "only_source": paired.only_source,
        "only_candidate": paired.only_candidate,
        "agreement": paired.agreement,
        "p_value": paired.p_value,
    }
