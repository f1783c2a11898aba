"""``studio diagnose``: which tensor of an artifact is off, and which op put the error there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from studio.cli import options
from studio.cli.names import short_name
from studio.cli.output import Output
from studio.cli.run_options import RunOptions, with_run_options
from studio.cli.workplace import execute, open_workplace
from studio.core.diagnosis import DiagnoseResult, ErrorFigures, ranked
from studio.core.messages import render
from studio.core.requests import DiagnoseRequest
from studio.core.thresholds import DIAGNOSE_SAMPLES

_ROWS = 20


@with_run_options
def diagnose(
    artifact: Annotated[Path, typer.Argument(help="The .tflite file to look into.")],
    against: Annotated[Path, typer.Option(metavar="MODEL", help="The model it was made from.")],
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="D", help="Inputs (see studio data); without them: seeded random ones."
        ),
    ] = None,
    samples: Annotated[
        int, typer.Option(metavar="N", min=1, help="At most so many of the samples.")
    ] = DIAGNOSE_SAMPLES,
    *,
    run: RunOptions,
    seed: options.Seed = 0,
    json: options.Json = False,
) -> None:
    """Compare each tensor with the float stage's: its error, and what its op alone adds to it."""
    output = Output(json)
    options.require_models(artifact, against)
    request = DiagnoseRequest(
        artifact=options.absolute(artifact),
        against=options.absolute(against),
        inputs=run.inputs(data, seed, samples),
        **run.of_request,
    )
    result = execute(open_workplace(), request, DiagnoseResult, output, artifact.name)
    output.result(diagnosis_json(result), lambda: _show(output, result))


def diagnosis_json(result: DiagnoseResult) -> dict[str, Any]:
    """``tensors`` are in the order of execution; null = cannot be told (see ErrorFigures)."""
    return {
        "artifact": result.artifact,
        "against": result.against,
        "samples": result.samples,
        "inputs_from": result.inputs_from,
        "tensors": [
            {
                "name": one.name,
                "end_name": one.end_name,
                "against": one.against,
                "node_id": one.node_id,
                "op_index": one.op_index,
                "op": one.op,
                "rmse_over_range": one.cumulative.rmse_over_range,
                "channel_rmse_over_range": one.cumulative.channel_rmse_over_range,
                "mse": one.cumulative.mse,
                "cosine": one.cumulative.cosine,
                "snr_db": one.cumulative.snr_db,
                "local_rmse_over_range": _local(one.local).rmse_over_range,
                "local_channel_rmse_over_range": _local(one.local).channel_rmse_over_range,
                "saturated": one.saturated,
                "is_dead": one.is_dead,
                "not_finite": one.not_finite,
                "adds_not_finite": one.adds_not_finite,
                "least": one.least,
                "greatest": one.greatest,
                "macs": one.macs,
            }
            for one in result.tensors
        ],
        "ranked": [one.op_index for one in ranked(result.tensors)],
        "findings": [
            {"code": one.code, "node_id": one.node_id}
            | dict(zip(("title", "hint"), render(one.code, one.params), strict=True))
            for one in result.findings
        ],
        "unmatched": list(result.unmatched),
    }


def _local(figures: ErrorFigures | None) -> ErrorFigures:
    return figures or ErrorFigures()


def _show(output: Output, result: DiagnoseResult) -> None:
    output.heading(f"{result.artifact} against {result.against}")
    output.facts(
        [
            ("samples", f"{result.samples} ({result.inputs_from})"),
            ("tensors compared", str(len(result.tensors))),
            ("without a counterpart", str(len(result.unmatched))),
        ]
    )
    if result.findings:
        output.heading("Findings")
        output.table(("", ""), [render(one.code, one.params) for one in result.findings])
    output.heading("Errors in % of the range, by the larger of local and by channel")
    output.table(
        (
            *(">#", "op", ">local", ">by channel", ">cumulative", ">SNR (dB)", ">cosine"),
            "output",
        ),
        [
            (
                str(one.op_index),
                one.op,
                _percent(_local(one.local).rmse_over_range),
                _percent(_local(one.local).channel_rmse_over_range),
                _percent(one.cumulative.rmse_over_range),
                _number(one.cumulative.snr_db),
                _number(one.cumulative.cosine),
                one.end_name or short_name(one.name),
            )
            for one in ranked(result.tensors)[:_ROWS]
        ],
    )
    if len(result.tensors) > _ROWS:
        output.say(f"{len(result.tensors) - _ROWS} more with --json")


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.3g} %"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"
