"""Find the smallest part of a model that makes a process die, and pack what reproduces it.

What is cut is the float .tflite, or the file itself where it only runs; of a source that dies
before it has a float .tflite, the graph that it is frozen to. Every trial is the whole way of a
conversion (or check) over a part, of such a graph its first half, as the command in the packed
README goes it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec.structs import replace

from studio.core.bisecting import BisectResult, Death, death_of
from studio.core.build_protocol import BuildResult
from studio.core.errors import RunError, StorageError, StudioError, UsageError
from studio.core.files import replaceable, replacing
from studio.core.requests import BisectRequest
from studio.jobs.context import JobContext
from studio.jobs.workflows.convert import build_request
from studio.jobs.workflows.dying import Trials
from studio.jobs.workflows.dying_graph import BEFORE_A_GRAPH, FrozenPart, recipe_of_float_stage
from studio.jobs.workflows.dying_ops import DyingOps
from studio.jobs.workflows.dying_part import Part
from studio.jobs.workflows.sources import (
    call_for_source,
    is_tflite,
    lane_of,
    needs_tensorflow,
    require_tflite,
)


def lane(request: BisectRequest) -> str:
    return lane_of((request.convert.source,)) if request.runs_only else "convert"


def run(request: BisectRequest, job: JobContext) -> BisectResult:
    """Raises UsageError: output-exists, output-no-file, artifact-not-tflite; RunError:
    bisect-no-crash, bisect-flaky, bisect-not-in-float, what ``_float_file``
    and ``FrozenPart.prepare`` do; StorageError: file-not-written; and what the children report."""
    target = Path(request.archive)
    refuse_taken(target, request.overwrite)
    if request.runs_only:
        require_tflite(request.convert.source)
    trials = Trials(request, job)
    death = trials.reproduced()
    with _whole(request, job, trials, death) as part:
        part.prepare()
        part.fewer_samples()
        is_minimal = part.fewer_ops()
        folder, result = part.packed(is_minimal)
    job.check()
    refuse_taken(target, request.overwrite)
    try:
        with replacing(target) as stream, (folder / "crash.zip").open("rb") as made:
            shutil.copyfileobj(made, stream)
    except OSError as error:
        raise StorageError("file-not-written", str(error), path=target) from error
    return result


@contextmanager
def _whole(
    request: BisectRequest, job: JobContext, trials: Trials, death: Death
) -> Iterator[DyingOps]:
    """Raises what ``_float_file`` does."""
    model = _float_file(request, job, trials, death)
    if model is None:
        yield FrozenPart(request, job, trials, death)
        return
    with job.fresh_child("inspect") as cutter:  # a lane for conversions keeps none
        yield Part(request, job, cutter, trials, death, model)


def _float_file(
    request: BisectRequest, job: JobContext, trials: Trials, death: Death
) -> str | None:
    """The float .tflite; None where the source dies before there is one, but has a graph.

    Raises RunError: bisect-dies-loading, bisect-dies-tracing, bisect-dies-before-float; and what
    the children report.
    """
    given = request.convert
    if is_tflite(given.source):
        return given.source
    has_graph = needs_tensorflow(given.source)
    if death.phase in BEFORE_A_GRAPH and has_graph:
        raise RunError(BEFORE_A_GRAPH[death.phase], trials.log, died=death.signal)
    plain = replace(given, recipe=recipe_of_float_stage(given.recipe), calibration="")
    if death.phase != "converting" or plain.recipe.steps != given.recipe.steps:
        try:
            build = build_request(plain, job, "float.tflite")
            return call_for_source(trials.quiet, "convert", build, BuildResult).artifact
        except StudioError as error:
            job.check()
            if death_of(error.info(), "") is None:
                raise
            trials.log = error.detail
    if not has_graph:
        raise RunError("bisect-dies-before-float", trials.log, died=death.signal)
    return None


def refuse_taken(target: Path, overwrite: bool) -> None:
    """Raises UsageError: output-exists, output-no-file."""
    if replaceable(target).exists() and not overwrite:
        raise UsageError("output-exists", path=target)
