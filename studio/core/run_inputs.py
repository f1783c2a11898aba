"""What a request runs files on."""

from __future__ import annotations

from studio.core.input_selection import InputSelection
from studio.core.requests import (
    AgreeRequest,
    CheckRequest,
    ConvertRequest,
    DiagnoseRequest,
    EvaluateRequest,
    FixRequest,
    Request,
)


def check_inputs(request: ConvertRequest, calibration_used: int) -> InputSelection:
    """What a conversion's check runs on."""
    return InputSelection(
        evaluation=request.evaluation,
        evaluation_ref=request.evaluation_ref,
        calibration=request.calibration,
        calibration_ref=request.recipe.calibration or request.calibration_ref,
        calibration_used=calibration_used,
        seed=request.recipe.seed,
    )


def inputs_of(request: Request) -> InputSelection:
    """The inputs on which ``request`` runs artifacts; of an evaluation, which runs all samples,
    as many of them as a check takes. Seeded random ones for what runs none."""
    match request:
        case CheckRequest() | DiagnoseRequest() | AgreeRequest():
            return request.inputs
        case EvaluateRequest():
            return InputSelection(given=request.data, given_ref=request.data_ref)
        case FixRequest():
            given = request.convert
            return check_inputs(given, given.recipe.calibration_samples)
        case _:
            return InputSelection()
