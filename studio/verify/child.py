"""The child "verify": runs artifacts, which may crash, so a process that may die."""

from __future__ import annotations

from studio.core.child import Channel, run_loop
from studio.core.child_protocol import (
    CountMacsRequest,
    ExamineRequest,
    MeasureErrorsRequest,
    PrepareInputRequest,
    ReferenceRequest,
    RunInputRequest,
    ScoreRequest,
    VerifyRequest,
)
from studio.verify.check import verify
from studio.verify.count import count_macs
from studio.verify.diagnose import diagnose
from studio.verify.examine import examine_calibration
from studio.verify.reference import reference
from studio.verify.score import score
from studio.verify.trying import prepare_input, run_input


def serve(channel: Channel) -> None:
    run_loop(
        channel,
        {
            ReferenceRequest: reference,
            VerifyRequest: verify,
            ExamineRequest: examine_calibration,
            ScoreRequest: score,
            MeasureErrorsRequest: diagnose,
            PrepareInputRequest: prepare_input,
            RunInputRequest: run_input,
            CountMacsRequest: count_macs,
        },
    )
