"""``studio cut``: a part of a .tflite as a model of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import options
from studio.cli.output import Output
from studio.cli.outputs import TFLITE, Wanted, claim
from studio.cli.workplace import execute, open_workplace
from studio.core.formats import sniff
from studio.core.graph_requests import CutRequest, CutResult
from studio.core.quantities import format_bytes


def cut(
    model: Annotated[Path, typer.Argument(help="The .tflite file to take a part of.")],
    tensor: Annotated[
        list[str],
        typer.Option("--output", metavar="TENSOR", help="What the part makes. May be repeated."),
    ],
    artifact: Annotated[Path, typer.Option("-o", help="The .tflite file to write.")],
    begin: Annotated[
        list[str] | None,
        typer.Option(
            "--input",
            metavar="TENSOR",
            help="Where the part begins. May be repeated. Default: where the model does.",
        ),
    ] = None,
    overwrite: options.Overwrite = False,
    json: options.Json = False,
) -> None:
    """Cut a part out of a model: the ops that make the given tensors, as a file of its own.

    Tensors go by their names, as "studio graph MODEL --json" lists them.
    """
    output = Output(json)
    sniff(model.expanduser())
    claim([Wanted(artifact, TFLITE)], [model], overwrite=overwrite)
    request = CutRequest(
        path=options.absolute(model),
        artifact=options.absolute(artifact),
        outputs=tuple(tensor),
        inputs=tuple(begin or ()),
        overwrite=overwrite,
    )
    result = execute(open_workplace(), request, CutResult, output, model.name)
    document = {
        "artifact": result.artifact,
        "sha256": result.sha256,
        "size_bytes": result.size_bytes,
        "kept_ops": result.kept_ops,
        "total_ops": result.total_ops,
    }

    def show() -> None:
        output.facts(
            [
                ("artifact", result.artifact),
                ("size", format_bytes(result.size_bytes)),
                ("ops", f"{result.kept_ops:,} of {result.total_ops:,}"),
            ]
        )

    output.result(document, show)
