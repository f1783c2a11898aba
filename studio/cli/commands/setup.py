"""``studio setup``: install what runs beside Studio, in an environment of its own."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from studio.cli import options
from studio.cli.output import Output
from studio.cli.workplace import execute, open_workplace
from studio.core.errors import UsageError
from studio.core.requests import SetupRequest
from studio.core.results import SetupResult


def setup(
    what: Annotated[
        str, typer.Argument(metavar="onnx", help="onnx: the converter of ONNX files, onnx2tf.")
    ],
    json: options.Json = False,
) -> None:
    """Make a Python environment of its own for a converter and install it there.

    Needs Python 3.12 or newer on this machine, the network, and about 700 MB on disk. What was
    there before is replaced.
    """
    if what != "onnx":
        raise UsageError("argument-invalid", name="setup", value=what, expected="onnx")
    output = Output(json)
    result = execute(open_workplace(), SetupRequest(), SetupResult, output, "onnx2tf")
    output.result(
        msgspec.to_builtins(result),
        lambda: output.facts([("program", result.program), ("version", result.version)]),
    )
