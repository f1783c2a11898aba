"""``studio setup``: install what runs beside Studio, in an environment of its own."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from studio.cli import options
from studio.cli.output import Output
from studio.cli.system import package_version
from studio.cli.workplace import execute, open_workplace
from studio.core.errors import UsageError
from studio.core.messages import render
from studio.core.requests import SetupRequest
from studio.core.results import SetupResult


def setup(
    what: Annotated[
        str,
        typer.Argument(
            metavar="onnx|torch",
            help="onnx: the converter of ONNX files, onnx2tf. torch: say how PyTorch is added, "
            "which shares Studio's environment.",
        ),
    ],
    json: options.Json = False,
) -> None:
    """Make a Python environment of its own for a converter and install it there.

    Needs Python 3.12 or newer on this machine, the network, and about 700 MB on disk. What was
    there before is replaced.
    """
    if what == "torch":
        _say_torch(Output(json))
        return
    if what != "onnx":
        raise UsageError("argument-invalid", name="setup", value=what, expected="onnx, torch")
    output = Output(json)
    result = execute(open_workplace(), SetupRequest(), SetupResult, output, "onnx2tf")
    output.result(
        msgspec.to_builtins(result),
        lambda: output.facts([("program", result.program), ("version", result.version)]),
    )


def _say_torch(output: Output) -> None:
    """What is here of it, and how to get the rest: it goes where Studio itself is installed, which
    is for the person to change."""
    packages = {
        "torch": package_version("torch", "torch"),
        "litert-torch": package_version("litert-torch", "litert_torch"),
    }
    step = render("fix-install-torch", {})[0]
    is_here = all(packages.values())
    output.result(
        {"packages": packages, "is_complete": is_here, "step": None if is_here else step},
        lambda: output.facts(
            [
                *((name, found or "missing") for name, found in packages.items()),
                *([] if is_here else [("to do", step)]),
            ]
        ),
    )
