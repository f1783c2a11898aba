"""The one table that decides ok / degraded / failed."""

from __future__ import annotations

import pytest

from studio.core.results import OutputCheck
from studio.core.thresholds import FLOAT_THRESHOLDS, INT8_THRESHOLDS, judge_output, status_of


def output(
    cosine: float | None = 1.0,
    rmse: float | None = 0.0,
    agreement: float | None = None,
    reasons: tuple[str, ...] = (),
) -> OutputCheck:
    return OutputCheck(
        name="y",
        max_abs_error=0.0,
        rmse_over_range=rmse,
        cosine=cosine,
        argmax_agreement=agreement,
        reasons=reasons,
    )


@pytest.mark.parametrize(
    ("checked", "float_status", "int8_status"),
    [
        (output(), "ok", "ok"),
        (output(cosine=None, rmse=None), "ok", "ok"),
        (output(cosine=0.9, rmse=0.01, agreement=0.99), "ok", "ok"),
        (output(rmse=0.03), "degraded", "ok"),
        (output(rmse=0.06), "degraded", "degraded"),
        (output(agreement=0.98), "degraded", "degraded"),
        (output(cosine=0.89), "failed", "failed"),
        (output(reasons=("output-not-finite",)), "failed", "failed"),
        (output(reasons=("output-constant",), agreement=0.5), "failed", "failed"),
    ],
)
def test_statuses(checked: OutputCheck, float_status: str, int8_status: str) -> None:
    assert status_of(judge_output(checked, FLOAT_THRESHOLDS)) == float_status
    assert status_of(judge_output(checked, INT8_THRESHOLDS)) == int8_status


def test_a_reason_is_named_once() -> None:
    checked = output(cosine=0.1, reasons=("output-cosine-low",))
    assert judge_output(checked, FLOAT_THRESHOLDS) == ("output-cosine-low",)
