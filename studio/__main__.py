"""Where every process of Studio starts: the window, a command, or a child of the job queue.

Imports stand inside functions: a child must move its channel to private descriptors before
anything that may print is imported, and the window must paint before anything slow is.
"""

from __future__ import annotations

import importlib
import os.path
import sys

CHILDREN = {
    "inspect": "studio.graph.child:serve",
    "convert": "studio.engine.child:serve",
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
    if arguments and not all(map(_is_path, arguments)):
        from studio.cli.main import run

        return run(arguments)
    from studio.app import run_window

    return run_window(arguments)


def _is_path(argument: str) -> bool:
    """Whether it names something that exists and cannot be taken for a command."""
    looks_like_path = "." in argument or "/" in argument or "\\" in argument
    return looks_like_path and not argument.startswith("-") and os.path.exists(argument)  # noqa: PTH110


def _run_child(name: str) -> int:
    from studio.core.child import open_channel

    channel = open_channel()
    module, _, function = CHILDREN[name].partition(":")
    getattr(importlib.import_module(module), function)(channel)
    return 0


if __name__ == "__main__":
    sys.exit(main())
