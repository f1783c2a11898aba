"""ONNX through onnx2tf: found or refused, shapes asked for, the same names, layouts and values.

The program is not installed by the tests: those that run it are left out where it is not found
(STUDIO_ONNX2TF names its environment).
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from studio.core.build_protocol import BuildRequest, BuildResult
from studio.core.errors import ConversionError, ModelError, UsageError
from studio.core.onnx_program import find_program, is_complete, mark_complete, scripts_folder
from studio.core.recipe import DatasetRef, Recipe, make_recipe, make_step
from tests.engine.conftest import run_artifact
from tests.engine.warm_child import WarmChild
from tests.kit import small_onnx

onnx = pytest.importorskip("onnx")
ort = pytest.importorskip("onnxruntime")
PROGRAM = find_program(Path(path) for path in [os.environ.get("STUDIO_ONNX2TF", "")] if path)
needs_program = pytest.mark.skipif(PROGRAM is None, reason="onnx2tf is not installed")
pytestmark = pytest.mark.tf


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """x (N, 3, H, W) -> y, a convolution with ReLU, and its mean over the picture."""
    helper, kind = onnx.helper, onnx.TensorProto.FLOAT
    kernel = np.random.default_rng(0).normal(size=(4, 3, 3, 3)).astype(np.float32)
    nodes = [
        helper.make_node("Conv", ["x", "w"], ["c"], name="conv", pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["c"], ["y"], name="relu"),
        helper.make_node("GlobalAveragePool", ["y"], ["p"]),
        helper.make_node("Flatten", ["p"], ["mean"]),
    ]
    graph = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("x", kind, ["N", 3, "H", "W"])],
        [
            helper.make_tensor_value_info("y", kind, ["N", 4, "H", "W"]),
            helper.make_tensor_value_info("mean", kind, ["N", 4]),
        ],
        [onnx.numpy_helper.from_array(kernel, "w")],
    )
    path = tmp_path_factory.mktemp("onnx") / "pictures.onnx"
    opsets = [helper.make_opsetid("", 15)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), path)
    return path


def build(engine: WarmChild, source: Path, folder: Path, recipe: Recipe) -> BuildResult:
    request = BuildRequest(
        source=str(source),
        artifact=str(folder / "made.tflite"),
        recipe=recipe,
        cache=str(folder / "cache"),
        onnx2tf=str(PROGRAM or ""),
    )
    made = engine(request)
    assert isinstance(made, BuildResult)
    return made


def test_without_the_program_the_steps_are_said(engine: WarmChild, tmp_path: Path) -> None:
    path = small_onnx.relu(tmp_path / "net.onnx")
    artifact = str(tmp_path / "x.tflite")
    with pytest.raises(ConversionError) as caught:
        engine(BuildRequest(source=str(path), artifact=artifact, recipe=make_recipe()))
    assert caught.value.code == "onnx-converter-missing"
    assert caught.value.fixes == ("fix-setup-onnx", "fix-name-onnx")


@needs_program
def test_open_shapes_are_asked_for(engine: WarmChild, pictures: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        build(engine, pictures, tmp_path, make_recipe())
    assert (caught.value.code, caught.value.params["inputs"]) == ("shape-needed", "x (1, 3, ?, ?)")
    with pytest.raises(ConversionError) as failed:
        build(engine, pictures, tmp_path, replace(make_recipe(), batch="dynamic"))
    assert failed.value.code == "onnx-needs-fixed-batch"
    assert failed.value.fixes == ("fix-fixed-batch",)


@needs_program
def test_names_layouts_and_values_stay(engine: WarmChild, pictures: Path, tmp_path: Path) -> None:
    before = pictures.read_bytes()
    recipe = make_recipe((), shapes={"x": (1, 3, 8, 10)})
    made = build(engine, pictures, tmp_path, recipe)
    assert pictures.read_bytes() == before, "onnx2tf writes into the file that it reads"
    (stage,) = made.stages
    assert (stage.route, stage.cached, stage.added_transposes) == ("onnx2tf", False, 2)
    x = np.random.default_rng(1).random((1, 3, 8, 10), np.float32)
    session = ort.InferenceSession(str(pictures), providers=["CPUExecutionProvider"])
    found = run_artifact(made.artifact, {"x": x})
    for name, expected in zip(("y", "mean"), session.run(["y", "mean"], {"x": x}), strict=True):
        np.testing.assert_allclose(found[name], expected, rtol=1e-4, atol=1e-5)
    again = build(engine, pictures, tmp_path, recipe)
    assert (again.stages[0].cached, again.stages[0].added_transposes) == (True, 2)
    assert again.sha256 == made.sha256


@needs_program
def test_what_was_made_is_quantized_from_the_cache(
    engine: WarmChild, pictures: Path, tmp_path: Path
) -> None:
    shapes = {"x": (1, 3, 8, 10)}
    build(engine, pictures, tmp_path, make_recipe((), shapes=shapes))
    recipe = make_recipe([make_step("int8")], shapes=shapes, calibration=DatasetRef(kind="random"))
    made = build(engine, pictures, tmp_path, recipe)
    assert [(stage.name, stage.cached) for stage in made.stages] == [
        ("float", True),
        ("quantize", False),
    ]


def test_a_damaged_one_is_refused_before_the_program_runs(
    engine: WarmChild, tmp_path: Path
) -> None:
    path = small_onnx.relu(tmp_path / "net.onnx")
    path.write_bytes(path.read_bytes()[:-3])
    artifact = str(tmp_path / "x.tflite")
    with pytest.raises(ModelError) as caught:
        engine(BuildRequest(source=str(path), artifact=artifact, recipe=make_recipe()))
    assert caught.value.code == "model-damaged"


def test_the_program_is_found_where_it_was_said(tmp_path: Path) -> None:
    program = scripts_folder(tmp_path) / ("onnx2tf.exe" if os.name == "nt" else "onnx2tf")
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert find_program([tmp_path / "nowhere", tmp_path]) == program
    assert not is_complete(tmp_path)
    mark_complete(tmp_path)
    assert is_complete(tmp_path)
