"""4-bit weights, 16-bit activations, sparse encoding, foreign ops: what the file holds, traps."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from studio.core.errors import StudioError
from studio.core.input_selection import InputSelection
from studio.core.optimizations import CATALOG
from studio.core.params import ChoiceParam
from studio.core.recipe import make_recipe, make_step
from studio.core.verify_protocol import ReferenceRequest, VerifyRequest, VerifyResult
from studio.engine.file_facts import parse_bytes
from studio.graph.audit import audit
from studio.verify.check import unkept, verify
from studio.verify.reference import reference as refer
from tests.conftest import Sample
from tests.engine.conftest import Build, run_artifact
from tests.engine.test_keeping import entries
from tests.engine.warm_child import WarmChild
from tests.realmodels import RealModels
from tests.verify.test_check import quiet

pytestmark = pytest.mark.tf

CHOICES = [
    (entry.id, param.name, choice)
    for entry in CATALOG.values()
    for param in entry.params
    if isinstance(param, ChoiceParam)
    for choice in param.choices
    if choice != param.default
]


def checked(
    engine: WarmChild, source: Path, artifact: str, folder: Path, optimization: str
) -> VerifyResult:
    """The check of an artifact against its source, on random inputs."""
    reference = folder / "reference.npz"
    selection = InputSelection(limit=4)
    asked = ReferenceRequest(model=str(source), output=str(reference), selection=selection)
    if source.suffix == ".tflite":
        refer(asked, quiet())
    else:
        engine(asked)
    recipe = make_recipe([make_step(optimization)])
    request = VerifyRequest(
        artifact=artifact, reference=str(reference), inputs_from="random", recipe=recipe
    )
    return verify(request, quiet())


@pytest.mark.parametrize(("optimization", "name", "choice"), CHOICES)
def test_every_choice_of_every_parameter(
    build: Build, sample: Sample, optimization: str, name: str, choice: str
) -> None:
    """It makes another file that still runs and means the same, or says what it lacks."""
    needs = CATALOG[optimization].needs_calibration
    calibration = sample.calibration if needs else None
    params: dict[str, str | int] = {name: choice} | ({"samples": 4} if needs else {})
    if choice in ("block-64", "block-128", "block-256"):  # 96 inputs
        with pytest.raises(StudioError) as caught:
            build(sample.model, optimization, **params)
        assert caught.value.code == "block-too-wide"
        return
    made = build(sample.model, optimization, calibration=calibration, **params)
    plain = build(
        sample.model, optimization, calibration=calibration, **({"samples": 4} if needs else {})
    )
    assert made.sha256 != plain.sha256
    found = audit(made.artifact)
    assert unkept(make_recipe([make_step(optimization)]), found) == ()
    if name == "io":
        assert found.input_dtypes == found.output_dtypes == (choice,)
    else:
        image = np.load(sample.evaluation)["x"][:1].astype(np.float32)
        shaped = image.reshape(1, 28, 28, 1) / max(1.0, float(image.max()))
        (output,) = run_artifact(made.artifact, {"image": shaped}).values()
        assert np.isfinite(output).all()


def test_2_bit_weights_which_come_out_as_nan_are_not_offered_and_never_ok(
    build: Build, models: Path, tmp_path: Path
) -> None:
    """ai-edge-quantizer 0.10 makes such files and calls it a success."""
    from ai_edge_quantizer import quantizer, recipe

    offered = {
        choice
        for entry in CATALOG.values()
        for param in entry.params
        if isinstance(param, ChoiceParam)
        for choice in param.choices
    }
    assert not any("int2" in name for name in (*CATALOG, *offered))
    source = Path(build(models / "cnn.keras").artifact)
    tool = quantizer.Quantizer(bytearray(source.read_bytes()))
    tool.load_quantization_recipe(recipe.dynamic_wi2c_afp32())
    made = tmp_path / "wi2.tflite"
    made.write_bytes(tool.quantize(None, enable_progress_report=False).quantized_model)
    reference = tmp_path / "reference.npz"
    selection = InputSelection(limit=4)
    refer(ReferenceRequest(model=str(source), output=str(reference), selection=selection), quiet())
    request = VerifyRequest(
        artifact=str(made),
        reference=str(reference),
        inputs_from="random",
        recipe=make_recipe([make_step("dynamic-int4")]),
    )
    check = verify(request, quiet()).check
    assert check.status == "failed"


@pytest.mark.parametrize("params", [{"granularity": "block-32"}, {"method": "hadamard"}])
def test_what_is_for_connected_ops_leaves_convolutions_in_4_bits(
    build: Build, sample: Sample, params: dict[str, str]
) -> None:
    """By the tool's own recipes they would stay float32, and the file three times as large."""
    plain = build(sample.model, "dynamic-int4")
    made = build(sample.model, "dynamic-int4", **params)
    assert audit(made.artifact).weights_by_dtype["int4"] == 6348
    assert made.size_bytes < plain.size_bytes * 1.3


def test_gptq_leaves_convolutions_in_4_bits(build: Build, sample: Sample) -> None:
    made = build(sample.model, "gptq-int4", calibration=sample.calibration, samples=8)
    assert (made.calibration_samples_used, made.notes) == (8, ())
    assert audit(made.artifact).weights_by_dtype["int4"] == 6348


def test_a_block_that_fits_some_ops_is_used_there(build: Build, models: Path) -> None:
    """Of the inputs of its fully connected ops, 16 and 32, blocks of 32 fit one."""
    made = build(models / "transformer.keras", "dynamic-int4", granularity="block-32")
    tensors = parse_bytes(Path(made.artifact).read_bytes()).subgraphs[0].tensors
    assert sum(tensor.is_blockwise for tensor in tensors) == 1
    assert audit(made.artifact).hybrid_op_share > 0


