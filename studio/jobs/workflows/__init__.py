"""What each request means: one file per workflow, one line each in ``WORKFLOWS``.

A workflow runs on a lane's thread and has children do the work; it imports core and jobs only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from studio.core.graph_requests import (
    ConstantsRequest,
    CutRequest,
    DiffRequest,
    LayoutRequest,
    PictureRequest,
)
from studio.core.measure_requests import BenchmarkRequest, ProfileRequest, TargetsRequest
from studio.core.requests import (
    AgreeRequest,
    BisectRequest,
    CheckRequest,
    ConvertRequest,
    DataRequest,
    DiagnoseRequest,
    EvaluateRequest,
    FixRequest,
    InspectRequest,
    Result,
    SetupRequest,
    TryRequest,
)
from studio.jobs.context import JobContext
from studio.jobs.workflows import (
    agree,
    benchmark,
    bisect,
    check,
    constants,
    convert,
    cut,
    data,
    diagnose,
    diff,
    evaluate,
    fix,
    inspect,
    layout,
    picture,
    profile,
    setup,
    targets,
    try_input,
)

ENTRY = "entry"


@dataclass(frozen=True)
class Workflow:
    """``lane`` names the lane that suits a request; it may look into files, so it is asked on the
    thread of the lane where the request enters. ``is_exclusive``: it times, so it has the machine
    to itself: no other Studio times meanwhile, no other job of ours runs."""

    run: Callable[[Any, JobContext], Result]
    lane: Callable[[Any], str]
    entry_lane: str = ENTRY
    is_exclusive: bool = False


WORKFLOWS: dict[type[Any], Workflow] = {
    InspectRequest: Workflow(inspect.run, inspect.lane),
    DataRequest: Workflow(data.run, data.lane),
    ConvertRequest: Workflow(convert.run, convert.lane, "convert"),
    CheckRequest: Workflow(check.run, check.lane),
    DiagnoseRequest: Workflow(diagnose.run, diagnose.lane),
    FixRequest: Workflow(fix.run, fix.lane, "convert"),
    BisectRequest: Workflow(bisect.run, bisect.lane),
    AgreeRequest: Workflow(agree.run, agree.lane),
    EvaluateRequest: Workflow(evaluate.run, evaluate.lane),
    TryRequest: Workflow(try_input.run, try_input.lane),
    BenchmarkRequest: Workflow(benchmark.run, benchmark.lane, "measure", is_exclusive=True),
    DiffRequest: Workflow(diff.run, diff.lane),
    SetupRequest: Workflow(setup.run, setup.lane, "convert"),
    CutRequest: Workflow(cut.run, cut.lane),
    ConstantsRequest: Workflow(constants.run, constants.lane),
    TargetsRequest: Workflow(targets.run, targets.lane, "measure"),
    LayoutRequest: Workflow(layout.run, layout.lane),
    PictureRequest: Workflow(picture.run, picture.lane),
    ProfileRequest: Workflow(profile.run, profile.lane, "measure", is_exclusive=True),
}
