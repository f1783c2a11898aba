"""What sets two measurements apart is named; what is not known differs from nothing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from studio.core.comparability import differences, run_differences
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.recipe import DatasetRef, Preprocessing
from studio.core.scenarios import make_scenario
from studio.core.session import Run
from tests.history.building import CONDITIONS, make_run

MEASURED = make_run(("/a.tflite",), None).result.measurements[0]


def test_equal_conditions_have_no_differences() -> None:
    assert differences(CONDITIONS, CONDITIONS) == ()


@pytest.mark.parametrize(
    ("changes", "what", "is_machine"),
    [
        ({"cpu": "Another"}, "Processor", True),
        ({"governor": "powersave"}, "Governor", True),
        ({"affinity": (7,)}, "Cores (allowed)", True),
        ({"power_source": "battery"}, "Power source", True),
        ({"exclusive": False}, "Other measurements meanwhile", False),
        ({"other_busy_percent": 80.0}, "Busy with other programs (%)", False),
        ({"frequency_mhz": 1000.0}, "Clock (MHz)", False),
        ({"temperature_c": 95.0}, "Temperature (°C)", False),
        ({"versions": {"ai-edge-litert": "9.9"}}, "ai-edge-litert", True),
    ],
)
def test_each_difference_is_named(changes: dict[str, object], what: str, is_machine: bool) -> None:
    known = replace(
        CONDITIONS,
        frequency_mhz=3000.0,
        temperature_c=50.0,
        other_busy_percent=3.0,
        versions={"ai-edge-litert": "2.3.0"},
    )
    found = differences(known, replace(known, **changes))
    assert [(one.what, one.is_machine) for one in found] == [(what, is_machine)]
    assert found[0].first != found[0].second


def test_a_state_that_is_not_known_sets_nothing_apart() -> None:
    hot = replace(CONDITIONS, temperature_c=90.0, frequency_mhz=1.0)
    unknown = replace(CONDITIONS, temperature_c=None, frequency_mhz=None)
    assert differences(hot, unknown) == ()


def test_other_sizes_of_inputs_are_other_work() -> None:
    ones, sized, batch, other = (
        Run(
            id="1",
            at=1.0,
            result=BenchmarkResult(
                measurements=(replace(MEASURED, shapes=shapes),), conditions=CONDITIONS
            ),
            request=BenchmarkRequest(files=("/a.tflite",)),
        )
        for shapes in (
            {"x": (1, 1, 1, 3)},
            {"x": (1, 64, 64, 3)},
            {"x": (8, 64, 64, 3)},
            {"y": (1, 5)},
        )
    )
    (found,) = run_differences(ones, sized)
    assert (found.what, found.first, found.second) == ("Input sizes", "x 1×1×3", "x 64×64×3")
    assert found.is_machine
    assert run_differences(sized, batch) == () == run_differences(sized, other)


@pytest.mark.parametrize(("stage", "breaks"), [("none", False), ("serial", True)])
def test_other_inputs_are_said_and_another_stage_is_other_work(stage: str, breaks: bool) -> None:
    request = BenchmarkRequest(
        files=("/a.tflite",), scenarios=(make_scenario(preprocessing=stage),)
    )
    result = BenchmarkResult(measurements=(), conditions=CONDITIONS)
    plain = Run(id="1", at=1.0, result=result, request=request)
    given = replace(plain, request=replace(request, data="/d.npz", data_ref=DatasetRef()))
    scaled = DatasetRef(preprocessing=Preprocessing(scale=0.5))
    other = replace(given, request=replace(given.request, data_ref=scaled))
    assert run_differences(given, given) == ()
    (found,) = run_differences(plain, given)
    assert (found.first, found.second, found.is_machine) == ("random values", "d.npz", breaks)
    (found,) = run_differences(given, other)
    assert (found.first, found.second) == ("taken as they are stored", "--scale=0.5")
