"""The options of every command that opens a source: what of it is meant, and what reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, TypeVar, cast, get_args

import typer

from studio.cli.grouped_options import grouped
from studio.core.errors import UsageError
from studio.core.opening import AS_FOUND, EngineName, Opening

Result = TypeVar("Result")

_Engine = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="auto|legacy-keras",
        help="What reads a Keras file: legacy-keras is Keras 2 (extra “legacy”), which auto takes "
        "where Keras 3 refuses a file.",
    ),
]
_CustomCode = Annotated[
    Path | None,
    typer.Option(
        "--custom-code",
        metavar="FILE.py",
        help="Take the classes that a Keras file names out of this Python file. It is run, so "
        "--allow-code is needed too.",
    ),
]
_Tags = Annotated[
    list[str] | None,
    typer.Option(
        "--tag",
        metavar="TAG",
        help="Which graph of a SavedModel: the one with just these tags. May be repeated. "
        "Default: serve.",
    ),
]
_InputNodes = Annotated[
    list[str] | None,
    typer.Option(
        "--input-node",
        metavar="NAME",
        help="A tensor of a GraphDef that is an input, e.g. image:0. May be repeated. Default: its "
        "placeholders.",
    ),
]
_OutputNodes = Annotated[
    list[str] | None,
    typer.Option(
        "--output-node",
        metavar="NAME",
        help="A tensor of a GraphDef that is an output. May be repeated. Default: what no op "
        "reads.",
    ),
]


def make_opening(
    engine: _Engine = "auto",
    custom_code: _CustomCode = None,
    tag: _Tags = None,
    input_node: _InputNodes = None,
    output_node: _OutputNodes = None,
) -> Opening:
    """Raises UsageError: argument-invalid."""
    if engine not in get_args(EngineName):
        expected = ", ".join(get_args(EngineName))
        raise UsageError("argument-invalid", name="--engine", value=engine, expected=expected)
    return Opening(
        engine=cast(EngineName, engine),
        custom_code=str(custom_code.expanduser().absolute()) if custom_code else "",
        tags=tuple(tag or ()),
        inputs=tuple(input_node or ()),
        outputs=tuple(output_node or ()),
    )


def of_files(opening: Opening, files: Iterable[str]) -> dict[str, Opening]:
    """The one that a command was given, for each file; {} where all is left to Studio."""
    return {} if opening == AS_FOUND else dict.fromkeys(files, opening)


def with_opening_options(command: Callable[..., Result]) -> Callable[..., Result]:
    """``command(..., opening: Opening, ...)`` with the single options in its place."""
    return grouped(command, "opening", make_opening)
