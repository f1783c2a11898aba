"""``studio evaluate``: how right models are on labelled data, or how near to their source."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from msgspec.structs import replace

from studio.cli import options
from studio.cli.documents import evaluate_json
from studio.cli.evaluation_reports import show_evaluations
from studio.cli.output import Output
from studio.cli.run_options import RunOptions, with_run_options
from studio.cli.workplace import execute, open_workplace
from studio.core.evaluation_results import EvaluateResult
from studio.core.formats import sniff
from studio.core.requests import EvaluateRequest


@with_run_options
def evaluate(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Artifacts or models to evaluate.")
    ],
    data: Annotated[
        Path,
        typer.Option(metavar="D", help="Data: .npz with x, and y for labels; see also --against."),
    ],
    against: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="The source, to pair each file's answers with."),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(
            metavar="M",
            help="top-K, mae, rmse, mean-iou, or agreement, which needs no labels: says what the "
            "labels mean. Without it that is inferred, and said. May be repeated.",
        ),
    ] = None,
    *,
    run: RunOptions,
    json: options.Json = False,
) -> None:
    """Score files on data with 95 % intervals, paired with the source on the same samples.

    Classes: top-1, top-5, per class, confusion. Numbers: MAE, RMSE. Masks: mean IoU. Without
    labels: how near the answers are to the source's. Lists the samples that are answered otherwise.
    """
    output = Output(json)
    for path in (*files, *filter(None, [against])):
        sniff(path.expanduser())
    given = tuple(map(options.absolute, files))
    source = options.absolute(against) if against else ""
    is_apart = bool(source) and source not in given
    request = EvaluateRequest(
        files=(source, *given) if is_apart else given,
        data=options.absolute(data),
        data_ref=run.data_ref,
        source=source,
        metrics=tuple(metric or ()),
        shapes=run.shapes,
        signature=run.signature,
        allow_code=run.allow_code,
        opening=run.opening,
    )
    result = execute(open_workplace(), request, EvaluateResult, output, data.name)
    of_source = result.evaluations[0] if is_apart else None
    result = replace(result, evaluations=result.evaluations[int(is_apart) :])
    output.result(
        evaluate_json(result, of_source),
        lambda: show_evaluations(
            output,
            result.evaluations,
            [Path(item.file).name for item in result.evaluations],
            source=of_source,
        ),
    )
