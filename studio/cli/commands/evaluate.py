"""``studio evaluate``: how often models are right on labelled data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import options
from studio.cli.documents import evaluate_json
from studio.cli.output import Output
from studio.cli.reports import show_evaluations
from studio.cli.run_options import RunOptions, with_run_options
from studio.cli.workplace import execute, open_workplace
from studio.core.formats import sniff
from studio.core.requests import EvaluateRequest
from studio.core.results import EvaluateResult


@with_run_options
def evaluate(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Artifacts or models to evaluate.")
    ],
    data: Annotated[Path, typer.Option(metavar="D", help="Labelled data, e.g. .npz with x and y.")],
    against: Annotated[
        Path | None,
        typer.Option(metavar="MODEL", help="The source, to pair each file's answers with."),
    ] = None,
    *,
    run: RunOptions,
    json: options.Json = False,
) -> None:
    """Show top-1 and top-5 accuracy with 95 % intervals, paired with the source's where given."""
    output = Output(json)
    for path in (*files, *filter(None, [against])):
        sniff(path.expanduser())
    request = EvaluateRequest(
        files=tuple(map(options.absolute, files)),
        data=options.absolute(data),
        data_ref=run.data_ref,
        source=options.absolute(against) if against else "",
        shapes=run.shapes,
        signature=run.signature,
        allow_code=run.allow_code,
        opening=run.opening,
    )
    result = execute(open_workplace(), request, EvaluateResult, output, data.name)
    output.result(
        evaluate_json(result),
        lambda: show_evaluations(
            output, result.evaluations, [Path(item.file).name for item in result.evaluations]
        ),
    )
