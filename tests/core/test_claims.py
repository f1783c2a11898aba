"""Clauses about an artifact: only what was counted or measured has one."""

from __future__ import annotations

from typing import Any

import pytest

from studio.core.claims import (
    audit_claims,
    check_claims,
    float_size_claim,
    sentence,
    size_claim,
    speed_claim,
    together,
)
from studio.core.comparisons import Comparison, Verdict
from studio.core.evaluation_results import Evaluation, PairedAccuracy
from studio.core.results import Audit, Check, OutputCheck
from studio.core.same_class import same_class


def made(**fields: Any) -> Audit:
    plain: dict[str, Any] = {
        "int8_op_share": 0.0,
        "int8_mac_share": 0.0,
        "float_op_share": 1.0,
        "float_mac_share": 1.0,
        "hybrid_mac_share": 0.0,
        "input_dtypes": ("float32",),
        "output_dtypes": ("float32",),
        "size_bytes": 1000,
        "weights_by_dtype": {"float32": 900},
    }
    return Audit(**(plain | fields))


@pytest.mark.parametrize(
    ("audit", "said"),
    [
        (made(), "float32: nothing is quantized, float32 I/O"),
        (
            made(int8_mac_share=0.94, float_mac_share=0.06, weights_by_dtype={"int8": 900}),
            "int8: 94 % of MACs, float32 I/O",
        ),
        (
            made(
                int8_op_share=0.8, int8_mac_share=None, float_mac_share=None, input_dtypes=("int8",)
            ),
            "int8: 80 % of ops, int8 in, float32 out",
        ),
        (
            made(weights_by_dtype={"float16": 900, "float32": 10}),
            "float16: weights only; computed in float32, float32 I/O",
        ),
        (
            made(weights_by_dtype={"int4": 900, "float32": 10}),
            "int4: weights only; computed in float32, float32 I/O",
        ),
        (
            made(hybrid_mac_share=1.0, float_mac_share=0.0, weights_by_dtype={"int8": 900}),
            "hybrid: 100 % of MACs with quantized weights, activations quantized while running, "
            "float32 I/O",
        ),
        (
            made(
                int16_op_share=1.0,
                int16_mac_share=1.0,
                float_op_share=0.0,
                float_mac_share=0.0,
                weights_by_dtype={"int8": 900},
            ),
            "int16: 100 % of MACs, float32 I/O",
        ),
        (
            made(
                int8_op_share=0.33,
                int16_op_share=0.67,
                int8_mac_share=0.01,
                int16_mac_share=0.99,
                float_op_share=0.0,
                float_mac_share=0.0,
            ),
            "int16: 99 % of MACs, 1 % in int8, float32 I/O",
        ),
        (
            made(int8_op_share=0.11, float_op_share=0.89),
            "int8: 11 % of ops, no MACs in integers, float32 I/O",
        ),
    ],
)
def test_what_a_file_computes_in(audit: Audit, said: str) -> None:
    assert sentence(audit_claims(audit)) == said


def test_a_file_that_no_bits_were_saved_in_says_so_beside_the_size() -> None:
    check = Check(
        status="ok",
        inputs_from="evaluation",
        samples=1,
        outputs=(),
        notes=("artifact-not-smaller",),
    )
    said = sentence(float_size_claim(check))
    assert said == "not smaller than the float32 .tflite it was made from"
    assert float_size_claim(None) == ()


def test_sizes_only_where_both_are_known() -> None:
    assert sentence(size_claim(100, 710, "float32")) == "7.1x smaller than float32"
    assert sentence(size_claim(710, 100, "float32")) == "7.1x larger than float32"
    assert sentence(size_claim(100, 100, "float32")) == "as large as float32"
    assert size_claim(100, None, "float32") == ()


