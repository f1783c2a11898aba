"""Stage 2: every optimization of the catalog, signatures kept, crashes refused, bytes repeated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from studio.core.build_protocol import BuildRequest
from studio.core.errors import ConversionError, StudioError
from studio.core.keep import Keep, KeepPrecision
from studio.core.optimizations import CATALOG
from studio.core.recipe import DatasetRef, Step, make_recipe, make_step
from studio.data import load_dataset
from studio.engine.quantize import QUANTIZERS, quantizer
from studio.graph.audit import audit
from studio.graph.tflite import read_model
from tests.conftest import Sample
from tests.engine.conftest import FOR_DENSE, Build, run_artifact
from tests.engine.warm_child import WarmChild
from tests.kit.chained_tflite import op_chain
from tests.kit.small_tflite import as_old

pytestmark = pytest.mark.tf

OF_TFLITE = [name for name in FOR_DENSE if "source" not in CATALOG[name].needs]


def test_every_optimization_of_the_catalog_has_its_quantizer() -> None:
    assert set(QUANTIZERS) == set(CATALOG)
    assert all(callable(quantizer(name)) for name in QUANTIZERS)


@pytest.mark.parametrize("optimization", FOR_DENSE)
def test_names_and_dtypes_are_kept(build: Build, models: Path, optimization: str) -> None:
    plain = read_model(build(models / "two.keras").artifact)[0].signatures
    made = build(models / "two.keras", optimization)
    info = read_model(made.artifact)[0]
    names = [[x.name for x in (*s.inputs, *s.outputs)] for s in (*plain, *info.signatures)]
    assert names[0] == names[1]
    assert [x.dtype for x in info.signatures[0].inputs] == ["float32", "int32"]
    assert [x.dtype for x in info.signatures[0].outputs] == ["float32", "float32"]
    if CATALOG[optimization].evidence in ("int8", "int4", "float16"):
        assert f"weights {CATALOG[optimization].evidence}" in info.size_split


def test_int8_inputs_and_outputs_on_request(build: Build, models: Path) -> None:
    made = build(models / "two.keras", "int8", io="int8")
    (signature,) = read_model(made.artifact)[0].signatures
    assert {x.name: x.dtype for x in signature.inputs} == {"zeta": "int8", "alpha": "int32"}
    assert all(x.dtype == "int8" and x.quantization is not None for x in signature.outputs)


def test_int8_of_the_sample_agrees_with_float(build: Build, sample: Sample) -> None:
    made = build(sample.model, "int8", calibration=sample.calibration, samples=50)
    assert made.calibration_samples_used == 50
    assert made.stages[1].route == "calibrate + mlir-quantize"
    plain = build(sample.model)
    assert made.size_bytes < plain.size_bytes
    images = load_dataset(sample.evaluation).arrays["x"][:50].astype(np.float32)
    (signature,) = read_model(plain.artifact)[0].signatures
    shaped = load_dataset(sample.evaluation).bind(signature, np.arange(50))["image"]
    assert len(images) == len(shaped)
    same = [
        run_artifact(plain.artifact, {"image": x[None]})["digit"].argmax()
        == run_artifact(made.artifact, {"image": x[None]})["digit"].argmax()
        for x in shaped
    ]
    assert np.mean(same) >= 0.98


def test_large_embeddings_shrink_by_the_converter(build: Build, models: Path) -> None:
    made = build(models / "transformer.keras", "dynamic-range")
    assert made.stages[1].route == "converter (concrete-function)"
    tensors = read_model(made.artifact)[1].tensors
    assert any(t.is_constant and t.dtype == "int8" and t.shape == (200, 16) for t in tensors)
    assert read_model(made.artifact)[0].signatures[0].inputs[0].name == "ids"


def test_embeddings_of_a_tflite_stay_float_and_the_route_says_so(
    build: Build, models: Path
) -> None:
    plain = Path(build(models / "transformer.keras").artifact)
    made = build(plain, "dynamic-range")
    assert [stage.route for stage in made.stages] == ["ai-edge-quantizer (embeddings stay float)"]


def test_a_float_tflite_goes_straight_to_stage_two(build: Build, models: Path) -> None:
    plain = build(models / "cnn.keras")
    source = Path(plain.artifact)
    copied = build(source)
    assert (copied.sha256, copied.stages[0].route) == (plain.sha256, "copy")
    for optimization in OF_TFLITE:
        direct, through = build(source, optimization), build(models / "cnn.keras", optimization)
        assert direct.sha256 == through.sha256, optimization
        assert [stage.name for stage in direct.stages] == ["quantize"]


@pytest.mark.parametrize("optimization", OF_TFLITE)
def test_a_tflite_with_an_old_table_of_ops_is_really_quantized(
    build: Build, models: Path, tmp_path: Path, optimization: str
) -> None:
    """ai-edge-quantizer would change nothing and report success."""
    new = Path(build(models / "cnn.keras").artifact)
    old = tmp_path / "old.tflite"
    old.write_bytes(as_old(new.read_bytes()))
    found = audit(build(old, optimization).artifact)
    expected = audit(build(new, optimization).artifact)
    assert found.weights_by_dtype == expected.weights_by_dtype
    assert set(found.weights_by_dtype) & {"int8", "int4", "float16"}
    assert found.int8_op_share == expected.int8_op_share


def test_a_recipe_from_before_a_parameter_existed_means_its_default(
    build: Build, models: Path, engine: WarmChild, tmp_path: Path, float_cache: Path
) -> None:
    old = Step(optimization="int8", params={"io": "float32", "samples": 5})
    request = BuildRequest(
        source=str(models / "cnn.keras"),
        artifact=str(tmp_path / "old.tflite"),
        recipe=make_recipe([old], calibration=DatasetRef(kind="random")),
        cache=str(float_cache),
    )
    assert engine(request).sha256 == build(models / "cnn.keras", "int8", samples=5).sha256


def test_what_is_quantized_already_is_refused(build: Build, models: Path) -> None:
    quantized = Path(build(models / "cnn.keras", "dynamic-range").artifact)
    with pytest.raises(StudioError) as caught:
        build(quantized, "int8")
    assert caught.value.code == "source-already-quantized"


def test_shapes_of_a_tflite_cannot_be_chosen(build: Build, models: Path) -> None:
    source = Path(build(models / "cnn.keras").artifact)
    with pytest.raises(StudioError) as caught:
        build(source, recipe={"shapes": {"image": (1, 8, 8, 1)}})
    assert caught.value.code == "tflite-shapes-are-fixed"


@pytest.mark.parametrize(
    ("name", "optimization", "code"),
    [
        ("lstm.keras", "int8", "int8-needs-unrolled-loop"),
        ("nan.keras", "int8", "weights-not-finite"),
        ("nan.keras", "dynamic-range", "weights-not-finite"),
        ("nan.keras", "weight-only-int8", "weights-not-finite"),
    ],
)
def test_what_would_crash_is_refused_and_the_child_lives_on(
    build: Build, models: Path, name: str, optimization: str, code: str
) -> None:
    with pytest.raises(StudioError) as caught:
        build(models / name, optimization)
    assert caught.value.code == code
    assert build(models / "cnn.keras", "int8", samples=3).size_bytes


def test_an_unrolled_recurrent_model_becomes_int8(build: Build, models: Path) -> None:
    info = read_model(build(models / "lstm_unrolled.keras", "int8").artifact)[0]
    assert info.size_split["weights int8"] > 0


def data(folder: Path, **arrays: np.ndarray) -> Path:
    np.savez(folder / "data.npz", allow_pickle=False, **arrays)
    return folder / "data.npz"


@pytest.mark.parametrize(
    ("array", "code"),
    [
        (np.zeros((0, 8, 8, 1), np.float32), "data-empty"),
        (np.full((4, 8, 8, 1), np.nan, np.float32), "data-not-finite"),
        (np.full((4, 8, 8, 1), 1e38, np.float32), "calibration-too-large"),
        (np.zeros((4, 9, 8, 1), np.float32), "data-shape-mismatch"),
    ],
)
def test_calibration_data_that_would_crash_are_refused(
    build: Build, models: Path, tmp_path: Path, array: np.ndarray, code: str
) -> None:
    with pytest.raises(StudioError) as caught:
        build(models / "cnn.keras", "int8", calibration=data(tmp_path, x=array))
    assert caught.value.code == code


def test_calibration_is_never_made_up(build: Build, models: Path) -> None:
    with pytest.raises(StudioError) as caught:
        build(models / "cnn.keras", "int8", recipe={"calibration": DatasetRef()})
    assert caught.value.code == "calibration-missing"


def test_other_data_than_the_recipe_names_are_refused(
    build: Build, models: Path, tmp_path: Path
) -> None:
    path = data(tmp_path, x=np.ones((4, 8, 8, 1), np.float32))
    ref = DatasetRef(sha256="0" * 64)
    with pytest.raises(StudioError) as caught:
        build(models / "cnn.keras", "int8", calibration=path, recipe={"calibration": ref})
    assert caught.value.code == "data-changed"


def test_calibrating_reports_its_progress(engine: WarmChild, build: Build, models: Path) -> None:
    build(models / "cnn.keras", "int8", samples=30)
    phases = engine.phases()
    assert phases.index("calibrating") < len(phases) - 1 - phases[::-1].index("quantizing")
    assert phases[-1] == "writing"


def test_an_artifact_folder_that_cannot_be_written_is_said(
    engine: WarmChild, models: Path, tmp_path: Path, float_cache: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    request = BuildRequest(
        source=str(models / "cnn.keras"),
        artifact=str(tmp_path / "file" / "out.tflite"),
        recipe=make_recipe(),
        cache=str(float_cache),
    )
    with pytest.raises(StudioError) as caught:
        engine(request)
    assert caught.value.code == "artifact-unwritable"


def test_two_processes_make_the_same_bytes(
    build: Build, sample: Sample, tmp_path: Path, models: Path
) -> None:
    """The warm one, which has converted other models before, and a fresh one; no shared cache."""
    steps = ["", *FOR_DENSE]
    sources = {sample.model: sample.calibration, models / "lstm.keras": None}
    fresh = WarmChild(tmp_path / "fresh.log")
    try:
        for source, calibration in sources.items():
            for step in steps:
                needs = bool(step) and CATALOG[step].needs_calibration
                if needs and calibration is None:
                    continue
                warm = build(source, step, calibration=calibration, cache=tmp_path / "warm")
                ref = DatasetRef() if needs else None
                request = BuildRequest(
                    source=str(source),
                    artifact=str(tmp_path / "again.tflite"),
                    recipe=make_recipe([make_step(step)] if step else [], calibration=ref),
                    calibration=str(calibration or ""),
                    cache=str(tmp_path / "cold"),
                )
                assert fresh(request).sha256 == warm.sha256, (source.name, step)
    finally:
        fresh.close()


def test_the_internals_of_tensorflow_are_what_studio_relies_on(models: Path) -> None:
    contract = json.loads((models / "contract.json").read_text())
    assert contract["calibrator"][0] == "model_content"
    assert contract["calibrate"] == ["self", "dataset_gen"]
    assert contract["mlir_quantize"][0] == "input_data_str"
    assert {"input_data_type", "output_data_type"} <= set(contract["mlir_quantize"])


@pytest.mark.parametrize(
    ("kind", "keep"),
    [("int8", ""), ("int8", "int16"), ("int16x8", ""), ("int16x8", "float")],
    ids=["int8", "islands of int16", "int16x8", "islands of float"],
)
def test_values_that_overflow_are_refused_with_op_place_and_ways_out(
    build: Build, tmp_path: Path, kind: str, keep: KeepPrecision | Literal[""]
) -> None:
    """A quantizer would crash, or write scales that are no numbers: the samples are finite, what an
    op makes of them is not."""
    source = op_chain(tmp_path / "net.tflite", ("RELU", "EXP", "TANH"))
    np.savez(tmp_path / "samples.npz", x=np.full((2, 4), 500.0, np.float32))
    with pytest.raises(ConversionError) as caught:
        kept = (Keep(pattern="TANH", by="op", precision=keep),) if keep else ()
        build(source, kind, calibration=tmp_path / "samples.npz", keep=kept)
    error = caught.value
    assert error.code == "activations-not-finite"
    assert [(place.op, place.name) for place in error.places] == [("EXP", "h1")]
    assert error.places[0].node in [node.id for node in read_model(source)[1].nodes]
    assert error.fixes == ("fix-calibration-data", "fix-dynamic-range")


def test_a_loop_is_shown_at_the_layer_that_it_is_and_as_the_op_of_a_tflite(
    build: Build, models: Path
) -> None:
    with pytest.raises(ConversionError) as caught:
        build(models / "lstm.keras", "int8")
    (place,) = caught.value.places
    assert place.node == "0/lstm"
    assert place.op in ("LSTM", "WHILE")  # its op in the float stage, where another test made that
    assert caught.value.fixes[0] == "fix-dynamic-range"
    converted = Path(build(models / "lstm.keras").artifact)
    with pytest.raises(ConversionError) as caught:
        build(converted, "int8")
    (place,) = caught.value.places
    nodes = {node.id: node.op for node in read_model(converted)[1].nodes}
    assert nodes[place.node] == "WHILE"
