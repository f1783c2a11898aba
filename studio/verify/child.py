"""The child "verify": runs artifacts, which may crash, so a process that may die."""

from __future__ import annotations

from studio.core.child import Channel, run_loop
from studio.core.child_protocol import DescribeDataRequest
from studio.core.verify_protocol import (
    CompareRunsRequest,
    CountMacsRequest,
    ExamineRequest,
    FeedRequest,
    GatherRequest,
    MeasureErrorsRequest,
    PartRequest,
    PrepareInputRequest,
    ReferenceRequest,
    RunInputRequest,
    RunOnRequest,
    ScoreRequest,
    SelectInputsRequest,
    VerifyRequest,
)
from studio.data.describe import describe_for
from studio.verify.check import verify
from studio.verify.count import count_macs
from studio.verify.diagnose import diagnose
from studio.verify.examine import examine_calibration
from studio.verify.gathering import feed, gather
from studio.verify.parting import part
from studio.verify.reference import reference
from studio.verify.score import score
from studio.verify.trying import prepare_input, run_input
from studio.verify.ways import compare_runs, run_on, select_inputs


def serve(channel: Channel) -> None:
    run_loop(
        channel,
        {
            ReferenceRequest: reference,
            VerifyRequest: verify,
            ExamineRequest: examine_calibration,
            ScoreRequest: score,
            MeasureErrorsRequest: diagnose,
            SelectInputsRequest: select_inputs,
            RunOnRequest: run_on,
            CompareRunsRequest: compare_runs,
            PartRequest: part,
            GatherRequest: gather,
            FeedRequest: feed,
            PrepareInputRequest: prepare_input,
            RunInputRequest: run_input,
            CountMacsRequest: count_macs,
            DescribeDataRequest: describe_for,
        },
    )