def test_a_file_that_became_larger_says_so(build: Build, models: Path) -> None:
    made = build(models / "transformer.keras", "dynamic-int4", method="hadamard")
    assert made.notes == ("artifact-not-smaller",)


def test_16_bits_of_what_tensorflow_refuses(
    engine: WarmChild, build: Build, models: Path, sample: Sample, tmp_path: Path
) -> None:
    first = build(sample.model, "int16x8", calibration=sample.calibration, samples=8)
    assert first.stages[-1].route == "calibrate-and-quantize"
    assert audit(first.artifact).int16_op_share == 1.0
    second = build(models / "transformer.keras", "int16x8", samples=8)
    assert second.stages[-1].route == "ai-edge-quantizer"
    assert audit(second.artifact).int16_op_share > 0.9
    source = models / "transformer.keras"
    result = checked(engine, source, second.artifact, tmp_path, "int16x8")
    assert result.check.status != "cannot-run"
    assert result.check.outputs[0].max_abs_error is not None


def zeroed(path: Path, folder: Path, share: float) -> Path:
    """The float file with the smallest ``share`` of its large weights set to zero."""
    data = bytearray(path.read_bytes())
    from studio.engine.file_facts import float_constants

    for _, values in list(float_constants(bytes(data), parse_bytes(bytes(data)))):
        if values.size < 1000:
            continue
        start = data.find(values.tobytes())
        kept = np.where(np.abs(values) < np.quantile(np.abs(values), share), 0, values)
        data[start : start + values.nbytes] = kept.astype("<f4").tobytes()
    out = folder / "pruned.tflite"
    out.write_bytes(data)
    return out


def test_zeros_are_left_out_and_the_numbers_stay(
    engine: WarmChild, build: Build, sample: Sample, tmp_path: Path
) -> None:
    pruned = zeroed(Path(build(sample.model).artifact), tmp_path, 0.9)
    made = build(pruned, "sparsity")
    found = audit(made.artifact)
    assert found.sparse_weights > 0
    assert made.size_bytes < 0.6 * pruned.stat().st_size
    result = checked(engine, pruned, made.artifact, tmp_path, "sparsity")
    assert (result.check.status, result.check.outputs[0].max_abs_error) == ("ok", 0.0)


def test_foreign_ops_on_request_cannot_run_here(
    engine: WarmChild, build: Build, models: Path, tmp_path: Path
) -> None:
    source = models / "determinant"
    with pytest.raises(StudioError):
        build(source)
    made = build(source, "select-tf-ops")
    assert made.stages[-1].route == "TensorFlow ops: FlexMatrixDeterminant"
    result = checked(engine, source, made.artifact, tmp_path, "select-tf-ops").check
    assert (result.status, result.outputs, result.samples) == ("cannot-run", (), 0)
    assert result.refusal is not None and result.refusal.code == "run-select-tf-ops"


def test_an_op_that_is_not_on_the_list_is_refused_all_the_same(build: Build, models: Path) -> None:
    with pytest.raises(StudioError) as caught:
        build(models / "gamma", "select-tf-ops")
    assert (caught.value.code, caught.value.params["ops"]) == (
        "conversion-unsupported-flex", "Igamma",
    )  # fmt: skip


def test_where_no_foreign_op_is_needed_that_is_said(build: Build, models: Path) -> None:
    plain, made = build(models / "cnn.keras"), build(models / "cnn.keras", "select-tf-ops")
    assert made.notes == ("tensorflow-ops-not-needed",)
    assert abs(made.size_bytes - plain.size_bytes) < 200


def test_a_tflite_cannot_get_other_ops(build: Build, models: Path) -> None:
    with pytest.raises(StudioError) as caught:
        build(Path(build(models / "cnn.keras").artifact), "select-tf-ops")
    assert caught.value.code == "select-tf-needs-source"


@pytest.fixture(scope="module")
def random_mobilenet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mobilenet") / "mobilenet_v2.keras"
    code = "import sys, keras; keras.utils.set_random_seed(0); "
    code += "keras.applications.MobileNetV2(weights=None).save(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, path], check=True, capture_output=True)
    return path


@pytest.mark.realmodel
def test_16_bits_that_overflow_at_prepare_are_never_ok(
    engine: WarmChild, build: Build, random_mobilenet: Path, tmp_path: Path
) -> None:
    """MobileNetV2 with random weights: its 16-bit file converts, and no LiteRT prepares it."""
    source = random_mobilenet
    made = build(source, "int16x8", samples=2)
    result = checked(engine, source, made.artifact, tmp_path, "int16x8").check
    assert result.status == "cannot-run"
    assert result.refusal is not None
    assert "DEPTHWISE_CONV_2D" in result.refusal.detail


@pytest.mark.realmodel
@pytest.mark.parametrize("optimization", ["int8", "int16x8", "dynamic-int4", "weight-only-int4"])
def test_a_mediapipe_model_with_an_op_kept_float(
    build: Build, realmodels: RealModels, optimization: str
) -> None:
    params = {"samples": 2} if CATALOG[optimization].needs_calibration else {}
    source = realmodels.mediapipe("iris_landmark")
    made = build(source, optimization, keep=entries("op:CONV_2D=float"), **params)
    assert [(one.matched, one.held, one.changed) for one in made.kept] == [(55, 55, 55)]
