"""Make what Studio needs beside itself: so far the environment in which onnx2tf converts ONNX."""

from __future__ import annotations

from studio.core.build_protocol import MakeEnvironmentRequest
from studio.core.requests import SetupRequest
from studio.core.results import SetupResult
from studio.jobs.context import JobContext


def lane(request: SetupRequest) -> str:
    del request
    return "convert"


def run(request: SetupRequest, job: JobContext) -> SetupResult:
    """Raises what the child reports: ProcessError setup-no-python, setup-failed."""
    del request
    folder = job.config.onnx_environment
    assert folder is not None, "every configuration of a person's own has one"
    make = MakeEnvironmentRequest(folder=str(folder))
    return job.call("setup", make, SetupResult)
