"""Stage 1: both routes give the same names, order, dtypes and outputs; nothing is garbage."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import StudioError
from studio.core.input_selection import InputSelection
from studio.core.verify_protocol import ReferenceRequest
from studio.graph.tflite import read_model
from tests.engine.conftest import Build, run_artifact
from tests.engine.warm_child import WarmChild

pytestmark = pytest.mark.tf


def reference(
    engine: WarmChild, model: Path, folder: Path, samples: int = 3, **fields: object
) -> dict[str, np.ndarray]:
    output = folder / "reference.npz"
    selection = InputSelection(limit=samples)
    engine(
        ReferenceRequest(model=str(model), output=str(output), selection=selection, **fields)  # type: ignore[arg-type]
    )
    with np.load(output) as archive:
        return dict(archive)


def assert_computes_the_same(artifact: str, expected: dict[str, np.ndarray]) -> None:
    """The artifact's outputs for each of the reference's samples, by name, batch 1."""
    inputs = {key[3:]: array for key, array in expected.items() if key.startswith("in:")}
    for index in range(len(next(iter(inputs.values())))):
        found = run_artifact(artifact, {name: a[index][None] for name, a in inputs.items()})
        for name, array in found.items():
            np.testing.assert_allclose(array[0], expected[f"out:{name}"][index], atol=2e-6)


@pytest.mark.parametrize("name", ["two.keras", "two_dict.keras"])
def test_both_routes_agree_on_names_order_dtypes_and_outputs(
    engine: WarmChild, build: Build, models: Path, tmp_path: Path, name: str
) -> None:
    model = models / name
    expected = reference(engine, model, tmp_path)
    signatures = []
    for route, wanted in (("auto", "concrete-function"), ("slow", "keras-export")):
        made = build(model, recipe={"route": route})
        assert [stage.route for stage in made.stages] == [wanted]
        (signature,) = read_model(made.artifact)[0].signatures
        signatures.append(signature)
        assert_computes_the_same(made.artifact, expected)
    assert signatures[0] == signatures[1]
    assert signatures[0].name == "serving_default"
    keys = list(expected)
    assert [f"in:{x.name}" for x in signatures[0].inputs] == [k for k in keys if k[:3] == "in:"]
    assert [f"out:{x.name}" for x in signatures[0].outputs] == [k for k in keys if k[:4] == "out:"]
    assert {x.name: x.dtype for x in signatures[0].inputs} == {"zeta": "float32", "alpha": "int32"}


@pytest.mark.parametrize(
    ("name", "route"),
    [
        ("cnn.keras", "concrete-function"),
        ("cnn.h5", "concrete-function"),
        ("nested.keras", "concrete-function"),
        ("lstm.keras", "concrete-function"),
        ("transformer.keras", "concrete-function"),
        ("mixed.keras", "concrete-function"),
        ("subclassed", "concrete-function"),
        ("names.keras", "concrete-function"),
    ],
)
def test_float_artifacts_compute_what_their_source_computes(
    engine: WarmChild, build: Build, models: Path, tmp_path: Path, name: str, route: str
) -> None:
    made = build(models / name)
    assert [stage.route for stage in made.stages] == [route]
    assert_computes_the_same(made.artifact, reference(engine, models / name, tmp_path))


def test_a_stateful_model_keeps_its_state_by_the_slow_route(
    engine: WarmChild, build: Build, models: Path, tmp_path: Path
) -> None:
    made = build(models / "stateful.keras")
    assert made.stages[0].route == "keras-export"
    assert "stateful" in [warning.code for warning in read_model(made.artifact)[0].warnings]
    # the reference starts every sample anew, as a freshly loaded artifact does
    assert_computes_the_same(made.artifact, reference(engine, models / "stateful.keras", tmp_path))


def test_a_counting_saved_model_starts_anew_for_each_sample(
    engine: WarmChild, build: Build, models: Path, tmp_path: Path
) -> None:
    expected = reference(engine, models / "counter", tmp_path)
    np.testing.assert_allclose(expected["out:y"], expected["in:x"] + 1, atol=1e-6)
    assert build(models / "counter").stages[0].route == "saved-model-export"


def test_a_kept_batch_is_dynamic_in_the_file(
    engine: WarmChild, build: Build, models: Path, tmp_path: Path
) -> None:
    made = build(models / "two.keras", recipe={"batch": "dynamic"})
    assert made.stages[0].route == "keras-export"
    (signature,) = read_model(made.artifact)[0].signatures
    assert [x.shape for x in signature.inputs] == [(None, 3), (None, 4)]
    expected = reference(engine, models / "two.keras", tmp_path)
    found = run_artifact(made.artifact, {k[3:]: v for k, v in expected.items() if k[:3] == "in:"})
    for name, array in found.items():
        np.testing.assert_allclose(array, expected[f"out:{name}"], atol=2e-6)


def test_a_fixed_batch_of_four_is_fed_by_four(
    engine: WarmChild, build: Build, models: Path, tmp_path: Path
) -> None:
    expected = reference(engine, models / "batch4.keras", tmp_path, samples=6)
    assert expected["in:rows"].shape == (6, 5)
    made = build(models / "batch4.keras")
    found = run_artifact(made.artifact, {"rows": expected["in:rows"][:4]})
    np.testing.assert_allclose(found["out"], expected["out:out"][:4], atol=2e-6)
    assert build(models / "batch4.keras", "int8", samples=6).calibration_samples_used == 6


@pytest.mark.parametrize(
    ("name", "recipe", "code"),
    [
        ("any_size.keras", {}, "shape-needed"),
        ("any_size.keras", {"shapes": {"image": (1, 10, 10, 4)}}, "shape-invalid"),
        ("any_size.keras", {"shapes": {"image": (1, 2, 2, 3)}}, "shape-refused"),
        ("cnn.keras", {"signature": "other"}, "signature-unknown"),
        ("lstm.keras", {"batch": "dynamic"}, "conversion-needs-fixed-batch"),
        ("text", {}, "model-string-ops"),
        ("gamma", {}, "conversion-unsupported-ops"),
    ],
)
def test_what_cannot_be_converted_is_explained(
    build: Build, models: Path, name: str, recipe: dict[str, object], code: str
) -> None:
    with pytest.raises(StudioError) as caught:
        build(models / name, recipe=recipe)
    assert caught.value.code == code


def test_missing_kernels_are_named(build: Build, models: Path) -> None:
    with pytest.raises(StudioError) as caught:
        build(models / "gamma")
    assert caught.value.params["ops"] == "Igamma"


def test_a_source_that_is_run_is_no_longer_said_to_be_traced(
    engine: WarmChild, models: Path, tmp_path: Path
) -> None:
    """Where it dies then, it does not die of being opened."""
    reference(engine, models / "batch4.keras", tmp_path)
    assert engine.phases()[-1] == "reference"


def test_the_second_variant_comes_from_the_cache_without_loading_the_model(
    engine: WarmChild, build: Build, models: Path, tmp_path: Path
) -> None:
    model = models / "any_size.keras"
    recipe: dict[str, object] = {"shapes": {"image": (1, 12, 12, 3)}}
    first = build(model, recipe=recipe, cache=tmp_path / "cache")
    assert [stage.cached for stage in first.stages] == [False]
    build(models / "cnn.keras", cache=tmp_path / "cache")
    second = build(model, "float16", recipe=recipe, cache=tmp_path / "cache")
    assert [(stage.name, stage.cached) for stage in second.stages] == [
        ("float", True),
        ("quantize", False),
    ]
    assert "loading-model" not in engine.phases()
    assert second.source_sha256 == first.source_sha256
    assert second.versions["tensorflow"].startswith("2.")
