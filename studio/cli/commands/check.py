"""``studio check``: does an artifact compute what its source computes?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import options
from studio.cli.documents import audit_json, check_json
from studio.cli.output import Output
from studio.cli.reports import show_audit, show_check
from studio.cli.run_options import RunOptions, with_run_options
from studio.cli.workplace import execute, open_workplace
from studio.core.formats import sniff
from studio.core.requests import CheckRequest, InputSelection
from studio.core.results import CheckResult


@with_run_options
def check(
    artifact: Annotated[Path, typer.Argument(help="The .tflite file to check.")],
    against: Annotated[Path, typer.Option(metavar="MODEL", help="The model it was made from.")],
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="D", help="Inputs (see studio data); without them: seeded random ones."
        ),
    ] = None,
    *,
    run: RunOptions,
    seed: options.Seed = 0,
    json: options.Json = False,
) -> int:
    """Compare an artifact's outputs with its source's; exit code 1 where that check failed."""
    output = Output(json)
    for path in (artifact, against):
        sniff(path.expanduser())
    request = CheckRequest(
        artifact=options.absolute(artifact),
        against=options.absolute(against),
        inputs=InputSelection(
            given=options.absolute(data) if data else "",
            given_ref=run.data_ref,
            seed=seed,
        ),
        shapes=run.shapes,
        signature=run.signature,
        allow_code=run.allow_code,
        opening=run.opening,
    )
    result = execute(open_workplace(), request, CheckResult, output, artifact.name)
    document = {
        "artifact": result.artifact,
        "against": result.against,
        "audit": audit_json(result.audit),
        "check": check_json(result.check),
    }
    output.result(document, lambda: _show(output, result))
    return 1 if result.check.status == "failed" else 0


def _show(output: Output, result: CheckResult) -> None:
    output.heading(result.artifact)
    show_audit(output, result.audit)
    show_check(output, result.check)
