"""What the command line says about a check: reasons and notes, in JSON and for a person."""

from __future__ import annotations

import pytest

from studio.cli.documents import check_json
from studio.cli.output import Output
from studio.cli.profile_reports import comparison_json, show_comparison
from studio.cli.reports import measurement_names, show_check
from studio.core.profile_comparison import compare_profiles
from studio.core.results import Check, OutputCheck
from studio.core.scenarios import parse_scenario
from studio.core.targets import make_target
from tests.kit.profiles import make_profile
from tests.ui.page_support import make_measurement

CHECK = Check(
    status="degraded",
    inputs_from="given",
    samples=7,
    outputs=(
        OutputCheck(
            name="y",
            max_abs_error=0.5,
            rmse_over_range=0.2,
            cosine=0.95,
            argmax_agreement=None,
            reasons=("output-rmse-high",),
            notes=("output-matched-by-shape",),
        ),
    ),
    reasons=("output-rmse-high", "optimization-without-effect"),
)


def test_json_says_why() -> None:
    document = check_json(CHECK)
    assert (document["samples"], document["inputs_from"]) == (7, "given")
    assert document["reasons"] == ["output-rmse-high", "optimization-without-effect"]
    assert document["outputs"][0]["reasons"] == ["output-rmse-high"]
    assert document["outputs"][0]["notes"] == ["output-matched-by-shape"]


def test_a_person_is_told_why(capsys: pytest.CaptureFixture[str]) -> None:
    show_check(Output(), CHECK)
    shown = capsys.readouterr().out
    assert "7 samples from the data given" in shown
    lines = [line.strip() for line in shown.splitlines()]
    assert [line.startswith("because") for line in lines if "error is large" in line] == [True]
    assert [line.startswith("note") for line in lines if "matched by its shape" in line] == [True]


def test_profiles_that_were_not_recorded_alike_are_marked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = make_profile("b", target=make_target(threads=2))
    comparison = compare_profiles(make_profile("a"), other)
    show_comparison(Output(), comparison)
    printed = capsys.readouterr().out
    assert "Not recorded alike" in printed
    assert "litert-cpu / litert-cpu:threads=2" in printed
    told = {"what": "Target", "first": "litert-cpu", "second": "litert-cpu:threads=2"}
    assert comparison_json(comparison)["set_apart"] == [told]
    show_comparison(Output(), compare_profiles(make_profile("a"), make_profile("b")))
    assert "Not recorded alike" not in capsys.readouterr().out


def test_rows_of_measurements_that_differ_look_different() -> None:
    serial = parse_scenario("single-stream:preprocessing=serial")
    plain = make_measurement("/a/q.tflite", 1.0)
    assert measurement_names((plain,)) == ["q.tflite"]
    alone = make_measurement("/a/q.tflite", 1.0, scenario=serial)
    assert measurement_names((alone,)) == ["q.tflite · single-stream:preprocessing=serial"]
    assert len(set(measurement_names((plain, alone)))) == 2
    other = make_measurement("/b/q.tflite", 1.0)
    assert measurement_names((plain, other)) == ["a/q.tflite", "b/q.tflite"]
