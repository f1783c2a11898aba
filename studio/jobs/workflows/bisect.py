"""Find the smallest part of a model that makes a process die, and pack what reproduces it.

What is cut is the float .tflite, or the file itself where it only runs. Every trial is the whole
way of a conversion (or check) over a part, as the command in the packed README goes it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from studio.core.bisecting import BisectResult
from studio.core.errors import StorageError, UsageError
from studio.core.files import replaceable, replacing
from studio.core.requests import BisectRequest
from studio.jobs.context import JobContext
from studio.jobs.workflows.dying import Trials
from studio.jobs.workflows.dying_part import Part
from studio.jobs.workflows.sources import lane_of, require_tflite


def lane(request: BisectRequest) -> str:
    return lane_of((request.convert.source,)) if request.runs_only else "convert"


def run(request: BisectRequest, job: JobContext) -> BisectResult:
    """Raises UsageError: output-exists, output-no-file, artifact-not-tflite; RunError:
    bisect-no-crash, bisect-other-failure, bisect-flaky, bisect-not-in-float,
    bisect-dies-before-float; StorageError: file-not-written; and what the children report."""
    target = Path(request.archive)
    refuse_taken(target, request.overwrite)
    if request.runs_only:
        require_tflite(request.convert.source)
    trials = Trials(request, job)
    death = trials.reproduced()
    with job.fresh_child("inspect") as cutter:  # a lane for conversions keeps none
        part = Part(request, job, cutter, trials, death)
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


def refuse_taken(target: Path, overwrite: bool) -> None:
    """Raises UsageError: output-exists, output-no-file."""
    if replaceable(target).exists() and not overwrite:
        raise UsageError("output-exists", path=target)
