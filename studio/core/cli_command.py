"""The command line that makes a variant or a measurement again: "Copy as CLI command".

Pure, and kept beside the recipe because both faces need it: the window writes the command, the
command line reads it. A test parses what is written here and compares the recipes.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import TypeVar

from studio.core.errors import UsageError
from studio.core.keep import format_keep
from studio.core.measure_requests import BenchmarkRequest
from studio.core.opening import AS_FOUND, Opening
from studio.core.preprocessing_text import picture_steps_text
from studio.core.recipe import DatasetRef, Preprocessing, Recipe, format_step

PROGRAM = "studio"
T = TypeVar("T")


def convert_command(
    source: str,
    artifact: str,
    recipe: Recipe,
    *,
    calibration: str = "",
    evaluation: str = "",
    evaluation_ref: DatasetRef | None = None,
    allow_code: bool = False,
    opening: Opening = AS_FOUND,
    overwrite: bool = False,
) -> str:
    """``studio convert ...`` quoted for this system's shell.

    The command names data sets by their path, so the recipe's content hash is not in it: it is
    found again when the data is read. One ``--scale/--mean/--std/--preprocess`` holds for both data
    sets; the evaluation data, which does not change the artifact, is left out where its own
    differs.
    """
    return quote(
        convert_arguments(
            source,
            artifact,
            recipe,
            calibration=calibration,
            evaluation=evaluation,
            evaluation_ref=evaluation_ref,
            allow_code=allow_code,
            opening=opening,
            overwrite=overwrite,
        )
    )


def convert_arguments(
    source: str,
    artifact: str,
    recipe: Recipe,
    *,
    calibration: str = "",
    evaluation: str = "",
    evaluation_ref: DatasetRef | None = None,
    allow_code: bool = False,
    opening: Opening = AS_FOUND,
    overwrite: bool = False,
) -> list[str]:
    """The same as a list, the program's name first."""
    arguments = [PROGRAM, "convert", source, "-o", artifact]
    for step in recipe.steps:
        arguments += ["--optimize", format_step(step)]
    for keep in recipe.keep:
        arguments.append(f"--keep={format_keep(keep)}")
    for name, shape in recipe.shapes.items():
        arguments += ["--shape", f"{name}={','.join(map(str, shape))}"]
    if recipe.batch == "dynamic":
        arguments.append("--keep-dynamic-batch")
    if recipe.route == "slow":
        arguments.append("--slow-route")
    if recipe.signature is not None:
        arguments += ["--signature", recipe.signature]
    if recipe.seed:
        arguments += ["--seed", str(recipe.seed)]
    is_random = recipe.calibration is not None and recipe.calibration.kind == "random"
    if is_random:
        arguments.append("--random-calibration")
    elif calibration:
        arguments += ["--calibration", calibration]
    preprocessing = recipe.calibration.preprocessing if recipe.calibration else None
    if evaluation:
        own = evaluation_ref.preprocessing if evaluation_ref else Preprocessing()
        if preprocessing is None:
            preprocessing = own
        if own == preprocessing or is_random:
            arguments += ["--data", evaluation]
            preprocessing = own
    if preprocessing is not None:
        arguments += preprocessing_arguments(preprocessing)
    arguments += opening_arguments(opening)
    if allow_code:
        arguments.append("--allow-code")
    if overwrite:
        arguments.append("--overwrite")
    return arguments


def benchmark_command(request: BenchmarkRequest) -> str:
    """``studio benchmark ... --json`` that makes this measurement again, quoted as above.

    Raises UsageError: command-sources-differ, where its sources are opened in several ways.
    """
    return quote(benchmark_arguments(request))


def benchmark_arguments(request: BenchmarkRequest) -> list[str]:
    """The same as a list, the program's name first."""
    files = request.files[:1] if request.is_aa else request.files
    arguments = [PROGRAM, "benchmark", *files]
    for target in request.targets:
        arguments += ["--target", target.text]
    for scenario in request.scenarios:
        arguments += ["--scenario", scenario.text]
    if request.is_aa:
        arguments.append("--aa")
    if request.sustained:
        arguments += ["--sustained", _number(request.seconds / 60)]
    else:
        arguments += ["--seconds", _number(request.seconds)]
    arguments += ["--warmup-runs", str(request.warmup_runs)]
    arguments += ["--processes", str(request.processes)]
    arguments += ["--threshold", _number(request.threshold)]
    if request.data:
        declared = request.data_ref.preprocessing if request.data_ref else Preprocessing()
        arguments += ["--data", request.data, *preprocessing_arguments(declared)]
    if request.baseline:
        arguments += ["--baseline", str(request.baseline)]
    if request.seed:
        arguments += ["--seed", str(request.seed)]
    opening = _of_all_sources(request, request.openings)
    if opening is not None:
        arguments += opening_arguments(opening)
    signature = _of_all_sources(request, request.signatures)
    if signature is not None:
        arguments += ["--signature", signature]
    for name, shape in (_of_all_sources(request, request.shapes) or {}).items():
        arguments += ["--shape", f"{name}={','.join(map(str, shape))}"]
    if request.allow_code:
        arguments.append("--allow-code")
    return [*arguments, "--json"]


def sources_of(files: Iterable[str]) -> tuple[str, ...]:
    """Those of ``files`` that options for opening and running a source are about."""
    return tuple(file for file in files if not file.lower().endswith(".tflite"))


def _of_all_sources(request: BenchmarkRequest, of_files: Mapping[str, T]) -> T | None:
    """What an option says for all sources of a measurement; None = nothing for any of them.

    Raises UsageError: command-sources-differ, where it would be said of others too.
    """
    sources = sources_of(request.files)
    if not any(file in of_files for file in sources):
        return None
    first = of_files.get(sources[0])
    if first is None or any(of_files.get(file) != first for file in sources):
        raise UsageError("command-sources-differ")
    return first


def preprocessing_arguments(preprocessing: Preprocessing) -> list[str]:
    """Options for what differs from "no preprocessing"; "=" keeps negative numbers unambiguous."""
    default = Preprocessing()
    arguments = []
    if preprocessing.scale != default.scale:
        arguments.append(f"--scale={preprocessing.scale!r}")
    if preprocessing.mean != default.mean:
        arguments.append(f"--mean={','.join(map(repr, preprocessing.mean))}")
    if preprocessing.std != default.std:
        arguments.append(f"--std={','.join(map(repr, preprocessing.std))}")
    steps = picture_steps_text(preprocessing)
    if steps:
        arguments += ["--preprocess", steps]
    return arguments


def opening_arguments(opening: Opening) -> list[str]:
    """Options for what differs from leaving all to Studio."""
    arguments = [] if opening.engine == "auto" else ["--engine", opening.engine]
    if opening.custom_code:
        arguments += ["--custom-code", opening.custom_code]
    several = (("--tag", opening.tags), ("--input-node", opening.inputs))
    for option, values in (*several, ("--output-node", opening.outputs)):
        for value in values:
            arguments += [option, value]
    return arguments


def _number(value: float) -> str:
    """As short as it can be read again without loss."""
    short = f"{value:.12g}"
    return short if float(short) == value else repr(value)


def quote(arguments: list[str]) -> str:
    if sys.platform == "win32":
        return subprocess.list2cmdline(arguments)
    return shlex.join(arguments)
