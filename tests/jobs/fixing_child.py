"""The fake child, of which each trial of a fix is good and the artifact that was given is not."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from studio.core.child import Reporter
from studio.core.diagnosis import DiagnoseResult, ErrorFigures, TensorError
from studio.core.evaluation_results import Accuracy
from studio.core.results import OutputCheck
from studio.core.verify_protocol import (
    MeasureErrorsRequest,
    ScoreRequest,
    ScoreResult,
    VerifyRequest,
    VerifyResult,
)
from tests.jobs.fake_child import Fake, main


class Fixing(Fake):
    def verify(self, request: VerifyRequest, reporter: Reporter) -> VerifyResult:
        found = super().verify(request, reporter)
        is_trial = Path(request.artifact).name.startswith("trial")
        output = OutputCheck(
            name="y",
            max_abs_error=None,
            rmse_over_range=None,
            cosine=None,
            argmax_agreement=1.0 if is_trial else 0.5,
        )
        return replace(found, check=replace(found.check, outputs=(output,)))

    def score(self, request: ScoreRequest, reporter: Reporter) -> ScoreResult:
        """Of a source that has 98.3 %, whose variants have 98.1 %."""
        found = super().score(request, reporter)
        right = 983 if Path(request.file).name == "m.tflite" else 981
        top1 = Accuracy(correct=right, total=1000, value=right / 1000, ci95=(0.97, 0.99))
        return replace(found, evaluation=replace(found.evaluation, top1=top1))

    def measure_errors(self, request: MeasureErrorsRequest, reporter: Reporter) -> DiagnoseResult:
        error = TensorError(
            name="t",
            against="t",
            op="EXP",
            op_index=0,
            node_id="n0",
            cumulative=ErrorFigures(rmse_over_range=0.5),
        )
        return DiagnoseResult(
            artifact=request.artifact,
            against=request.against,
            sha256="aa",
            float_stage_sha256="bb",
            samples=1,
            inputs_from="random",
            tensors=(error,),
        )


if __name__ == "__main__":
    main(Fixing, lambda fake: {MeasureErrorsRequest: fake.measure_errors})
