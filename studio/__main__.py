"""Where every process of Studio starts: the window, a command, or a child of the job queue.

Imports stand inside functions: a child must move its channel to private descriptors before
anything that may print is imported, and the window must paint before anything slow is.
"""

from __future__ import annotations

import importlib
import os.path
import sys

from studio.core.interruption import EXIT_CODE, ignore_interrupts, interrupt_once

CHILDREN = {
    "inspect": "studio.graph.child:serve",
    "draw": "studio.ui.draw_child:serve",
    "convert": "studio.engine.child:serve",
    "legacy-keras": "studio.engine.legacy_child:serve",
    "torch": "studio.engine.torch_child:serve",
    "setup": "studio.engine.setup_child:serve",
    "verify": "studio.verify.child:serve",
    "measure": "studio.measure.child:serve",
}


def main() -> int:
    """``studio`` and ``studio MODEL...`` open the window, ``studio ARGS`` runs a command,
    ``--child NAME`` serves jobs.
    """
    arguments = sys.argv[1:]
    if len(arguments) == 2 and arguments[0] == "--child":
        return _run_child(arguments[1])
    interrupt_once()
    try:
        return _run_face(arguments)
    except KeyboardInterrupt:
        return _say_interrupted(arguments)
    finally:
        ignore_interrupts()


def _run_face(arguments: list[str]) -> int:
    if arguments and not all(map(_is_path, arguments)):
        from studio.cli.main import run

        return run(arguments)
    from studio.cli.screen import why_no_window

    reason = why_no_window()
    if reason:
        return _say("display-missing", {"reason": reason})
    from studio.app import run_window

    return run_window(arguments)


def _say(code: str, params: dict[str, str]) -> int:
    from studio.cli.output import Output
    from studio.core.errors import ErrorInfo

    Output().error(ErrorInfo(code=code, params=params))
    return 1


def _say_interrupted(arguments: list[str]) -> int:
    """Interrupted before the command could say so itself."""
    from studio.cli.output import Output
    from studio.core.errors import ErrorInfo

    Output(is_json="--json" in arguments).error(ErrorInfo(code="interrupted"))
    return EXIT_CODE


def _is_path(argument: str) -> bool:
    """Whether it names something that exists and is no command."""
    if argument.startswith("-") or not os.path.exists(argument):  # noqa: PTH110
        return False
    if "." in argument or "/" in argument or "\\" in argument:
        return True
    from studio.cli.main import COMMANDS

    return argument not in dict(COMMANDS)


def _run_child(name: str) -> int:
    from studio.core.child import open_channel

    channel = open_channel()
    module, _, function = CHILDREN[name].partition(":")
    getattr(importlib.import_module(module), function)(channel)
    return 0


if __name__ == "__main__":
    sys.exit(main())
