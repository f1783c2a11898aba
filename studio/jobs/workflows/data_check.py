"""The data of a conversion, looked at by the doctor before anything long begins."""

from __future__ import annotations

from studio.core.child_protocol import DescribeDataRequest
from studio.core.data_findings import DataFinding, in_order, is_warning
from studio.core.errors import DataError, ErrorInfo, StudioError, from_info
from studio.core.events import DataJudged
from studio.core.messages import render, title_of
from studio.core.model import InputStatistics, InspectResult, Signature
from studio.core.recipe import DatasetRef
from studio.core.requests import ConvertRequest, InspectRequest
from studio.core.results import DataResult
from studio.core.signatures import choose_signature
from studio.jobs.context import JobContext
from studio.jobs.workflows import inspect
from studio.jobs.workflows.sources import call_for_source

_BY_VALUE = frozenset({"data-not-finite", "data-dtype-mismatch"})
"""Errors of single samples, which need not be among those that a conversion takes."""


def check_data(request: ConvertRequest, job: JobContext) -> tuple[DataFinding, ...]:
    """What the doctor says of the calibration data beside the evaluation data, else of the latter;
    told as soon as it is known. Nothing where no data are given.

    Raises DataError where they cannot be read or do not fit, and with ``strict_data``
    data-doubtful where something about them is wrong or odd. What else goes wrong here fails no
    conversion: it is advice.
    """
    chosen = _to_look_at(request)
    if chosen is None:
        return ()
    job.phase("reading-data")
    data, ref = chosen
    try:
        signature, statistics = _known(request, job)
        describe = DescribeDataRequest(
            data=data,
            data_ref=ref,
            evaluation=request.evaluation if data != request.evaluation else "",
            evaluation_ref=request.evaluation_ref,
            signature=signature,
            statistics=statistics,
            shapes=request.recipe.shapes,
        )
        result = job.call("verify", describe, DataResult)  # warm on every lane that converts
    except StudioError as error:
        job.check()
        job.note(f"data not examined: {title_of(error)} {error.detail}".rstrip())
        return (DataFinding(code="doctor-not-examined", severity="unknown"),)
    findings = result.findings
    if result.error is not None:
        if result.error.code not in _BY_VALUE:
            raise from_info(result.error)
        findings = in_order((_as_finding(result.error), *findings))
    if findings:
        job.emit(DataJudged(findings=findings))
    doubtful = [one for one in findings if is_warning(one)]
    if request.strict_data and doubtful:
        raise DataError(
            "data-doubtful",
            "\n".join(render(one.code, one.params)[0] for one in doubtful[1:]),
            path=data,
            count=len(doubtful),
            first=render(doubtful[0].code, doubtful[0].params)[0],
        )
    return findings


def _to_look_at(request: ConvertRequest) -> tuple[str, DatasetRef | None] | None:
    calibration = request.recipe.calibration
    if request.calibration and calibration is not None and calibration.kind == "file":
        return request.calibration, calibration
    return (request.evaluation, request.evaluation_ref) if request.evaluation else None


def _known(
    request: ConvertRequest, job: JobContext
) -> tuple[Signature, tuple[InputStatistics, ...]]:
    """As the face that asks knows it, else by opening the model, which converting does anyway."""
    if request.known is not None:
        return request.known, request.statistics
    opening = InspectRequest(
        path=request.source,
        allow_code=request.allow_code,
        opening=request.opening,
        shapes=request.recipe.shapes,
    )
    info = call_for_source(job, inspect.lane(opening), opening, InspectResult).info
    return choose_signature(info.signatures, request.recipe.signature), info.input_statistics


def _as_finding(error: ErrorInfo) -> DataFinding:
    params = {name: str(value) for name, value in error.params.items()}
    return DataFinding(code=error.code, severity="wrong", params=params)
