"""The command line's entry: the table of commands, and where errors become exit codes.

Exit codes: 0 all is well; 1 the work failed (or a check says "failed"); 2 the request was wrong, a
name of what does not exist (file, signature, tensor) included; 130 interrupted.
"""

from __future__ import annotations

import inspect as inspect_module
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from studio import __version__
from studio.cli.commands import (
    agree,
    benchmark,
    bisect,
    check,
    convert,
    cut,
    data,
    demo,
    diagnose,
    diff,
    doctor,
    evaluate,
    fix,
    formats,
    graph,
    history,
    inspect,
    optimizations,
    profile,
    setup,
    targets,
)
from studio.cli.output import Output
from studio.core.errors import ErrorInfo, ModelError, StudioError, UsageError
from studio.core.formats import FORMATS
from studio.core.interruption import EXIT_CODE
from studio.core.optimizations.availability import REFUSALS

COMMANDS = (
    ("demo", demo.demo),
    ("inspect", inspect.inspect),
    ("graph", graph.graph),
    ("data", data.data),
    ("convert", convert.convert),
    ("check", check.check),
    ("diagnose", diagnose.diagnose),
    ("fix", fix.fix),
    ("agree", agree.agree),
    ("evaluate", evaluate.evaluate),
    ("benchmark", benchmark.benchmark),
    ("profile", profile.profile),
    ("diff", diff.diff),
    ("cut", cut.cut),
    ("bisect", bisect.bisect),
    ("history", history.history),
    ("optimizations", optimizations.optimizations),
    ("targets", targets.targets),
    ("formats", formats.formats),
    ("setup", setup.setup),
    ("doctor", doctor.doctor),
)

_WRONG_REQUESTS = {
    "model-missing",
    "data-missing",
    "run-file-missing",
    "signature-unknown",
    "tags-unknown",
    "graphdef-tensor-unknown",
    *REFUSALS,
}
"""Whoever names what is not there asked wrongly, though only opening the model tells; what is
damaged failed at work."""


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"studio {__version__}\n")
        raise typer.Exit


def _help(function: Callable[..., Any]) -> str:
    """The docstring with each paragraph as one line: where it breaks is the terminal's affair."""
    text = inspect_module.getdoc(function) or ""
    return "\n\n".join(" ".join(part.split()) for part in text.split("\n\n")).replace("``", "")


def make_app() -> typer.Typer:
    app = typer.Typer(
        name="studio",
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback(epilog="Without a command, the window opens.")
    def studio(
        version: Annotated[
            bool,
            typer.Option("--version", callback=_show_version, is_eager=True, help="Show and exit."),
        ] = False,
    ) -> None:
        """Make a trained network run well on a device, and know that it does."""

    for name, function in COMMANDS:
        epilog = convert.epilog() if name == "convert" else None
        app.command(name, help=_help(function), epilog=epilog)(function)
    return app


def _require_command(argv: list[str]) -> None:
    """A file in the command's place is a model to open: say what keeps it from being opened.

    Raises ModelError: model-missing; UsageError: command-missing.
    """
    first = argv[0] if argv else ""
    if not first or first.startswith("-") or first in dict(COMMANDS):
        return
    path = Path(first)
    suffixes = {suffix for known in FORMATS for suffix in known.suffixes}
    is_missing = not path.exists()
    if is_missing and ("/" in first or os.sep in first or path.suffix.lower() in suffixes):
        raise ModelError("model-missing", path=first)
    if is_missing:
        return
    for other in argv[1:]:
        if not other.startswith("-") and not Path(other).exists():
            raise ModelError("model-missing", path=other)
    raise UsageError("command-missing", path=first)


def run(argv: list[str]) -> int:
    """Carry out one command line (without the program's name); returns the exit code."""
    output = Output(is_json="--json" in argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a character must not end us
            stream.reconfigure(errors="replace")
    try:
        _require_command(argv)
        code: Any = make_app()(args=argv, prog_name="studio", standalone_mode=False)
        if code == EXIT_CODE:  # some versions of Typer turn Ctrl+C into this exit code
            raise KeyboardInterrupt
        return code if isinstance(code, int) else 0
    except StudioError as error:
        output.error(error.info())
        return UsageError.exit_code if error.code in _WRONG_REQUESTS else error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        output.error(ErrorInfo(code="interrupted"))
        return EXIT_CODE
    except BrokenPipeError:
        # whoever read us has gone; keep the interpreter's own flush from failing again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if hasattr(error, "format_message"):  # the parser's own: unknown option, missing argument
            message = error.format_message()
            output.error(ErrorInfo(code="command-line-invalid", params={"message": message}))
            return 2
        info = ErrorInfo(
            code="internal-error",
            params={"type": type(error).__name__},
            detail=traceback.format_exc(),
        )
        output.error(info)
        return 1