def compared(verdict: Verdict, ratio: float | None, ci95: tuple[float, float] | None) -> Comparison:
    return Comparison(
        baseline=0,
        candidate=1,
        ratio=ratio,
        ci95=ci95,
        clock="wall",
        clock_reason="clock-undisturbed",
        threshold=0.03,
        verdict=verdict,
        quadruples=40,
        processes=4,
    )


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        (compared("slower", 1.4, (1.3, 1.5)), "1.40x slower than f here [1.30, 1.50], litert-cpu"),
        (compared("faster", 0.5, (0.4, 0.625)), "2.0x faster than f here [1.6, 2.5], litert-cpu"),
        (
            compared("cannot-tell", 1.0, (0.9, 1.1)),
            "faster or slower than f here: cannot tell [0.90, 1.10], litert-cpu",
        ),
    ],
)
def test_speed_is_the_verdict(comparison: Comparison, said: str) -> None:
    assert sentence(speed_claim(comparison, "f", "litert-cpu")) == said


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        (
            compared("slower", 1.4, (1.3, 1.5)),
            "7.1x smaller and 1.40x slower than f here [1.30, 1.50], litert-cpu",
        ),
        (
            compared("faster", 0.5, (0.4, 0.625)),
            "7.1x smaller and 2.0x faster than f here [1.6, 2.5], litert-cpu",
        ),
        (
            compared("equivalent", 1.0, (0.99, 1.01)),
            "7.1x smaller than f and as fast here within 3 % [0.990, 1.010], litert-cpu",
        ),
        (
            compared("cannot-tell", 1.0, (0.9, 1.1)),
            "7.1x smaller than f, faster or slower here: cannot tell [0.90, 1.10], litert-cpu",
        ),
    ],
)
def test_size_and_speed_against_the_same_are_one_clause(comparison: Comparison, said: str) -> None:
    speed = speed_claim(comparison, "f", "litert-cpu")
    assert sentence(together(size_claim(100, 710, "f"), speed)) == said
    apart = sentence(together(size_claim(100, 710, "g"), speed))
    assert apart.startswith("7.1x smaller than g, ") and "litert-cpu" in apart
    assert sentence(together(size_claim(100, 710, "f"), ())) == "7.1x smaller than f"


def test_without_an_interval_nothing_is_said_of_speed() -> None:
    assert speed_claim(compared("cannot-tell", 1.0, None), "f", "litert-cpu") == ()
    assert speed_claim(None, "f", "litert-cpu") == ()


def test_what_the_check_and_the_evaluation_say() -> None:
    output = OutputCheck(
        name="y", max_abs_error=0.1, rmse_over_range=0.01, cosine=1.0, argmax_agreement=0.99
    )
    check = Check(status="ok", inputs_from="evaluation", samples=100, outputs=(output,))
    assert sentence(check_claims(check, None)) == "same class as the source in 99 % of 100 samples"
    paired = PairedAccuracy(
        difference=-0.004, ci95=(-0.012, 0.004), only_source=5, only_candidate=1, agreement=0.99
    )
    evaluation = Evaluation(file="f", sha256="s", paired=paired)
    said = sentence(check_claims(check, evaluation))
    assert said == "top-1 −0.4 pp (−1.2, +0.4) against the source"
    assert check_claims(None, None) == ()


def test_agreement_is_the_evaluations_before_the_checks() -> None:
    output = OutputCheck(
        name="y", max_abs_error=0.1, rmse_over_range=0.01, cosine=1.0, argmax_agreement=1.0
    )
    check = Check(status="ok", inputs_from="evaluation", samples=100, outputs=(output,))
    of_check = same_class(check, None)
    assert of_check is not None and (of_check.share, of_check.samples) == (1.0, 100)
    paired = PairedAccuracy(
        difference=-0.002, ci95=(-0.008, 0.004), only_source=3, only_candidate=1, agreement=0.995
    )
    evaluated = Evaluation(file="f", sha256="s", paired=paired, samples=1000)
    found = same_class(check, evaluated)
    assert found is not None and (found.share, found.samples) == (0.995, 1000)
    alone = Evaluation(file="f", sha256="s", samples=1000)  # without its source
    assert same_class(check, alone) == of_check
    assert same_class(None, alone) is None
