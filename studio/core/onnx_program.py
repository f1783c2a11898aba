"""Where onnx2tf is, which converts ONNX files in an environment of its own.

It is not imported but run: its exact versions of numpy, protobuf and LiteRT clash with those of
Studio. Looked for where a person said, where Studio itself made it, and on the search path.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

PACKAGE = "onnx2tf"
VERSION = "2.6.9"
"""What was tried; the package pins everything below it."""
LEAST_PYTHON = (3, 12)
_MARKER = "studio-complete"


def find_program(folders: Iterable[Path]) -> Path | None:
    """The program in the first of ``folders`` (environments) that has it, else on the path."""
    for folder in folders:
        for found in _candidates(folder):
            if found.is_file() and os.access(found, os.X_OK):
                return found
    on_path = shutil.which(PACKAGE)
    return Path(on_path) if on_path else None


def is_complete(environment: Path) -> bool:
    """Whether Studio's own ``environment`` was made to its end, with this version."""
    try:
        return (environment / _MARKER).read_text("utf-8").strip() == VERSION
    except (OSError, UnicodeDecodeError):
        return False


def mark_complete(environment: Path) -> None:
    """Raises OSError."""
    (environment / _MARKER).write_text(VERSION, "utf-8")


def version_of(program: Path) -> str | None:
    """Of onnx2tf, in the environment that ``program`` lies in; None where none is found there."""
    environment = program.resolve().parent.parent
    folders = (*environment.glob("lib/python3.*/site-packages"), environment / "Lib/site-packages")
    places = [str(folder) for folder in folders]
    return next((one.version for one in distributions(name=PACKAGE, path=places)), None)


def scripts_folder(environment: Path) -> Path:
    return environment / ("Scripts" if sys.platform == "win32" else "bin")


def _candidates(folder: Path) -> Iterable[Path]:
    name = f"{PACKAGE}.exe" if sys.platform == "win32" else PACKAGE
    return (scripts_folder(folder) / name, folder / name)
