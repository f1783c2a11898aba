"""The zip that reproduces a crash: part, recipe, inputs, versions, log, and how to run it."""

from __future__ import annotations

import platform
import zipfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from studio import __version__
from studio.core.bisecting import BisectResult
from studio.core.bisecting_text import inputs_text, minimal_text
from studio.core.cli_command import PROGRAM
from studio.core.file_names import without_home
from studio.core.messages import render
from studio.core.recipe import Recipe, from_json, to_json

PART, RECIPE, INPUTS = "part.tflite", "recipe.json", "inputs.npz"
README, VERSIONS, LOG = "README.md", "versions.json", "log.txt"


def command(recipe: Recipe, *, runs_only: bool) -> str:
    """What reproduces it, in the folder of the unpacked zip."""
    if runs_only:
        seed = f" --seed {recipe.seed}" if recipe.seed else ""
        return f"{PROGRAM} check {PART} --against {PART} --data {INPUTS}{seed}"
    data = "--calibration" if recipe.needs_calibration else "--data"
    made = f"{PROGRAM} convert {PART} --recipe {RECIPE} {data} {INPUTS} -o made.tflite"
    return f"{made} --no-strict-data"  # a single sample that is enough may be a doubtful one


def write(
    archive: Path,
    folder: Path,
    result: BisectResult,
    recipe: Recipe,
    log: str,
    packages: Mapping[str, str],
) -> None:
    """``folder``: has PART and INPUTS. ``packages``: their versions.

    In what is for people the home folder is ``~``. Raises OSError.
    """
    system = {"studio": __version__, "python": platform.python_version()}
    versions = {**system, "platform": platform.platform(), **packages}
    texts = {
        README: without_home(_readme(result, versions)),
        RECIPE: _formatted(to_json(recipe)),
        VERSIONS: _formatted(msgspec.json.encode(versions)),
        LOG: without_home(log + "\n"),
    }
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name in (PART, INPUTS):
            opened.write(folder / name, name)
        for name, text in texts.items():
            opened.writestr(name, text)


def read_recipe(folder: Path) -> Recipe:
    """Of an unpacked archive."""
    return from_json((folder / RECIPE).read_bytes(), str(folder / RECIPE))


def _formatted(data: bytes) -> str:
    return msgspec.json.format(data, indent=2).decode() + "\n"


def _readme(result: BisectResult, versions: dict[str, str]) -> str:
    death = result.death
    title, _ = render(death.code, {"child": death.child, "signal": death.signal})
    lines = [
        f"# {title}",
        "",
        f"While: {death.place}. Found by Studio {__version__} in {Path(result.source).name}, "
        f"cut down from {result.total_ops} ops to {result.ops}: {', '.join(result.kinds)}.",
        "",
        minimal_text(result),
        "",
        "To reproduce it, in this folder:",
        "",
        f"    {result.command}",
        "",
        f"`{INPUTS}`: {inputs_text(result)}.",
        "",
        "This was run once more from this zip's content, and ended the same, with:",
        "",
        *(f"* {name} {version}" for name, version in versions.items()),
        "",
        f"`{LOG}` has the last words of the process that died.",
        "",
    ]
    return "\n".join(lines)
