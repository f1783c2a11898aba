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
from studio.core.claims import (
    SOURCE_FILE,
    Claim,
    audit_claims,
    check_claims,
    claim_texts,
    sentence,
    size_claim,
)
from studio.core.requests import CheckRequest
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
    options.require_models(artifact, against)
    request = CheckRequest(
        artifact=options.absolute(artifact),
        against=options.absolute(against),
        inputs=run.inputs(data, seed),
        **run.of_request,
    )
    result = execute(open_workplace(), request, CheckResult, output, artifact.name)
    document = {
        "artifact": result.artifact,
        "against": result.against,
        "claims": list(claim_texts(_claims(result))),
        "audit": audit_json(result.audit),
        "check": check_json(result.check),
    }
    output.result(document, lambda: _show(output, result))
    return 1 if result.check.status == "failed" else 0


def _claims(result: CheckResult) -> tuple[Claim, ...]:
    """Sizes of files; a folder has none of its own."""
    source = Path(result.against)
    of_source = source.stat().st_size if source.is_file() else None
    return (
        *audit_claims(result.audit),
        *size_claim(result.audit.size_bytes, of_source, SOURCE_FILE),
        *check_claims(result.check, None),
    )


def _show(output: Output, result: CheckResult) -> None:
    output.heading(result.artifact)
    output.facts([("in words", sentence(_claims(result)))])
    show_audit(output, result.audit)
    show_check(output, result.check)
