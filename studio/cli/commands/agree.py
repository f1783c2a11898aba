"""``studio agree``: does a file give the same outputs in every way of running it?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from studio.cli import options
from studio.cli.output import Output
from studio.cli.reports import INPUTS_FROM
from studio.cli.run_options import RunOptions, with_run_options
from studio.cli.workplace import execute, open_workplace
from studio.core.agreement import AgreeResult, Difference, FirstDifference
from studio.core.agreement_text import difference_text, status_of, way_text
from studio.core.messages import render
from studio.core.requests import AgreeRequest
from studio.core.targets import parse_target


@with_run_options
def agree(
    file: Annotated[Path, typer.Argument(help="The .tflite file to run in several ways.")],
    data: Annotated[
        Path | None,
        typer.Option(metavar="D", help="Inputs, .npz or .npy; without them: seeded random ones."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="The source, to run by its own runtime beside them."),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID[:name=value,...]",
            help="A way of running it, see “studio targets”. May be repeated. Without any: "
            "reference kernels, LiteRT's, XNNPACK with 1 thread to all, LiteRT C on CPU and GPU.",
        ),
    ] = None,
    samples: Annotated[
        int, typer.Option(metavar="N", min=1, help="At most so many of the samples.")
    ] = 20,
    *,
    run: RunOptions,
    seed: options.Seed = 0,
    json: options.Json = False,
) -> int:
    """Run a file in several ways on the same inputs, each in a process of its own; compare all.

    Outputs are the same within one quantization step, or 0.1 % of a float output's range. Where two
    kernels part, the first op that they compute differently is named. Exit code 1 where two ways
    are apart or one gives no outputs; a way that nobody named and that takes no such file is left
    out.
    """
    output = Output(json)
    options.require_models(file, against)
    request = AgreeRequest(
        file=options.absolute(file),
        against=options.absolute(against) if against else "",
        inputs=run.inputs(data, seed, samples),
        targets=tuple(map(parse_target, target or ())),
        **run.of_request,
    )
    result = execute(open_workplace(), request, AgreeResult, output, file.name)
    output.result(agree_json(result), lambda: _show(output, result))
    is_apart = any(status_of(result, one) == "degraded" for one in result.differences)
    is_missing = any(
        way.error is not None and (target or not way.is_left_out) for way in result.ways
    )
    return 1 if is_apart or is_missing else 0


def agree_json(result: AgreeResult) -> dict[str, Any]:
    """``first``, ``second`` of ``differences`` are places in ``ways``; null = does not apply."""
    return {
        "file": result.file,
        "sha256": result.sha256,
        "against": result.against or None,
        "samples": result.samples,
        "samples_asked": result.asked,
        "inputs_from": result.inputs_from,
        "ways": [
            {
                "title": way_text(way),
                "target": way.target and way.target.text,
                "implementation": way.implementation or None,
                "is_software": way.placement and way.placement.is_software,
                "error": way.error
                and {"code": way.error.code}
                | dict(
                    zip(("title", "hint"), render(way.error.code, way.error.params), strict=True)
                ),
            }
            for way in result.ways
        ],
        "differences": [
            {"first": one.first, "second": one.second, "output": one.output, "sample": one.sample}
            | _size(one)
            | {"is_same": one.is_same}
            for one in result.differences
        ],
        "first": result.first
        and {
            "op": result.first.op,
            "op_index": result.first.op_index,
            "node_id": result.first.node_id,
            "name": result.first.name,
            "kernels": [result.first.first.text, result.first.second.text],
        }
        | _size(result.first)
        | {
            "is_beyond": result.first.is_beyond,
            "beyond": result.first.beyond,
            "differing": result.first.differing,
            "compared": result.first.compared,
            "ops": result.first.ops,
        },
        "findings": [
            {"code": one.code, "node_id": one.node_id}
            | dict(zip(("title", "hint"), render(one.code, one.params), strict=True))
            for one in result.findings
        ],
    }


def _size(one: Difference | FirstDifference) -> dict[str, Any]:
    return {"steps": one.steps, "share_of_range": one.share}


def _show(output: Output, result: AgreeResult) -> None:
    output.heading(result.file)
    output.facts([("inputs", f"{result.samples} samples from {INPUTS_FROM[result.inputs_from]}")])
    output.heading("Findings")
    output.table(("", ""), [render(one.code, one.params) for one in result.findings])
    output.heading("Largest differences, in steps of a quantized output, else of the range")
    count = len(result.ways)
    output.table(
        ("", "way", *(f">{at + 1}" for at in range(count - 1))),
        [
            (
                str(at + 1),
                way_text(way),
                *(_cell(result, at, other) for other in range(count - 1)),
            )
            for at, way in enumerate(result.ways)
        ],
    )


def _cell(result: AgreeResult, row: int, column: int) -> str:
    if column >= row:
        return ""
    found = result.between(row, column)
    if found is None:
        return "–"
    is_apart = status_of(result, found) == "degraded"
    return f"{difference_text(found)}{' ✕' if is_apart else ''}"
