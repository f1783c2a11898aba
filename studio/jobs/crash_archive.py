"""The zip that reproduces a crash: part, recipe, inputs, versions, log, and how to run it."""

from __future__ import annotations

import platform
import zipfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from studio import __version__
from studio.core.bisecting import BisectResult, CutFrom
from studio.core.bisecting_text import inputs_text, minimal_text, ops_text
from studio.core.cli_command import PROGRAM
from studio.core.file_names import without_home
from studio.core.messages import render
from studio.core.recipe import Recipe, from_json, to_json

PARTS: dict[CutFrom, str] = {"tflite": "part.tflite", "frozen-graph": "part.pb"}
RECIPE, INPUTS = "recipe.json", "inputs.npz"
README, VERSIONS, LOG = "README.md", "versions.json", "log.txt"


def command(recipe: Recipe, cut_from: CutFrom, *, runs_only: bool, allow_code: bool = False) -> str:
    """What reproduces it, in the folder of the unpacked zip. ``allow_code``: whether a person has
    said that yes to the source, whose ops that touch files are in its frozen graph too."""
    part = PARTS[cut_from]
    if runs_only:
        seed = f" --seed {recipe.seed}" if recipe.seed else ""
        return f"{PROGRAM} check {part} --against {part} --data {INPUTS}{seed}"
    if cut_from == "frozen-graph":
        allowed = " --allow-code" if allow_code else ""
        return f"{PROGRAM} convert {part} --recipe {RECIPE}{allowed} -o made.tflite"
    data = "--calibration" if recipe.needs_calibration else "--data"
    made = f"{PROGRAM} convert {part} --recipe {RECIPE} {data} {INPUTS} -o made.tflite"
    return f"{made} --no-strict-data"  # a single sample that is enough may be a doubtful one


def write(
    archive: Path,
    folder: Path,
    result: BisectResult,
    recipe: Recipe,
    log: str,
    packages: Mapping[str, str],
) -> None:
    """``folder``: has the part and, where it needs any, INPUTS. ``packages``: their versions.

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
        for name in (PARTS[result.cut_from], INPUTS):
            if (folder / name).exists():
                opened.write(folder / name, name)
        for name, text in texts.items():
            opened.writestr(name, text)


def read_recipe(folder: Path) -> Recipe:
    """Of an unpacked archive."""
    return from_json((folder / RECIPE).read_bytes(), str(folder / RECIPE))


def _contents(result: BisectResult) -> list[str]:
    if result.cut_from == "tflite":
        return [f"`{INPUTS}`: {inputs_text(result)}."]
    part = PARTS[result.cut_from]
    return [f"`{part}`: a GraphDef, with constants for variables. It dies without any input."]


def _formatted(data: bytes) -> str:
    return msgspec.json.format(data, indent=2).decode() + "\n"


def _readme(result: BisectResult, versions: dict[str, str]) -> str:
    death = result.death
    title, _ = render(death.code, {"child": death.child, "signal": death.signal})
    lines = [
        f"# {title}",
        "",
        f"While: {death.place}. Found by Studio {__version__} in {Path(result.source).name}, "
        f"cut down from {ops_text(result)} to {result.ops}: {', '.join(result.kinds)}.",
        "",
        minimal_text(result),
        "",
        "To reproduce it, in this folder:",
        "",
        f"    {result.command}",
        "",
        *(f"{line}\n" for line in _contents(result)),
        "This was run once more from this zip's content, and ended the same, with:",
        "",
        *(f"* {name} {version}" for name, version in versions.items()),
        "",
        f"`{LOG}` has the last words of the process that died.",
        "",
    ]
    return "\n".join(lines)
